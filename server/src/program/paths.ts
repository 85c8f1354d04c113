/**
 * Access paths: what a place or value names, seen from one function. A path has a root and at most three steps; a step is a
 * member (`.m` or `->m`), a lone dereference, or an element (constant index or any). What lies deeper is cut and says so.
 */
import type { IrFunction, Place, Value } from "../ir/types.ts";
import { lookupFunction } from "../platform/index.ts";
import { definitionOf } from "./values.ts";

export type Root =
  | { readonly kind: "local"; readonly id: number; readonly name: string }
  | { readonly kind: "param"; readonly index: number; readonly name: string }
  | { readonly kind: "global"; readonly name: string }
  /** The object `*this`. */
  | { readonly kind: "this"; readonly record?: string }
  /** Object from `new` or an allocation function, by the temp that holds its address. */
  | { readonly kind: "alloc"; readonly temp: number; readonly text: string }
  /** Result of a call, by the temp that holds it. */
  | { readonly kind: "result"; readonly temp: number; readonly text: string }
  | { readonly kind: "string" }
  | { readonly kind: "unknown"; readonly text: string };

export type Step =
  /** `arrow`: reached through the pointer stored in what stands before. */
  | { readonly kind: "field"; readonly member: string; readonly arrow: boolean; readonly record?: string }
  | { readonly kind: "deref" }
  | { readonly kind: "index"; readonly index: bigint | "*" };

export interface Path {
  readonly root: Root;
  readonly steps: readonly Step[];
  /** Steps beyond the limit were left out: the path names everything that starts like this. */
  readonly cut: boolean;
}

export const MAX_STEPS = 3;

/** Is the result fresh memory? Programs name their own checked allocators after the library's. */
function allocates(name: string): boolean {
  return name !== "" && (lookupFunction(name)?.effect.allocates !== undefined || /^x_?(?:m|c|re)alloc$|^operator new/.test(name));
}

function root(kind: Root): Path {
  return { root: kind, steps: [], cut: false };
}

/** Elements do not count: `a.b[i].c` has two members. */
function add(path: Path, step: Step): Path {
  if (path.cut) return path;
  const last = path.steps.at(-1);
  if (step.kind === "field" && last?.kind === "deref") {
    return { ...path, steps: [...path.steps.slice(0, -1), { ...step, arrow: true }] };
  }
  const length = path.steps.filter((s) => s.kind !== "index").length;
  if (step.kind !== "index" && length >= MAX_STEPS) {
    // a dereference may yet become the arrow of a member; beyond the limit both are cut
    return { ...path, cut: true };
  }
  return { ...path, steps: [...path.steps, step] };
}

/** Path of the storage that a place names. */
export function pathOfPlace(fn: IrFunction, place: Place, depth = 0): Path {
  if (depth > 40) return { ...root({ kind: "unknown", text: "deep" }), cut: true };
  switch (place.kind) {
    case "local":
      return root({ kind: "local", id: place.id, name: fn.locals[place.id]?.name ?? `local${place.id}` });
    case "param":
      return root({ kind: "param", index: place.index, name: fn.params[place.index]?.name ?? `param${place.index}` });
    case "global":
      return root({ kind: "global", name: place.name });
    case "temp":
      return root({ kind: "result", temp: place.id, text: "temporary" });
    case "deref":
      return dereference(fn, place.pointer, depth + 1);
    case "field":
      return add(pathOfPlace(fn, place.of, depth + 1), { kind: "field", member: place.member, arrow: false, record: place.record });
    case "index": {
      const path = pathOfPlace(fn, place.of, depth + 1);
      return add(path, { kind: "index", index: place.index.kind === "int" ? place.index.value : "*" });
    }
  }
}

/** Path of the storage a pointer value points to. */
export function dereference(fn: IrFunction, pointer: Value, depth = 0): Path {
  if (depth > 40) return { ...root({ kind: "unknown", text: "deep" }), cut: true };
  switch (pointer.kind) {
    case "string":
      return root({ kind: "string" });
    case "function":
      return root({ kind: "global", name: pointer.name });
    case "unknown":
      return root({ kind: "unknown", text: pointer.text });
    case "int":
    case "float":
    case "config":
      return root({ kind: "unknown", text: pointer.kind === "int" ? String(pointer.value) : pointer.kind });
    case "temp":
      break;
  }
  if (pointer.id === fn.thisTemp) return root({ kind: "this", record: fn.record });
  const definition = definitionOf(fn, pointer.id);
  if (!definition) return root({ kind: "unknown", text: `t${pointer.id}` });
  switch (definition.kind) {
    case "addressOf":
      return pathOfPlace(fn, definition.place, depth + 1);
    case "load": {
      // the array a load of array type decays from is the place itself
      const at = pathOfPlace(fn, definition.place, depth + 1);
      return definition.type.kind === "array" ? at : add(at, { kind: "deref" });
    }
    case "cast":
      return dereference(fn, definition.operand, depth + 1);
    case "binary": {
      if (definition.op !== "add" && definition.op !== "sub") return root({ kind: "unknown", text: definition.op });
      const swap = definition.left.kind === "int" && definition.right.kind !== "int";
      const base = dereference(fn, swap ? definition.right : definition.left, depth + 1);
      const offset = swap ? definition.left : definition.right;
      const index = offset.kind === "int" ? (definition.op === "sub" ? -offset.value : offset.value) : "*";
      return index === 0n ? base : add(base, { kind: "index", index });
    }
    case "new":
      return root({ kind: "alloc", temp: pointer.id, text: "new" });
    case "call": {
      const name =
        definition.callee.kind === "name" ? definition.callee.name : definition.callee.kind === "member" ? definition.callee.name : "";
      if (allocates(name)) return root({ kind: "alloc", temp: pointer.id, text: name });
      return root({ kind: "result", temp: pointer.id, text: `${name || "call"}()` });
    }
    default:
      return root({ kind: "unknown", text: definition.kind });
  }
}

/** Path of the storage a value was read from (behind casts), undefined for constants and computed values. */
export function pathOfValue(fn: IrFunction, value: Value, depth = 0): Path | undefined {
  if (value.kind !== "temp" || depth > 20) return undefined;
  const definition = definitionOf(fn, value.id);
  if (definition?.kind === "load") return pathOfPlace(fn, definition.place);
  if (definition?.kind === "cast") return pathOfValue(fn, definition.operand, depth + 1);
  return undefined;
}

/** Key under which equal paths of one function are equal. Roots of kind global and this also agree across functions of one class. */
export function pathKey(path: Path): string {
  return rootKey(path.root) + path.steps.map(stepKey).join("") + (path.cut ? "…" : "");
}

function rootKey(r: Root): string {
  switch (r.kind) {
    case "local":
      return `l${r.id}`;
    case "param":
      return `p${r.index}`;
    case "global":
      return `g:${r.name}`;
    case "this":
      return "this";
    case "alloc":
    case "result":
      return `${r.kind}${r.temp}`;
    case "string":
      return "string";
    case "unknown":
      return `?${r.text}`;
  }
}

function stepKey(step: Step): string {
  if (step.kind === "field") return `${step.arrow ? "->" : "."}${step.member}`;
  return step.kind === "deref" ? "->*" : `[${step.index}]`;
}

/** Spelling for people: `m_hLookup`, `pvar->fwd_state.requests[*].handle`, `*phTask`. */
export function pathText(path: Path): string {
  const r = path.root;
  let text =
    r.kind === "this"
      ? ""
      : r.kind === "string"
        ? "string"
        : r.kind === "local" || r.kind === "param" || r.kind === "global"
          ? r.name
          : r.text;
  if (r.kind === "this" && path.steps.length === 0) return "*this";
  for (const step of path.steps) {
    if (step.kind === "deref") text = `*${text || "this"}`;
    else if (step.kind === "index") text += `[${step.index}]`;
    else text += text === "" ? step.member : `${step.arrow ? "->" : "."}${step.member}`;
  }
  return path.cut ? `${text}…` : text;
}

/** May the storages of two paths of one function be the same or one part of the other? Roots of different kinds that hold addresses may. */
export function mayOverlap(a: Path, b: Path): boolean {
  const pointers = (p: Path) =>
    p.root.kind === "unknown" || p.root.kind === "result" || p.steps.some((s) => s.kind === "deref" || (s.kind === "field" && s.arrow));
  if (rootKey(a.root) !== rootKey(b.root)) return pointers(a) || pointers(b) ? sameMember(a, b) : false;
  const n = Math.min(a.steps.length, b.steps.length);
  for (let i = 0; i < n; i++) {
    const x = a.steps[i]!;
    const y = b.steps[i]!;
    if (x.kind === "index" && y.kind === "index" && (x.index === "*" || y.index === "*")) continue;
    if (stepKey(x) !== stepKey(y)) return pointers(a) || pointers(b) ? sameMember(a, b) : false;
  }
  return true;
}

/** Two paths through pointers meet only in the same member, if both end in one. */
function sameMember(a: Path, b: Path): boolean {
  const x = a.steps.findLast((s) => s.kind === "field");
  const y = b.steps.findLast((s) => s.kind === "field");
  return x === undefined || y === undefined || x.member === y.member;
}
