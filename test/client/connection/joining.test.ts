import { expect, it } from "vitest";
import { joining } from "../../../src/client/connection/joining.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { CipherSuite } from "../../../src/ieee80211/cipher.ts";
import { parseElements } from "../../../src/ieee80211/element-list.ts";
import { networkSecurity } from "../../../src/ieee80211/security.ts";
import { ExtFeature } from "../../../src/nl80211/generated/wiphy-enums.ts";
import { Wiphy } from "../../../src/nl80211/wiphy.ts";

const radio = (...extFeatures: ExtFeature[]) => new Wiphy({ wiphy: 0, extFeatures });
const PLAIN = radio(ExtFeature.ControlPortOverNl80211);
const ABLE = radio(ExtFeature.SaeOffload, ExtFeature.OweOffload, ExtFeature.FourWayHandshakeStaPsk);

const rsn = (akms: string, capabilities: string, group = "04", pairwise = "04") =>
  `0100000fac${group}0100000fac${pairwise}0${akms.length / 2}00${akms.replace(/../g, "000fac$&")}${capabilities}`;
const heard = (body: string) => ({
  security: networkSecurity(parseElements(Buffer.from(body && `30${(body.length / 2).toString(16)}${body}`, "hex"))),
});

const CCMP = CipherSuite.Ccmp128;
const OPEN = heard("");
const WPA2 = heard(rsn("02", "0000"));
const OLD_GROUP = heard(rsn("02", "0000", "02"));
const PROTECTED = heard(rsn("02", "c000"));
const SHA256 = heard(rsn("06", "c000"));
const GMAC = heard(`${rsn("02", "c000")}0000000fac0b`);
const FAST = heard(rsn("04", "0000"));
const MIXED = heard(rsn("0208", "8000"));
const WPA3 = heard(rsn("08", "c000"));
const OWE = heard(rsn("12", "c000"));
const WORK = heard(rsn("01", "0000"));

it.each([
  ["open", OPEN, PLAIN, undefined, { security: "open" }],
  ["OWE", OWE, ABLE, undefined, { security: "owe" }],
  ["WPA2", WPA2, PLAIN, "sheep", { security: { passphrase: "sheep", groupCipher: CCMP } }],
  ["a group of TKIP", OLD_GROUP, PLAIN, "sheep", { security: { passphrase: "sheep", groupCipher: CipherSuite.Tkip } }],
  ["protection", PROTECTED, PLAIN, "sheep", { security: { passphrase: "sheep", groupCipher: CCMP }, mfp: "required" }],
  [
    "protection by another cipher",
    GMAC,
    PLAIN,
    "sheep",
    {
      security: { passphrase: "sheep", groupCipher: CCMP, groupManagementCipher: CipherSuite.BipGmac128 },
      mfp: "required",
    },
  ],
  [
    "SHA-256",
    SHA256,
    PLAIN,
    "sheep",
    { security: { passphrase: "sheep", groupCipher: CCMP, akmSuites: [AkmSuite.PskSha256] }, mfp: "required" },
  ],
  ["WPA3", WPA3, ABLE, "sheep", { security: { saePassword: "sheep", groupCipher: CCMP }, mfp: "required" }],
  [
    "the stronger of two",
    MIXED,
    ABLE,
    "sheep",
    { security: { saePassword: "sheep", groupCipher: CCMP }, mfp: "required" },
  ],
  ["the one of two that can be", MIXED, PLAIN, "sheep", { security: { passphrase: "sheep", groupCipher: CCMP } }],
] as const)("%s is joined", (_, bss, wiphy, password, options) => {
  expect(joining(bss, wiphy, password)).toEqual({ options });
});

it.each([
  [WPA2, PLAIN, undefined, "asks for a password"],
  [WORK, PLAIN, undefined, "is WPA2-Enterprise, which asks for more than a password"],
  [WORK, PLAIN, "sheep", "is WPA2-Enterprise, and asks for no password"],
  [OPEN, PLAIN, "sheep", "is Open, and asks for no password"],
  [WPA3, PLAIN, "sheep", /WPA3-Personal.*sae-offload.*wpa_supplicant/],
  [OWE, PLAIN, undefined, /Enhanced Open.*owe-offload/],
  [FAST, PLAIN, "sheep", "is WPA2-Personal by FT/PSK alone: wpa_supplicant or iwd can join it"],
  [heard(rsn("02", "0000", "02", "02")), PLAIN, "sheep", "has no CCMP"],
])("%# is not, and it says why", (bss, wiphy, password, problem) => {
  expect(joining(bss, wiphy, password)).toEqual({
    problem: typeof problem === "string" ? problem : expect.stringMatching(problem),
  });
});
