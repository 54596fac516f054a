import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { endAtBrokenOutput } from "../../src/cli/broken-output.ts";

class Stream extends EventEmitter {
  written = "";
  write(text: string) {
    this.written += text;
  }
}

function broken(which: "stdout" | "stderr", code: string) {
  const streams = { stdout: new Stream(), stderr: new Stream() };
  const exits: number[] = [];
  endAtBrokenOutput(streams.stdout, streams.stderr, (exit) => exits.push(exit));
  streams[which].emit("error", Object.assign(new Error(`${code}: write`), { code }));
  return { exits, stderr: streams.stderr.written };
}

describe("output that cannot be written", () => {
  it("ends well where the reader has seen enough", () => {
    expect(broken("stdout", "EPIPE")).toEqual({ exits: [0], stderr: "" });
  });

  it("ends with one line and exit code 1 where the disk is full", () => {
    expect(broken("stdout", "ENOSPC")).toEqual({
      exits: [1],
      stderr: "nl80211: stdout cannot be written: ENOSPC: write\n",
    });
  });

  it("is no matter where it is a remark: the exit code stays what it is", () => {
    expect(broken("stderr", "EPIPE").exits).toEqual([]);
    expect(broken("stderr", "ENOSPC").exits).toEqual([]);
  });
});
