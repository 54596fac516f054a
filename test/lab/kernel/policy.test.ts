import { expect, it } from "vitest";
import { comparePolicy } from "../../../gen/import/policy.ts";
import { loadSpec } from "../../../gen/import/spec-facts.ts";
import { GenericNetlink } from "../../../src/genetlink/generic-netlink.ts";
import { socketTransport } from "../../../src/socket/transport.ts";
import { KERNEL } from "../guest.ts";

// The kernel as judge: it tells, through nlctrl, what it demands of each attribute of a request.
// an emulated machine takes a minute and more to read the spec
it("agrees with the spec in type, length, range and nesting of every attribute", { timeout: 400_000 }, async () => {
  const transport = await socketTransport();
  const kernel = await new GenericNetlink(transport).policies("nl80211").finally(() => transport.close());
  const { differences, attributes, policies } = comparePolicy(loadSpec(), kernel, KERNEL!);
  expect(differences).toEqual([]);
  // counted with `genl ctrl policy name nl80211` on 6.12 and 7.3; no kernel since 6.1 has had fewer
  expect(attributes).toBeGreaterThanOrEqual({ "6.12": 308, "7.3": 371 }[KERNEL!] ?? 303);
  expect(policies).toBeGreaterThanOrEqual(17);
});
