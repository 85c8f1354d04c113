/**
 * Everything the rules ask about one unit: the events of all paths, the flow of values, the requests with their handles and
 * buffers, and how each handler matches its reply.
 */
import type { CType, Statement } from "../ir/types.ts";
import type { ProgramFunction, StartSite, Unit } from "../program/types.ts";
import { argumentIndex, isStart, roleOf } from "../winsock/functions.ts";
import type { ParameterRole } from "../winsock/types.ts";
import { Calls } from "./calls.ts";
import { type Budget, DEFAULT_BUDGET, type Token } from "./budget.ts";
import { Engine } from "./engine.ts";
import { before, type EventDetail, type EventOf, type PathEvent, type Root } from "./events.ts";
import { analysedFunctions, declaringClasses, methodsOf, type Relevance, relevanceOf, statementsOf } from "./relevance.ts";
import type { AnalysisMemory } from "./memory.ts";
import { Questions } from "./questions.ts";
import { bare } from "./roles.ts";
import { zeroness } from "./state.ts";
import { type Path, someTerm, stripNarrow, type Term } from "./terms.ts";
import { isKept, type Node, put, ValueFlow } from "./valueFlow.ts";

/** A start call of the unit with the storage of its handle and buffer. */
export interface Request {
  readonly start: StartSite;
  /** Flow nodes that the handle reaches. */
  readonly handles: ReadonlySet<Node>;
  /** Members, globals and statics among them. */
  readonly slots: readonly Node[];
  /** Storage the buffer argument names or points into: kept nodes and addressed places. */
  readonly buffers: ReadonlySet<Node>;
  readonly events: readonly EventOf<"start">[];
}

export class Facts {
  readonly unit: Unit;
  /** What is analysed: functions that can touch a request. */
  readonly functions: readonly ProgramFunction[];
  readonly callGraph: Calls;
  readonly flow: ValueFlow;
  readonly relevance: Relevance;
  readonly engine: Engine;
  readonly requests: readonly Request[];
  readonly roots: readonly Root[];
  /** Calls by the bare name of what is called. */
  readonly #calls = new Map<string, EventOf<"call">[]>();
  readonly #byKind = new Map<string, PathEvent[]>();
  readonly #next = new Map<PathEvent, PathEvent[]>();
  readonly #asyncWords = new Set<number>();

  constructor(unit: Unit, token: Token = { cancelled: false }, budget: Budget = DEFAULT_BUDGET, memory?: AnalysisMemory) {
    this.unit = unit;
    this.functions = analysedFunctions(unit);
    this.callGraph = new Calls(unit, this.functions);
    this.flow = new ValueFlow(this.callGraph, this.functions, isStart, declaringClasses(unit));
    this.relevance = relevanceOf(unit, this.callGraph, this.flow, this.functions);
    this.engine = new Engine(new Questions(unit, this.callGraph, this.relevance), budget, token, memory);
    this.roots = this.#findRoots();
    for (const root of this.roots) this.engine.run(root);
    let index = this.roots.length;
    for (const fn of this.relevance.direct)
      if (!this.engine.visited.has(fn)) this.engine.run(this.#entry({ index: index++, function: fn, completes: [] }));
    // starts and cancels that the paths above were cut before
    const reached = new Set(this.engine.events.map((e) => e.at.statement));
    for (const { site } of [...unit.starts, ...unit.cancels]) {
      if (reached.has(site.statement)) continue;
      this.engine.run({ index: index++, function: site.function, completes: [], uncalled: false });
      for (const e of this.engine.events) reached.add(e.at.statement);
    }
    this.engine.end();
    for (const event of this.engine.events) {
      put(this.#byKind, event.kind, event);
      if (event.previous) put(this.#next, event.previous, event);
      if (event.kind === "call") put(this.#calls, bare(event.name), event);
      if (event.kind === "macro" && event.name.startsWith("WSAGETASYNC")) this.#asyncWords.add(event.argument.id);
    }
    this.requests = unit.starts.map((start) => this.#request(start));
  }

  // ------------------------------------------------------------------------------------------------------------ set-up

  #findRoots(): Root[] {
    const roots: Root[] = [];
    const add = (root: Omit<Root, "index" | "uncalled">): void => {
      roots.push(this.#entry({ ...root, index: roots.length }));
    };
    const completes = new Map<string, StartSite[]>();
    for (const start of this.unit.starts) {
      for (const h of start.handlers) {
        const key = `${h.function.index}:${h.block}:${h.message?.text ?? ""}`;
        put(completes, key, start);
      }
    }
    const done = new Set<string>();
    for (const h of [...this.unit.starts.flatMap((s) => s.handlers), ...this.unit.handlers]) {
      const key = `${h.function.index}:${h.block}:${h.message?.text ?? ""}`;
      if (done.has(key)) continue;
      done.add(key);
      if (!this.relevance.functions.has(h.function)) continue;
      // a local message loop is part of the function that runs it
      if (h.kind === "message-loop") continue;
      add({ function: h.function, handler: h, completes: completes.get(key) ?? [] });
    }
    const handled = new Set(roots.map((r) => r.function));
    const entered = this.callGraph.calledFrom(this.relevance.functions);
    for (const fn of this.functions) {
      if (!this.relevance.functions.has(fn) || handled.has(fn)) continue;
      if (entered.has(fn) && !fn.ir.isDestructor) continue;
      const open = this.unit.starts.filter((s) => s.handlers.length === 0);
      const words = wordsOf(fn);
      const given = words && (takesApart(fn) || this.#looksForRequest(fn, words, open)) && !this.#isCalled(fn) ? words : undefined;
      const near = open.filter((s) => sameHome(s, fn));
      const told = given ? [] : open.filter((s) => this.#takesOutcome(fn, s));
      add({
        function: fn,
        completes: given ? near : told,
        ...(given ? { words: given } : {}),
        ...(told.length > 0 ? { outcomeOnly: true } : {}),
      });
    }
    return roots;
  }

  /**
   * The function is told by code out of view that a request is over: nothing here calls it, it clears the handle and uses the buffer,
   * and its parameters are too small to say which request that was.
   */
  #takesOutcome(fn: ProgramFunction, start: StartSite): boolean {
    const { ir } = fn;
    if (ir.isConstructor || ir.params.length === 0 || !ir.params.every(({ type }) => isOutcome(type))) return false;
    if ([...this.unit.starts, ...this.unit.cancels].some((s) => s.site.function === fn)) return false;
    const { handles, buffers } = this.#storage(start);
    const clears = (s: Statement): boolean => {
      const node = s.kind === "store" && s.value.kind === "int" && s.value.value === 0n ? this.flow.nodeOfPlace(fn, s.place) : undefined;
      return node !== undefined && isKept(node) && handles.has(node);
    };
    const uses = (s: Statement): boolean => {
      const node = s.kind === "load" || s.kind === "addressOf" ? this.flow.nodeOfPlace(fn, s.place) : undefined;
      return node !== undefined && buffers.has(node);
    };
    const statements = [...statementsOf(ir)].map(({ statement }) => statement);
    return statements.some(clears) && statements.some(uses) && !this.#isCalled(fn);
  }

  /** The function compares its wParam with the handle of one of the requests. */
  #looksForRequest(fn: ProgramFunction, words: NonNullable<Root["words"]>, starts: readonly StartSite[]): boolean {
    if (words.wParam === undefined) return false;
    const own = this.flow.reached([`p${fn.index}:${words.wParam}`]);
    const others = this.flow.uses(own).flatMap((u) => (u.kind === "compare" && u.at.function === fn && u.otherSide ? [u.otherSide] : []));
    const compared = new Set(others.flatMap((value) => [...this.flow.origins(this.flow.nodeOfValue(fn, value)).nodes]));
    return starts.some((start) => [...this.#storage(start).handles].some((node) => isKept(node) && compared.has(node)));
  }

  /** Called by a function other than itself. */
  #isCalled(fn: ProgramFunction): boolean {
    return this.callGraph.callers(fn).some((c) => c.function !== fn);
  }

  #entry(root: Omit<Root, "uncalled">): Root {
    if (root.handler) return { ...root, uncalled: true };
    const isCalled = (): boolean => this.#isCalled(root.function);
    return {
      ...root,
      get uncalled() {
        return !isCalled();
      },
    };
  }

  /** Where the handle of a request and its buffer live. */
  #storage(start: StartSite): Pick<Request, "handles" | "buffers"> {
    const site = start.site;
    const handles =
      site.statement.target === undefined
        ? new Set<Node>()
        : this.flow.reached([this.flow.nodeOfValue(site.function, { kind: "temp", id: site.statement.target })]);
    const buffers = new Set<Node>();
    const index = argumentIndex(start.call, "buf");
    const buffer = index === undefined ? undefined : site.statement.args[index];
    if (buffer) {
      const found = this.flow.origins(this.flow.nodeOfValue(site.function, buffer));
      for (const n of found.nodes) if (isKept(n)) buffers.add(n);
      for (const leaf of found.leaves) if (leaf.kind === "address") buffers.add(leaf.node);
    }
    return { handles, buffers };
  }

  #request(start: StartSite): Request {
    const { handles, buffers } = this.#storage(start);
    const events = this.all("start").filter((e) => e.at.statement === start.site.statement);
    return { start, handles, slots: [...handles].filter(isKept), buffers, events };
  }

  // --------------------------------------------------------------------------------------------------------- questions

  all<K extends EventDetail["kind"]>(kind: K): readonly EventOf<K>[] {
    return (this.#byKind.get(kind) ?? []) as unknown as readonly EventOf<K>[];
  }

  /** Calls of functions with this bare name (`CloseHandle`). */
  calls(...names: readonly string[]): readonly EventOf<"call">[] {
    return names.flatMap((name) => this.#calls.get(name) ?? []).sort((a, b) => a.order - b.order);
  }

  /** Events after this one on any path, nearest first; stops going deeper where `visit` answers true. */
  after(event: PathEvent, visit: (e: PathEvent) => boolean, limit = 20_000): void {
    const walk = this.#later(event, visit, limit);
    while (!walk.next().done);
  }

  *#later(event: PathEvent, stop: (e: PathEvent) => boolean, limit = 20_000): Generator<PathEvent> {
    const work = [...(this.#next.get(event) ?? [])].reverse();
    for (let n = 0; work.length > 0 && n < limit; n++) {
      const e = work.pop() as PathEvent;
      yield e;
      if (stop(e)) continue;
      const next = this.#next.get(e) ?? [];
      for (let i = next.length - 1; i >= 0; i--) work.push(next[i] as PathEvent);
    }
  }

  /** The first event after this one for which the test holds, on any path. */
  firstAfter(event: PathEvent, test: (e: PathEvent) => boolean, stop: (e: PathEvent) => boolean = () => false): PathEvent | undefined {
    for (const e of this.#later(event, stop)) if (test(e)) return e;
    return undefined;
  }

  /** The newest event before this one for which the test holds. */
  lastBefore(event: PathEvent, test: (e: PathEvent) => boolean): PathEvent | undefined {
    for (const e of before(event)) if (test(e)) return e;
    return undefined;
  }

  /** Flow node of a member, global or static local. */
  slot(path: Path): Node | undefined {
    switch (path.kind) {
      case "field":
        return this.flow.fieldNode(path.member, path.record);
      case "global":
        return `g${path.name}`;
      case "index":
        return this.slot(path.of);
      case "local":
        return path.isStatic ? path.key : undefined;
      case "object":
      case "deref":
        return undefined;
    }
  }

  /** Flow node of the storage a value was read from at an unknown time. */
  slotOfValue(term: Term): Node | undefined {
    const t = stripNarrow(term);
    return t.kind === "entry" || t.kind === "havoc" ? this.slot(t.path) : undefined;
  }

  /** The argument of a start with this role. */
  argument(event: EventOf<"start">, role: ParameterRole): Term | undefined {
    const index = argumentIndex(event.name, role);
    return index === undefined ? undefined : event.args[index];
  }

  /**
   * Address of the storage the term names. A member or global whose declaration is not visible and that nothing is ever assigned to is
   * taken for an array: its value is its address.
   */
  storage(term: Term): Term {
    const t = stripNarrow(term);
    if (t.kind !== "entry" && t.kind !== "havoc") return t;
    const slot = this.slot(t.path);
    return slot !== undefined && !this.flow.isAssigned(slot) ? this.engine.terms.address(t.path) : t;
  }

  /** The buffer argument of a start. */
  bufferOf(event: EventOf<"start">): Term | undefined {
    const buffer = this.argument(event, "buf");
    return buffer && this.storage(buffer);
  }

  requestOf(event: EventOf<"start">): Request | undefined {
    return this.requests.find((r) => r.start.site.statement === event.at.statement);
  }

  /** Requests whose handle may be what is kept in this storage. */
  requestsIn(node: Node | undefined): readonly Request[] {
    return node === undefined ? [] : this.requests.filter((r) => r.handles.has(node));
  }

  /** wParam of a message: a handler's parameter, or the member of a MSG. */
  isWParam(term: Term): boolean {
    const t = stripNarrow(term);
    return (t.kind === "message" && t.part === "wParam") || memberNamed(t, /^wparam$/i);
  }

  /** lParam of a message, or a value that the program takes apart with the asynchronous macros. */
  isLParam(term: Term): boolean {
    const t = stripNarrow(term);
    if (this.isWParam(t)) return false;
    return t.kind === "message" || memberNamed(t, /^lparam$/i) || (this.#asyncWords.has(t.id) && t.kind !== "op");
  }

  mentionsWParam(term: Term): boolean {
    return someTerm(term, (t) => this.isWParam(t));
  }

  mentionsLParam(term: Term): boolean {
    return someTerm(term, (t) => this.isLParam(t));
  }

  /** High half of an lParam: the error. */
  isError(term: Term): boolean {
    const t = stripNarrow(term);
    return t.kind === "op" && t.op === "hi16" && this.isLParam(t.left);
  }

  /** Low half of an lParam: the needed length. */
  isLength(term: Term): boolean {
    const t = stripNarrow(term);
    return t.kind === "op" && t.op === "lo16" && this.isLParam(t.left);
  }

  /** What the path knows of the error of the completed lookup: "zero" after it was found to be 0. */
  errorKnown(event: PathEvent): "zero" | "nonzero" | "unknown" {
    for (const { term } of event.state.constraints.values()) {
      if (!this.isError(term)) continue;
      const known = zeroness(event.state, term);
      if (known !== "unknown") return known;
    }
    return "unknown";
  }

  /** A Winsock call of any kind but the asynchronous ones' macros. */
  isWinsockCall(event: PathEvent): boolean {
    if (event.kind === "start" || event.kind === "cancel") return true;
    return (
      event.kind === "call" &&
      (roleOf(bare(event.name)) !== undefined || SOCKET_CALLS.test(bare(event.name)) || /^WSA/.test(bare(event.name)))
    );
  }

  /** Functions with the destructor, constructor or method of a class. */
  methods(record: string): readonly ProgramFunction[] {
    return methodsOf(this.unit, record);
  }
}

const SOCKET_CALLS =
  /^P?(?:socket|connect|send|sendto|recv|recvfrom|bind|listen|accept|closesocket|ioctlsocket|select|setsockopt|getsockopt|shutdown|gethostbyname|gethostbyaddr|gethostname|getservbyname|getservbyport|inet_addr|getpeername|getsockname|Connect|Send|Receive|Create|Close|Bind|Listen|Accept|DoConnect)$/;

function memberNamed(t: Term, name: RegExp): boolean {
  if (t.kind !== "entry" && t.kind !== "havoc") return false;
  const p = t.path;
  return p.kind === "field" && name.test(p.member);
}

/** Whether the function uses the asynchronous macros. */
export function takesApart(fn: ProgramFunction): boolean {
  return [...statementsOf(fn.ir)].some(
    ({ statement: s }) =>
      s.macro?.startsWith("WSAGETASYNC") || (s.kind === "call" && s.callee.kind === "name" && s.callee.name.startsWith("WSAGETASYNC")),
  );
}

/** Which parameters of a function are the words of a message, by their types or names. */
export function wordsOf(fn: ProgramFunction): Root["words"] | undefined {
  const params = fn.ir.params;
  const find = (type: string, name: RegExp, end: number): number =>
    params.findIndex((p, i) => i < end && ((p.type.kind === "int" && p.type.name === type) || name.test(p.name)));
  const l = find("LPARAM", /^(?:l_?p(?:aram)?|lparam\d*|param2)$/i, params.length);
  if (l < 0) return undefined;
  const w = find("WPARAM", /^(?:w_?p(?:aram)?|wparam\d*|param1)$/i, l);
  return { lParam: l, ...(w < 0 ? {} : { wParam: w }) };
}

/** Holds yes or no, or one of a few answers: no handle. */
function isOutcome(type: CType): boolean {
  return type.kind === "bool" || type.kind === "enum" || (type.kind === "int" && type.signed && type.bits <= 32);
}

function sameHome(start: StartSite, fn: ProgramFunction): boolean {
  const other = start.site.function;
  return other.uri === fn.uri || (other.ir.record !== undefined && other.ir.record === fn.ir.record);
}
