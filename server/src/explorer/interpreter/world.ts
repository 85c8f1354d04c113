/**
 * The state of one run: memory, threads, facts about unknown values, output, requests, and the emulator's state. A fork shares everything
 * that neither side changes. Nothing here decides what happens next: that is the environment's and the search's.
 */
import type { AssumptionKind } from "../../rules/types.ts";
import type { Ledger } from "../ledger.ts";
import { Fault, type MemObject } from "../memory/object.ts";
import type { Space } from "../memory/space.ts";
import { apply, assume, evaluate, Facts, leavesOf, relate } from "../symbols.ts";
import { Blob, type Int, isConcrete, type Scalar, Sym, type Value, wrap } from "../values.ts";
import type { CType } from "../../names/ctype.ts";
import type { CodeFrame, Frame, Thread } from "./frame.ts";
import { pointeeOf } from "./invention.ts";
import { positionOf } from "./position.ts";
import { candidates, NeedAnswer, type Question } from "./question.ts";
import type { Position, Simulation } from "./simulation.ts";
import { usesShared, usesWatched } from "./watches.ts";

export interface ExitState {
  readonly kind: "returned" | "exited" | "hang" | "fault" | "cut";
  readonly code?: number;
  readonly text?: string;
}

export interface BoundReached {
  readonly kind: "loop" | "steps" | "depth" | "memory" | "unable" | "invented";
  readonly limit: number;
  readonly position: Position | undefined;
}

const MAX_FRAMES = 400;
const BOOL: Scalar = { kind: "bool", size: 1, signed: false };

export class World {
  readonly sim: Simulation;
  space: Space;
  threads: Thread[];
  /** State of the emulator; valid while the world is not active. */
  emulator: number;
  facts: Facts;
  output: string;
  debugOutput: string;
  ledger: Ledger;
  exit: ExitState | undefined;
  /** Assumptions used so far, by text. */
  assumptions: ReadonlyMap<string, AssumptionKind>;
  /** Entries of the environment that were used, in order. */
  usedEntries: readonly string[];
  /** What models keep (strtok, rand, errno), by name. */
  modelState: ReadonlyMap<string, Value>;
  /** What the environment keeps (stage of an entry that is no program). */
  stage: number;
  /** Leaves of unknown values that may be alive, by site. Not part of the state. */
  leaves: Map<string, Set<number>>;
  /** Thread that acts now. */
  current: Thread | undefined;
  /** Position of the next answer in `current.answers`. */
  answerAt = 0;
  /** Statements done so far; not part of the state. */
  work = 0;
  /** Violations since the last decision. */
  violations: readonly { readonly rule: string; readonly message: string; readonly key: string }[] = [];
  /** Events so far that a person counts; not part of the state. */
  eventCount = 0;
  /** Steps of the environment that were chosen so far; not part of the state. */
  environmentSteps = 0;
  /** An unknown number was taken to be 0: what gets a 0 now may never get it in the program. Not part of the state. */
  choseZero = false;
  /** Bounds that this run hit. */
  bounds: readonly BoundReached[] = [];
  #owner: object = {};

  constructor(sim: Simulation, space: Space, emulator: number, ledger: Ledger) {
    this.sim = sim;
    this.space = space;
    this.threads = [];
    this.emulator = emulator;
    this.facts = Facts.none;
    this.output = "";
    this.debugOutput = "";
    this.ledger = ledger;
    this.assumptions = new Map();
    this.usedEntries = [];
    this.modelState = new Map();
    this.stage = 0;
    this.leaves = new Map();
    this.#hook();
  }

  #hook(): void {
    this.space.onWatched = (object, offset, length, write) => usesWatched(this, object, offset, length, write);
    this.space.onTooDeep = (object) => this.assume("bound", `pointers deep inside ${object.label} were taken to be null`);
    this.space.onForeign = (object) =>
      this.assume("layout", `what an object of a class in ${object.label} converts to was taken to be unknown`);
    this.space.onUninitialised = (object, offset) => this.sim.observe(this, { kind: "uninitialised-read", object: object.label, offset });
  }

  /** A second run from here. */
  fork(): World {
    const copy = new World(this.sim, this.space.fork(), this.emulator, this.ledger);
    this.#owner = {};
    copy.threads = this.threads.slice();
    copy.facts = this.facts;
    copy.output = this.output;
    copy.debugOutput = this.debugOutput;
    copy.exit = this.exit;
    copy.assumptions = this.assumptions;
    copy.usedEntries = this.usedEntries;
    copy.modelState = this.modelState;
    copy.stage = this.stage;
    copy.work = this.work;
    copy.eventCount = this.eventCount;
    copy.environmentSteps = this.environmentSteps;
    copy.bounds = this.bounds;
    copy.choseZero = this.choseZero;
    copy.leaves = this.leaves;
    this.leaves = new Map(this.leaves);
    return copy;
  }

  // ---------------------------------------------------------------------------------------------------------- threads

  /** The thread, ready to be changed. */
  own(index: number): Thread {
    const thread = this.threads[index]!;
    if (thread.owner === this.#owner) return thread;
    const copy: Thread = { ...thread, owner: this.#owner, frames: thread.frames.slice(), answers: thread.answers.slice() };
    this.threads[index] = copy;
    return copy;
  }

  addThread(id: number): Thread {
    const thread: Thread = { owner: this.#owner, id, frames: [], passed: false, answers: [], ended: false, status: "run", sincePoint: 0 };
    this.threads = [...this.threads, thread];
    this.shareMemory();
    return thread;
  }

  /** Top frame of a thread that this world owns, ready to be changed. */
  top(thread: Thread): Frame | undefined {
    return this.#frameAt(thread, thread.frames.length - 1);
  }

  /** Any frame, ready to be changed. */
  ownFrame(thread: number, index: number): Frame | undefined {
    return this.#frameAt(this.own(thread), index);
  }

  #frameAt(thread: Thread, index: number): Frame | undefined {
    const frame = thread.frames[index];
    if (!frame || frame.owner === this.#owner || frame.kind === "model") return frame;
    const copy: CodeFrame = {
      ...frame,
      owner: this.#owner,
      temps: frame.temps.slice(),
      regs: frame.regs.slice(),
      bases: frame.bases.slice(),
      unknownIterations: frame.unknownIterations && new Map(frame.unknownIterations),
    };
    thread.frames[index] = copy;
    return copy;
  }

  push(thread: Thread, frame: Frame): void {
    if (thread.frames.length >= MAX_FRAMES) throw new Fault("stack-overflow", `calls are nested more than ${MAX_FRAMES} deep`);
    frame.owner = this.#owner;
    thread.frames.push(frame);
  }

  // ----------------------------------------------------------------------------------------------------------- values

  eval(value: Value): Value {
    return value instanceof Sym ? evaluate(this.sim.symbols, this.facts, value) : value;
  }

  apply(op: Parameters<typeof apply>[2], type: Scalar, left: Value, right: Value | undefined, operandType: Scalar): Value {
    const a = left instanceof Blob ? this.foreign(left, operandType) : left;
    const b = right instanceof Blob ? this.foreign(right, operandType) : right;
    return apply(this.sim.symbols, this.facts, op, type, a, b, operandType);
  }

  /** An object of a class where a number is wanted: its conversion is not visible, so the number is not known. */
  foreign(value: Blob, type: Scalar): Sym {
    const record = value.record ?? "a class";
    this.assume("layout", `what an object of ${record} converts to was taken to be unknown`);
    return this.fresh(`conversion ${record} ${this.positionKey()}`, type, `the value of an object of ${record}`);
  }

  /** A value about which nothing is known. `site` names the place in the program that makes it. */
  fresh(site: string, type: Scalar, label: string): Sym {
    let used = this.leaves.get(site);
    let count = 0;
    while (used?.has(count)) count++;
    used = new Set(used);
    used.add(count);
    this.leaves.set(site, used);
    return this.sim.symbols.leaf(site, count, type, label);
  }

  /** Truth of a condition; a question if it is unknown. */
  truth(value: Value, why: AssumptionKind = "branch"): boolean {
    const known = this.eval(value);
    if (isConcrete(known)) return known !== 0 && !Object.is(known, -0) && known !== 0n;
    if (known instanceof Blob) return true;
    // What is known to differ from zero is true although it is no number.
    // A comparison of two unknowns is known by an answer about the comparison itself.
    const test = this.eval(this.apply("ne", BOOL, known, 0, known.type));
    if (isConcrete(test)) return test !== 0;
    this.lean(known, why);
    throw new NeedAnswer({ kind: "branch", sym: test as Sym, options: 2 });
  }

  /** A concrete integer; an unknown one is decided: as what it was constrained to, 0, 1. */
  concrete(value: Value): Int {
    const known = this.eval(value);
    if (isConcrete(known)) return known;
    if (known instanceof Blob) return 0;
    this.lean(known);
    const values = candidates(this.facts, known);
    throw new NeedAnswer({ kind: "value", sym: known, values, options: values.length });
  }

  /** Applies the answer to a question about an unknown value. */
  answer(question: Question, option: number): void {
    if (question.kind === "branch") this.facts = assume(this.facts, question.sym, option === 0);
    else if (question.kind === "value") {
      this.facts = relate(this.facts, question.sym, "eq", question.values[option]!);
      if (question.values[option] === 0) this.choseZero = true;
    }
  }

  /** The run leans on what it does not know about this value. */
  lean(sym: Sym, why: AssumptionKind = "branch"): void {
    leavesOf(sym, (leaf) => {
      const config = leaf.label.startsWith("#if ");
      const entry =
        leaf.label.startsWith("argument ") ||
        leaf.label.startsWith("member ") ||
        leaf.label.startsWith("global ") ||
        leaf.site.startsWith("memory object of ");
      this.assume(
        config ? "config" : entry ? "entry" : why,
        config ? `the condition ${leaf.label} was chosen` : `${leaf.label} was chosen`,
      );
    });
  }

  assume(kind: AssumptionKind, text: string): void {
    if (this.assumptions.has(text)) return;
    this.assumptions = new Map(this.assumptions).set(text, kind);
  }

  /** The address a pointer value holds; an unknown pointer becomes the address of an object of its own. */
  address(value: Value, pointee?: CType): number {
    if (typeof value === "number") return value;
    const known = this.eval(value);
    if (typeof known === "number") return known;
    if (typeof known === "bigint") return Number(wrap(known, 8, false));
    if (known instanceof Blob) {
      const pointer: Scalar = { kind: "pointer", size: this.sim.image.layouts.pointerSize, signed: false };
      return pointeeOf(this, this.foreign(known, pointer), pointee);
    }
    return pointeeOf(this, known, pointee);
  }

  create(request: Parameters<Space["create"]>[0]): MemObject {
    const object = this.space.create(request);
    if (!object) throw new Fault("out-of-memory", "the simulated program is out of address space");
    return object;
  }

  /**
   * From the second thread on, memory can be shared; before, all that was done comes before what the others do. Of a thread that has ended this
   * cannot be said: in another order it may still have been there.
   */
  shareMemory(): void {
    if (this.threads.length > 1) this.space.onShared ??= (object, write) => usesShared(this, object, write);
  }

  /** A step that has changed something goes on to its end: nobody comes in between any more. */
  uninterrupted(action: () => void): void {
    const thread = this.current;
    if (!thread || thread.passed) {
      action();
      return;
    }
    thread.passed = true;
    try {
      action();
    } finally {
      thread.passed = false;
    }
  }

  /** Answer of the search to a question of the current statement. */
  ask(question: Question): number {
    const given = this.current?.answers[this.answerAt++];
    if (given !== undefined) return given;
    throw new NeedAnswer(question);
  }

  /** Lets an unknown value be this one from now on. */
  settle(value: Value, known: Int): void {
    if (value instanceof Sym) this.facts = relate(this.facts, value, "eq", known);
  }

  restOf(address: number): number {
    const object = this.space.at(address);
    return object ? Math.max(0, object.base + object.size - address) : 0;
  }

  /** The program reads a variable; `part`: one of several things in it. */
  readsGlobal(name: string, address: number, part: boolean): void {
    const given = this.sim.givenGlobals.get(name);
    if (given !== undefined) this.assume("entry", given);
    if (given !== undefined || !this.sim.startGlobals?.(name)) return;
    const { addresses, constants } = this.space.shared;
    if (part || this.space.at(address) === constants.get(addresses.slotAt(address)))
      this.assume("entry", `${name} was taken to hold what it holds at the start of the program`);
  }

  /** An unknown window handle is the window of the environment, where there is one. */
  window(value: Value, label: string): Value {
    const window = this.modelState.get("environment window");
    if (!(value instanceof Sym) || typeof window !== "number") return value;
    this.settle(value, window);
    this.assume("entry", `${label} was taken to be a window of the thread`);
    return window;
  }

  // ------------------------------------------------------------------------------------------------------ ends and places

  finish(exit: ExitState): void {
    if (this.exit) return;
    this.exit = exit;
    this.sim.observe(this, { kind: "exit", how: exit.kind, code: exit.code ?? 0, text: exit.text ?? "" });
  }

  cut(bound: Omit<BoundReached, "position">, text = `${bound.kind} bound ${bound.limit}`): void {
    this.bounds = [...this.bounds, { ...bound, position: this.position() }];
    this.finish({ kind: "cut", text });
  }

  /** A loop goes round. */
  turn(): void {
    if (this.current) this.current.sincePoint++;
  }

  /** The bottom function of the entry's thread returned. */
  entryReturned(thread: Thread, value: Value): void {
    this.sim.entryReturned?.(this, thread, value);
  }

  threadReturned(thread: Thread, value: Value): void {
    this.endThread(thread, isConcrete(value) ? Number(value) : 0);
  }

  endThread(thread: Thread, code: number): void {
    thread.ended = true;
    if (thread.id === this.sim.winsock.mainThread) this.finish({ kind: "returned", code });
    else this.sim.winsock.ExitThread(thread.id, code);
  }

  liveThreads(): number {
    let count = 0;
    for (const thread of this.threads) if (!thread.ended) count++;
    return count;
  }

  /** Others may act before a call of the model. */
  isPoint(point: boolean | "threads" | undefined): boolean {
    // Threads share memory: what one of them does between two calls is one step, and any other thread may come before the next.
    return point === true || !this.sim.options.reduce || this.liveThreads() > 1;
  }

  /** Where the current thread is. */
  position(): Position | undefined {
    return this.current && positionOf(this.current);
  }

  /** The place as a key: function and offset in it. */
  positionKey(): string {
    const at = this.position();
    return at ? `${at.fn.index}+${at.start - at.fn.offset}` : "start";
  }

  positionText(): string {
    const at = this.position();
    return at ? `in ${at.fn.ir.name}` : "at the start";
  }
}
