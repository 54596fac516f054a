import { type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** One channel of `iw dev wlan0 survey dump`. Times are in milliseconds. */
export interface IwSurvey {
  interface: string;
  frequencyMhz?: number;
  inUse?: true;
  noiseDbm?: number;
  activeMs?: number;
  busyMs?: number;
  extensionBusyMs?: number;
  receiveMs?: number;
  transmitMs?: number;
}

/** Parses `iw dev wlan0 survey dump`. */
export function parseIwSurvey(text: string): { surveys: IwSurvey[]; report: LineReport } {
  const surveys: IwSurvey[] = [];
  return parseText("iw survey dump", text, { surveys }, [
    [
      /^Survey data from (\S+)$/,
      ([, name], line) => {
        const survey: IwSurvey = { interface: name! };
        surveys.push(survey);
        readLines(line.children, surveyRules(survey));
      },
    ],
  ]);
}

const surveyRules = (survey: IwSurvey): Rule[] => [
  [
    /^frequency:\t+(\d+) MHz( \[in use\])?$/,
    ([, mhz, inUse]) => {
      survey.frequencyMhz = Number(mhz);
      if (inUse !== "") survey.inUse = true;
    },
  ],
  [/^noise:\t+(-?\d+) dBm$/, ([, dbm]) => void (survey.noiseDbm = Number(dbm))],
  [/^channel active time:\t+(\d+) ms$/, ([, ms]) => void (survey.activeMs = Number(ms))],
  [/^channel busy time:\t+(\d+) ms$/, ([, ms]) => void (survey.busyMs = Number(ms))],
  [/^extension channel busy time:\t+(\d+) ms$/, ([, ms]) => void (survey.extensionBusyMs = Number(ms))],
  [/^channel receive time:\t+(\d+) ms$/, ([, ms]) => void (survey.receiveMs = Number(ms))],
  [/^channel transmit time:\t+(\d+) ms$/, ([, ms]) => void (survey.transmitMs = Number(ms))],
];
