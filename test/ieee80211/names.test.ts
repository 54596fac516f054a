import { describe, expect, it } from "vitest";
import { AkmSuite, akmName } from "../../src/ieee80211/akm.ts";
import { CipherSuite, cipherName } from "../../src/ieee80211/cipher.ts";
import { ReasonCode, reasonText } from "../../src/ieee80211/reason.ts";
import { StatusCode, statusText } from "../../src/ieee80211/status.ts";

const numbersOf = (enumeration: object) =>
  Object.values(enumeration).filter((value): value is number => typeof value === "number");

describe("cipherName", () => {
  // The names that `iw phy` (iw 6.17, cipher_name in info.c) and IEEE 802.11-2020 table 9-149 give.
  it.each([
    [0x000fac01, "WEP-40"],
    [0x000fac02, "TKIP"],
    [0x000fac04, "CCMP-128"],
    [0x000fac05, "WEP-104"],
    [0x000fac06, "BIP-CMAC-128"],
    [0x000fac08, "GCMP-128"],
    [0x000fac09, "GCMP-256"],
    [0x000fac0a, "CCMP-256"],
    [0x000fac0b, "BIP-GMAC-128"],
    [0x000fac0c, "BIP-GMAC-256"],
    [0x000fac0d, "BIP-CMAC-256"],
    [0x0050f202, "TKIP"],
    [0x000fac63, "00-0f-ac:99"],
    [0xff000000, "ff-00-00:0"],
  ])("%d is %s", (suite, name) => {
    expect(cipherName(suite)).toBe(name);
  });
});

describe("akmName", () => {
  // iw 6.17, print_auth in scan.c; 21 to 23 of hostap's wpa_common.h.
  it.each([
    [0x000fac01, "IEEE 802.1X"],
    [0x000fac02, "PSK"],
    [0x000fac03, "FT/IEEE 802.1X"],
    [0x000fac06, "PSK/SHA-256"],
    [0x000fac07, "TDLS/TPK"],
    [0x000fac08, "SAE"],
    [0x000fac0c, "IEEE 802.1X/SUITE-B-192"],
    [0x000fac11, "FT/FILS/SHA-384"],
    [0x000fac12, "OWE"],
    [0x000fac15, "PASN"],
    [0x000fac18, "SAE-EXT-KEY"],
    [0x000fac19, "FT/SAE-EXT-KEY"],
    [0x0050f202, "PSK"],
    [0x506f9a02, "DPP"],
    [0x00aabbcc, "00-aa-bb:204"],
  ])("%d is %s", (suite, name) => {
    expect(akmName(suite)).toBe(name);
  });
});

describe("reasons and statuses", () => {
  // hostap, ieee802_11_defs.h, and Wireshark's ieee80211_reason_code and ieee80211_status_code tables.
  it("have the standard's numbers", () => {
    expect(ReasonCode.FourWayHandshakeTimeout).toBe(15);
    expect(ReasonCode.MissingAcks).toBe(34);
    expect(ReasonCode.MeshPeeringCanceled).toBe(52);
    expect(ReasonCode.PoorRssi).toBe(71);
    expect(StatusCode.RejectedTemporarily).toBe(30);
    expect(StatusCode.AntiCloggingTokenRequired).toBe(76);
    expect(StatusCode.AssociationDeniedNoHe).toBe(124);
    expect(StatusCode.SaeHashToElement).toBe(126);
    expect(StatusCode.DeniedTidToLinkMapping).toBe(133);
    expect(StatusCode.AssociationDeniedNoEht).toBe(135);
  });

  it("say something for each number of the enum, and the number for others", () => {
    for (const code of numbersOf(ReasonCode)) expect(reasonText(code)).not.toMatch(/^reason \d/);
    for (const code of numbersOf(StatusCode)) expect(statusText(code)).not.toMatch(/^status \d/);
    expect(reasonText(300)).toBe("reason 300");
    expect(statusText(4)).toBe("status 4");
    expect(reasonText(3)).toBe("deauthenticated: the sender is leaving the network");
    expect(statusText(0)).toBe("success");
  });
});

it("each suite of the enums has a name of its own", () => {
  for (const suite of numbersOf(CipherSuite)) expect(cipherName(suite)).not.toMatch(/^..-..-..:/);
  for (const suite of numbersOf(AkmSuite)) expect(akmName(suite)).not.toMatch(/^..-..-..:/);
});
