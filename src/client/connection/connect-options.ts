import type { Mac } from "../../bytes/mac.ts";
import type { AkmSuite } from "../../ieee80211/akm.ts";
import type { CipherSuite } from "../../ieee80211/cipher.ts";
import type { SsidInput } from "../../ieee80211/encode/ssid.ts";
import type { CallOptions } from "../core.ts";
import type { AssociationChoice } from "./association-choice.ts";
import type { ExternalAuthenticator } from "./external-authentication.ts";

/** A WEP key: 5 or 13 octets, as text, as 10 or 26 hexadecimal digits, or as they are. */
export interface WepKey {
  readonly index: 0 | 1 | 2 | 3;
  readonly key: string | Uint8Array;
}

/** Which suites of RSN are agreed on, where the usual ones are not meant: members of AkmSuite and CipherSuite. */
export interface RsnChoice {
  /** Default: the one that the kind of security has (PSK, SAE ...). Any of PSK, PSK-SHA256, FT-PSK and their kin. */
  readonly akmSuites?: readonly (AkmSuite | number)[];
  /** Default: CCMP-128. */
  readonly pairwiseCiphers?: readonly (CipherSuite | number)[];
  /** Default: the first pairwise cipher. Networks that also let TKIP in have TKIP here. */
  readonly groupCipher?: CipherSuite | number;
  /** Of management frames. Default: BIP-CMAC-128 where they are protected. */
  readonly groupManagementCipher?: CipherSuite | number;
  /** Keys of an earlier connection to be used again, 16 octets each. */
  readonly pmkids?: readonly Uint8Array[];
}

/** What a device needs to authenticate by FILS with a shared key (RFC 6696): where it was authenticated, as whom, and the key from it. */
export interface FilsCredentials {
  /** Of the key name: what stands before "@". */
  readonly username: string | Uint8Array;
  readonly realm: string | Uint8Array;
  /** Of the next EAP-RP message. */
  readonly nextSequence: number;
  /** Re-authentication root key, up to 64 octets. */
  readonly rrk: Uint8Array;
}

/**
 * How a network is secured. Open and WEP work with every driver. With a passphrase (WPA2) the device does the handshake, or this library where
 * it leaves that to programs (drivers of mac80211; AKM PSK alone): the connection is there when the port is open. With "owe", a password (SAE,
 * WPA3), 802.1X or FILS the device must do it: most leave it to a supplicant, and the kernel refuses them (KERNEL with EINVAL; the hint says what
 * the device lacks). `supplicant` is for those who do the handshake themselves: its frames come by `connection.controlPort$()`.
 */
export type ConnectSecurity =
  | "open"
  | "owe"
  | ({ readonly passphrase: string } & RsnChoice)
  /** The key that a passphrase stands for: 32 octets. */
  | ({ readonly pmk: Uint8Array } & RsnChoice)
  /** `pwe`: how the password becomes a curve's element. Default: "both". The group is the device's choice. */
  | ({ readonly saePassword: string; readonly pwe?: "hunt-and-peck" | "hash-to-element" | "both" } & RsnChoice)
  /** The first key is the one to send with. */
  | { readonly wep: readonly WepKey[]; readonly sharedKey?: boolean }
  /** 802.1X: the device does the handshake, once `connection.setPmk()` has given it the key that EAP agreed on. */
  | ({ readonly ieee8021x: true } & RsnChoice)
  /** The device authenticates with what an earlier EAP session left. */
  | ({ readonly fils: FilsCredentials } & RsnChoice)
  /** RSN as these suites say; who calls does the handshake and installs the keys. */
  | { readonly supplicant: RsnChoice & Required<Pick<RsnChoice, "akmSuites">> };

/** How a device chooses among a network's access points: by signal, one band first, or with dB added to the signals of one band. */
export type BssSelection =
  | "signal"
  | { readonly prefer: BandName }
  | { readonly adjust: BandName /** -128 to 127. */; readonly byDb: number };

/** The bands that an access point can be chosen by. */
export type BandName = "2.4 GHz" | "5 GHz" | "6 GHz" | "60 GHz";

/** Which network to connect to, and how. */
export interface ConnectOptions extends CallOptions, AssociationChoice {
  readonly ssid: SsidInput;
  /** Only this access point. */
  readonly bssid?: Mac;
  /** This access point first, where the device may choose. */
  readonly bssidHint?: Mac;
  /** Only this channel. */
  readonly frequencyMhz?: number;
  /** This channel first. */
  readonly frequencyHintMhz?: number;
  /** Default: "open". */
  readonly security?: ConnectSecurity;
  /** Management frame protection. Default: "required" with SAE and OWE, else none. "optional" is for devices that decide (NOT_SUPPORTED). */
  readonly mfp?: "no" | "optional" | "required";
  /** The access point that the station moves away from: asks for a reassociation. `connection.roam()` does it for a live connection. */
  readonly previousBssid?: Mac;
  /** Elements of the association request beside those that are made. */
  readonly elements?: Uint8Array;
  /** Seconds between scans for a better access point, for devices that roam by themselves; 0 is off. */
  readonly backgroundScanS?: number;
  readonly select?: BssSelection;
  /** Multi-link: the device may use several links of the access point. */
  readonly multiLink?: boolean;
  /** A personal BSS (60 GHz). */
  readonly pbss?: boolean;
  /** EDMG channels, a bit each, and the bandwidth configuration of 802.11ay (60 GHz). */
  readonly edmg?: { readonly channels: number; readonly bandwidthConfiguration?: number };
  /**
   * Does what the device asks for: SAE in place of the device, with frames of one's own. Called when it asks, also when it roams; its answer
   * goes back to the device.
   */
  readonly externalAuthentication?: ExternalAuthenticator;
  /**
   * False: nobody owns the connection. It then outlives this process, and any other may end it; `close()` ends it as ever. Such a one has no
   * control port. Default: true.
   */
  readonly owned?: boolean;
  /**
   * Resolve only when the port is authorized, for devices that do the handshake: until then no data pass. The kernel asks such drivers to tell
   * it (`port-authorized`); those that do not, tell of a connection after its handshake. Default: false, `connection.authorized` tells.
   */
  readonly untilAuthorized?: boolean;
  /** How long it may take. Default: 30 s. */
  readonly timeoutMs?: number;
}
