import { fromHex } from "../../bytes/hex.ts";
import type { WowlanTcpInput } from "../../client/radio/wowlan-request.ts";
import { Nl80211Error } from "../../errors.ts";
import { badLine, configLines, keyValue } from "./config-file.ts";

/**
 * A TCP connection that wakes the system, in iw's format: source=ip[:port], dest=ip:port@mac, data=hex, data.interval=seconds, wake=pattern,
 * data.seq=length,offset[,start], data.tok=length,offset,hex. Throws BAD_FILE.
 */
export function readTcpFile(file: string): WowlanTcpInput {
  const parts: { -readonly [Key in keyof WowlanTcpInput]?: WowlanTcpInput[Key] } = {};
  for (const line of configLines(file)) {
    const [key, value] = keyValue(line.text);
    const match = (pattern: RegExp, expected: string): string[] => {
      const found = pattern.exec(value);
      if (found === null) throw badLine(file, line, expected);
      return found.slice(1);
    };
    switch (key) {
      case "source": {
        const [address, port] = match(/^([\d.]+)(?::(\d+))?$/, "source=ip[:port]");
        parts.sourceAddress = address!;
        if (port !== undefined) parts.sourcePort = Number(port);
        break;
      }
      case "dest": {
        const [address, port, mac] = match(/^([\d.]+):(\d+)@(.+)$/, "dest=ip:port@mac");
        Object.assign(parts, { destinationAddress: address, destinationPort: Number(port), destinationMac: mac });
        break;
      }
      case "data":
        parts.data = fromHex(value);
        break;
      case "data.interval":
        parts.intervalS = Number(match(/^(\d+)$/, "data.interval=seconds")[0]);
        break;
      case "wake":
        parts.wake = value;
        break;
      case "data.seq": {
        const [length, offset, start = "0"] = match(/^(\d+),(\d+)(?:,(\d+))?$/, "data.seq=length,offset[,start]");
        parts.sequence = { length: Number(length), offset: Number(offset), start: Number(start) };
        break;
      }
      case "data.tok": {
        const [length, offset, stream] = match(/^(\d+),(\d+),(.+)$/, "data.tok=length,offset,hex");
        parts.tokens = { length: Number(length), offset: Number(offset), stream: fromHex(stream!) };
        break;
      }
      default:
        throw badLine(file, line, "source, dest, data, data.interval, wake, data.seq or data.tok");
    }
  }
  const missing = NEEDED.find(([key]) => parts[key] === undefined);
  if (missing !== undefined) throw new Nl80211Error("BAD_FILE", `${file} lacks ${missing[1]}=`);
  return parts as WowlanTcpInput;
}

const NEEDED = [
  ["sourceAddress", "source"],
  ["destinationAddress", "dest"],
  ["data", "data"],
  ["intervalS", "data.interval"],
  ["wake", "wake"],
] as const;
