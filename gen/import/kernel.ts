import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lookup } from "./c-expression.ts";
import { type Header, parseHeader } from "./c-header.ts";
import type { Evidence, SourceText } from "./evidence.ts";
import { policyEvidence } from "./policies.ts";
import { preprocess } from "./preprocess.ts";
import { getEvidence, helpersOf, putEvidence } from "./put-sites.ts";
import { commentEvidence, yamlEvidence } from "./words.ts";

const SOURCES = ["nl80211.c", "pmsr.c"];

/** The files of net/wireless that fill and read nl80211's messages, with their macros expanded. */
export function kernelSources(folder: string): SourceText[] {
  const paths = SOURCES.map((file) => join(folder, "net/wireless", file)).filter((path) => existsSync(path));
  if (paths.length === 0) throw new Error(`${folder} is no kernel source: it has no net/wireless/${SOURCES[0]}`);
  return paths.map((path) => preprocess(path));
}

/** All that a kernel's source says of the types of attributes. */
export function kernelEvidence(folder: string, header: Header, sources = kernelSources(folder)): Evidence[] {
  const outside = constantsOf(folder);
  const value: Lookup = (name) => header.value(name) ?? outside(name);
  const names = new Set(header.enums.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const isAttribute = (name: string): boolean => names.has(name) || header.aliases.has(name);
  const found = [...commentEvidence(header)];
  const helpers = helpersOf(sources.map(({ text }) => text).join("\n"));
  for (const source of sources) {
    found.push(...policyEvidence(source, value), ...putEvidence(source, isAttribute, helpers));
    found.push(...getEvidence(source, isAttribute));
  }
  const yaml = join(folder, "Documentation/netlink/specs/nl80211.yaml");
  if (existsSync(yaml)) found.push(...yamlEvidence(readFileSync(yaml, "utf8"), isAttribute));
  return found.map((evidence) => ({
    ...evidence,
    attribute: header.aliases.get(evidence.attribute) ?? evidence.attribute,
  }));
}

/** The release of a kernel's source by its Makefile: "6.12". */
export function releaseOf(folder: string): string | undefined {
  const path = join(folder, "Makefile");
  const makefile = existsSync(path) ? readFileSync(path, "utf8") : "";
  const [version, level] = ["VERSION", "PATCHLEVEL"].map(
    (key) => new RegExp(`^${key} = (\\d+)$`, "m").exec(makefile)?.[1],
  );
  return version === undefined || level === undefined ? undefined : `${version}.${level}`;
}

/** Constants and struct sizes that policies use and nl80211.h does not have. */
function constantsOf(folder: string): Lookup {
  const files = ["include/net/cfg80211.h", "include/uapi/linux/if.h", "include/uapi/linux/if_ether.h"];
  const wireless = join(folder, "include/linux");
  if (existsSync(wireless)) {
    const ours = readdirSync(wireless).filter((name) => /^ieee80211.*\.h$/.test(name));
    files.unshift(...ours.map((name) => `include/linux/${name}`));
  }
  const text = files
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n")
    .replace(/^enum\s[^}]*\}/gm, "");
  const { value } = parseHeader(text, (name) => LIMITS[name]);
  return value;
}

/** Of include/linux/limits.h, stdint and if_vlan.h. */
const LIMITS: Readonly<Record<string, number>> = { U8_MAX: 255, U16_MAX: 65535, INT_MAX: 2147483647, VLAN_N_VID: 4096 };
