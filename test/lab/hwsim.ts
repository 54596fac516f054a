/**
 * Radios that appear and vanish: mac80211_hwsim's own generic netlink family (its numbers are those of Linux's mac80211_hwsim.h).
 *
 *   hwsim create NAME [channels=2] [mlo] [ftm] [no-vif] [alpha2=DE] [custom-reg=1] [iftypes=0x...]
 *   hwsim destroy NAME
 *   hwsim list
 */
import { pathToFileURL } from "node:url";
import { formatMac } from "../../src/bytes/mac.ts";
import { GenericNetlink } from "../../src/genetlink/generic-netlink.ts";
import type { GenericMessage } from "../../src/genetlink/message.ts";
import type { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import type { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { socketTransport } from "../../src/socket/transport.ts";

const FAMILY = "MAC80211_HWSIM";

enum Command {
  Register = 1,
  NewRadio = 4,
  DelRadio = 5,
  GetRadio = 6,
  StartPmsr = 9,
  ReportPmsr = 11,
}

enum Attribute {
  AddrTransmitter = 2,
  Channels = 9,
  RadioId = 10,
  RegHintAlpha2 = 11,
  RegCustomReg = 12,
  SupportP2pDevice = 14,
  RadioName = 17,
  NoVif = 18,
  PermAddr = 22,
  IftypeSupport = 23,
  MloSupport = 25,
  PmsrSupport = 26,
  PmsrRequest = 27,
  PmsrResult = 28,
  NanDevice = 30,
  BackgroundRadar = 31,
}

export interface RadioOptions {
  /** Of channel contexts: 1 takes mac80211's other code path. Default: the module's. */
  readonly channels?: number;
  readonly mlo?: boolean;
  /** Fine timing measurement: up to 4 peers, HT and VHT, 20 to 80 MHz. Needs Linux 6.4, and one channel. */
  readonly ftm?: boolean;
  /** With NAN devices (Linux 7.3). */
  readonly nan?: boolean;
  /** With a receiver for radar beside the one that serves (Linux 7.3). */
  readonly backgroundRadar?: boolean;
  /** No interface comes with the radio. */
  readonly noInterface?: boolean;
  /** A country that the driver hints at. */
  readonly alpha2?: string;
  /** A custom regulatory domain of hwsim's, from 1 on. */
  readonly customRegulatory?: number;
  /** A bit for each NL80211_IFTYPE_*. Default: all that hwsim knows. */
  readonly interfaceTypes?: number;
  readonly address?: string;
}

export interface Radio {
  readonly id: number;
  /** The wiphy's name. */
  readonly name: string;
}

/** hwsim's family. Radios made through it stay until they are destroyed or the module is unloaded. */
export class Hwsim implements AsyncDisposable {
  readonly #netlink: GenericNetlink;
  readonly #close: () => void;

  private constructor(netlink: GenericNetlink, close: () => void) {
    this.#netlink = netlink;
    this.#close = close;
  }

  static async open(): Promise<Hwsim> {
    const transport = await socketTransport();
    return new Hwsim(new GenericNetlink(transport), () => transport.close());
  }

  /** Makes a radio whose wiphy has that name. Rejects with EINVAL where this kernel's hwsim lacks an option. */
  async create(name: string, options: RadioOptions = {}): Promise<Radio> {
    await this.#netlink.request(
      FAMILY,
      Command.NewRadio,
      (writer) => {
        writer.bareString(Attribute.RadioName, name);
        if (options.channels !== undefined) writer.u32(Attribute.Channels, options.channels);
        if (options.mlo === true) writer.flag(Attribute.MloSupport);
        if (options.ftm === true) writeFtmCapabilities(writer);
        if (options.nan === true) writer.flag(Attribute.NanDevice);
        if (options.backgroundRadar === true) writer.flag(Attribute.BackgroundRadar);
        if (options.noInterface === true) writer.flag(Attribute.NoVif);
        if (options.alpha2 !== undefined) writer.string(Attribute.RegHintAlpha2, options.alpha2);
        if (options.customRegulatory !== undefined) writer.u32(Attribute.RegCustomReg, options.customRegulatory);
        if (options.interfaceTypes !== undefined) writer.u32(Attribute.IftypeSupport, options.interfaceTypes);
        if (options.address !== undefined) writer.mac(Attribute.PermAddr, options.address);
      },
      { slow: true },
    );
    // the ACK carries the radio's number as a positive error, which is no error and no attribute: ask by name
    const radio = (await this.list()).find((candidate) => candidate.name === name);
    if (radio === undefined) throw new Error(`hwsim has no radio ${name} after making it`);
    return radio;
  }

  async destroy({ id }: Radio): Promise<void> {
    await this.#netlink.request(FAMILY, Command.DelRadio, (writer) => writer.u32(Attribute.RadioId, id), {
      slow: true,
    });
  }

  async list(): Promise<Radio[]> {
    const radios: Radio[] = [];
    for (const message of await this.#netlink.dump(FAMILY, Command.GetRadio).toArray()) {
      const r = message.attributes();
      let id: number | undefined;
      let name: string | undefined;
      for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
        if (r.type === Attribute.RadioId) id = r.u32();
        else if (r.type === Attribute.RadioName) name = r.string();
      }
      if (id !== undefined && name !== undefined) radios.push({ id, name });
    }
    return radios;
  }

  /**
   * Stands in for the air in which radios measure: has each peer's answer reported to the kernel, or leaves the measurement open where there is
   * none. From now on frames of all radios go to this socket, and nowhere else.
   */
  async answerMeasurements(answer: (peer: string) => FtmAnswer | undefined): Promise<void> {
    const report = async (message: GenericMessage) => {
      if (message.command !== Command.StartPmsr) return;
      const { transmitter, peers } = measurementOf(message);
      const answers = peers.flatMap((peer) => {
        const given = answer(formatMac(peer));
        return given === undefined ? [] : [[peer, given] as const];
      });
      if (answers.length === 0) return;
      await this.#netlink.request(FAMILY, Command.ReportPmsr, (writer) => {
        writer.bytes(Attribute.AddrTransmitter, transmitter);
        const result = writer.open(Attribute.PmsrResult);
        const list = writer.open(PMSR_PEERS);
        for (const [place, [peer, given]] of answers.entries()) writeResult(writer, place, peer, given);
        writer.close(list);
        writer.close(result);
      });
    };
    await this.#netlink.listen(FAMILY, [], {
      notification: ({ message }) => void report(message).catch((error: Error) => console.error(error)),
      gap: () => {},
      failure: (error) => console.error(error),
    });
    await this.#netlink.request(FAMILY, Command.Register, () => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#netlink.close();
    this.#close();
  }
}

/** What a peer's measurement shall come to: the kernel's numbers of NL80211_PMSR_STATUS_*, its units. */
export interface FtmAnswer {
  readonly status: number;
  readonly failReason?: number;
  readonly rssiInHalfDbm?: number;
  readonly roundTripPs?: bigint;
  readonly roundTripVariancePs2?: bigint;
  readonly distanceMm?: bigint;
  readonly lci?: Uint8Array;
}

/** NL80211_PMSR_ATTR_*. */
const PMSR_PEERS = 5;

/** NL80211_PMSR_FTM_CAPA_ATTR_*, in hwsim's types: exponents and frames are octets here. */
function writeFtmCapabilities(writer: AttributeWriter): void {
  const support = writer.open(Attribute.PmsrSupport);
  writer.u32(1, 4); // max peers
  writer.flag(2); // report the TSF of our AP
  writer.flag(3); // random address
  const types = writer.open(4);
  const ftm = writer.open(1);
  for (const flag of [1, 2, 3, 4]) writer.flag(flag); // asap, non-asap, LCI, civic location
  writer.u32(5, 0b00111); // legacy, HT, VHT
  writer.u32(6, 0b01111); // 20 MHz without HT, 20, 40, 80 MHz
  writer.u8(7, 15); // bursts' exponent
  writer.u8(8, 31); // frames of a burst
  writer.close(ftm);
  writer.close(types);
  writer.close(support);
}

function writeResult(writer: AttributeWriter, place: number, peer: Uint8Array, answer: FtmAnswer): void {
  const entry = writer.open(place);
  writer.bytes(1, peer);
  const response = writer.open(4);
  writer.u32(2, answer.status);
  writer.u64(3, 1_234_567_890_123n); // host time
  writer.flag(5); // final
  const data = writer.open(1);
  const ftm = writer.open(1);
  if (answer.failReason !== undefined) writer.u32(1, answer.failReason);
  writer.u8(6, 0); // bursts' exponent
  writer.u8(7, 9); // burst duration: 32 ms
  writer.u8(8, 8); // frames of a burst
  if (answer.rssiInHalfDbm !== undefined) writer.s32(9, answer.rssiInHalfDbm);
  if (answer.roundTripPs !== undefined) writer.s64(13, answer.roundTripPs);
  if (answer.roundTripVariancePs2 !== undefined) writer.u64(14, answer.roundTripVariancePs2);
  if (answer.distanceMm !== undefined) writer.s64(16, answer.distanceMm);
  if (answer.lci !== undefined) writer.bytes(19, answer.lci);
  writer.close(ftm);
  writer.close(data);
  writer.close(response);
  writer.close(entry);
}

/** The radio that shall measure, and with whom: HWSIM_ATTR_PMSR_REQUEST, which has nl80211's attributes but a list of PEERS, one a peer. */
function measurementOf(message: GenericMessage): { readonly transmitter: Uint8Array; readonly peers: Uint8Array[] } {
  let transmitter: Uint8Array = new Uint8Array(6);
  const peers: Uint8Array[] = [];
  children(message.attributes(), (type, r) => {
    if (type === Attribute.AddrTransmitter) transmitter = r.payload();
    if (type !== Attribute.PmsrRequest) return;
    children(r, (_, measurements) =>
      children(measurements, (list, peer) => {
        if (list === PMSR_PEERS) children(peer, (kind, field) => void (kind === 1 && peers.push(field.payload())));
      }),
    );
  });
  return { transmitter, peers };
}

function children(r: AttributeReader, each: (type: number, r: AttributeReader) => void): void {
  for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) each(r.type, r);
}

async function main([verb, name, ...words]: readonly string[]): Promise<void> {
  await using hwsim = await Hwsim.open();
  if (verb === "list") {
    for (const radio of await hwsim.list()) console.log(`${radio.id} ${radio.name}`);
  } else if (verb === "create" && name !== undefined) {
    console.log((await hwsim.create(name, readOptions(words))).id);
  } else if (verb === "destroy" && name !== undefined) {
    const radio = (await hwsim.list()).find((candidate) => candidate.name === name);
    if (radio === undefined) throw new Error(`there is no radio ${name}`);
    await hwsim.destroy(radio);
  } else {
    throw new Error("usage: hwsim create NAME [OPTION...] | destroy NAME | list");
  }
}

function readOptions(words: readonly string[]): RadioOptions {
  const options: Record<string, unknown> = {};
  for (const word of words) {
    const [key, value = ""] = word.split("=");
    if (key === "mlo" || key === "ftm") options[key] = true;
    else if (key === "nan") options["nan"] = true;
    else if (key === "background-radar") options["backgroundRadar"] = true;
    else if (key === "no-vif") options["noInterface"] = true;
    else if (key === "alpha2") options["alpha2"] = value;
    else if (key === "channels") options["channels"] = Number(value);
    else if (key === "custom-reg") options["customRegulatory"] = Number(value);
    else if (key === "iftypes") options["interfaceTypes"] = Number(value);
    else throw new Error(`no option ${word}`);
  }
  return options as RadioOptions;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(`hwsim: ${error.message}`);
    process.exitCode = 1;
  });
}
