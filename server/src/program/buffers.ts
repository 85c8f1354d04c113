/** What memory an argument points to: its storage, how it is reached, and its size where the unit tells. */
import type { CType, Place, Value } from "../ir/types.ts";
import { sizeOf } from "../names/layout.ts";
import { lookupFunction } from "../platform/index.ts";
import type { ProgramContext } from "./context.ts";
import { lastPart } from "./functions.ts";
import { dereference, type Path, pathText } from "./paths.ts";
import type { ProgramFunction } from "./types.ts";
import { definitionOf, statementsOf, storesToLocal, strip, uncast } from "./values.ts";

export type BufferStorage = "stack" | "static" | "global" | "member" | "heap" | "parameter" | "unknown";

export interface Buffer {
  readonly path: string;
  readonly storage: BufferStorage;
  /** Bytes. */
  readonly size?: number;
  readonly access?: Path;
}

/** Type of the object a place names; undefined where a declaration is not in view. */
export function typeOfPlace(context: ProgramContext, fn: ProgramFunction, place: Place): CType | undefined {
  const names = context.names(fn.uri);
  switch (place.kind) {
    case "local":
      return fn.ir.locals[place.id]?.type;
    case "param":
      return fn.ir.params[place.index]?.type;
    case "global": {
      const declared = names.variable(place.name, fn.record)?.type;
      return declared && names.resolve(declared, fn.record);
    }
    case "field": {
      const of = place.record ?? recordName(typeOfPlace(context, fn, place.of));
      const declared = of === undefined ? undefined : names.field(of, place.member)?.type;
      return declared && names.resolve(declared, of);
    }
    case "index": {
      const of = typeOfPlace(context, fn, place.of);
      return of?.kind === "array" ? of.of : of?.kind === "pointer" ? of.to : undefined;
    }
    case "deref":
      return place.type;
    case "temp":
      return undefined;
  }
}

function recordName(type: CType | undefined): string | undefined {
  return type?.kind === "record" ? type.name : undefined;
}

function sizeOfPlace(context: ProgramContext, fn: ProgramFunction, place: Place): number | undefined {
  const type = typeOfPlace(context, fn, place);
  return type === undefined ? undefined : sizeOf(type, context.names(fn.uri));
}

/** `length`: the argument's source where it stands; `sizeof buffer` there tells that a member whose declaration is not in view is an array. */
export function bufferArgument(context: ProgramContext, fn: ProgramFunction, value: Value, text: string, length: string): Buffer {
  const buffer = bufferOf(context, fn, value);
  if (buffer.storage !== "unknown" || buffer.access === undefined) return buffer;
  const plain = (source: string) =>
    source
      .replace(/\s+/g, "")
      .replace(/^(?:\((?:const)?\w+\*?\))+|^&/, "")
      .replace(/^\((.*)\)$/, "$1");
  if (!/^[\w.>:[\]-]+$/.test(plain(text)) || (plain(length) !== `sizeof${plain(text)}` && plain(length) !== `sizeof(${plain(text)})`))
    return buffer;
  // the pointer that the path goes through is the array itself
  const last = buffer.access.steps.at(-1);
  const access = last?.kind === "deref" ? { ...buffer.access, steps: buffer.access.steps.slice(0, -1) } : buffer.access;
  return { path: pathText(access), storage: storageOf(fn, access), access };
}

export function bufferOf(context: ProgramContext, fn: ProgramFunction, value: Value, depth = 0): Buffer {
  const access = dereference(fn.ir, value);
  const path = pathText(access).replace(/^\*+/, "");
  const unknown: Buffer = { path, storage: "unknown", access };
  const at = uncast(fn.ir, value);
  if (at.kind !== "temp" || depth > 6) return unknown;
  const definition = definitionOf(fn.ir, at.id);
  switch (definition?.kind) {
    case "addressOf": {
      // &buffer[0] is the buffer
      const { place } = definition;
      const whole = place.kind === "index" && place.index.kind === "int" && place.index.value === 0n ? place.of : place;
      return { path: path.replace(/\[0\]$/, ""), storage: storageOf(fn, access), size: sizeOfPlace(context, fn, whole), access };
    }
    case "load": {
      const type = typeOfPlace(context, fn, definition.place) ?? definition.type;
      if (type.kind === "array") return { path, storage: storageOf(fn, access), size: sizeOf(type, context.names(fn.uri)), access };
      return pointedBy(context, fn, definition.place, path, access, depth);
    }
    case "binary": {
      const base = definition.left.kind === "int" ? definition.right : definition.left;
      return { ...bufferOf(context, fn, base, depth + 1), path, size: undefined };
    }
    case "new":
    case "call":
      return { ...allocation(context, fn, at.id), path, access };
    default:
      return unknown;
  }
}

function storageOf(fn: ProgramFunction, path: Path): BufferStorage {
  if (path.steps.some((s) => s.kind === "deref" || (s.kind === "field" && s.arrow))) return "member";
  switch (path.root.kind) {
    case "local":
      return fn.ir.locals[path.root.id]?.storage === "static" ? "static" : "stack";
    case "param":
      return "stack";
    case "global":
      return "global";
    case "this":
      return "member";
    case "alloc":
      return "heap";
    default:
      return "unknown";
  }
}

/** Memory from `new` or an allocation function, with its constant size. */
function allocation(context: ProgramContext, fn: ProgramFunction, temp: number, depth = 0): { storage: BufferStorage; size?: number } {
  const definition = definitionOf(fn.ir, temp);
  if (definition?.kind === "new") {
    const one = sizeOf(definition.type, context.names(fn.uri));
    const count = definition.count === undefined ? 1n : constantOf(fn, definition.count);
    return { storage: "heap", ...(one === undefined || count === undefined ? {} : { size: one * Number(count) }) };
  }
  if (definition?.kind !== "call" || definition.callee.kind !== "name") return { storage: "unknown" };
  const name = lastPart(definition.callee.name);
  // programs name their own checked allocators after the library's (xmalloc)
  const effect = lookupFunction(name)?.effect ?? lookupFunction(name.replace(/^x_?/, ""))?.effect;
  if (effect?.allocates) {
    const factors = (effect.allocates.size ?? []).map((index) =>
      definition.args[index] === undefined ? undefined : constantOf(fn, definition.args[index]!),
    );
    const size = factors.length > 0 && factors.every((f) => f !== undefined) ? Number(factors.reduce((a, b) => a * b, 1n)) : undefined;
    return { storage: effect.allocates.by === "alloca" ? "stack" : "heap", ...(size === undefined ? {} : { size }) };
  }
  const returned = effect?.returnsArg === undefined ? undefined : definition.args[effect.returnsArg];
  // GlobalLock gives the memory behind the handle
  const at = returned && strip(fn.ir, returned);
  return at?.kind === "temp" && at.id !== temp && depth < 6 ? allocation(context, fn, at.id, depth + 1) : { storage: "unknown" };
}

function constantOf(fn: ProgramFunction, value: Value): bigint | undefined {
  const at = strip(fn.ir, value);
  return at.kind === "int" ? at.value : undefined;
}

/** A pointer variable: what is visibly stored in it. Where everything agrees the answer is that, else it is unknown. */
function pointedBy(context: ProgramContext, fn: ProgramFunction, place: Place, path: string, access: Path, depth: number): Buffer {
  const candidates: Buffer[] = [];
  if (place.kind === "local") {
    for (const store of storesToLocal(fn.ir, place.id)) {
      const at = strip(fn.ir, store.value);
      if (at.kind !== "int") candidates.push(bufferOf(context, fn, store.value, depth + 1));
    }
  } else if (place.kind === "field" || place.kind === "global") {
    const name = place.kind === "field" ? place.member : lastPart(place.name);
    for (const user of context.functions.mentioning(name)) {
      if (!new RegExp(`\\b${name}\\s*(?:=[^=]|\\()`).test(user.text)) continue;
      for (const { statement } of statementsOf(user.ir)) {
        if (statement.kind !== "store") continue;
        const to = statement.place;
        if (!(to.kind === place.kind && (to.kind === "field" ? to.member === name : to.kind === "global" && lastPart(to.name) === name)))
          continue;
        const at = strip(user.ir, statement.value);
        if (at.kind !== "int") candidates.push(bufferOf(context, user, statement.value, depth + 2));
      }
    }
  } else if (place.kind === "param") {
    return { path, storage: "parameter", access };
  }
  const kinds = new Set(candidates.map((c) => c.storage));
  const sizes = new Set(candidates.map((c) => c.size));
  if (kinds.size !== 1) return { path, storage: "unknown", access };
  const size = sizes.size === 1 ? [...sizes][0] : undefined;
  return { path, storage: candidates[0]!.storage, access, ...(size === undefined ? {} : { size }) };
}
