import type { AttributeSet, Definition, Family, Message, Operation, Topic } from "../model.ts";
import { type AttributeSpec, Faults, type FileSpec, type Place, type SetSpec } from "../spec.ts";

/** A family while it is being made of its files: what is known so far, and what is wrong. */
export class Draft {
  readonly files: readonly FileSpec[];
  readonly familyName: string;
  readonly faults = new Faults();
  readonly topics = new Map<string, Topic>();
  readonly definitions = new Map<string, Definition>();
  readonly setSpecs = new Map<string, { readonly spec: SetSpec; readonly topic: string }>();
  readonly sets = new Map<string, AttributeSet>();
  /** Every attribute as it is written out once a subset's parents are merged into it. */
  readonly whole = new Map<string, Map<string, AttributeSpec>>();
  readonly operations: Operation[] = [];
  /** By topic, role and attributes: those that are alike share one type. */
  readonly messages = new Map<string, Message>();

  constructor(files: readonly FileSpec[]) {
    this.files = files;
    this.familyName = files[0]!.family;
    for (const file of files) {
      if (file.family !== this.familyName) {
        this.fault(file.place, `family "${file.family}" among the files of "${this.familyName}"`);
      }
      this.topic(file.topic).doc ??= file.doc;
    }
  }

  fault(place: Place, text: string): void {
    this.faults.add(place, text);
  }

  topic(name: string): Topic {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      topic = { name, doc: undefined, definitions: [], sets: [], operations: [] };
      this.topics.set(name, topic);
    }
    return topic;
  }

  groups(): Family["groups"] {
    return this.files
      .flatMap((file) => file["mcast-groups"]?.list ?? [])
      .map(({ name, doc }) => ({ name, doc: doc?.trim() }));
  }
}

/** Where something is, as a fault about another thing names it. */
export function at({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Without the place that loading put on it. */
export function plain<T extends object | undefined>(spec: T): T {
  if (spec === undefined) return spec;
  const { place, ...rest } = spec as T & { place?: Place };
  return rest as T;
}
