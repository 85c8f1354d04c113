/** Which of two paths that meet are one: what of their values and conditions matters to requests. */
import type { Frame } from "./events.ts";
import type { Questions } from "./questions.ts";
import { bare } from "./roles.ts";
import type { State } from "./state.ts";
import { type Path, rootOf, someTerm, stripNarrow, type Term } from "./terms.ts";

export class Joins {
  readonly #questions: Questions;
  #interesting = new Map<number, boolean>();

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /** A new root: what the last one said of single terms is gone. */
  begin(): void {
    this.#interesting = new Map();
  }

  /** A member or global that holds a handle or a buffer. */
  isSlot(path: Path): boolean {
    switch (path.kind) {
      case "field":
        return this.#questions.isSlotName(path.member);
      case "global":
        return this.#questions.isSlotName(path.name.replace(/^.*::/, ""));
      case "index":
        return this.isSlot(path.of);
      default:
        return false;
    }
  }

  /** Made of a handle, a buffer, a message word, a result of a Winsock call, or a member that holds such. */
  isInteresting(term: Term): boolean {
    let known = this.#interesting.get(term.id);
    if (known === undefined) {
      known = someTerm(term, (t) => {
        switch (t.kind) {
          case "message":
          case "heap":
            return true;
          case "call":
            return /^(?:WSA(?:Async|Cancel|Startup)|GetAddrInfoEx)/.test(bare(t.name));
          case "entry":
          case "havoc":
            return this.isSlot(t.path) || (t.path.kind === "field" && /^[wl]Param$/i.test(t.path.member));
          default:
            return false;
        }
      });
      this.#interesting.set(term.id, known);
    }
    return known;
  }

  /** Says so of the term itself: the error of a start or a cancel decides what happens to requests, that of other calls does not. */
  setInteresting(term: Term, is: boolean): void {
    this.#interesting.set(term.id, is);
  }

  /** Equal for paths that need not be told apart. */
  key(state: State, frame: Frame): string {
    const parts: string[] = [String(state.history), state.unknown ? "?" : ""];
    const names = this.#questions.testedTwice(frame.function);
    const held = new Set<Term>();
    for (const { path, term } of state.values.values()) {
      const root = rootOf(path);
      const own = path.kind === "local" ? path.name : path.kind === "field" ? path.member : path.kind === "global" ? path.name : "";
      const tested = names.has(own);
      // not of members behind a pointer: there are many, and paths are few
      if (tested && root.kind !== "deref") held.add(stripNarrow(term));
      if (tested || this.isSlot(path) || (root.kind === "local" && !root.isStatic && this.isInteresting(term)))
        parts.push(`${path.key}=${term.id}`);
    }
    const constraints: string[] = [];
    for (const { term, constraint } of state.constraints.values()) {
      if (!held.has(term) && !this.isInteresting(term) && !matters(term, names)) continue;
      constraints.push(
        `${term.id}${constraint.equal === undefined ? `!${[...constraint.notEqual].sort().join(",")}` : `=${constraint.equal}`}`,
      );
    }
    return `${parts.sort().join(";")}|${constraints.sort().join(";")}`;
  }
}

/** Made of something that the function tests more than once. */
function matters(term: Term, names: ReadonlySet<string>): boolean {
  return someTerm(
    term,
    (t) => {
      if (t.kind === "config") return names.has(`config ${t.condition}`);
      if (t.kind !== "entry" && t.kind !== "havoc") return false;
      const p = t.path;
      return p.kind === "field" ? names.has(p.member) : p.kind === "local" || p.kind === "global" ? names.has(p.name) : false;
    },
    4,
  );
}
