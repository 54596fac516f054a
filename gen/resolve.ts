import type {
  Attribute,
  AttributeSet,
  Definition,
  EnumDefinition,
  Event,
  Exchange,
  Family,
  Member,
  Message,
  Operation,
  Reply,
  StructDefinition,
  Topic,
} from "./model.ts";
import { SELECTORS } from "./model.ts";
import { attributeMember, camel, constant, didYouMean, kebab, member, pascal } from "./names.ts";
import { resolveShape, wireText } from "./resolve-shape.ts";
import {
  type AttributeSpec,
  type DefinitionSpec,
  type EntrySpec,
  type ExchangeSpec,
  Faults,
  type FileSpec,
  type MessageSpec,
  type OperationSpec,
  type Place,
  placeOf,
  type SetSpec,
  SHAPE_KEYS,
  type TargetWord,
  type Word,
} from "./spec.ts";

/** The files of one family as a model: names resolved to things, subsets to whole attributes. Throws SpecError. */
export function resolve(files: readonly FileSpec[]): Family {
  return new Resolver(files).family();
}

class Resolver {
  readonly #faults = new Faults();
  readonly #files: readonly FileSpec[];
  readonly #familyName: string;
  readonly #topics = new Map<string, Topic>();
  readonly #definitions = new Map<string, Definition>();
  readonly #setSpecs = new Map<string, { spec: SetSpec; topic: string }>();
  readonly #sets = new Map<string, AttributeSet>();
  /** Every attribute as it is written out once a subset's parents are merged into it. */
  readonly #whole = new Map<string, Map<string, AttributeSpec>>();
  readonly #operations: Operation[] = [];
  readonly #messages = new Map<string, Message>();

  constructor(files: readonly FileSpec[]) {
    this.#files = files;
    this.#familyName = files[0]!.family;
  }

  family(): Family {
    for (const file of this.#files) {
      if (file.family !== this.#familyName) {
        this.#fault(file.place, `family "${file.family}" among the files of "${this.#familyName}"`);
      }
      const topic = this.#topic(file.topic);
      topic.doc ??= file.doc;
    }
    const commands = this.#define();
    this.#nameSets();
    this.#fillStructs();
    // What is a subset of nothing known has been told of already.
    this.#faults.throwIfAny();
    for (const [name, { spec }] of this.#setSpecs) this.#fillSet(this.#sets.get(name)!, spec);
    this.#faults.throwIfAny();
    const root = this.#sets.get(this.#familyName);
    if (root === undefined) {
      this.#fault(this.#files[0]!.place, `no attribute set is called like the family, "${this.#familyName}"`);
      this.#faults.throwIfAny();
    }
    this.#operate();
    this.#mark();
    this.#checkNames();
    this.#faults.throwIfAny();
    return {
      name: this.#familyName,
      topics: [...this.#topics.values()],
      definitions: this.#definitions,
      sets: this.#sets,
      operations: this.#operations,
      groups: this.#files.flatMap((file) =>
        (file["mcast-groups"]?.list ?? []).map(({ name, doc }) => ({ name, doc: doc?.trim() })),
      ),
      commands,
      root: root!,
    };
  }

  #fault(place: Place, text: string): void {
    this.#faults.add(place, text);
  }

  #topic(name: string): Topic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { name, doc: undefined, definitions: [], sets: [], operations: [] };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  /** All definitions by name. Returns the one that the spec does not write out: the enum of the operations. */
  #define(): EnumDefinition {
    for (const file of this.#files) {
      for (const spec of file.definitions ?? []) {
        const known = this.#definitions.get(spec.name);
        if (known !== undefined) {
          this.#fault(spec.place, `definition "${spec.name}" is there already: ${at(known.place)}`);
          continue;
        }
        const topic = spec.topic ?? file.topic;
        const definition = this.#definition(spec, topic);
        if (definition === undefined) continue;
        this.#definitions.set(spec.name, definition);
        this.#topic(topic).definitions.push(definition);
      }
    }
    const commands = this.#commandEnum();
    const known = this.#definitions.get(commands.name);
    if (known !== undefined) this.#fault(known.place, `the enum "${commands.name}" is made of the operations`);
    this.#definitions.set(commands.name, commands);
    return commands;
  }

  #commandEnum(): EnumDefinition {
    const all = this.#files.flatMap((file) => file.operations ?? []);
    const values = new Map(all.map(({ name, value }) => [name, value]));
    const specs = all
      .map((spec) => ({ spec, value: spec.value ?? values.get(spec["alias-of"] ?? "") }))
      .filter((each): each is { spec: OperationSpec; value: number } => each.value !== undefined);
    return {
      name: "command",
      typeName: `${pascal(this.#familyName)}Command`,
      topic: this.#topics.size === 1 ? this.#files[0]!.topic : "command-map",
      doc: `Numbers of the commands of ${this.#familyName}.`,
      place: this.#files[0]!.place,
      type: "enum",
      cName: undefined,
      entries: specs
        .sort((a, b) => a.value - b.value || Number("alias-of" in a.spec) - Number("alias-of" in b.spec))
        .map(({ spec, value }) => ({
          name: spec.name,
          member: pascal(spec.name),
          value,
          cName: this.#commandCName(spec),
          aliasOf: spec["alias-of"],
          doc: spec.doc?.trim(),
          differs: [],
        })),
    };
  }

  #commandCName(spec: OperationSpec): string {
    return spec["c-name"] ?? `${constant(this.#familyName)}_CMD_${constant(spec.name)}`;
  }

  #definition(spec: DefinitionSpec, topic: string): Definition | undefined {
    const { name, place } = spec;
    const common = { name, topic, doc: spec.doc?.trim(), place };
    if (spec.type === "const") {
      if (spec.value === undefined) this.#fault(place, `constant "${name}" has no value`);
      return { ...common, type: "const", typeName: constant(name), value: spec.value ?? 0, cName: spec["c-name"] };
    }
    if (spec.type === "struct") {
      if (spec.members === undefined) this.#fault(place, `struct "${name}" has no members`);
      return {
        ...common,
        type: "struct",
        typeName: pascal(name),
        cName: spec["c-name"],
        members: [],
        size: 0,
        open: false,
      };
    }
    if (spec.entries === undefined) {
      this.#fault(place, `${spec.type} "${name}" has no entries`);
      return undefined;
    }
    return {
      ...common,
      type: spec.type,
      typeName: pascal(name),
      cName: spec["enum-name"],
      entries: this.#entries(spec, spec.entries),
    };
  }

  #entries(spec: DefinitionSpec, entries: readonly EntrySpec[]): EnumDefinition["entries"] {
    const byName = new Map<string, EntrySpec>();
    const byValue = new Map<number, EntrySpec>();
    for (const entry of entries) {
      const twin = byName.get(entry.name);
      if (twin !== undefined) this.#fault(entry.place, `entry "${entry.name}" is there already: ${at(twin.place)}`);
      byName.set(entry.name, entry);
      if (entry["alias-of"] !== undefined) continue;
      if (entry.value === undefined) {
        this.#fault(entry.place, `entry "${entry.name}" of "${spec.name}" has no value`);
        continue;
      }
      const same = byValue.get(entry.value);
      if (same !== undefined) {
        const cure = `say alias-of where it is another name`;
        this.#fault(entry.place, `value ${entry.value} of "${entry.name}" is "${same.name}" already (${cure})`);
      }
      byValue.set(entry.value, entry);
    }
    return entries.map((entry) => {
      const aliasOf = entry["alias-of"];
      const meant = aliasOf === undefined ? entry : byName.get(aliasOf);
      if (meant === undefined) {
        this.#fault(
          entry.place,
          `alias-of: no entry "${aliasOf}" in "${spec.name}"${didYouMean(aliasOf!, byName.keys())}`,
        );
      } else if (aliasOf !== undefined && meant["alias-of"] !== undefined) {
        this.#fault(entry.place, `alias-of: "${aliasOf}" is an alias itself`);
      } else if (aliasOf !== undefined && entry.value !== undefined && entry.value !== meant.value) {
        this.#fault(entry.place, `"${entry.name}" is ${entry.value}, but "${aliasOf}" is ${meant.value}`);
      }
      return {
        name: entry.name,
        member: member(entry.name, spec.name),
        value: meant?.value ?? 0,
        cName: entry["c-name"] ?? (spec.prefix === undefined ? undefined : spec.prefix + constant(entry.name)),
        aliasOf,
        doc: entry.doc?.trim(),
        differs: (entry.differs ?? []).map(plain),
      };
    });
  }

  #nameSets(): void {
    for (const file of this.#files) {
      for (const spec of file["attribute-sets"] ?? []) {
        const known = this.#setSpecs.get(spec.name);
        if (known !== undefined) {
          this.#fault(spec.place, `attribute set "${spec.name}" is there already: ${at(known.spec.place)}`);
          continue;
        }
        this.#setSpecs.set(spec.name, { spec, topic: spec.topic ?? file.topic });
      }
    }
    for (const name of this.#setSpecs.keys()) this.#nameSet(name, []);
  }

  #nameSet(name: string, below: readonly string[]): AttributeSet {
    const known = this.#sets.get(name);
    if (known !== undefined) return known;
    const { spec, topic } = this.#setSpecs.get(name)!;
    let parent: AttributeSet | undefined;
    const parentName = spec["subset-of"];
    if (parentName !== undefined) {
      if (below.includes(parentName) || parentName === name) {
        this.#fault(placeOf(spec, "subset-of"), `"${name}" is a subset of itself`);
      } else if (!this.#setSpecs.has(parentName)) {
        this.#fault(
          placeOf(spec, "subset-of"),
          `subset-of: no attribute set "${parentName}"${didYouMean(parentName, this.#setSpecs.keys())}`,
        );
      } else parent = this.#nameSet(parentName, [...below, name]);
    }
    const set: AttributeSet = {
      name,
      typeName: name === this.#familyName ? `${pascal(name)}Attributes` : pascal(name),
      topic,
      doc: spec.doc?.trim(),
      cName: spec["enum-name"],
      place: spec.place,
      subsetOf: parent,
      get base() {
        return parent?.base ?? set;
      },
      attributes: [],
      nested: false,
      inRequests: false,
    };
    this.#sets.set(name, set);
    this.#topic(topic).sets.push(set);
    return set;
  }

  /** The attributes of a set with what they inherit, by name. */
  #wholeAttributes(set: AttributeSet): Map<string, AttributeSpec> {
    const known = this.#whole.get(set.name);
    if (known !== undefined) return known;
    const whole = new Map<string, AttributeSpec>();
    this.#whole.set(set.name, whole);
    const { spec } = this.#setSpecs.get(set.name)!;
    const parents = set.subsetOf === undefined ? undefined : this.#wholeAttributes(set.subsetOf);
    for (const attribute of spec.attributes) {
      const twin = whole.get(attribute.name);
      if (twin !== undefined) {
        this.#fault(
          attribute.place,
          `attribute "${attribute.name}" of "${set.name}" is there already: ${at(twin.place)}`,
        );
      } else if (parents === undefined) {
        whole.set(attribute.name, attribute);
        if (attribute.why !== undefined)
          this.#fault(attribute.place, `why: "${set.name}" is no subset, so nothing differs`);
      } else {
        const parent = parents.get(attribute.name);
        if (parent === undefined) {
          const meant = didYouMean(attribute.name, parents.keys());
          this.#fault(attribute.place, `"${set.subsetOf!.name}" has no attribute "${attribute.name}"${meant}`);
        } else whole.set(attribute.name, this.#override(attribute, parent));
      }
    }
    return whole;
  }

  #override(attribute: AttributeSpec, parent: AttributeSpec): AttributeSpec {
    const own = Object.keys(attribute).filter((key) => key !== "name" && key !== "place");
    if (own.length === 0) return parent;
    if (attribute.why === undefined) {
      this.#fault(
        attribute.place,
        `attribute "${attribute.name}" differs from its parent (${own.join(", ")}) and has no why`,
      );
    }
    if (attribute.value !== undefined && attribute.value !== parent.value) {
      this.#fault(attribute.place, `attribute "${attribute.name}" is ${parent.value}: a subset cannot renumber it`);
    }
    const inherited: Record<string, unknown> = { ...parent };
    if (attribute.type !== undefined) for (const key of SHAPE_KEYS) delete inherited[key];
    return { ...inherited, ...attribute } as AttributeSpec;
  }

  #fillSet(set: AttributeSet, spec: SetSpec): void {
    const byValue = new Map<number, string>();
    const byField = new Map<string, string>([["unknown", "the attributes that no decoder knows"]]);
    for (const attribute of this.#wholeAttributes(set).values()) {
      const { name, value, place } = attribute;
      if (value === undefined) {
        this.#fault(place, `attribute "${name}" of "${set.name}" has no value`);
        continue;
      }
      const twin = byValue.get(value);
      if (twin !== undefined) this.#fault(place, `value ${value} of "${name}" in "${set.name}" is "${twin}" already`);
      byValue.set(value, name);
      const field = attribute.field ?? camel(name);
      if (!/^[a-z][A-Za-z0-9]*$/.test(field))
        this.#fault(place, `"${name}" needs field: ${field} is no TypeScript name`);
      const rival = byField.get(field);
      if (rival !== undefined) this.#fault(place, `field ${field} of "${name}" in "${set.name}" is ${rival} already`);
      byField.set(field, `"${name}"`);
      if (kebab(attributeMember(name)) !== name) this.#fault(place, `attribute "${name}" is not in kebab-case`);
      const type = resolveShape(attribute, `attribute "${name}"`, this.#lookups(), this.#faults);
      if (type === undefined) continue;
      const prefix = this.#prefix(set);
      set.attributes.push({
        name,
        value,
        cName: attribute["c-name"] ?? (prefix === undefined ? "" : prefix + constant(name)),
        field,
        member: attributeMember(name),
        type,
        wire: wireText(type),
        multi: attribute["multi-attr"] ?? false,
        doc: attribute.doc?.trim(),
        unit: attribute.unit,
        checks: plain(attribute.checks),
        direction: attribute.direction,
        secret: attribute.secret ?? false,
        ignoreLen: attribute["ignore-len"],
        why: attribute.why?.trim(),
        differs: (attribute.differs ?? []).map(plain),
        place,
      });
    }
    set.attributes.sort((a, b) => a.value - b.value);
    if (spec.attributes.length === 0) this.#fault(spec.place, `attribute set "${set.name}" has no attributes`);
  }

  #prefix(set: AttributeSet): string | undefined {
    const { spec } = this.#setSpecs.get(set.name)!;
    return spec.prefix ?? (set.subsetOf === undefined ? undefined : this.#prefix(set.subsetOf));
  }

  #lookups() {
    return { definitions: this.#definitions, sets: this.#sets };
  }

  #fillStructs(): void {
    for (const file of this.#files) {
      for (const spec of file.definitions ?? []) {
        const definition = this.#definitions.get(spec.name);
        if (spec.type === "struct" && definition?.type === "struct") this.#fillStruct(definition, spec);
      }
    }
    for (const definition of this.#definitions.values()) {
      if (definition.type === "struct") definition.size = structSize(definition, []);
    }
  }

  #fillStruct(struct: StructDefinition, spec: DefinitionSpec): void {
    const names = new Set<string>();
    for (const member of spec.members ?? []) {
      const what = `member "${member.name}" of "${struct.name}"`;
      if (names.has(member.name) && member.type !== "pad") this.#fault(member.place, `${what} is there already`);
      names.add(member.name);
      const type = resolveShape(member, what, this.#lookups(), this.#faults);
      if (type === undefined) continue;
      const { kind } = type;
      if (
        kind !== "number" &&
        kind !== "bytes" &&
        kind !== "mac" &&
        kind !== "ipv4" &&
        kind !== "struct" &&
        kind !== "pad"
      ) {
        this.#fault(member.place, `${what}: a struct's member cannot be ${member.type}`);
      }
      if (kind === "number" && type.width === 64 && !type.bigint) {
        this.#fault(member.place, `${what}: 64 bits in a struct are a bigint, say as: bigint`);
      }
      if ((kind === "bytes" || kind === "pad") && member.len === undefined) {
        if (kind === "bytes" && member === spec.members!.at(-1)) struct.open = true;
        else this.#fault(member.place, `${what} needs len: how many octets`);
      }
      struct.members.push({
        name: member.name,
        field: member.field ?? camel(member.name),
        type,
        len: member.len,
        byteOrder: member["byte-order"] ?? spec["byte-order"] ?? "host",
        unit: member.unit,
        doc: member.doc?.trim(),
      });
    }
  }

  #operate(): void {
    const byName = new Map<string, OperationSpec>();
    const byValue = new Map<number, OperationSpec>();
    const all = this.#files.flatMap((file) =>
      (file.operations ?? []).map((spec) => ({ spec, topic: spec.topic ?? file.topic })),
    );
    for (const { spec } of all) {
      const twin = byName.get(spec.name);
      if (twin !== undefined) this.#fault(spec.place, `operation "${spec.name}" is there already: ${at(twin.place)}`);
      byName.set(spec.name, spec);
    }
    const written = all.filter(({ spec }) => !this.#isAlias(spec, byName));
    for (const { spec } of written) {
      if (spec.value === undefined) {
        this.#fault(spec.place, `operation "${spec.name}" has no value`);
        continue;
      }
      const same = byValue.get(spec.value);
      if (same !== undefined)
        this.#fault(spec.place, `value ${spec.value} of "${spec.name}" is "${same.name}" already`);
      byValue.set(spec.value, spec);
    }
    for (const { spec, topic } of written) {
      const operation = this.#operation(spec, topic, byName);
      this.#operations.push(operation);
      this.#topic(topic).operations.push(operation);
    }
    this.#operations.sort((a, b) => a.value - b.value);
  }

  /** True where an operation is only another name of one; then it says nothing else. */
  #isAlias(spec: OperationSpec, byName: ReadonlyMap<string, OperationSpec>): boolean {
    const meant = spec["alias-of"];
    if (meant === undefined) return false;
    const target = byName.get(meant);
    if (target === undefined) {
      this.#fault(spec.place, `alias-of: no operation "${meant}"${didYouMean(meant, byName.keys())}`);
    } else if (target["alias-of"] !== undefined) this.#fault(spec.place, `alias-of: "${meant}" is an alias itself`);
    const more = Object.keys(spec).filter((key) => !["name", "alias-of", "c-name", "doc", "place"].includes(key));
    if (more.length > 0)
      this.#fault(spec.place, `"${spec.name}" is another name of "${meant}": it has no ${more.join(", ")}`);
    return true;
  }

  #operation(spec: OperationSpec, topic: string, byName: ReadonlyMap<string, OperationSpec>): Operation {
    const typeName = pascal(spec.name);
    const target = spec.target ?? ["none"];
    if (spec.flags !== undefined && spec.flags.length !== 1)
      this.#fault(placeOf(spec, "flags"), `flags: one word says who may`);
    const exchange = (each: ExchangeSpec | undefined, name: string, doReply?: MessageSpec): Exchange | undefined => {
      if (each === undefined) return undefined;
      const whom = each.target ?? target;
      const replySpec = each.reply ?? doReply;
      const request = this.#message(each.request ?? { place: each.place }, "request", `${name}Request`, topic, whom);
      if (replySpec === undefined) return { target: whom, request, reply: undefined };
      const command = replySpec.command ?? spec.name;
      const answering = byName.get(command);
      if (answering === undefined) {
        this.#fault(
          placeOf(replySpec, "command"),
          `command: no operation "${command}"${didYouMean(command, byName.keys())}`,
        );
      }
      const message = this.#message(replySpec, "reply", `${name}Reply`, topic, []);
      const reply: Reply = { ...message, command, commandValue: answering?.value ?? 0 };
      return { target: whom, request, reply };
    };
    const both = spec.do !== undefined && spec.dump !== undefined;
    return {
      name: spec.name,
      typeName,
      value: spec.value ?? 0,
      cName: this.#commandCName(spec),
      topic,
      doc: spec.doc?.trim(),
      target,
      privilege: spec.flags?.[0] ?? "none",
      slow: spec.slow ?? false,
      dontValidate: spec["dont-validate"] ?? [],
      up: spec.up ?? false,
      do: exchange(spec.do, typeName),
      dump: exchange(spec.dump, both ? `${typeName}Dump` : typeName, spec.do?.reply),
      event: spec.event === undefined ? undefined : this.#event(spec.event, typeName, topic),
      differs: spec.differs ?? [],
      place: spec.place,
    };
  }

  #event(spec: NonNullable<OperationSpec["event"]>, typeName: string, topic: string): Event {
    if (spec.mcgrp === undefined && spec.to === undefined) {
      this.#fault(spec.place, `an event says mcgrp, or to: requester, or both where an owner comes before the group`);
    }
    const groups = this.#files.flatMap((file) => file["mcast-groups"]?.list ?? []).map((group) => group.name);
    if (spec.mcgrp !== undefined && !groups.includes(spec.mcgrp)) {
      this.#fault(placeOf(spec, "mcgrp"), `mcgrp: no multicast group "${spec.mcgrp}"${didYouMean(spec.mcgrp, groups)}`);
    }
    return {
      ...this.#message(spec, "event", `${typeName}Event`, topic, []),
      group: spec.mcgrp,
      toRequester: spec.to === "requester",
      eventDoc: spec.doc?.trim(),
    };
  }

  #message(
    spec: MessageSpec,
    role: Message["role"],
    typeName: string,
    topic: string,
    target: readonly TargetWord[],
  ): Message {
    const root = this.#sets.get(this.#familyName)!;
    const setName = spec["attribute-set"] ?? this.#familyName;
    let set = this.#sets.get(setName);
    if (set === undefined) {
      this.#fault(
        placeOf(spec, "attribute-set"),
        `attribute-set: no set "${setName}"${didYouMean(setName, this.#sets.keys())}`,
      );
      set = root;
    }
    const attributes = new Map<string, Attribute>();
    for (const each of target) {
      if (each === "none") continue;
      const selector = root.attributes.find((attribute) => attribute.name === SELECTORS[each]);
      if (selector === undefined) this.#fault(spec.place, `target ${each}: "${root.name}" has no "${SELECTORS[each]}"`);
      else attributes.set(selector.name, selector);
    }
    // What is addressed by its netdev may also be given its wdev, besides (wpa_supplicant does so).
    const wdev = root.attributes.find((attribute) => attribute.name === SELECTORS.wdev);
    if (target.includes("netdev") && wdev !== undefined) attributes.set(wdev.name, wdev);
    // A subset without a list of attributes means all of it.
    const words: readonly Word[] =
      spec.attributes ??
      (set.subsetOf === undefined ? [] : set.attributes.map(({ name }) => ({ word: name, place: spec.place })));
    const listed = new Set<string>();
    for (const { word, place } of words) {
      const attribute = set.attributes.find(({ name }) => name === word);
      if (attribute === undefined) {
        const names = set.attributes.map(({ name }) => name);
        this.#fault(place, `"${set.name}" has no attribute "${word}"${didYouMean(word, names)}`);
        continue;
      }
      if (listed.has(word)) this.#fault(place, `attribute "${word}" is listed twice`);
      listed.add(word);
      if (attribute.direction !== undefined && attribute.direction !== (role === "request" ? "request" : "reply")) {
        this.#fault(place, `attribute "${word}" goes only in a ${attribute.direction}`);
      }
      if (attribute.type.kind !== "unused") attributes.set(word, attribute);
    }
    const required = new Set<string>();
    if (spec.required !== undefined && role !== "request") this.#fault(spec.place, `required is for requests`);
    for (const { word, place } of spec.required ?? []) {
      if (!attributes.has(word))
        this.#fault(place, `required: "${word}" is not among the attributes${didYouMean(word, attributes.keys())}`);
      required.add(word);
    }
    const sorted = [...attributes.values()].sort((a, b) => a.value - b.value);
    const message: Message = { typeName, role, set, attributes: sorted, required, target, sameAs: undefined };
    const key = `${topic} ${role === "request" ? typeName : "reply"} ${sorted.map((each) => `${each.value} ${each.wire} ${each.field}`)}`;
    const same = this.#messages.get(key);
    if (same !== undefined) return { ...message, sameAs: same };
    this.#messages.set(key, message);
    return message;
  }

  /** Finds out which sets are nested somewhere, and which a request can hold. */
  #mark(): void {
    const nest = (attribute: Attribute): AttributeSet | undefined => {
      let type = attribute.type;
      while (type.kind === "array") type = type.element;
      return type.kind === "nest" ? type.set : undefined;
    };
    for (const set of this.#sets.values()) {
      for (const attribute of set.attributes) {
        const inner = nest(attribute);
        if (inner !== undefined) inner.nested = true;
      }
    }
    const visit = (attributes: readonly Attribute[]): void => {
      for (const attribute of attributes) {
        const inner = nest(attribute);
        if (inner === undefined || inner.inRequests) continue;
        inner.inRequests = true;
        visit(inner.attributes);
      }
    };
    for (const operation of this.#operations) {
      for (const exchange of [operation.do, operation.dump])
        if (exchange !== undefined) visit(exchange.request.attributes);
    }
    for (const set of this.#sets.values()) {
      const path: AttributeSet[] = [];
      const descend = (inner: AttributeSet): boolean => {
        if (path.includes(inner)) return inner === set;
        path.push(inner);
        const cyclic = inner.attributes.some((attribute) => {
          const next = nest(attribute);
          return next !== undefined && (next === set || descend(next));
        });
        path.pop();
        return cyclic;
      };
      if (set.subsetOf !== undefined && descend(set)) {
        this.#fault(set.place, `attribute set "${set.name}" contains itself: a message could nest without end`);
      }
    }
  }

  /** No two things may get one TypeScript name. */
  #checkNames(): void {
    const owners = new Map<string, { what: string; place: Place }>();
    const claim = (name: string, what: string, place: Place): void => {
      const owner = owners.get(name);
      if (owner !== undefined)
        this.#fault(place, `${what} and ${owner.what} (${at(owner.place)}) are both ${name} in TypeScript`);
      else owners.set(name, { what, place });
    };
    for (const definition of this.#definitions.values()) {
      claim(definition.typeName, `${definition.type} "${definition.name}"`, definition.place);
      if (definition.type === "enum" || definition.type === "flags") {
        const members = new Set<string>();
        for (const { member, name } of definition.entries) {
          if (members.has(member))
            this.#fault(definition.place, `entries of "${definition.name}" are both ${member}: "${name}"`);
          members.add(member);
        }
      }
    }
    for (const set of this.#sets.values()) {
      if (set.nested || set.subsetOf === undefined) claim(set.typeName, `attribute set "${set.name}"`, set.place);
      if (set.subsetOf === undefined) claim(`${pascal(set.name)}Attribute`, `attributes of "${set.name}"`, set.place);
    }
    for (const operation of this.#operations) {
      for (const message of messagesOf(operation))
        claim(message.typeName, `operation "${operation.name}"`, operation.place);
    }
  }
}

/** Every message of an operation. */
export function messagesOf(operation: Operation): Message[] {
  const { do: once, dump, event } = operation;
  return [once?.request, once?.reply, dump?.request, dump?.reply, event].filter((message) => message !== undefined);
}

function structSize(struct: StructDefinition, above: readonly StructDefinition[]): number {
  if (above.includes(struct)) return 0;
  return struct.members.reduce((size, member) => size + memberSize(member, [...above, struct]), 0);
}

function memberSize({ type, len }: Member, above: readonly StructDefinition[]): number {
  switch (type.kind) {
    case "number":
      return (type.width / 8) * (len ?? 1);
    case "mac":
      return 6;
    case "ipv4":
      return 4;
    case "struct":
      return structSize(type.struct, above);
    default:
      return len ?? 0;
  }
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Without the place that loading put on it. */
function plain<T extends object | undefined>(spec: T): T {
  if (spec === undefined) return spec;
  const { place, ...rest } = spec as T & { place?: Place };
  return rest as T;
}
