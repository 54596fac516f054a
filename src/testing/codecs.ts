import type { Command } from "../genetlink/command.ts";
import * as ap from "../nl80211/generated/ap.ts";
import * as channel from "../nl80211/generated/channel.ts";
import * as connect from "../nl80211/generated/connect.ts";
import * as frame from "../nl80211/generated/frame.ts";
import * as ftm from "../nl80211/generated/ftm.ts";
import * as ibss from "../nl80211/generated/ibss.ts";
import * as interfaces from "../nl80211/generated/interface.ts";
import * as key from "../nl80211/generated/key.ts";
import * as mesh from "../nl80211/generated/mesh.ts";
import * as mlo from "../nl80211/generated/mlo.ts";
import * as nan from "../nl80211/generated/nan.ts";
import * as p2p from "../nl80211/generated/p2p.ts";
import * as regulatory from "../nl80211/generated/regulatory.ts";
import * as scan from "../nl80211/generated/scan.ts";
import * as station from "../nl80211/generated/station.ts";
import * as survey from "../nl80211/generated/survey.ts";
import * as tdls from "../nl80211/generated/tdls.ts";
import * as vendor from "../nl80211/generated/vendor.ts";
import * as wiphy from "../nl80211/generated/wiphy.ts";
import * as wowlan from "../nl80211/generated/wowlan.ts";

/** Every command of nl80211 with its codecs, by its number. A client loads them one by one; a scripted kernel must have all at hand. */
export const CODECS: ReadonlyMap<number, Command> = new Map(
  [
    ap,
    channel,
    connect,
    frame,
    ftm,
    ibss,
    interfaces,
    key,
    mesh,
    mlo,
    nan,
    p2p,
    regulatory,
    scan,
    station,
    survey,
    tdls,
    vendor,
    wiphy,
    wowlan,
  ]
    .flatMap((topic): unknown[] => Object.values(topic))
    .filter(isCommand)
    .map((command) => [command.value, command] as const),
);

function isCommand(exported: unknown): exported is Command {
  return typeof exported === "object" && exported !== null && "privilege" in exported && "value" in exported;
}
