import { isNl80211Error, Nl80211Error } from "../errors.ts";
import { type Interface, toInterface } from "../nl80211/interface.ts";
import { type RegulatoryDomain, toRegulatoryDomain } from "../nl80211/regulatory.ts";
import { mergeStationParts, type Station, toStation } from "../nl80211/station.ts";
import { type Survey, toSurvey } from "../nl80211/survey.ts";
import { toWiphy, type Wiphy } from "../nl80211/wiphy.ts";
import { mergeWiphyParts } from "../nl80211/wiphy-parts.ts";
import { type CallOptions, type Core, noAdapter } from "./core.ts";
import { type Selector, selectorOf, type Target, targetName } from "./target.ts";

export interface SurveyOptions extends CallOptions {
  /** What the radio counted on all channels together, instead of by channel. */
  readonly radio?: boolean;
}

/** What the kernel knows about radios, interfaces, stations and surveys: the reading half of the client. */
export class Devices {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async wiphys(options: CallOptions = {}): Promise<Wiphy[]> {
    return this.#wiphys({}, options);
  }

  /** One radio: by its name or number, or by one of its interfaces. */
  async wiphy(target: Target, options: CallOptions = {}): Promise<Wiphy> {
    const selector = selectorOf(target);
    if (selector !== undefined) return this.#only(selector, target, options);
    const wiphys = await this.#wiphys({}, options);
    if (wiphys.length === 0) throw noAdapter();
    const named = wiphys.find(({ name }) => name === target);
    if (named !== undefined) return named;
    const device = (await this.interfaces(options)).find(({ name }) => name === target);
    const found = wiphys.find(({ index }) => index === device?.wiphy);
    if (found !== undefined) return found;
    throw new Nl80211Error("NO_SUCH_WIPHY", `no radio or Wi-Fi interface is called ${targetName(target)}`, {
      target: targetName(target),
      hint: `radios: ${wiphys.map(({ name }) => name).join(", ")}`,
    });
  }

  async interfaces(options: CallOptions = {}): Promise<Interface[]> {
    return (await (await this.#core.dump("GetInterface", {}, options)).toArray()).map(toInterface);
  }

  /** One interface, or device without one. */
  async interface(target: Target, options: CallOptions = {}): Promise<Interface> {
    if (typeof target === "string") {
      // Resolving a name reads all interfaces anyway.
      const found = (await this.interfaces(options)).find(({ name }) => name === target);
      if (found !== undefined) return found;
    }
    const selector = await this.#device(target, options);
    const reply = await this.#core.request("GetInterface", selector, {
      ...options,
      target: targetName(target, options),
    });
    return toInterface(reply!);
  }

  async stations(target: Target | undefined, options: CallOptions = {}): Promise<Station[]> {
    const stations: Station[] = [];
    for (const [selector, name] of await this.selectors(target, options)) {
      const request = { ...selector, staDumpLinkStats: true };
      const dump = await this.#core.dump("GetStation", request, { ...options, target: name });
      stations.push(...mergeStationParts(await dump.toArray().catch(noneOf(target))).map(toStation));
    }
    return stations;
  }

  /** One station of an interface, by its address. */
  async station(target: Target, address: string, options: CallOptions = {}): Promise<Station> {
    const selector = await this.#device(target, options);
    const named = { ...options, target: targetName(target, options) };
    const reply = await this.#core.request("GetStation", { ...selector, mac: address }, named);
    if (reply !== undefined) return toStation(reply);
    const text = `GetStation ${named.target}: the driver tells nothing of ${address}`;
    throw new Nl80211Error("NOT_SUPPORTED", text, { command: "GetStation", target: named.target });
  }

  async surveys(target: Target | undefined, { radio, ...options }: SurveyOptions = {}): Promise<Survey[]> {
    const surveys: Survey[] = [];
    for (const [selector, name] of await this.selectors(target, options)) {
      // A device without a network interface has no survey.
      if (!("ifindex" in selector)) continue;
      const request = { ...selector, ...(radio && { surveyRadioStats: true }) };
      const dump = await this.#core.dump("GetSurvey", request, { ...options, target: name });
      surveys.push(...(await dump.toArray().catch(noneOf(target))).map(toSurvey));
    }
    return surveys;
  }

  async regulatory(options: CallOptions = {}): Promise<RegulatoryDomain[]> {
    return (await (await this.#core.dump("GetReg", {}, options)).toArray()).map(toRegulatoryDomain);
  }

  /** The domain that a radio keeps to: its own, or the global one. */
  async regulatoryOf(target: Target, options: CallOptions = {}): Promise<RegulatoryDomain> {
    const { index } = await this.wiphy(target, options);
    const reply = await this.#core.request(
      "GetReg",
      { wiphy: index },
      { ...options, target: targetName(target, options) },
    );
    return toRegulatoryDomain(reply!);
  }

  async #wiphys(selector: Partial<Selector>, options: CallOptions): Promise<Wiphy[]> {
    const parts = await (await this.#core.dump("GetWiphy", { ...selector, splitWiphyDump: true }, options)).toArray();
    return mergeWiphyParts(parts).map(toWiphy);
  }

  /** A filtered dump; kernels and recordings that give more than was asked for are filtered here. */
  async #only(selector: Selector, target: Target, options: CallOptions): Promise<Wiphy> {
    const name = targetName(target, options);
    const wiphys = await this.#wiphys(selector, { ...options, target: name });
    const wanted = "wiphy" in selector ? wiphys.find(({ index }) => index === selector.wiphy) : wiphys[0];
    if (wanted !== undefined) return wanted;
    const code = "wiphy" in selector ? "NO_SUCH_WIPHY" : "NO_SUCH_INTERFACE";
    throw new Nl80211Error(code, `there is no ${name}`, { target: name });
  }

  async #device(target: Target, options: CallOptions): Promise<{ ifindex: number } | { wdev: number }> {
    const selector = await this.#core.resolve(target, options);
    if (!("wiphy" in selector)) return selector;
    throw new Nl80211Error("INVALID_ARGUMENT", `${targetName(target)} is a radio: name an interface of it`);
  }

  /** The target's selector with its name for errors; of all devices, where there is no target. */
  async selectors(
    target: Target | undefined,
    options: CallOptions,
  ): Promise<[{ ifindex: number } | { wdev: number }, string][]> {
    if (target !== undefined) return [[await this.#device(target, options), targetName(target, options)]];
    const devices = await this.interfaces(options);
    return devices.flatMap(({ ifindex, name }) => (ifindex === undefined ? [] : [[{ ifindex }, name ?? `${ifindex}`]]));
  }
}

/** What an interface of all cannot tell, or a recording does not hold, is nothing; of one that was named it is an error. */
export function noneOf(target: Target | undefined): (error: unknown) => never[] {
  return (error) => {
    if (target === undefined && NOTHING_HERE.some((code) => isNl80211Error(error, code))) return [];
    throw error;
  };
}

const NOTHING_HERE = ["NOT_SUPPORTED", "INTERFACE_DOWN", "NO_SUCH_INTERFACE", "NO_MATCH"] as const;
