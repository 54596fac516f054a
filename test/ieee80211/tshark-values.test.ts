import { describe, expect, it } from "vitest";
import {
  ActionCategory,
  AkmSuite,
  AuthenticationAlgorithm,
  actionName,
  akmName,
  authenticationAlgorithmName,
  CipherSuite,
  categoryName,
  cipherName,
  ElementId,
  elementName,
  frameName,
  operatingClass,
  operatingClasses,
  ReasonCode,
  reasonText,
  StatusCode,
  statusText,
  VendorElement,
} from "../../src/ieee80211/index.ts";
import { tsharkActionCodes, tsharkClass, tsharkNames } from "./tshark-values.ts";

/** The numbers of an enum that begin with these octets, without them: suites and vendor elements begin with an OUI. */
const numbersOf = (enumeration: object, octets = 0) =>
  Object.values(enumeration)
    .filter((value): value is number => typeof value === "number" && Math.floor(value / 256) === octets)
    .map((value) => value & 255);

/** Each word by its beginning: "reports" and "reporting" are one. */
const words = (text: string) =>
  new Set(
    text
      .toLowerCase()
      .match(/[a-z0-9]{2,}/g)
      ?.map((word) => word.slice(0, 4)),
  );

/** What only one side has, and the numbers under which the two sides have no word in common. */
function differences(theirs: ReadonlyMap<number, string>, ours: readonly number[], name: (number: number) => string) {
  const strangers = ours.filter((number) => {
    const own = words(name(number));
    return theirs.has(number) && ![...words(theirs.get(number)!)].some((word) => own.has(word));
  });
  return {
    theirs: [...theirs.keys()].filter((number) => !ours.includes(number)),
    ours: ours.filter((number) => !theirs.has(number)),
    strangers,
  };
}

describe("Wireshark 4.6.9 and we have the same numbers and names, but for", () => {
  it("elements", () => {
    const theirs = tsharkNames("wlan.tag.number");
    theirs.delete(255); // the extension
    expect(differences(theirs, numbersOf(ElementId), elementName)).toEqual({
      theirs: [],
      // linux/ieee80211.h and hostap's ieee802_11_defs.h
      ours: [77, 156, 181, 186, 187, 188, 189, 197, 198, 200, 202, 204, 205],
      // we say TSPEC, TCLAS, GANN, RANN, PREQ, PREP, PERR, PXU, PXUC, TWT, DILS
      strangers: [13, 14, 125, 126, 130, 131, 132, 137, 138, 216, 241],
    });
  });

  it("element extensions", () => {
    const ours = numbersOf(ElementId, 0xff);
    expect(differences(tsharkNames("wlan.ext_tag.number"), ours, (number) => elementName(0xff00 + number))).toEqual({
      theirs: [],
      // hostap: 802.11ay, 802.11be and 802.11bn
      ours: [61, 62, 136, 140, 151, 152, 153, 154, 155, 156, 157, 158, 159, 161, 162],
      strangers: [46], // OPS
    });
  });

  it("status codes", () => {
    expect(differences(tsharkNames("wlan.fixed.status_code"), numbersOf(StatusCode), statusText)).toEqual({
      theirs: [],
      // of older editions, then hostap's
      ours: [20, 21, 26, 29, 48, 124, 127, 136, 137, 138, 152, 153, 154, 155, 157, 158, 159, 166, 167, 168],
      strangers: [],
    });
  });

  it("reason codes", () => {
    expect(differences(tsharkNames("wlan.fixed.reason_code"), numbersOf(ReasonCode), reasonText)).toEqual({
      theirs: [],
      ours: [40, 41, 42, 43, 44, 45], // 802.11e
      strangers: [],
    });
  });

  it("authentication algorithms", () => {
    const theirs = tsharkNames("wlan.fixed.auth.alg");
    expect(differences(theirs, numbersOf(AuthenticationAlgorithm), authenticationAlgorithmName)).toEqual({
      theirs: [],
      ours: [8, 9], // 802.11bi
      strangers: [],
    });
  });

  it("AKM suites", () => {
    const theirs = tsharkNames("wlan.rsn.akms.type");
    expect(differences(theirs, numbersOf(AkmSuite, 0x000fac), (number) => akmName(0x000fac00 + number))).toEqual({
      theirs: [0], // reserved
      ours: [22, 23, 29], // hostap
      strangers: [1, 5, 10, 18], // "WPA", "APPeerKey", and OWE in full
    });
  });

  it("ciphers", () => {
    const theirs = tsharkNames("wlan.rsn.pcs.type");
    expect(differences(theirs, numbersOf(CipherSuite, 0x000fac), (number) => cipherName(0x000fac00 + number))).toEqual({
      theirs: [3], // WRAP
      ours: [],
      strangers: [0, 4], // "NONE" is "use group cipher", "AES (CCM)" CCMP
    });
  });

  it("suites of WPA", () => {
    // Wireshark shows the numbers of RSN that WPA never had, too.
    const had = (field: string) => new Map([...tsharkNames(field)].filter(([number]) => number <= 5));
    const akms = had("wlan.wfa.ie.wpa.akms.type");
    expect(differences(akms, numbersOf(AkmSuite, 0x0050f2), (number) => akmName(0x0050f200 + number))).toEqual({
      theirs: [3, 4, 5],
      ours: [],
      strangers: [1],
    });
    const ciphers = had("wlan.wfa.ie.wpa.ucs.type");
    expect(differences(ciphers, numbersOf(CipherSuite, 0x0050f2), (number) => cipherName(0x0050f200 + number))).toEqual(
      { theirs: [3], ours: [], strangers: [0, 4] },
    );
  });

  it("vendor elements", () => {
    const microsoft = tsharkNames("wlan.wfa.ie.type");
    expect(
      differences(microsoft, numbersOf(VendorElement, 0x0050f2), (type) => elementName(0x0050f200 + type)),
    ).toEqual({ theirs: [], ours: [], strangers: [] });
    const alliance = tsharkNames("wlan.tag.oui.wfa_subtype");
    expect(differences(alliance, numbersOf(VendorElement, 0x506f9a), (type) => elementName(0x506f9a00 + type))).toEqual(
      {
        // subelements (0 to 3), OSEN by another number, 60 GHz, an action, keys' data
        theirs: [0, 1, 20, 24, 23, 2, 3, 32, 45],
        ours: [10, 18, 31, 35],
        strangers: [22, 26], // MBO and DPP in full
      },
    );
  });

  it("frames", () => {
    const ours = Array.from({ length: 50 }, (_, i) => i).filter((i) => !/subtype|extension$/.test(frame(i)));
    const theirs = new Map([...tsharkNames("wlan.fc.type_subtype")].filter(([number]) => number < 64));
    expect(differences(theirs, ours, frame)).toEqual({
      theirs: [15], // Aruba's
      ours: [],
      strangers: [6, 19, 27, 28, 29, 37], // 6 is timing advertisement since 802.11p; TACK, RTS, CTS, ack, CF-ack
    });
  });

  it("action categories", () => {
    // From 128 on: returned as not understood.
    const theirs = new Map([...tsharkNames("wlan.fixed.category_code")].filter(([number]) => number < 128));
    expect(differences(theirs, numbersOf(ActionCategory), categoryName)).toEqual({
      theirs: [],
      ours: [27, 28, 29, 32, 43], // hostap
      strangers: [7, 17, 18], // HT, WMM, FST
    });
  });

  it.each([...actions()])("actions of category %i", (category, theirs) => {
    const name = (action: number) => actionName(category, action);
    const ours = Array.from({ length: 256 }, (_, i) => i).filter((i) => !name(i).startsWith("action "));
    const { ours: more = [], strangers = [] } = ACTIONS_OF_OURS[category] ?? {};
    const found = differences(theirs, ours, name);
    // Every public action has a protected dual here; Wireshark names those that it has seen.
    expect(found).toEqual({
      theirs: [],
      ours: category === ActionCategory.ProtectedDualOfPublic ? found.ours : more,
      strangers,
    });
  });
});

function frame(number: number): string {
  return frameName({ type: number >> 4, subtype: number & 15 });
}

const ACTIONS_OF_OURS: Readonly<Record<number, { readonly ours?: number[]; readonly strangers?: number[] }>> = {
  [ActionCategory.Qos]: { ours: [5, 6] }, // ADDTS reserve, of 802.11aa
  [ActionCategory.BlockAck]: { strangers: [2] }, // DELBA
  [ActionCategory.Wmm]: { strangers: [2] }, // DELTS
  [ActionCategory.He]: { ours: [2] }, // OPS
};

function actions(): Map<number, Map<number, string>> {
  const all = tsharkActionCodes();
  for (const [category, field] of [
    [4, "wlan.fixed.publicact"],
    [7, "wlan.fixed.htact"],
    [9, "wlan.fixed.protectedpublicact"],
    [13, "wlan.fixed.mesh_action"],
    [14, "wlan.fixed.multihop_action"],
    [15, "wlan.fixed.selfprot_action"],
    [16, "wlan.fixed.dmg_act"],
    [18, "wlan.fst.action_code"],
    [19, "wlan.robust_av_streaming.action_code"],
    [20, "wlan.fixed.unprotected_dmg_act"],
    [21, "wlan.vht.action"],
    [22, "wlan.s1g.action"],
    [23, "wlan.s1g.prot_action"],
    [30, "wlan.he.action"],
    [31, "wlan.he.protected_action"],
    [34, "wlan.ftm.protected_action"],
    [36, "wlan.eht.action"],
    [37, "wlan.eht.protected_action"],
  ] as const) {
    all.set(category, tsharkNames(field));
  }
  return all;
}

describe("operating classes", () => {
  const theirs = new Map([...tsharkNames("wlan.supopeclass.current")].filter(([number]) => number < 192));

  it("are those of Wireshark 4.6.9, and some of sub-gigahertz and of older editions", () => {
    const ours = operatingClasses("global").map(({ number }) => number);
    expect([...theirs.keys()].filter((number) => !ours.includes(number))).toEqual([72, 184, 185, 186]);
    expect(ours.filter((number) => !theirs.has(number))).toEqual([64, 65, 112, 113, 114]);
  });

  it("have its start, width and channels, or hostap's", () => {
    const other = [...theirs].flatMap(([number, text]) => {
      const ours = operatingClass(number);
      const { startMhz, widthMhz, channels } = tsharkClass(text);
      if (ours === undefined || (ours.startMhz === startMhz && ours.widthMhz === widthMhz)) {
        return channels.length === 0 || ours === undefined || `${channels}` === `${ours.channels}` ? [] : [number];
      }
      return [number];
    });
    expect(other).toEqual([
      // 25 MHz are the distance of two radios without overlap, not the width
      ...[81, 82],
      // channel 186 is none of the 10 MHz ones
      110,
      // Wireshark ends at 140, 169 and 161; hostap has 144, 173 and 177, and the centres 171 and 163
      ...[121, 122, 123, 125, 126, 127, 128, 129, 130],
      // 320 MHz from 5945 MHz on are centred at 6105: channel 31 counts from 5950, not from 5925
      137,
      // Wireshark has six channels, and China's classes
      ...[180, 181, 182, 183],
    ]);
  });
});
