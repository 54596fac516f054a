/**
 * Radios that appear and vanish: mac80211_hwsim's own generic netlink family (its numbers are those of Linux's mac80211_hwsim.h).
 *
 *   hwsim create NAME [channels=2] [mlo] [no-vif] [alpha2=DE] [custom-reg=1] [iftypes=0x...]
 *   hwsim destroy NAME
 *   hwsim list
 */
import { pathToFileURL } from "node:url";
import { GenericNetlink } from "../../src/genetlink/generic-netlink.ts";
import { socketTransport } from "../../src/socket/transport.ts";

const FAMILY = "MAC80211_HWSIM";

enum Command {
  NewRadio = 4,
  DelRadio = 5,
  GetRadio = 6,
}

enum Attribute {
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
}

export interface RadioOptions {
  /** Of channel contexts: 1 takes mac80211's other code path. Default: the module's. */
  readonly channels?: number;
  readonly mlo?: boolean;
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.#netlink.close();
    this.#close();
  }
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
    if (key === "mlo") options["mlo"] = true;
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
