import type { Family } from "./model.ts";
import { fillSet } from "./resolve/attributes.ts";
import { resolveDefinitions } from "./resolve/definitions.ts";
import { Draft } from "./resolve/draft.ts";
import { markNesting } from "./resolve/nesting.ts";
import { resolveOperations } from "./resolve/operations.ts";
import { nameSets } from "./resolve/set-names.ts";
import { checkSpelling } from "./resolve/spelling.ts";
import { fillStructs } from "./resolve/structs.ts";
import { checkNames } from "./resolve/unique-names.ts";
import type { FileSpec } from "./spec.ts";

/**
 * The files of one family as a model: names resolved to things, subsets to whole attributes. Throws SpecError with all that is wrong, as far as
 * one step of these can be taken without the one before.
 */
export function resolve(files: readonly FileSpec[]): Family {
  const draft = new Draft(files);
  checkSpelling(draft);
  const commands = resolveDefinitions(draft);
  nameSets(draft);
  fillStructs(draft);
  // what is a subset of nothing known has been told of already
  draft.faults.throwIfAny();
  for (const [name, { spec }] of draft.setSpecs) fillSet(draft, draft.sets.get(name)!, spec);
  draft.faults.throwIfAny();
  const root = draft.sets.get(draft.familyName);
  if (root === undefined) {
    draft.fault(files[0]!.place, `no attribute set is called like the family, "${draft.familyName}"`);
    draft.faults.throwIfAny();
  }
  resolveOperations(draft);
  markNesting(draft);
  checkNames(draft);
  draft.faults.throwIfAny();
  return {
    name: draft.familyName,
    topics: [...draft.topics.values()],
    definitions: draft.definitions,
    sets: draft.sets,
    operations: draft.operations,
    groups: draft.groups(),
    commands,
    root: root!,
  };
}
