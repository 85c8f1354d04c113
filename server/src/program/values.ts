/** Questions about the values of one IR function: which statement defines a temp, and what a value is behind its casts. */
import type { IrFunction, Place, Statement, TempId, Value } from "../ir/types.ts";

export type Definition = Extract<Statement, { target?: TempId }>;

interface Index {
  readonly definitions: ReadonlyMap<TempId, Definition>;
  /** Stores to each local as a whole, in the order of the blocks. */
  readonly localStores: ReadonlyMap<number, readonly Extract<Statement, { kind: "store" }>[]>;
  /** Locals whose address is taken. */
  readonly exposed: ReadonlySet<number>;
  readonly paramStores: ReadonlyMap<number, readonly Extract<Statement, { kind: "store" }>[]>;
}

const indexes = new WeakMap<IrFunction, Index>();

function indexOf(fn: IrFunction): Index {
  const known = indexes.get(fn);
  if (known) return known;
  const definitions = new Map<TempId, Definition>();
  const localStores = new Map<number, Extract<Statement, { kind: "store" }>[]>();
  const paramStores = new Map<number, Extract<Statement, { kind: "store" }>[]>();
  const exposed = new Set<number>();
  for (const block of fn.blocks) {
    for (const statement of block.statements) {
      if ("target" in statement && statement.target !== undefined) definitions.set(statement.target, statement);
      if (statement.kind === "addressOf") {
        const root = rootPlace(statement.place);
        if (root.kind === "local") exposed.add(root.id);
      }
      if (statement.kind !== "store") continue;
      if (statement.place.kind === "local") push(localStores, statement.place.id, statement);
      if (statement.place.kind === "param") push(paramStores, statement.place.index, statement);
    }
  }
  const index = { definitions, localStores, paramStores, exposed };
  indexes.set(fn, index);
  return index;
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The statement that defines a temp; undefined for `this`. */
export function definitionOf(fn: IrFunction, temp: TempId): Definition | undefined {
  return indexOf(fn).definitions.get(temp);
}

/** Storage a place lies in: fields and elements taken off, dereferences kept. */
export function rootPlace(place: Place): Place {
  let at = place;
  while (at.kind === "field" || at.kind === "index") at = at.of;
  return at;
}

/** The value behind casts, unary plus and copies to locals that are written once and whose address is never taken. */
export function strip(fn: IrFunction, value: Value, limit = 12): Value {
  let at = value;
  for (let i = 0; i < limit && at.kind === "temp"; i++) {
    const definition = definitionOf(fn, at.id);
    if (!definition) return at;
    if (definition.kind === "cast") at = definition.operand;
    else if (definition.kind === "unary" && definition.op === "plus") at = definition.operand;
    else if (definition.kind === "load" && definition.place.kind === "local") {
      const only = onlyStore(fn, definition.place.id);
      if (!only) return at;
      at = only;
    } else return at;
  }
  return at;
}

/** The value behind casts alone. */
export function uncast(fn: IrFunction, value: Value): Value {
  let at = value;
  for (let i = 0; i < 12 && at.kind === "temp"; i++) {
    const definition = definitionOf(fn, at.id);
    if (definition?.kind === "cast") at = definition.operand;
    else if (definition?.kind === "unary" && definition.op === "plus") at = definition.operand;
    else break;
  }
  return at;
}

/** The one value ever stored in a local, if its address is not taken and it is stored once. */
export function onlyStore(fn: IrFunction, local: number): Value | undefined {
  const index = indexOf(fn);
  if (index.exposed.has(local)) return undefined;
  const stores = index.localStores.get(local);
  return stores?.length === 1 ? stores[0]!.value : undefined;
}

export function storesToLocal(fn: IrFunction, local: number): readonly Extract<Statement, { kind: "store" }>[] {
  return indexOf(fn).localStores.get(local) ?? [];
}

/** The place a value was loaded from, behind casts. */
export function loadedFrom(fn: IrFunction, value: Value): Place | undefined {
  const at = uncast(fn, value);
  if (at.kind !== "temp") return undefined;
  const definition = definitionOf(fn, at.id);
  return definition?.kind === "load" ? definition.place : undefined;
}

/** Index of the parameter whose unchanged value this is (behind casts and single copies); -1 for none. */
export function parameterOf(fn: IrFunction, value: Value): number {
  const at = strip(fn, value);
  if (at.kind !== "temp") return -1;
  const definition = definitionOf(fn, at.id);
  if (definition?.kind !== "load" || definition.place.kind !== "param") return -1;
  return definition.place.index;
}

/** True if the function assigns to the parameter. */
export function parameterChanged(fn: IrFunction, index: number): boolean {
  return (indexOf(fn).paramStores.get(index)?.length ?? 0) > 0;
}

/** Text of a string literal behind casts. */
export function stringOf(fn: IrFunction, value: Value): string | undefined {
  const at = strip(fn, value);
  return at.kind === "string" ? at.value : undefined;
}

/** Every statement with its place in the function. */
export function* statementsOf(fn: IrFunction): Generator<{ block: number; index: number; statement: Statement }> {
  for (const block of fn.blocks) {
    for (let index = 0; index < block.statements.length; index++) yield { block: block.id, index, statement: block.statements[index]! };
  }
}
