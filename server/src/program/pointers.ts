/**
 * Which functions a pointer can hold: what the unit visibly stores in it, by assignment, initialiser, `GetProcAddress`, a loader
 * that takes name and address, or a table of names and addresses.
 */
import type { Callee, IrFunction, Place, Statement, Value } from "../ir/types.ts";
import type { VariableDeclaration } from "../names/types.ts";
import { winsockByOrdinal } from "./api.ts";
import type { ClassIndex } from "./classes.ts";
import { type FunctionEntry, type FunctionIndex, lastPart, sameRecord } from "./functions.ts";
import { definitionOf, onlyStore, rootPlace, statementsOf, storesToLocal, strip, uncast } from "./values.ts";

/** One value a pointer was seen to get. */
export type PointerValue =
  /** An exported function by name, from a library or named directly. */
  | { readonly kind: "api"; readonly name: string; readonly how: "GetProcAddress" | "loader" | "table" | "assigned" }
  | { readonly kind: "name"; readonly name: string; readonly from: FunctionEntry }
  | { readonly kind: "unknown"; readonly text: string };

/** Storage of a pointer as far as the unit tells pointers apart. */
export type PointerKey =
  | { readonly kind: "local"; readonly function: FunctionEntry; readonly id: number }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "field"; readonly member: string; readonly record?: string };

export interface PointerIndex {
  /** Every value visibly stored; empty if nothing is visible. NULL does not count. */
  values(key: PointerKey): readonly PointerValue[];
  keyOf(fn: FunctionEntry, place: Place): PointerKey | undefined;
}

const LOADERS = /^(?:GetProcAddress|GetProcAddressA|GetProcAddressW|dlsym)$/;

export function createPointerIndex(
  functions: FunctionIndex,
  classes: ClassIndex,
  variables: () => readonly { readonly uri: string; readonly variable: VariableDeclaration }[],
): PointerIndex {
  const known = new Map<string, readonly PointerValue[]>();

  function keyText(key: PointerKey): string {
    if (key.kind === "local") return `l${key.function.index}:${key.id}`;
    if (key.kind === "global") return `g${lastPart(key.name)}`;
    return `f${key.record ?? ""}.${key.member}`;
  }

  function keyOf(fn: FunctionEntry, place: Place): PointerKey | undefined {
    switch (place.kind) {
      case "local":
        return { kind: "local", function: fn, id: place.id };
      case "global":
        return { kind: "global", name: place.name };
      case "field":
        return { kind: "field", member: place.member, record: place.record };
      case "index":
        return keyOf(fn, place.of);
      case "deref": {
        // (*pfn)(…): the pointer itself
        const from = uncast(fn.ir, place.pointer);
        const definition = from.kind === "temp" ? definitionOf(fn.ir, from.id) : undefined;
        return definition?.kind === "load" || definition?.kind === "addressOf" ? keyOf(fn, definition.place) : undefined;
      }
      default:
        return undefined;
    }
  }

  function matches(fn: FunctionEntry, place: Place, key: PointerKey): boolean {
    switch (key.kind) {
      case "local":
        return place.kind === "local" && fn === key.function && place.id === key.id;
      case "global":
        return place.kind === "global" && lastPart(place.name) === lastPart(key.name);
      case "field": {
        const at = place.kind === "index" ? place.of : place;
        if (at.kind !== "field" || at.member !== key.member) return false;
        if (key.record === undefined || at.record === undefined || sameRecord(at.record, key.record)) return true;
        return classes.lineage(at.record).includes(key.record) || classes.lineage(key.record).includes(at.record);
      }
    }
  }

  const writers = new Map<string, readonly FunctionEntry[]>();
  /** Functions whose text can store something in a variable or member of this name. */
  function storing(identifier: string): readonly FunctionEntry[] {
    let found = writers.get(identifier);
    if (!found) {
      const possible = storesPossible(identifier);
      found = functions.mentioning(identifier).filter((fn) => possible.test(fn.text));
      writers.set(identifier, found);
    }
    return found;
  }

  function values(key: PointerKey, depth = 0): readonly PointerValue[] {
    const text = keyText(key);
    const before = known.get(text);
    if (before) return before;
    known.set(text, []); // a pointer copied round a cycle adds nothing
    const found: PointerValue[] = [];
    const identifier = key.kind === "local" ? undefined : key.kind === "global" ? lastPart(key.name) : key.member;
    const users = key.kind === "local" ? [key.function] : storing(identifier!);
    for (const fn of users) {
      for (const { statement } of statementsOf(fn.ir)) found.push(...stored(fn, statement, key, depth));
    }
    if (identifier !== undefined) found.push(...initialisers(identifier));
    const distinct = [
      ...new Map(found.map((value) => [JSON.stringify([value.kind, "name" in value ? value.name : value.text]), value])).values(),
    ];
    known.set(text, distinct);
    return distinct;
  }

  function stored(fn: FunctionEntry, statement: Statement, key: PointerKey, depth: number): PointerValue[] {
    if (statement.kind === "store" && matches(fn, statement.place, key)) return storedValue(fn, statement.value, depth);
    if (statement.kind !== "call") return [];
    // Load("WSAAsyncGetHostByName", &pfn), and a functor object built with the name
    const points = statement.args.some((arg) => {
      const at = uncast(fn.ir, arg);
      const definition = at.kind === "temp" ? definitionOf(fn.ir, at.id) : undefined;
      return definition?.kind === "addressOf" && matches(fn, definition.place, key);
    });
    if (!points) return [];
    const name = statement.args.map((arg) => strip(fn.ir, arg)).find((arg) => arg.kind === "string");
    return name?.kind === "string" && /^[A-Za-z_]\w*$/.test(name.value) ? [{ kind: "api", name: name.value, how: "loader" }] : [];
  }

  function storedValue(fn: FunctionEntry, value: Value, depth: number): PointerValue[] {
    const at = strip(fn.ir, value);
    switch (at.kind) {
      case "int":
        return at.value === 0n ? [] : [{ kind: "unknown", text: String(at.value) }];
      case "function":
        return [{ kind: "name", name: at.name, from: fn }];
      case "unknown":
        return [{ kind: "unknown", text: at.text }];
      case "temp":
        break;
      default:
        return [];
    }
    const definition = definitionOf(fn.ir, at.id);
    if (definition?.kind === "call") {
      const exported = loadedName(fn.ir, definition);
      return [exported ? { kind: "api", name: exported, how: "GetProcAddress" } : { kind: "unknown", text: "call" }];
    }
    if (definition?.kind === "addressOf" && definition.place.kind === "global")
      return [{ kind: "name", name: definition.place.name, from: fn }];
    if (definition?.kind === "load") {
      if (definition.place.kind === "local") {
        // both arms of ?: and every assignment
        const parts = storesToLocal(fn.ir, definition.place.id);
        if (parts.length > 0 && depth < 6) return parts.flatMap((part) => storedValue(fn, part.value, depth + 1));
      }
      const key = keyOf(fn, definition.place);
      if (key && depth < 6) {
        const copied = values(key, depth + 1);
        if (copied.length > 0) return [...copied];
      }
    }
    return [{ kind: "unknown", text: "value" }];
  }

  /** Initialisers of the pointer itself, and of tables that name it beside a string. */
  function initialisers(identifier: string): PointerValue[] {
    const found: PointerValue[] = [];
    if (!/^\w+$/.test(identifier)) return found;
    const entry = new RegExp(`\\{[^{}]*"(\\w+)"[^{}]*&\\s*(?:\\w+\\s*(?:\\.|->|::)\\s*)*${identifier}\\b[^{}]*\\}`, "g");
    for (const { variable } of variables()) {
      const text = variable.initialiser?.text;
      if (text === undefined) continue;
      if (lastPart(variable.name) === identifier) {
        const exported = /GetProcAddress\s*\([^;]*"(\w+)"/.exec(text)?.[1];
        const direct = /^[\s({]*&?\s*(?:\(\s*[\w\s*:]+\)\s*)*&?\s*((?:\w+::)*[A-Za-z_]\w*)[\s)}]*$/.exec(text)?.[1];
        if (exported) found.push({ kind: "api", name: exported, how: "GetProcAddress" });
        else if (direct && !/^(?:NULL|nullptr|0)$/.test(direct)) found.push({ kind: "api", name: direct, how: "assigned" });
      } else if (text.includes(identifier)) {
        for (const match of text.matchAll(entry)) found.push({ kind: "api", name: match[1]!, how: "table" });
      }
    }
    return found;
  }

  return { values: (key) => values(key), keyOf };
}

/** Cheap look at the text before lowering: an assignment to the name, its address, or an object of that name built with a string. */
function storesPossible(name: string): RegExp {
  const identifier = name.replace(/[^\w]/g, "\\$&"); // operators have names too
  return new RegExp(
    `\\b${identifier}\\b\\s*(?:\\[[^\\]]*\\]\\s*)?=(?!=)|&\\s*(?:\\w+\\s*(?:\\.|->|::)\\s*)*${identifier}\\b|\\b${identifier}\\s*\\([^;()]*(?:\\([^()]*\\))?[^;()]*"(?:WSA|Get|Free)\\w+"`,
  );
}

/** Exported name that a `GetProcAddress` call asks for, by name or by ordinal of the Winsock library. */
export function loadedName(fn: IrFunction, call: Extract<Statement, { kind: "call" }>): string | undefined {
  if (!LOADERS.test(lastPart(calleeName(call.callee)))) {
    // a program's own loader `Load(h, "WSAAsyncGetHostByName")` whose result is a pointer to the function it names
    const named = call.args.map((arg) => strip(fn, arg)).filter((arg) => arg.kind === "string");
    const only = named.length === 1 ? named[0] : undefined;
    return only?.kind === "string" && /^WSA[A-Z]\w+$/.test(only.value) ? only.value : undefined;
  }
  const asked = call.args[1] === undefined ? undefined : strip(fn, call.args[1]);
  if (asked?.kind === "string") return asked.value;
  if (asked?.kind === "int") return winsockByOrdinal(Number(asked.value));
  const resource = asked?.kind === "temp" ? definitionOf(fn, asked.id) : undefined;
  if (resource?.kind !== "call" || !/^MAKEINTRESOURCE[AW]?$/.test(calleeName(resource.callee)) || !resource.args[0]) return undefined;
  const ordinal = strip(fn, resource.args[0]);
  return ordinal.kind === "int" ? winsockByOrdinal(Number(ordinal.value)) : undefined;
}

/** The called name as written, empty for calls through values. */
export function calleeName(callee: Callee): string {
  return callee.kind === "name" || callee.kind === "member" ? callee.name : callee.kind === "value" ? "" : callee.record;
}

/** A functor object of this function that was built with an exported name: `static TModuleProc5<…> f(module, "name")`. */
export function functorName(fn: IrFunction, local: number): string | undefined {
  for (const { statement } of statementsOf(fn)) {
    if (statement.kind !== "call") continue;
    const builds = statement.args.some((arg) => {
      const definition = arg.kind === "temp" ? definitionOf(fn, arg.id) : undefined;
      return (
        definition?.kind === "addressOf" &&
        rootPlace(definition.place).kind === "local" &&
        (rootPlace(definition.place) as { id: number }).id === local
      );
    });
    if (!builds && statement.resultPlace === undefined) continue;
    const at = statement.resultPlace ? rootPlace(statement.resultPlace) : undefined;
    if (!builds && !(at?.kind === "local" && at.id === local)) continue;
    for (const arg of statement.args) {
      const name = literalBehind(fn, arg, local, 0);
      if (name !== undefined) return name;
    }
  }
  const only = onlyStore(fn, local);
  const stored = only?.kind === "temp" ? definitionOf(fn, only.id) : undefined;
  return stored?.kind === "call" ? loadedName(fn, stored) : undefined;
}

/** A string literal, also one that a temporary object (`TNameOrOrdinal`, `std::string`) was made of. `not`: the object under construction. */
function literalBehind(fn: IrFunction, value: Value, not: number, depth: number): string | undefined {
  const at = strip(fn, value);
  if (at.kind === "string") return at.value;
  const definition = at.kind === "temp" ? definitionOf(fn, at.id) : undefined;
  if (depth > 3 || (definition?.kind !== "addressOf" && definition?.kind !== "load")) return undefined;
  const root = rootPlace(definition.place);
  if (root.kind !== "local" || root.id === not) return undefined;
  for (const store of storesToLocal(fn, root.id)) {
    const found = literalBehind(fn, store.value, not, depth + 1);
    if (found !== undefined) return found;
  }
  for (const { statement } of statementsOf(fn)) {
    if (statement.kind !== "call" || statement.callee.kind !== "constructor") continue;
    const object = statement.args[0]?.kind === "temp" ? definitionOf(fn, statement.args[0].id) : undefined;
    const made = object?.kind === "addressOf" ? rootPlace(object.place) : undefined;
    if (made?.kind !== "local" || made.id !== root.id) continue;
    for (const arg of statement.args.slice(1)) {
      const found = literalBehind(fn, arg, not, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
