/** What a data breakpoint stands on, and what it is at a moment of a run. */
import type { World } from "../interpreter/world.ts";
import { INIT } from "../memory/object.ts";
import { Sym, type Value } from "../values.ts";
import { requestState } from "./values.ts";

export type Watched =
  | { readonly kind: "memory"; readonly address: number; readonly size: number }
  /** A variable whose address is never taken, in the frame at `frame` of its thread while that is one of function `fn`. */
  | { readonly kind: "register"; readonly thread: number; readonly frame: number; readonly fn: number; readonly variable: number }
  /** The state of a request, counting from 0. */
  | { readonly kind: "request"; readonly request: number };

/** Bytes that one breakpoint may stand on. */
export const MOST_WATCHED = 65_536;

const textOf = (value: Value | undefined): string =>
  value === undefined ? "unset" : value instanceof Sym ? `unknown ${value.id}` : typeof value === "object" ? "object" : String(value);

/** The same text at two moments: the value has not changed. Undefined: it is not there. */
export function watchedText(world: World, watched: Watched): string | undefined {
  switch (watched.kind) {
    case "request": {
      const record = world.ledger.requests[watched.request];
      return record && requestState(record);
    }
    case "register": {
      const frame = world.threads[watched.thread]?.frames[watched.frame];
      if (frame?.kind !== "code" || frame.fn.index !== watched.fn) return undefined;
      return textOf(frame.regs[watched.variable]);
    }
    case "memory":
      return memoryText(world, watched.address, watched.size);
  }
}

const EMPTY = "??";

/** The first bytes of a piece of memory, for a person. */
export function bytesText(world: World, address: number, size: number): string {
  const object = world.space.at(address);
  if (!object) return "no memory";
  if (object.life !== "live") return object.life === "freed" ? "freed memory" : "memory whose scope has ended";
  const start = address - object.base;
  const shown = Math.max(0, Math.min(size, 8, object.size - start));
  const bytes = Array.from({ length: shown }, (_, i) => {
    const page = object.pages[(start + i) >> 8];
    const shadow = page ? (page.shadow[(start + i) & 255] ?? object.fill) : object.fill;
    return shadow === INIT ? (page?.bytes[(start + i) & 255] ?? 0).toString(16).padStart(2, "0") : EMPTY;
  });
  return `${bytes.join(" ")}${size > shown ? " …" : ""}`;
}

/** Content of a piece of memory, as the numbers of a hash of what is known about it: FNV-1a, twice. */
function memoryText(world: World, address: number, size: number): string | undefined {
  const object = world.space.at(address);
  if (!object) return undefined;
  const start = address - object.base;
  const end = Math.min(start + size, object.size);
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let at = start; at < end; at++) {
    const page = object.pages[at >> 8];
    const byte = page ? (page.bytes[at & 255] ?? 0) : 0;
    const shadow = page ? (page.shadow[at & 255] ?? object.fill) : object.fill;
    a = Math.imul(a ^ byte, 0x01000193);
    a = Math.imul(a ^ shadow, 0x01000193);
    b = Math.imul(b ^ (byte + shadow * 256), 0x85ebca6b);
  }
  let unknown = "";
  if (object.syms) for (const [at, sym] of object.syms) if (at >= start && at < end) unknown += ` ${at}:${sym.id}`;
  return `${object.slot} ${object.life} ${a >>> 0} ${b >>> 0}${unknown}`;
}
