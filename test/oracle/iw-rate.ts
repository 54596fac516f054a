/** A bit rate as `iw` words it: "26.0 MBit/s VHT-MCS 0 VHT-NSS 4". */
export interface IwRate {
  /** In units of 100 kbit/s, as the kernel counts; absent for "(unknown)". */
  bitrate100Kbps?: number;
  widthMhz?: number;
  /** 80+80 MHz, which has no width of its own. */
  width80Plus80?: true;
  shortGi?: true;
  mcs?: number;
  vhtMcs?: number;
  vhtNss?: number;
  heMcs?: number;
  heNss?: number;
  heGi?: number;
  heDcm?: number;
  heRuAlloc?: number;
  ehtMcs?: number;
  ehtNss?: number;
  ehtGi?: number;
  ehtRuAlloc?: number;
}

const numbers: Record<string, Exclude<keyof IwRate, "width80Plus80" | "shortGi">> = {
  MCS: "mcs",
  "VHT-MCS": "vhtMcs",
  "VHT-NSS": "vhtNss",
  "HE-MCS": "heMcs",
  "HE-NSS": "heNss",
  "HE-GI": "heGi",
  "HE-DCM": "heDcm",
  "HE-RU-ALLOC": "heRuAlloc",
  "EHT-MCS": "ehtMcs",
  "EHT-NSS": "ehtNss",
  "EHT-GI": "ehtGi",
  "EHT-RU-ALLOC": "ehtRuAlloc",
};

/** Throws on a word that `iw` is not known to print. */
export function parseIwRate(text: string): IwRate {
  const head = /^(?:(\d+)\.(\d) MBit\/s|\(unknown\))(?: |$)/.exec(text);
  if (head === null) throw new Error(`no bit rate of iw: ${JSON.stringify(text)}`);
  const rate: IwRate = {};
  if (head[1] !== undefined) rate.bitrate100Kbps = Number(head[1]) * 10 + Number(head[2]);
  let rest = text.slice(head[0].length);
  while (rest !== "") {
    const word = /^(?:([A-Z]+(?:-[A-Z]+)*) (\d+)|(80P80)MHz|(\d+)MHz|(short GI))(?: |$)/.exec(rest);
    if (word === null)
      throw new Error(`no word of a bit rate of iw: ${JSON.stringify(rest)} in ${JSON.stringify(text)}`);
    const [all, name, value, pair, width] = word;
    if (name !== undefined) {
      const key = numbers[name];
      if (key === undefined) throw new Error(`no word of a bit rate of iw: ${name} in ${JSON.stringify(text)}`);
      rate[key] = Number(value);
    } else if (pair !== undefined) rate.width80Plus80 = true;
    else if (width !== undefined) rate.widthMhz = Number(width);
    else rate.shortGi = true;
    rest = rest.slice(all.length);
  }
  return rate;
}
