/** Looks at the memory of a run without leaving a trace: no check, no event, nothing becomes known by being read. */
import { decode } from "../memory/encoding.ts";
import { INIT, type MemObject, UNINIT } from "../memory/object.ts";
import type { Space } from "../memory/space.ts";
import type { Int, Scalar, Sym } from "../values.ts";

export type Peek =
  | { readonly kind: "value"; readonly value: Int | Sym }
  /** Never written. */
  | { readonly kind: "unset" }
  /** Written by somebody who is not seen, or partly. */
  | { readonly kind: "unknown" }
  /** The object is not alive any more, the address is none, or it lies outside of its object. */
  | { readonly kind: "gone"; readonly why: "freed" | "ended" | "nowhere" | "outside" };

function within(object: MemObject, offset: number, size: number): boolean {
  return offset >= 0 && (offset + size <= object.size || object.fuzzy);
}

function shadowAt(object: MemObject, offset: number): number {
  const page = object.pages[offset >> 8];
  return page ? (page.shadow[offset & 255] ?? object.fill) : object.fill;
}

function byteAt(object: MemObject, offset: number): number {
  return object.pages[offset >> 8]?.bytes[offset & 255] ?? 0;
}

export function peek(space: Space, address: number, type: Scalar): Peek {
  const object = space.at(address);
  if (!object || object.kind === "function") return { kind: "gone", why: "nowhere" };
  if (object.life !== "live") return { kind: "gone", why: object.life };
  const offset = address - object.base;
  if (!within(object, offset, type.size)) return { kind: "gone", why: "outside" };
  const sym = object.syms?.get(offset);
  if (sym && sym.type.size === type.size) return { kind: "value", value: sym };
  const bytes = new Uint8Array(8);
  let known = true;
  for (let i = 0; i < type.size; i++) {
    const shadow = shadowAt(object, offset + i);
    if (shadow === UNINIT) return { kind: "unset" };
    if (shadow !== INIT) known = false;
    bytes[i] = byteAt(object, offset + i);
  }
  return known ? { kind: "value", value: decode(bytes, 0, type) } : { kind: "unknown" };
}

/** The zero-terminated text at an address, at most `limit` characters; undefined if its first character is not known. */
export function peekText(space: Space, address: number, unit: 1 | 2, limit = 80): string | undefined {
  const type: Scalar = { kind: "int", size: unit, signed: false };
  let text = "";
  for (let i = 0; i < limit; i++) {
    const found = peek(space, address + i * unit, type);
    if (found.kind !== "value" || typeof found.value !== "number") return i === 0 ? undefined : `${text}…`;
    if (found.value === 0) return text;
    text += String.fromCharCode(found.value);
  }
  return `${text}…`;
}
