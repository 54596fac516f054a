import { AkmSuite } from "./akm.ts";
import { MFP_CAPABLE, MFP_REQUIRED, type RsnFields } from "./elements/rsn.ts";
import {
  DPP,
  ENHANCED_OPEN,
  ENTERPRISE_192,
  OSEN,
  UNKNOWN,
  WPA_ENTERPRISE,
  WPA_PERSONAL,
  WPA2_ENTERPRISE,
  WPA2_PERSONAL,
  WPA3_ENTERPRISE,
  WPA3_PERSONAL,
} from "./security-mode.ts";

/** "Unknown" only where nothing else is known; 0 where there are no suites. */
export function offeredModes(rsns: readonly RsnFields[], wpa: RsnFields | undefined): number {
  let bits = 0;
  for (const rsn of rsns) bits |= rsnModes(rsn);
  if (wpa !== undefined) bits |= wpaModes(wpa);
  return bits === UNKNOWN ? bits : bits & ~UNKNOWN;
}

/** The ways to join that an RSN element offers. WPA3 Specification 3.4, sections 2 to 7. */
function rsnModes({ akmSuites, capabilities }: RsnFields): number {
  const [mfpRequired, mfpCapable] = [(capabilities & MFP_REQUIRED) !== 0, (capabilities & MFP_CAPABLE) !== 0];
  let bits = 0;
  let [plain, strong, fast] = [false, false, false];
  for (const akm of akmSuites) {
    switch (akm) {
      case AkmSuite.Psk:
      case AkmSuite.FtPsk:
      case AkmSuite.PskSha256:
      case AkmSuite.FtPskSha384:
      case AkmSuite.PskSha384:
        bits |= WPA2_PERSONAL;
        break;
      case AkmSuite.Sae:
      case AkmSuite.FtSae:
      case AkmSuite.SaeExtKey:
      case AkmSuite.FtSaeExtKey:
        bits |= WPA3_PERSONAL;
        break;
      case AkmSuite.Ieee8021x:
      case AkmSuite.Cckm:
        plain = true;
        break;
      case AkmSuite.FtIeee8021x:
        fast = true;
        break;
      case AkmSuite.Ieee8021xSha256:
      case AkmSuite.Ieee8021xSuiteB:
      case AkmSuite.Ieee8021xSha384:
      case AkmSuite.FtIeee8021xSha384Unrestricted:
      case AkmSuite.FilsSha256:
      case AkmSuite.FilsSha384:
      case AkmSuite.FtFilsSha256:
      case AkmSuite.FtFilsSha384:
        strong = true;
        break;
      case AkmSuite.Ieee8021xSuiteB192:
      case AkmSuite.FtIeee8021xSha384:
        bits |= ENTERPRISE_192;
        break;
      case AkmSuite.Owe:
        bits |= ENHANCED_OPEN;
        break;
      case AkmSuite.Dpp:
        bits |= DPP;
        break;
      case AkmSuite.Osen:
        bits |= OSEN;
        break;
    }
  }
  // Plain 802.1X is WPA2's, protected management frames or not. Its stronger forms are WPA3's where those frames are protected.
  if (plain) bits |= WPA2_ENTERPRISE;
  if (strong) bits |= mfpRequired || (plain && mfpCapable) ? WPA3_ENTERPRISE : WPA2_ENTERPRISE;
  if (fast && !plain && !strong) bits |= mfpRequired ? WPA3_ENTERPRISE : WPA2_ENTERPRISE;
  return bits === 0 ? UNKNOWN : bits;
}

function wpaModes({ akmSuites }: RsnFields): number {
  let bits = 0;
  for (const akm of akmSuites) {
    if (akm === AkmSuite.WpaPsk) bits |= WPA_PERSONAL;
    if (akm === AkmSuite.WpaIeee8021x || akm === AkmSuite.Cckm) bits |= WPA_ENTERPRISE;
  }
  return bits === 0 ? UNKNOWN : bits;
}
