import { formatSuite } from "./suite.ts";

/**
 * Authentication and key management suites, OUI in the upper three octets. IEEE 802.11-2020 table 9-151, 802.11be and 802.11bi;
 * WLAN_AKM_SUITE_* of Linux, RSN_AUTH_KEY_MGMT_* of hostap.
 */
export enum AkmSuite {
  Ieee8021x = 0x000fac01,
  Psk = 0x000fac02,
  FtIeee8021x = 0x000fac03,
  FtPsk = 0x000fac04,
  Ieee8021xSha256 = 0x000fac05,
  PskSha256 = 0x000fac06,
  Tdls = 0x000fac07,
  Sae = 0x000fac08,
  FtSae = 0x000fac09,
  ApPeerKey = 0x000fac0a,
  Ieee8021xSuiteB = 0x000fac0b,
  /** The 192-bit mode of WPA3-Enterprise. */
  Ieee8021xSuiteB192 = 0x000fac0c,
  FtIeee8021xSha384 = 0x000fac0d,
  FilsSha256 = 0x000fac0e,
  FilsSha384 = 0x000fac0f,
  FtFilsSha256 = 0x000fac10,
  FtFilsSha384 = 0x000fac11,
  Owe = 0x000fac12,
  FtPskSha384 = 0x000fac13,
  PskSha384 = 0x000fac14,
  Pasn = 0x000fac15,
  FtIeee8021xSha384Unrestricted = 0x000fac16,
  Ieee8021xSha384 = 0x000fac17,
  /** SAE whose hash grows with the group; needed on 802.11be. */
  SaeExtKey = 0x000fac18,
  FtSaeExtKey = 0x000fac19,
  /** Enhanced privacy protection key exchange, of 802.11bi. */
  Eppke = 0x000fac1d,
  /** The selectors of the WPA element, before RSN. */
  WpaNone = 0x0050f200,
  WpaIeee8021x = 0x0050f201,
  WpaPsk = 0x0050f202,
  Osen = 0x506f9a01,
  Dpp = 0x506f9a02,
  Cckm = 0x00409600,
  WapiCertificate = 0x00147201,
  WapiPsk = 0x00147202,
}

const NAMES: Readonly<Record<AkmSuite, string>> = {
  [AkmSuite.Ieee8021x]: "IEEE 802.1X",
  [AkmSuite.Psk]: "PSK",
  [AkmSuite.FtIeee8021x]: "FT/IEEE 802.1X",
  [AkmSuite.FtPsk]: "FT/PSK",
  [AkmSuite.Ieee8021xSha256]: "IEEE 802.1X/SHA-256",
  [AkmSuite.PskSha256]: "PSK/SHA-256",
  [AkmSuite.Tdls]: "TDLS/TPK",
  [AkmSuite.Sae]: "SAE",
  [AkmSuite.FtSae]: "FT/SAE",
  [AkmSuite.ApPeerKey]: "AP-PEER-KEY",
  [AkmSuite.Ieee8021xSuiteB]: "IEEE 802.1X/SUITE-B",
  [AkmSuite.Ieee8021xSuiteB192]: "IEEE 802.1X/SUITE-B-192",
  [AkmSuite.FtIeee8021xSha384]: "FT/IEEE 802.1X/SHA-384",
  [AkmSuite.FilsSha256]: "FILS/SHA-256",
  [AkmSuite.FilsSha384]: "FILS/SHA-384",
  [AkmSuite.FtFilsSha256]: "FT/FILS/SHA-256",
  [AkmSuite.FtFilsSha384]: "FT/FILS/SHA-384",
  [AkmSuite.Owe]: "OWE",
  [AkmSuite.FtPskSha384]: "FT/PSK/SHA-384",
  [AkmSuite.PskSha384]: "PSK/SHA-384",
  [AkmSuite.Pasn]: "PASN",
  [AkmSuite.FtIeee8021xSha384Unrestricted]: "FT/IEEE 802.1X/SHA-384 unrestricted",
  [AkmSuite.Ieee8021xSha384]: "IEEE 802.1X/SHA-384",
  [AkmSuite.SaeExtKey]: "SAE-EXT-KEY",
  [AkmSuite.FtSaeExtKey]: "FT/SAE-EXT-KEY",
  [AkmSuite.Eppke]: "EPPKE",
  [AkmSuite.WpaNone]: "WPA-NONE",
  [AkmSuite.WpaIeee8021x]: "IEEE 802.1X",
  [AkmSuite.WpaPsk]: "PSK",
  [AkmSuite.Osen]: "OSEN",
  [AkmSuite.Dpp]: "DPP",
  [AkmSuite.Cckm]: "CCKM",
  [AkmSuite.WapiCertificate]: "WAPI certificate",
  [AkmSuite.WapiPsk]: "WAPI PSK",
};

/** The suite's name as `iw scan` writes it, "FT/SAE"; the selector itself, "00-0f-ac:99", where it has none. */
export function akmName(suite: number): string {
  return NAMES[suite as AkmSuite] ?? formatSuite(suite);
}
