/**
 * The state of one run: memory, threads, facts about unknown values, output, requests, and the emulator's state. A fork shares everything
 * that neither side changes. Nothing here decides what happens next: that is the environment's and the search's.
 */
import type { AssumptionKind } from "../../rules/types.ts";
import { type Ledger, mayWrite } from "../ledger.ts";
import { Fault, type MemObject } from "../memory/object.ts";
import type { Space } from "../memory/space.ts";
import { apply, assume, bounds, evaluate, Facts, leavesOf, relate } from "../symbols.ts";
import { Blob, type Int, isConcrete, type Scalar, Sym, type Value, wrap } from "../values.ts";
import type { CType } from "../../names/ctype.ts";
import { LIBRARY } from "../../platform/library/index.ts";
import type { CodeFrame, Frame, Thread } from "./frame.ts";
import type { Position, Simulation } from "./simulation.ts";

export interface ExitState {
  readonly kind: "returned" | "exited" | "hang" | "fault" | "cut";
  readonly code?: number;
  readonly text?: string;
}

/** A question that the next statement of a thread cannot answer by itself. */
export type Question =
  /** An unknown condition: option 0 is true, 1 is false. */
  | { readonly kind: "branch"; readonly sym: Sym; readonly options: 2 }
  /** An unknown integer that has to be a number: option i is `values[i]`. */
  | { readonly kind: "value"; readonly sym: Sym; readonly values: readonly Int[]; readonly options: number }
  /** A library function or the provider may go on in several ways. */
  | {
      readonly kind: "choice";
      readonly what: string;
      readonly labels?: readonly string[];
      readonly options: number;
      readonly provider: boolean;
    };

/** Leaves a statement that has changed nothing yet; it is done again once the question is decided. */
export class NeedAnswer {
  readonly question: Question;
  constructor(question: Question) {
    this.question = question;
  }
}

/** Leaves a statement before it touches memory that the provider may still write: others may act first. */
export const AT_POINT = Symbol("at a scheduling point");

export interface BoundReached {
  readonly kind: "loop" | "steps" | "depth" | "memory" | "unable" | "invented";
  readonly limit: number;
  readonly position: Position | undefined;
}

/** Assumptions under which a plain fault is no news. */
export const INVENTION: ReadonlySet<AssumptionKind> = new Set<AssumptionKind>(["entry", "alias", "layout", "call", "bound"]);

/** What a constant of an unseen header is called: `IDC_NAME of the CPage`, `the value of sizeof name`, `MAX_NAME`. */
const UNSEEN_CONSTANT = /^(?:the value of (?:sizeof .*|(?:\w+::)*[A-Z][A-Z0-9_]{3,})|[A-Z][A-Z0-9]*_\w+ of the \w+|[A-Z][A-Z0-9_]{3,})$/;

/** … and one of these that says how large something is: taken to be large enough for any reply. */
const UNSEEN_SIZE = /^(?:the value of sizeof .*|.*(?:SIZE|LEN|MAX|BUF).*)$/;
const ENOUGH = 1024;

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
    this.space.onWatched = (object, offset, length, write) => this.#watched(object, offset, length, write);
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
    const fact = bounds(this.facts, known);
    const candidates: Int[] = [];
    // a name in capitals or a size that is not declared in what is visible is one number, and no 0
    let named = known;
    while (named.op === "cast" && named.left instanceof Sym) named = named.left;
    const constant = UNSEEN_CONSTANT.test(named.label);
    for (const candidate of constant
      ? [...(UNSEEN_SIZE.test(named.label) ? [ENOUGH] : []), 1, 2, fact.low, fact.high]
      : [0, 1, fact.low, fact.high]) {
      if (candidate < fact.low || candidate > fact.high || fact.not.includes(candidate) || candidates.includes(candidate)) continue;
      if (typeof candidate === "number" && Number.isFinite(candidate)) candidates.push(candidate);
      if (candidates.length === (constant ? 1 : 2)) break;
    }
    if (candidates.length === 0) candidates.push(fact.low);
    throw new NeedAnswer({ kind: "value", sym: known, values: candidates, options: candidates.length });
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
      return this.#materialise(this.foreign(known, pointer), pointee);
    }
    return this.#materialise(known, pointee);
  }

  #materialise(sym: Sym, pointee: CType | undefined): number {
    const own = this.#ownObject(sym, pointee);
    if (own !== undefined) return own;
    // p + k: the object belongs to p.
    if ((sym.op === "add" || sym.op === "cast") && sym.left instanceof Sym && (sym.right === undefined || isConcrete(sym.right))) {
      this.#materialise(this.eval(sym.left) as Sym, undefined);
      const known = this.eval(sym);
      if (isConcrete(known)) return Number(known);
    }
    const layout = pointee && pointee.kind !== "void" ? this.sim.image.layouts.of(pointee) : undefined;
    const isRecord = pointee?.kind === "record";
    const depth = this.sim.image.shared.depthOfSymbol.get(sym.id) ?? 0;
    const label = !sym.label
      ? "what an unknown pointer points to"
      : depth > 0
        ? sym.label.replace(/^what /, "")
        : `*${sym.label.replace(/^argument /, "")}`;
    this.sim.image.shared.depthOfSite.set(`pointee of ${sym.id}`, depth + 1);
    const object = this.create({
      size: layout && isRecord ? layout.size : Math.max(layout?.size ?? 0, 4096),
      kind: "unknown",
      label,
      site: `pointee of ${sym.id}`,
      fill: 3,
      // How many there are behind the first nobody knows.
      fuzzy: true,
    });
    if (pointee?.kind === "record") {
      this.space.setType(object.base, pointee.name);
      this.emptied(object, pointee.name);
    }
    this.facts = relate(this.facts, sym, "eq", object.base);
    this.assume(
      sym.label.startsWith("argument ") ? "entry" : "alias",
      `${sym.label || "an unknown pointer"} points to an object of its own`,
    );
    return object.base;
  }

  /** What a window keeps, taken for a pointer to the class of the entry or a base of it, is the entry's object. */
  #ownObject(sym: Sym, pointee: CType | undefined): number | undefined {
    if (pointee?.kind !== "record") return undefined;
    let kept: Value | undefined = sym;
    while (kept instanceof Sym && kept.op === "cast") kept = kept.left;
    if (!(kept instanceof Sym)) return undefined;
    // a window's pointer to its owner: a member of an object of another class
    const owner = /^\w+ of the (\w+)$/.exec(kept.label)?.[1];
    const other = owner !== undefined && owner !== pointee.name && this.modelState.has(`object of ${owner}`);
    if (!other && !/^(?:what the window keeps|the result of Get(?:Prop|WindowLong|WindowLongPtr)[AW]?)$/.test(kept.label)) return undefined;
    for (const [name, object] of this.modelState) {
      if (!name.startsWith("object of ") || typeof object !== "number") continue;
      const record = name.slice(10);
      const offset = record === pointee.name ? 0 : this.sim.image.layouts.baseOffset(record, pointee.name);
      if (offset === undefined) continue;
      this.facts = relate(this.facts, kept, "eq", object + offset);
      this.assume("entry", `${kept.label} was taken to be the ${record}`);
      return object + offset;
    }
    return undefined;
  }

  /** Where an object keeps a member that its visible class does not declare; nothing is known about what it holds. */
  apart(object: number, member: string): number {
    if (object === 0) throw new Fault("null-dereference", `reads ${member} through a null pointer`, 0);
    const key = `apart ${member} ${object}`;
    const known = this.modelState.get(key);
    if (typeof known === "number") return known;
    this.assume("layout", `${member}, which its class does not declare, was taken to be there`);
    const made = this.create({ size: 4096, kind: "unknown", label: member, site: key, fill: 3, fuzzy: true });
    this.modelState = new Map(this.modelState).set(key, made.base);
    return made.base;
  }

  /** Strings and containers inside an invented object are empty: nothing else that could be invented is one. */
  emptied(object: MemObject, record: string, offset = 0, depth = 0): void {
    const { layouts, running } = this.sim.image;
    const layout = layouts.record(record);
    if (running.isLibrary(record)) {
      this.space.fill(object.base + offset, 0, layout.size);
      this.assume("entry", `what ${object.label} has of containers was taken to be empty`);
      return;
    }
    if (depth > 6 || layout.declaration === undefined) return;
    for (const base of layout.bases) this.emptied(object, base.name, offset + base.offset, depth + 1);
    for (const field of layout.declaration.fields) {
      const place = field.isStatic ? undefined : layout.fields.get(field.name);
      if (place?.type?.kind === "record") this.emptied(object, place.type.name, offset + place.offset, depth + 1);
    }
  }

  create(request: Parameters<Space["create"]>[0]): MemObject {
    const object = this.space.create(request);
    if (!object) throw new Fault("out-of-memory", "the simulated program is out of address space");
    return object;
  }

  #watched(object: MemObject, offset: number, length: number, write: boolean): void {
    const thread = this.current;
    if (!thread || this.sim.inEmulator) return;
    // The object holds a buffer that the provider may write; what is touched may lie beside it.
    const records = this.ledger.overlapping(object.base + offset, length);
    if (!records.some(mayWrite)) {
      const handled = write ? undefined : this.ledger.handled(thread.id);
      if (handled && records.includes(handled))
        this.sim.observe(this, { kind: "model", what: "result-read", data: { request: handled.request, object: object.label } });
      return;
    }
    if (!thread.passed) throw AT_POINT;
    this.sim.observe(this, { kind: write ? "buffer-write" : "buffer-read", object: object.label, address: object.base + offset, length });
  }

  /**
   * From the second thread on, memory can be shared; before, all that was done comes before what the others do. Of a thread that has ended this
   * cannot be said: in another order it may still have been there.
   */
  shareMemory(): void {
    if (this.threads.length > 1) this.space.onShared ??= (object, write) => this.#shared(object, write);
  }

  #shared(object: MemObject, write: boolean): void {
    const thread = this.current;
    if (!thread || this.sim.inEmulator || object.readOnly) return;
    const { sharing, options } = this.sim;
    const place = sharing.placeOf(object);
    if (!thread.passed && this.liveThreads() > 1) {
      const own = object.maker === thread.id && object.kind !== "heap";
      if (sharing.places.has(place) || (!options.reduce && !own)) throw AT_POINT;
    }
    sharing.used(place, thread.id, write);
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

  /** The object's dynamic type is now that of the class whose constructor or destructor runs. */
  constructing(address: number, record: string, start = address, whole = record): void {
    this.space.setType(address, start === address ? whole : `${whole}@${address - start}`);
    this.#constructingBases(address, record, start, whole);
  }

  /** A base at the start shares the address, and so the type, of the class. */
  #constructingBases(address: number, record: string, start: number, whole: string): void {
    for (const base of this.sim.image.layouts.record(record).bases) {
      if (base.offset !== 0) this.constructing(address + base.offset, base.name, start, whole);
      else this.#constructingBases(address, base.name, start, whole);
    }
  }

  /** Most derived class of the object that has a part at this address, and the part's offset in it. */
  dynamicType(address: number): { readonly record: string; readonly offset: number } | undefined {
    const text = this.space.typeAt(address);
    if (text === undefined) return undefined;
    const at = text.lastIndexOf("@");
    return at < 0 || text.includes(">", at)
      ? { record: text, offset: 0 }
      : { record: text.slice(0, at), offset: Number(text.slice(at + 1)) };
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

  /** A variable gets a value; it may have held the handle of a request that is not over. */
  handleStored(before: Value | undefined, next: Value, variable: string): void {
    if (this.sim.log && typeof next === "number" && before !== next && (typeof before === "number" || before === undefined)) {
      const known = (value: number): boolean => this.ledger.requests.some((record) => record.handle === value);
      if (known(next) || (before !== undefined && known(before)))
        this.sim.observe(this, { kind: "handle-set", variable, before: before ?? 0, value: next });
    }
    if (typeof before !== "number" || before === next || before === 0) return;
    const lost = this.ledger.liveHandle(before);
    if (lost) this.sim.observe(this, { kind: "handle-lost", request: lost.request, variable, value: typeof next === "number" ? next : -1 });
  }

  /** Memory that other threads use gets the handle of a request: its message may have been handled without it. */
  handlePublished(to: number, handle: number, variable: string): void {
    if (!this.space.onShared || handle === 0) return;
    const { sharing } = this.sim;
    const object = this.space.at(to);
    if (!object || !sharing.places.has(sharing.placeOf(object))) return;
    const late = this.ledger.requests.find(
      (record) => record.handle === handle && record.thread === this.current?.id && record.state === "done",
    );
    if (late) this.sim.observe(this, { kind: "handle-late", request: late.request, variable });
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

  /** What goes wrong with this object may be the fault of what was invented, not of the program. */
  restsOnInvention(object: MemObject | undefined): boolean {
    if (object?.kind === "unknown") return true;
    // An object that the program made is what it is, whatever was invented elsewhere, unless it is its size that was.
    for (const kind of this.assumptions.values()) if (object ? kind === "layout" : INVENTION.has(kind)) return true;
    return false;
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
    return this.current && this.positionOf(this.current);
  }

  /** Where the threads are that have not ended: the first that is in code of the program. */
  standing(): Position | undefined {
    for (const thread of this.threads) {
      const at = thread.ended ? undefined : this.positionOf(thread);
      if (at) return at;
    }
    return undefined;
  }

  positionOf({ frames }: Thread): Position | undefined {
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i]!;
      // Inside the standard library the place is where the program called it.
      if (frame.kind !== "code" || (i > 0 && frame.fn.program.uri === LIBRARY)) continue;
      const block = frame.fn.blocks[frame.block]!;
      // A caller's statement is the one before: it was stepped over when the call was made.
      const at = i === frames.length - 1 ? frame.pc : Math.max(0, frame.pc - 1);
      const { range } = block.ops[at] ?? block.end;
      const fn = frame.fn.program;
      return { fn, start: fn.offset + range.start, end: fn.offset + range.end };
    }
    return undefined;
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

  /** Memory that the provider may still write is watched. */
  updateWatches(before: Ledger): void {
    if (before.requests === this.ledger.requests) return;
    const touched: number[] = [];
    const after = this.ledger.requests;
    for (let i = 0; i < Math.max(before.requests.length, after.length); i++) {
      const [old, now] = [before.requests[i], after[i]];
      if (
        old === now ||
        (old && now && old.buffer === now.buffer && old.length === now.length && this.#isWatched(old) === this.#isWatched(now))
      )
        continue;
      if (old?.buffer) touched.push(old.buffer);
      if (now?.buffer && now.buffer !== old?.buffer) touched.push(now.buffer);
    }
    for (const address of touched) {
      const object = this.space.at(address);
      if (object?.life !== "live") continue;
      this.space.setWatch(object, this.ledger.overlapping(object.base, object.size).filter((record) => this.#isWatched(record)).length);
    }
  }

  /** Why a lookup failed; 0: it has not, or that is not kept. */
  errorOf(request: number): number {
    const error = this.modelState.get(`error of ${request}`);
    return typeof error === "number" ? error : 0;
  }

  /** The provider may write, or what is read is no result. */
  #isWatched(record: Ledger["requests"][number]): boolean {
    return mayWrite(record) || ((record.state === "taken" || record.state === "done") && this.errorOf(record.request) !== 0);
  }

  /** Ends an object's life, with the event that others may act before it and that monitors see. */
  endObject(object: MemObject, life: "freed" | "ended", how: string): void {
    if (object.watch && this.current && !this.current.passed) throw AT_POINT;
    this.space.onShared?.(object, true);
    // What a string gives back is no news, unless a request is concerned.
    const { requests } = this.ledger;
    const answered =
      this.sim.options.thorough && requests.some(({ buffer }) => buffer >= object.base && buffer < object.base + object.size);
    if (
      object.watch ||
      answered ||
      (life === "freed" && !object.allocator.startsWith("std::")) ||
      this.ledger.concerns(object.base, object.size)
    ) {
      this.sim.observe(this, {
        kind: life === "freed" ? "free" : "scope-end",
        address: object.base,
        length: object.size,
        object: object.label,
        how,
      });
    }
    this.space.end(object, life);
  }

  /** Whether memory or a frame holds this value as a whole word of a pointer's size. */
  holds(word: number): boolean {
    let found = false;
    this.eachValue((value) => {
      if (value === word) found = true;
    });
    const size = this.space.pointerSize;
    for (const object of this.space.objects()) {
      if (found) return true;
      if (object.life !== "live" || object.kind === "function" || object.kind === "string" || object.kind === "system") continue;
      found = this.space.holds(object, word, size);
    }
    return found;
  }

  /** An object that is none of the stack's holds a pointer into this memory, behind where a structure at its start begins. */
  pointsInto(address: number, length: number): string | undefined {
    const { pointerSize } = this.space;
    const type: Scalar = { kind: "pointer", size: pointerSize, signed: false };
    for (const object of this.space.objects()) {
      if (object.life !== "live" || (object.kind !== "heap" && object.kind !== "global" && object.kind !== "unknown")) continue;
      if (object.base < address + length && address < object.base + object.size) continue;
      for (let at = 0; at + pointerSize <= Math.min(object.size, 256); at += pointerSize) {
        const held = this.space.peekInt(object.base + at, type);
        if (typeof held === "number" && held >= address + 2 * pointerSize && held < address + length) return object.label;
      }
    }
    return undefined;
  }

  /** Every value that a frame holds and may use again. */
  eachValue(visit: (value: Value) => void): void {
    for (const thread of this.threads) {
      for (const frame of thread.frames) {
        if (frame.kind === "model") {
          for (const value of frame.data) visit(value as Value);
          if (frame.result !== undefined) visit(frame.result as Value);
          continue;
        }
        const live = frame.fn.live(frame.block, frame.pc);
        for (const temp of live.temps) if (frame.temps[temp] !== undefined) visit(frame.temps[temp]);
        for (const reg of live.regs) if (frame.regs[reg] !== undefined) visit(frame.regs[reg]);
      }
    }
    for (const value of this.modelState.values()) visit(value);
  }
}
