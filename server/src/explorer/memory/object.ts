/** Objects of the simulated program: bytes, what is known about each byte, and whether the object still lives. */
import type { Sym } from "../values.ts";

export const PAGE = 256;

/** What is known about a byte. */
export const UNINIT = 0;
export const INIT = 1;
/** Part of an unknown value that is kept in `MemObject.syms`. */
export const SYMBOLIC = 2;
/** Unknown; a symbol is made when it is read. */
export const UNKNOWN = 3;

export type ObjectKind = "global" | "local" | "heap" | "string" | "function" | "system" | "unknown" | "stack-argument";
/** `freed` by the program, `ended` with its scope. */
export type Life = "live" | "freed" | "ended";

export interface Page {
  /** The space that may change it; another one copies it first. */
  owner: object;
  /** Length is a multiple of 8. */
  readonly bytes: Uint8Array;
  readonly shadow: Uint8Array;
  /** Number of the content among all pages, -1 after a change. */
  id: number;
}

export interface MemObject {
  owner: object;
  readonly base: number;
  /** Number of the object's first address slot. */
  readonly slot: number;
  readonly size: number;
  readonly kind: ObjectKind;
  /** Name for a person: `buf`, `malloc in StartLookup`, `"alpha.test"`. */
  readonly label: string;
  /** Where it was made: the same text for each object of that place. */
  readonly site: string;
  life: Life;
  /** What the bytes are that were never written. */
  fill: typeof UNINIT | typeof INIT | typeof UNKNOWN;
  /** The layout was invented: never reported as overrun. */
  readonly fuzzy: boolean;
  readonly readOnly: boolean;
  pages: (Page | undefined)[];
  syms: Map<number, Sym> | undefined;
  /** Dynamic type of the objects inside, by offset. */
  types: Map<number, string> | undefined;
  /** Requests that may still write here or whose reply the program still expects. */
  watch: number;
  /** Number of the thread that made it, or -1: it was there before any thread ran. */
  readonly maker: number;
  /** Who made a heap block (`malloc`, `new`, `new[]`). */
  readonly allocator: string;
  /** Number of the whole object's content, -1 after a change. */
  id: number;
}

export type FaultKind =
  | "null-dereference"
  | "wild-pointer"
  | "use-after-free"
  | "use-after-scope"
  | "buffer-overrun"
  | "write-to-constant"
  | "double-free"
  | "invalid-free"
  | "division-by-zero"
  | "stack-overflow"
  | "bad-call"
  | "pure-virtual-call"
  | "unhandled-exception"
  | "abort";

/** The interpreter cannot go on here, which says nothing about the program. */
export class Unable extends Error {}

/** The program did something that has no defined result; the run ends. */
export class Fault extends Error {
  readonly kind: FaultKind | string;
  readonly address: number | undefined;
  readonly object: MemObject | undefined;
  constructor(kind: FaultKind | string, message: string, address?: number, object?: MemObject) {
    super(message);
    this.kind = kind;
    this.address = address;
    this.object = object;
  }
}
