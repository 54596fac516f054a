import { formatSuite } from "./suite.ts";

/**
 * Cipher suite selectors, OUI in the upper three octets. IEEE 802.11-2020 table 9-149; WLAN_CIPHER_SUITE_* of Linux. 3 was AES
 * in OCB mode (WRAP) in drafts.
 */
export enum CipherSuite {
  UseGroup = 0x000fac00,
  Wep40 = 0x000fac01,
  Tkip = 0x000fac02,
  Ccmp128 = 0x000fac04,
  Wep104 = 0x000fac05,
  BipCmac128 = 0x000fac06,
  GroupTrafficNotAllowed = 0x000fac07,
  Gcmp128 = 0x000fac08,
  Gcmp256 = 0x000fac09,
  Ccmp256 = 0x000fac0a,
  BipGmac128 = 0x000fac0b,
  BipGmac256 = 0x000fac0c,
  BipCmac256 = 0x000fac0d,
  /** WAPI. */
  Sms4 = 0x00147201,
  /** The selectors below stand in the WPA element, before RSN. */
  WpaUseGroup = 0x0050f200,
  WpaWep40 = 0x0050f201,
  WpaTkip = 0x0050f202,
  WpaCcmp128 = 0x0050f204,
  WpaWep104 = 0x0050f205,
}

const NAMES: Readonly<Record<CipherSuite, string>> = {
  [CipherSuite.UseGroup]: "use group cipher",
  [CipherSuite.Wep40]: "WEP-40",
  [CipherSuite.Tkip]: "TKIP",
  [CipherSuite.Ccmp128]: "CCMP-128",
  [CipherSuite.Wep104]: "WEP-104",
  [CipherSuite.BipCmac128]: "BIP-CMAC-128",
  [CipherSuite.GroupTrafficNotAllowed]: "group traffic not allowed",
  [CipherSuite.Gcmp128]: "GCMP-128",
  [CipherSuite.Gcmp256]: "GCMP-256",
  [CipherSuite.Ccmp256]: "CCMP-256",
  [CipherSuite.BipGmac128]: "BIP-GMAC-128",
  [CipherSuite.BipGmac256]: "BIP-GMAC-256",
  [CipherSuite.BipCmac256]: "BIP-CMAC-256",
  [CipherSuite.Sms4]: "SMS4",
  [CipherSuite.WpaUseGroup]: "use group cipher",
  [CipherSuite.WpaWep40]: "WEP-40",
  [CipherSuite.WpaTkip]: "TKIP",
  [CipherSuite.WpaCcmp128]: "CCMP-128",
  [CipherSuite.WpaWep104]: "WEP-104",
};

/** The cipher's name in the standard, "CCMP-128"; the selector itself, "00-0f-ac:99", where it has none. */
export function cipherName(suite: number): string {
  return NAMES[suite as CipherSuite] ?? formatSuite(suite);
}
