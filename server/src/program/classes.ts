/** The classes that a unit's files declare: bases, derived classes, members, and which functions are virtual. */
import type { CType } from "../names/ctype.ts";
import type { FieldDeclaration, FileNames, RecordDeclaration } from "../names/types.ts";
import { lastPart, plainName, sameRecord } from "./functions.ts";
import { push } from "./values.ts";

export interface ClassIndex {
  record(name: string): RecordDeclaration | undefined;
  /** The class and its visible bases, nearest first. */
  lineage(name: string): readonly string[];
  /** Bases that are named but not declared in the unit (framework classes). */
  foreignBases(name: string): readonly string[];
  /** Visible classes derived from this one, itself first. */
  derived(name: string): readonly string[];
  /** Field of the class or its visible bases, with the class that declares it. */
  field(record: string, member: string): { readonly record: string; readonly field: FieldDeclaration } | undefined;
  /** True if the class or a base declares the method virtual; undefined if no declaration of it is visible. */
  isVirtual(record: string, method: string): boolean | undefined;
  /** Names whose mention can mean an object of the class: the class and its family, members and variables of these types. */
  objectNames(record: string): ReadonlySet<string>;
  /** True if the class itself declares such a method. */
  declares(record: string, method: string): boolean;
}

/** Names of records in a type, last parts, template arguments included; types not yet resolved count by their spelling. */
function typeRecords(type: CType): string[] {
  switch (type.kind) {
    case "pointer":
    case "reference":
      return typeRecords(type.to);
    case "array":
      return typeRecords(type.of);
    case "record":
      return [lastPart(type.name), ...(type.args ?? []).flatMap(typeRecords), ...(type.name.match(/\w+/g) ?? [])];
    case "unknown":
      return type.text.match(/[A-Za-z_]\w*/g) ?? [];
    default:
      return [];
  }
}

/** `tableBases`: bases as message tables name them, for classes whose declaration is not visible. */
export function createClassIndex(files: readonly FileNames[]): ClassIndex {
  const byLast = new Map<string, RecordDeclaration[]>();
  const tableBases = new Map<string, string>();
  for (const file of files) {
    for (const record of file.records) push(byLast, lastPart(record.name), record);
    for (const table of file.tables) if (table.base) tableBases.set(plainName(table.record), table.base);
  }

  function record(name: string): RecordDeclaration | undefined {
    const list = (byLast.get(lastPart(name)) ?? []).filter((r) => sameRecord(r.name, name));
    // a forward declaration or a second, shorter view of the class does not hide its definition
    let best: RecordDeclaration | undefined;
    for (const candidate of list) {
      if (!best || candidate.fields.length + candidate.methods.length > best.fields.length + best.methods.length) best = candidate;
    }
    return best;
  }

  function basesOf(name: string): readonly string[] {
    const known = record(name);
    if (known) return known.bases;
    const base = tableBases.get(plainName(name));
    return base ? [base] : [];
  }

  function lineage(name: string): string[] {
    const seen: string[] = [];
    const walk = (at: string, depth: number) => {
      const plain = record(at)?.name ?? plainName(at);
      if (depth > 32 || seen.includes(plain)) return;
      seen.push(plain);
      for (const base of basesOf(at)) walk(base, depth + 1);
    };
    walk(name, 0);
    return seen;
  }

  let children: Map<string, string[]> | undefined;
  function childrenOf(name: string): readonly string[] {
    if (!children) {
      children = new Map();
      for (const list of byLast.values()) for (const r of list) for (const base of r.bases) push(children, lastPart(base), r.name);
      for (const [derived, base] of tableBases) push(children, lastPart(base), derived);
    }
    return children.get(lastPart(name)) ?? [];
  }

  function derived(name: string): string[] {
    const seen = [record(name)?.name ?? plainName(name)];
    for (let i = 0; i < seen.length && seen.length < 1000; i++) {
      for (const child of childrenOf(seen[i]!)) if (!seen.includes(child)) seen.push(child);
    }
    return seen;
  }

  /** Class (last part) -> members and variables whose type is that class, a pointer, a container or a smart pointer to it. */
  let holders: Map<string, Set<string>> | undefined;
  function holdersOf(): Map<string, Set<string>> {
    if (holders) return holders;
    const made = new Map<string, Set<string>>();
    const note = (type: CType, name: string) => {
      for (const held of typeRecords(type)) {
        const set = made.get(held) ?? new Set();
        set.add(name);
        made.set(held, set);
      }
    };
    for (const list of byLast.values()) {
      for (const r of list) {
        for (const field of r.fields) note(field.type, field.name);
        for (const method of r.methods) note(method.result, lastPart(method.name));
      }
    }
    for (const file of files) {
      for (const variable of file.variables) note(variable.type, lastPart(variable.name));
      for (const fn of file.functions) note(fn.result, lastPart(fn.name));
      for (const typedef of file.typedefs) note(typedef.type, lastPart(typedef.name));
    }
    holders = made;
    return made;
  }

  const objects = new Map<string, ReadonlySet<string>>();
  function objectNames(name: string): ReadonlySet<string> {
    const key = plainName(name);
    const known = objects.get(key);
    if (known) return known;
    const found = new Set<string>();
    const queue = [...lineage(name), ...derived(name)].map(lastPart);
    for (let i = 0; i < queue.length && found.size < 500; i++) {
      found.add(queue[i]!);
      for (const holder of holdersOf().get(queue[i]!) ?? []) {
        // a typedef of the class is another name of it
        if (!found.has(holder) && files.some((file) => file.typedefs.some((t) => t.name === holder))) queue.push(holder);
        found.add(holder);
      }
    }
    objects.set(key, found);
    return found;
  }

  return {
    record,
    lineage,
    objectNames,
    foreignBases: (name) => lineage(name).filter((at) => !record(at) && !tableBases.has(at)),
    derived,
    field(name, member) {
      for (const at of lineage(name)) {
        const found = record(at)?.fields.find((f) => f.name === member);
        if (found) return { record: at, field: found };
      }
      return undefined;
    },
    isVirtual(name, method) {
      let declared = false;
      for (const at of lineage(name)) {
        for (const m of record(at)?.methods ?? []) {
          if (lastPart(m.name) !== method) continue;
          declared = true;
          if (m.isVirtual) return true;
        }
      }
      return declared ? false : undefined;
    },
    declares: (name, method) => record(name)?.methods.some((m) => lastPart(m.name) === method) ?? false,
  };
}
