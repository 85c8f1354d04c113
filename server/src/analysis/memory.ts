/**
 * What is kept of a program's analysis for its next version. A root runs as before if the program answers as before whatever the run asked
 * (`answers.ts`); then its events are taken over, moved to where their functions stand now. So an edit costs the roots that go through the
 * edited function, and those to which its change matters.
 */
import type { ProgramFunction } from "../program/types.ts";
import type { Answers } from "./answers.ts";
import type { Frame, PathEvent, Place, Root } from "./events.ts";
import { Identities } from "./identities.ts";
import type { Questions } from "./questions.ts";

/** Terms made for versions that are gone stay in the table until it has grown this many times. */
const GROWTH = 4;
const SMALL = 20_000;

interface Kept {
  readonly answers: Answers;
  readonly events: readonly PathEvent[];
  /** Functions whose bodies were run, by key. */
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  readonly cuts: ReadonlySet<string>;
}

/** Memory of one program. The facts of a version must not be used any more when the next version is analysed: they lend it their events. */
export class AnalysisMemory {
  identities = new Identities();
  #surroundings: string | undefined;
  #before = new Map<string, Kept>();
  #now = new Map<string, Kept>();
  /** Terms when the memory was empty and one analysis was done. */
  #size = 0;

  readonly #small: number;
  #other: AnalysisMemory | undefined;

  /** `small`: a table of terms below this size is never too large. */
  constructor(small = SMALL) {
    this.#small = small;
  }

  /** Memory of the same program under another choice of `#if` branches. */
  get other(): AnalysisMemory {
    this.#other ??= new AnalysisMemory(this.#small);
    return this.#other;
  }

  /** A new version of the program: call before its analysis makes any term. */
  begin(surroundings: string): void {
    const outgrown = this.identities.terms.size > Math.max(this.#small, GROWTH * this.#size);
    if (this.#surroundings !== surroundings || outgrown) {
      this.identities = new Identities();
      this.#now = new Map();
      this.#size = 0;
    }
    this.#surroundings = surroundings;
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** The analysis is done, or was stopped: then what it did not come to may still hold. */
  end(stopped: boolean): void {
    if (stopped) this.#now = new Map([...this.#before, ...this.#now]);
    this.#before = new Map();
    if (this.#size === 0) this.#size = this.identities.terms.size;
  }

  /** What an earlier run of this root found, if it would find the same now; `at` is the order of its first event. */
  find(root: Root, questions: Questions, at: number): Kept | undefined {
    const key = rootKey(root, questions);
    const kept = this.#before.get(key);
    if (!kept || this.#now.has(key) || !questions.answersAgain(kept.answers)) return undefined;
    const functions = new Map<string, ProgramFunction>();
    for (const name of kept.functions.keys()) functions.set(name, questions.functionOf(name) as ProgramFunction);
    move(kept, functions, root, at);
    const moved = { ...kept, functions };
    this.#now.set(key, moved);
    return moved;
  }

  /** Keeps what a run found that was not cut from outside. */
  keep(root: Root, questions: Questions, answers: Answers, events: readonly PathEvent[], cuts: ReadonlySet<string>): void {
    const functions = new Map<string, ProgramFunction>();
    for (const key of answers.bodies.keys()) functions.set(key, questions.functionOf(key) as ProgramFunction);
    this.#now.set(rootKey(root, questions), { answers, events, functions, cuts });
  }
}

/** Everything of a root that its run looks at, its body aside. */
function rootKey({ function: fn, handler: h, completes, words }: Root, questions: Questions): string {
  return JSON.stringify([
    questions.keyOf(fn),
    completes.length > 0,
    h && [h.kind, h.block, h.wParam, h.lParam, h.message?.value, h.message?.text],
    words !== undefined,
  ]);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Puts the events into the functions as they are now. They are not copied, for there are many and each analysis of a program ends before the
 * next begins.
 */
function move(kept: Kept, functions: ReadonlyMap<string, ProgramFunction>, root: Root, order: number): void {
  const now = new Map<ProgramFunction, ProgramFunction>();
  for (const [key, fn] of kept.functions) now.set(fn, functions.get(key) as ProgramFunction);
  const done = new Set<Place | Frame>();
  const moveOnce = (at: Place | Frame): void => {
    if (done.has(at)) return;
    done.add(at);
    (at as Writable<Place | Frame>).function = now.get(at.function) as ProgramFunction;
  };
  const moveFrame = (frame: Frame): void => {
    for (let f: Frame | undefined = frame; f && !done.has(f); f = f.parent) {
      moveOnce(f);
      if (f.call) moveOnce(f.call);
    }
  };
  let next = order;
  for (const event of kept.events as readonly Writable<PathEvent>[]) {
    moveOnce(event.at);
    moveFrame(event.frame);
    if (event.kind === "enter" || event.kind === "leave") event.callee = now.get(event.callee) as ProgramFunction;
    event.root = root;
    event.order = next++;
  }
}
