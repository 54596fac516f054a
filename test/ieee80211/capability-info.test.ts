import { expect, it } from "vitest";
import { capabilityInfoNames, parseCapabilityInfo } from "../../src/ieee80211/capability-info.ts";

// iw 6.17, print_capa_non_dmg and print_capa_dmg; the first two are lines of `iw scan` of the village recording.
it.each([
  [0x0401, false, "ESS ShortSlotTime"],
  [0x0011, false, "ESS Privacy"],
  [0x0002, false, "IBSS"],
  [0x1531, false, "ESS Privacy ShortPreamble SpectrumMgmt ShortSlotTime RadioMeasure"],
  [
    0xffff,
    false,
    "ESS IBSS CfPollable CfPollReq Privacy ShortPreamble PBCC ChannelAgility SpectrumMgmt QoS ShortSlotTime APSD RadioMeasure DSSS-OFDM DelayedBACK ImmediateBACK",
  ],
  [0x0013, true, "DMG_ESS Privacy"],
  [0x112e, true, "DMG_PCP CBAP_Only CBAP_Src ECPAC SpectrumMgmt RadioMeasure"],
  [0x0001, true, "DMG_IBSS"],
])("%d reads as in iw", (bits, directional, names) => {
  expect(capabilityInfoNames(bits, directional).join(" ")).toBe(names);
});

it("gives the bits by name", () => {
  expect(parseCapabilityInfo(0x1511)).toMatchObject({
    ess: true,
    privacy: true,
    spectrumManagement: true,
    shortSlotTime: true,
    radioMeasurement: true,
    qos: false,
    bits: 0x1511,
  });
});
