/**
 * Symbolic values and access paths. Both are interned: equal terms are the same object, so a condition on a value that was
 * seen before is recognised as the same condition.
 *
 * An access path is a view of storage: a root (local, parameter, global, temporary object) or what a term points at, then
 * members and indices. `deref(addr(p))` is `p`.
 */
import type { Statement } from "../ir/types.ts";

type Call = Extract<Statement, { kind: "call" }>;

export type Path =
  | { readonly kind: "local"; readonly key: string; readonly name: string; readonly frame: number; readonly isStatic: boolean }
  | { readonly kind: "global"; readonly key: string; readonly name: string }
  | { readonly kind: "object"; readonly key: string; readonly name: string }
  | { readonly kind: "deref"; readonly key: string; readonly pointer: Term }
  | { readonly kind: "field"; readonly key: string; readonly of: Path; readonly member: string; readonly record?: string }
  | { readonly kind: "index"; readonly key: string; readonly of: Path; readonly index: Term };

export type TermOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "mod"
  | "shl"
  | "shr"
  | "and"
  | "or"
  | "xor"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "not"
  | "neg"
  | "bitnot"
  /** High or low 16 bits of the low 32 bits. */
  | "hi16"
  | "lo16";

export type Term = { readonly id: number } & (
  | { readonly kind: "int"; readonly value: bigint; readonly name?: string }
  | { readonly kind: "string"; readonly value: string; readonly wide: boolean }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "address"; readonly path: Path }
  /** Value of the path when the analysed entry began. */
  | { readonly kind: "entry"; readonly path: Path }
  /** Value of the path after something unknown wrote to it; `generation` tells the writes apart. */
  | { readonly kind: "havoc"; readonly path: Path; readonly generation: number }
  /** Result of a call; `instance` counts the executions on one path. */
  | { readonly kind: "call"; readonly statement: Call; readonly instance: number; readonly name: string }
  /** Pointer to fresh heap storage. */
  | { readonly kind: "heap"; readonly label: string; readonly how: string }
  /** wParam or lParam of the message that is being handled. */
  | { readonly kind: "message"; readonly part: "wParam" | "lParam" | "number" | "hwnd" }
  | { readonly kind: "config"; readonly condition: string }
  | { readonly kind: "op"; readonly op: TermOp; readonly left: Term; readonly right?: Term }
  /** Truncation to a narrower integer type. */
  | { readonly kind: "narrow"; readonly of: Term; readonly bits: number; readonly signed: boolean }
  /** What could not be read. */
  | { readonly kind: "unknown"; readonly label: string }
);

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;
type TermShape = WithoutId<Term>;

/** Owner of all terms and paths of one analysis. */
export class Terms {
  readonly #terms = new Map<string, Term>();
  readonly #paths = new Map<string, Path>();
  readonly #sites = new Map<object, number>();
  #next = 1;

  get size(): number {
    return this.#terms.size;
  }

  #term(key: string, shape: TermShape): Term {
    const old = this.#terms.get(key);
    if (old) return old;
    const made = { ...shape, id: this.#next++ } as Term;
    this.#terms.set(key, made);
    return made;
  }

  #path(path: Path): Path {
    const old = this.#paths.get(path.key);
    if (old) return old;
    this.#paths.set(path.key, path);
    return path;
  }

  /** A number for a statement, stable within this analysis. */
  number(statement: object): number {
    let n = this.#sites.get(statement);
    if (n === undefined) this.#sites.set(statement, (n = this.#sites.size + 1));
    return n;
  }

  int(value: bigint | number, name?: string): Term {
    const v = BigInt(value);
    return this.#term(`i${v}${name ? `:${name}` : ""}`, { kind: "int", value: v, ...(name === undefined ? {} : { name }) });
  }
  string(value: string, wide: boolean): Term {
    return this.#term(`s${wide ? "w" : "n"}${value}`, { kind: "string", value, wide });
  }
  func(name: string): Term {
    return this.#term(`f${name}`, { kind: "function", name });
  }
  address(path: Path): Term {
    if (path.kind === "deref") return path.pointer;
    return this.#term(`&${path.key}`, { kind: "address", path });
  }
  entry(path: Path): Term {
    return this.#term(`e${path.key}`, { kind: "entry", path });
  }
  havoc(path: Path, generation: number): Term {
    return this.#term(`h${generation}:${path.key}`, { kind: "havoc", path, generation });
  }
  call(statement: Call, instance: number, name: string): Term {
    return this.#term(`c${this.number(statement)}:${instance}`, { kind: "call", statement, instance, name });
  }
  heap(label: string, how: string): Term {
    return this.#term(`n${label}`, { kind: "heap", label, how });
  }
  message(part: "wParam" | "lParam" | "number" | "hwnd"): Term {
    return this.#term(`m${part}`, { kind: "message", part });
  }
  config(condition: string): Term {
    return this.#term(`p${condition}`, { kind: "config", condition });
  }
  unknown(label: string): Term {
    return this.#term(`u${label}`, { kind: "unknown", label });
  }
  op(op: TermOp, left: Term, right?: Term): Term {
    return this.#term(`o${op}:${left.id}:${right?.id ?? ""}`, { kind: "op", op, left, ...(right ? { right } : {}) });
  }
  narrow(of: Term, bits: number, signed: boolean): Term {
    return this.#term(`t${bits}${signed ? "s" : "u"}:${of.id}`, { kind: "narrow", of, bits, signed });
  }

  local(frame: number, name: string, id: string, isStatic: boolean, owner: string): Path {
    const key = isStatic ? `S${owner}:${id}` : `L${frame}#${id}`;
    return this.#path({ kind: "local", key, name, frame, isStatic });
  }
  global(name: string): Path {
    return this.#path({ kind: "global", key: `G${name}`, name });
  }
  object(label: string, name: string): Path {
    return this.#path({ kind: "object", key: `O${label}`, name });
  }
  deref(pointer: Term): Path {
    if (pointer.kind === "address") return pointer.path;
    return this.#path({ kind: "deref", key: `*${pointer.id}`, pointer });
  }
  field(of: Path, member: string, record?: string): Path {
    return this.#path({ kind: "field", key: `${of.key}.${member}`, of, member, ...(record === undefined ? {} : { record }) });
  }
  index(of: Path, index: Term): Path {
    return this.#path({ kind: "index", key: `${of.key}[${index.id}]`, of, index });
  }
}

/** The path without trailing members and indices: the object that holds it. */
export function rootOf(path: Path): Path {
  let p = path;
  while (p.kind === "field" || p.kind === "index") p = p.of;
  return p;
}

/** True if `inner` is `outer` or lies inside it. */
export function isWithin(inner: Path, outer: Path): boolean {
  for (let p: Path = inner; ; p = p.of) {
    if (p === outer) return true;
    if (p.kind !== "field" && p.kind !== "index") return false;
  }
}

/** Visits the term and everything it is made of (operands, the paths and pointers it was loaded through). */
export function someTerm(term: Term, test: (t: Term) => boolean, depth = 12): boolean {
  if (test(term)) return true;
  if (depth === 0) return false;
  switch (term.kind) {
    case "op":
      return someTerm(term.left, test, depth - 1) || (term.right !== undefined && someTerm(term.right, test, depth - 1));
    case "narrow":
      return someTerm(term.of, test, depth - 1);
    case "entry":
    case "havoc":
    case "address":
      return somePath(term.path, test, depth - 1);
    default:
      return false;
  }
}

function somePath(path: Path, test: (t: Term) => boolean, depth: number): boolean {
  switch (path.kind) {
    case "deref":
      return someTerm(path.pointer, test, depth);
    case "field":
      return somePath(path.of, test, depth);
    case "index":
      return somePath(path.of, test, depth) || someTerm(path.index, test, depth);
    default:
      return false;
  }
}

/** Casts and narrowings taken away. */
export function stripNarrow(term: Term): Term {
  let t = term;
  while (t.kind === "narrow") t = t.of;
  return t;
}

/** Text of a path for people: `m_hLookup`, `req->buf`, `g_table[…].h`. */
export function pathText(path: Path): string {
  switch (path.kind) {
    case "local":
    case "global":
    case "object":
      return path.name;
    case "deref":
      return isThis(path.pointer) ? "*this" : `*${termText(path.pointer)}`;
    case "field": {
      if (path.of.kind === "deref") {
        return isThis(path.of.pointer) ? path.member : `${termText(path.of.pointer)}->${path.member}`;
      }
      return `${pathText(path.of)}.${path.member}`;
    }
    case "index":
      return `${pathText(path.of)}[${path.index.kind === "int" ? path.index.value : "…"}]`;
  }
}

function isThis(term: Term): boolean {
  return (term.kind === "entry" || term.kind === "havoc") && term.path.kind === "local" && term.path.name === "this";
}

/** Text of a value for people. */
export function termText(term: Term): string {
  switch (term.kind) {
    case "int":
      return term.name ?? String(term.value);
    case "string":
      return JSON.stringify(term.value);
    case "function":
      return term.name;
    case "address":
    case "entry":
    case "havoc":
      return pathText(term.path);
    case "call":
      return `the result of ${term.name}`;
    case "heap":
      return "the new object";
    case "message":
      return term.part;
    case "narrow":
      return termText(term.of);
    case "config":
      return term.condition;
    default:
      return "the value";
  }
}
