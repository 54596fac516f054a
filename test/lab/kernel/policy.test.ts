import { beforeAll, expect, it } from "vitest";
import { comparePolicy } from "../../../gen/import/policy.ts";
import { loadSpec } from "../../../gen/import/spec-facts.ts";
import type { Family } from "../../../gen/model.ts";
import type { FamilyPolicies } from "../../../src/genetlink/family.ts";
import { GenericNetlink } from "../../../src/genetlink/generic-netlink.ts";
import type { Commands } from "../../../src/nl80211/generated/command-map.ts";
import { socketTransport } from "../../../src/socket/transport.ts";
import { saw } from "../command-table.ts";
import { KERNEL } from "../guest.ts";

// The kernel as judge: it tells, through nlctrl, what it demands of each attribute of a request.
let kernel: FamilyPolicies;
let spec: Family;
beforeAll(async () => {
  const transport = await socketTransport();
  kernel = await new GenericNetlink(transport).policies("nl80211").finally(() => transport.close());
  spec = loadSpec();
}, 400_000);

// an emulated machine takes a minute and more to read the spec
it("agrees with the spec in type, length, range and nesting of every attribute", { timeout: 400_000 }, async () => {
  const { differences, attributes, policies } = comparePolicy(spec, kernel, KERNEL!);
  expect(differences).toEqual([]);
  // counted with `genl ctrl policy name nl80211` on 6.12 and 7.3; no kernel since 6.1 has had fewer
  expect(attributes).toBeGreaterThanOrEqual({ "6.12": 308, "7.3": 371 }[KERNEL!] ?? 303);
  expect(policies).toBeGreaterThanOrEqual(17);
});

it("lets through, command by command, what the spec has in its requests", { timeout: 400_000 }, () => {
  const refused: string[] = [];
  // .strict_start_type of nl80211_policy: from this number on an attribute without a rule is refused
  const strict = spec.root.attributes.find(({ name }) => name === "he-obss-pd")!.value;
  expect(strict).toBeGreaterThan(200);
  for (const { typeName, name, value, do: once, dump } of spec.operations) {
    const own = kernel.operations[value];
    if (own === undefined) continue; // this kernel does not know the command
    const sides = [
      [once, own.do],
      [dump, own.dump],
    ] as const;
    for (const [exchange, index] of sides) {
      if (exchange === undefined || index === undefined) continue;
      const policy = kernel.policies[index] ?? {};
      // what is above its last is newer than this kernel; what is below the first of the strict ones needs no rule to be let through
      const last = Math.max(...Object.keys(policy).map(Number));
      const unknown = exchange.request.attributes.filter(
        ({ value: number }) => number >= strict && number <= last && policy[number] === undefined,
      );
      refused.push(...unknown.map((each) => `${name} ${each.name}`));
      saw(
        typeName as keyof Commands,
        "policy-only",
        "the kernel's policy of the command against the request's attributes",
      );
    }
  }
  // the spec is of this kernel; an older one may refuse more
  if (KERNEL === "7.3") expect(refused).toEqual([]);
});
