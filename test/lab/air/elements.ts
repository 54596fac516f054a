/**
 * Elements of 802.11 frames as bytes, put down by hand from IEEE 802.11-2024, 802.11be, the Wi-Fi Alliance's specifications and
 * frames seen on the air. The lab's imagined networks are made of them; what they mean is for iw and Wireshark to say.
 */
export function element(id: number, hex: string): Uint8Array {
  const body = Buffer.from(hex.replaceAll(/[^0-9a-f]/g, ""), "hex");
  const head = id > 0xff ? [0xff, body.length + 1, id & 0xff] : [id, body.length];
  return Uint8Array.from([...head, ...body]);
}

export const ssid = (name: string | Uint8Array) => {
  const bytes = Buffer.from(name);
  return Uint8Array.from([0, bytes.length, ...bytes]);
};

const vendor = (hex: string) => element(221, hex);

/** What most beacons of a band begin with. */
export const rates24 = [element(1, "82 84 8b 96 0c 12 18 24"), element(50, "30 48 60 6c")];
export const rates5 = [element(1, "8c 12 98 24 b0 48 60 6c")];
export const dsss = (channel: number) => element(3, channel.toString(16).padStart(2, "0"));
export const tim = element(5, "00 03 00 00");

/** RSN element: version 1, then suites as "00-0f-ac:4" without the dashes. */
const rsn = (hex: string) => element(48, `0100 ${hex}`);

/** Kinds of security: the elements of each, and whether the capability field says privacy. */
export const security: Record<string, { privacy: boolean; elements: Uint8Array[] }> = {
  open: { privacy: false, elements: [] },
  wep: { privacy: true, elements: [] },
  "wpa-tkip": { privacy: true, elements: [vendor("0050f201 0100 0050f202 0100 0050f202 0100 0050f202")] },
  "wpa-mixed": {
    privacy: true,
    elements: [
      rsn("000fac02 0200 000fac04 000fac02 0100 000fac02 0000"),
      vendor("0050f201 0100 0050f202 0200 0050f204 0050f202 0100 0050f202"),
    ],
  },
  "wpa2-psk": { privacy: true, elements: [rsn("000fac04 0100 000fac04 0100 000fac02 0c00")] },
  "wpa2-enterprise": { privacy: true, elements: [rsn("000fac04 0100 000fac04 0200 000fac01 000fac05 8000")] },
  "wpa2-preauth": { privacy: true, elements: [rsn("000fac04 0100 000fac04 0100 000fac01 0100")] },
  "wpa2-ft": {
    privacy: true,
    elements: [rsn("000fac04 0100 000fac04 0200 000fac02 000fac04 0000"), element(54, "bd1e 01")],
  },
  "wpa3-transition": {
    privacy: true,
    elements: [rsn("000fac04 0100 000fac04 0300 000fac02 000fac06 000fac08 8c00 0000 000fac06"), element(244, "20")],
  },
  "wpa3-sae": {
    privacy: true,
    elements: [rsn("000fac04 0100 000fac04 0100 000fac08 cc00 0000 000fac06"), element(244, "20")],
  },
  "wpa3-sae-ext-key": {
    privacy: true,
    elements: [
      rsn("000fac09 0200 000fac09 000fac04 0400 000fac08 000fac09 000fac18 000fac19 ec00 0000 000fac0c"),
      element(244, "2040"),
    ],
  },
  "wpa3-192": { privacy: true, elements: [rsn("000fac09 0100 000fac09 0200 000fac0c 000fac0d cc00 0000 000fac0c")] },
  owe: { privacy: true, elements: [rsn("000fac04 0100 000fac04 0100 000fac12 cc00 0000 000fac06")] },
  "owe-transition": { privacy: false, elements: [vendor("506f9a1c 02000000ff01 0a 6f77652d68696464656e 51 06")] },
  fils: {
    privacy: true,
    elements: [
      rsn("000fac04 0100 000fac04 0500 000fac01 000fac0e 000fac0f 000fac10 000fac11 c000"),
      element(240, "0104 0a0b 11223344 5566"),
    ],
  },
  dpp: { privacy: true, elements: [rsn("000fac04 0100 000fac04 0200 506f9a02 000fac08 8000 0000 000fac06")] },
  osen: { privacy: true, elements: [vendor("506f9a12 000fac07 0100 000fac04 0100 506f9a01 0000")] },
  "psk-sha384": { privacy: true, elements: [rsn("000fac08 0100 000fac08 0200 000fac13 000fac14 0000")] },
  "rsn-pmkids": {
    privacy: true,
    elements: [rsn(`000fac04 0100 000fac04 0100 000fac02 0002 0200 ${"ab".repeat(16)} ${"cd".repeat(16)} 000fac0b`)],
  },
  "rsn-group-only": { privacy: true, elements: [rsn("000fac04")] },
  "rsn-version-only": { privacy: true, elements: [rsn("")] },
  "rsn-unknown-suites": {
    privacy: true,
    elements: [rsn("00404c01 0200 00404c02 000fac63 0200 00404c03 000fac63 0020")],
  },
  wapi: { privacy: true, elements: [element(68, "0100 0100 00147202 0100 00147201 00147201 0000")] },
};

/** Capability and operation elements by generation; `primary` is the channel number. */
export const ht = (primary: number, offset: "none" | "above" | "below" = "none") => [
  element(45, "ef09 17 ffff0000000000000000000000000000 0000 00000000 00"),
  element(
    61,
    `${primary.toString(16).padStart(2, "0")} ${{ none: "00", above: "05", below: "07" }[offset]} 0000 0000 ffff0000000000000000000000000000`,
  ),
];
export const vht80 = (center: number) => [
  element(191, "b2598933 eaff0c03 eaff0c23"),
  element(192, `01 ${center.toString(16).padStart(2, "0")} 00 eaff`),
];
export const vht160 = (center80: number, center160: number) => [
  element(191, "b6718933 aaff0c03 aaff0c23"),
  element(192, `01 ${center80.toString(16).padStart(2, "0")} ${center160.toString(16).padStart(2, "0")} aaff`),
];
const heMac = "0d0118821040";
export const he24 = [element(0xff23, `${heMac} 22700e1f9bb0181c070001 faff faff`), element(0xff24, "f43f00 0d fcff")];
export const he80 = [
  element(0xff23, `${heMac} 4470ce12fdff1ceb4a00 00 faff faff`),
  element(0xff24, "f57f00 4a fcff 01 2a 00"),
];
export const he160 = [
  element(0xff23, `${heMac} 0c20ce92ffaf9b180c1d01 aaff aaff aaff aaff 7b1cc7711cc7711c c7711c`),
  element(0xff24, "f43f00 95 fcff"),
];
/** 6 GHz: the operation element tells the channel, since HT and VHT have no say there. */
export const he6 = (primary: number, width: 0 | 1 | 2 | 3, center0: number, center1: number) => [
  element(0xff23, `${heMac} 0c20ce92ffaf9b180c1d01 aaff aaff aaff aaff`),
  element(
    0xff24,
    `040002 2a fcff ${[primary, width | 0x08, center0, center1, 6].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`,
  ),
  element(0xff3b, "bd32"),
];
export const eht80 = [element(0xff6c, "0600 e2ffdb00187f 8081 00 222222"), element(0xff6a, "01 44444444 02 2a 00")];
export const eht320 = [
  element(0xff6c, "3e1c feffffff7f3cff 01 03 444444 444444 222222"),
  element(0xff6a, "03 44444444 04 0f 1f 0300"),
];
/** A Multi-Link element of an AP MLD: link id, change count, EML and MLD capabilities. */
export const multiLink = element(0xff6b, "b001 0d 02000000a500 01 03 0100 2101");

/** Elements that networks carry by ones and twos, by what they are. The key is for people. */
export const curious: Record<string, Uint8Array[]> = {
  country: [element(7, "444520 010d14 24041 7 340417 640b1e".replaceAll(" ", ""))],
  "country with extension ids": [element(7, "5553 49 c9 02 00 01 0b 1e c9 20 01 24 04 17")],
  "country without triplets": [element(7, "474f4f")],
  "bss load": [element(11, "0700 5e 3412")],
  "extended bss load": [element(193, "0200 03 10 20 30")],
  "power constraint and tpc": [element(32, "03"), element(35, "1700")],
  "channel switch": [element(37, "00 0b 05"), element(60, "01 51 0b 05")],
  "channel switch wrapper": [element(196, "c203 01 2a 00 c304 02 2e 2e 2e"), element(194, "01 3a 00")],
  quiet: [element(40, "01 02 0000 0a00"), element(198, "00")],
  erp: [element(42, "07"), element(47, "00")],
  "antenna and delay": [element(64, "02"), element(63, "1e"), element(68, "ff")],
  "qos capability": [element(46, "85")],
  "ap channel report": [element(51, "51 01 06 0b"), element(51, "73 24 28 2c 30")],
  "operating classes": [element(59, "51 51 52 53 54 73 7d 82 01 02")],
  "secondary channel offset": [element(62, "01")],
  "measurement pilot": [element(66, "64"), element(66, "32 dd 05 0050f2 aabb")],
  "time advertisement": [element(69, "02 ea07 0b17 15 1e 00 00 0000 0000000000 07"), element(98, "4345542d31")],
  "rm enabled": [element(70, "73 d0 00 0c 00")],
  "all rm enabled": [element(70, "ff ff ff ff ff")],
  coexistence: [element(72, "07"), element(74, "1400 0a00 2c01 c800 1400 0500 1900")],
  "bss max idle": [element(90, "e803 01")],
  "time zone": [element(98, "55544330")],
  interworking: [
    element(107, "7f 02 08 02000000ab00"),
    element(108, "7f 00"),
    element(111, "02 53 506f9a 001bc5 0460 ff"),
  ],
  "interworking of one octet": [element(107, "11"), element(108, "ff dd")],
  "interworking with venue": [element(107, "32 07 01"), element(108, "05 01 06 02 7f 03")],
  "emergency alert": [element(112, "0102030405060708")],
  "quality of service traffic": [element(89, "07"), element(110, "3507 0838 ffff 0007 080f 101f 2027 282f 3037 ffff")],
  mesh: [
    element(114, Buffer.from("village-mesh").toString("hex")),
    element(113, "01 01 00 01 00 05 49"),
    element(118, "0a 02 0300 0100"),
    element(119, "0a00"),
    element(174, "01 02 0300 40"),
    element(123, "03 01 02 0a 050607"),
    element(120, "01 2a 1122 3344 55"),
  ],
  "mesh gate": [
    element(114, ""),
    element(113, "01 01 00 01 01 82 7f"),
    element(125, "00 1f 02000000aa01 05000000 0a00"),
  ],
  "extended capabilities": [element(127, "05 00 48 80 00 40 00 40 00 20")],
  "all extended capabilities": [element(127, "ff ff ff ff ff ff ff ff ff ff ff")],
  "reduced neighbor report": [
    element(
      201,
      "00 0d 83 05 fe 02000000b001 11223344 48 18 10 10 83 25 ff 02000000b002 55667788 44 ff 01 32 10 00 01 51 06 00",
    ),
  ],
  "multiple bssid": [element(71, "02 00 16 5302 1104 00 0b 6e6f6e74782d6f6e65 2d31 5501 01".replaceAll(" ", ""))],
  "multiple bssid configuration": [element(0xff37, "02 03"), element(85, "01 02 00")],
  "transmit power envelope": [
    element(195, "02 2e 28 24"),
    element(195, "18 0a"),
    element(195, "5b 02 04 06 08"),
    element(195, "07 2f"),
  ],
  "operating mode notification": [element(199, "12")],
  "target wake time": [element(216, "08 08 0a 00 4a 00 60 01")],
  "spatial reuse": [element(0xff27, "0c 0a 14 ffffffffffffffff 0000000000000000")],
  "mu edca": [element(0xff26, "11 03a4ff 27a4ff 4243ff 6232ff")],
  uora: [element(0xff25, "1b")],
  "bss color change": [element(0xff2a, "05 2b")],
  "ndp feedback": [element(0xff29, "c8")],
  "max channel switch time": [element(0xff34, "c80000")],
  "known bssid and short ssids": [element(0xff39, "05"), element(0xff3a, "1122334455667788")],
  "estimated service parameters": [element(0xff0b, "fd 3d ff 14")],
  "ess report": [element(0xff2d, "c4"), element(0xff2e, "0f 05"), element(0xff2f, "0500 02 40 20")],
  "quiet time": [element(0xff2b, "01 05 10 20 30")],
  "future channel guidance": [element(0xff0e, "24 05000000")],
  "fils and dils": [element(241, "0a ff 02"), element(237, "0108")],
  "tid-to-link mapping": [element(0xff6d, "0201 7f ff00 0100")],
  "multi-link traffic": [element(0xff6e, "0100 0000")],
  "unknown numbers": [element(180, "0102"), element(0xfffa, "030405"), element(246, "")],
  fragment: [element(0xff6b, `0000 09 02000000a501 0005 ${"00".repeat(239)}`), element(242, "aabbcc")],
  "short beacon": [element(214, "6400"), element(232, "0f 44 25 27 ff ff"), element(213, "0100 6400 00000000")],
  dmg: [element(151, "01 0000 0000 0000 0000"), element(158, "17 01 ff 2a 02000000cc00 6400 0000000000000000 00 00")],
  "wmm parameter": [vendor("0050f202 0101 80 00 03a40000 27a40000 42435e00 62322f00")],
  "wmm admission": [vendor("0050f202 0101 05 00 13a40000 27a40000 52435e00 72322f00")],
  "wmm information": [vendor("0050f202 0001 8f")],
  wps: [
    vendor(
      `0050f204 104a000110 1044000102 1057000101 1041000101 1012000200 04 1053000 20188 103b000103 104700106c1f4b2d3a5e4d7c8b9a0f1e2d3c4b5a
       1021000748616d6d657273 1023000641 6e76696c31 10240003 422d37 10420004 53303132 105400080006 0050f204 0001
       1011000c 56696c6c61676520536d69 10080002 21c8 103c000103 1049000600372a000120`.replaceAll(/\s/g, ""),
    ),
  ],
  "wps setup": [vendor("0050f204 104a000110 1044000101")],
  p2p: [vendor("506f9a09 020200 2527 0d1500 02000000dd01 0108 000a 0050f204 0005 00 1011 0000")],
  "wi-fi display": [vendor("506f9a0a 000006 0111 1c44 0036 0107 00 0000 0000 0000")],
  "hotspot 2.0": [vendor("506f9a10 23 0102"), vendor("506f9a11 0001")],
  "multi-ap": [vendor("506f9a1b 06 01 20 07 01 03")],
  mbo: [vendor("506f9a16 01 01 40 04 01 03")],
  "microsoft and cisco": [
    vendor("0050f205 0102"),
    vendor("004096 03 05"),
    element(150, "00409600 0100"),
    element(133, `${"00".repeat(26)} 2a00 2480`),
  ],
  "short vendor": [vendor("0050"), vendor("0010180200 001c0000")],
  empty: [element(32, ""), element(42, ""), element(127, ""), element(48, "")],
  "wrong lengths": [
    element(11, "0102"),
    element(45, "0102"),
    element(61, "01"),
    element(191, "0102"),
    element(70, "01"),
    element(7, "4445"),
  ],
};
