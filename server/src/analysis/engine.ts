/**
 * Runs function bodies on symbolic values, path by path. Paths that agree in everything that matters to requests are joined;
 * calls are entered when the callee can touch a request, else they are taken by their effect. Every bound that cuts a path
 * is counted.
 */
import type { BlockId, CType, IrFunction, Place as IrPlace, Statement, Value } from "../ir/types.ts";
import type { FunctionEntry } from "../program/functions.ts";
import type { CallSite, ProgramFunction, Unit } from "../program/types.ts";
import { isCancel, isStart } from "../winsock/functions.ts";
import type { Calls } from "./calls.ts";
import { binary, narrow, unary } from "./arithmetic.ts";
import { type EventDetail, type Frame, isMark, type PathEvent, type Place, type Root } from "./events.ts";
import { destructorOf, type Relevance } from "./relevance.ts";
import { allocatedSizeArgument, bare, dispatches, freedArgument, isPure, PUMPS, takesMessages } from "./roles.ts";
import { assume, decide, State, zeroness } from "./state.ts";
import { type Path, rootOf, someTerm, type Term, Terms, stripNarrow } from "./terms.ts";
import { type Loop, loopsOf } from "./loops.ts";
import { calleeName, parameterOffset, recordOf } from "./valueFlow.ts";

/** UTF-16 units of a function that may be small enough to enter although it touches no request. */
const LONGEST_SMALL = 1500;

export interface Budget {
  /** Statements of one root. */
  readonly statements: number;
  /** Paths kept apart at one point. */
  readonly paths: number;
  /** Calls entered inside each other. */
  readonly depth: number;
  /** Events of the whole unit. */
  readonly events: number;
}

export const DEFAULT_BUDGET: Budget = { statements: 30_000, paths: 24, depth: 6, events: 400_000 };

export interface Token {
  readonly cancelled: boolean;
}

interface Outcome {
  readonly state: State;
  readonly result: Term | undefined;
  readonly thrown: boolean;
}

type Call = Extract<Statement, { kind: "call" }>;

export class Engine {
  readonly terms = new Terms();
  readonly events: PathEvent[] = [];
  /** Bounds that were hit, in words. */
  readonly cuts = new Set<string>();
  readonly visited = new Set<ProgramFunction>();
  readonly #unit: Unit;
  readonly #calls: Calls;
  readonly #relevance: Relevance;
  readonly #budget: Budget;
  readonly #token: Token;
  readonly #histories = new Map<string, number>();
  readonly #interesting = new Map<number, boolean>();
  readonly #order = new Map<IrFunction, readonly number[]>();
  readonly #crossing = new Map<IrFunction, ReadonlySet<number>>();
  #mayPump: ReadonlySet<ProgramFunction> | undefined;
  readonly #pumping = new Map<ProgramFunction, boolean>();
  readonly #entries = new Map<IrFunction, readonly number[]>();
  readonly #loops = new Map<IrFunction, ReadonlyMap<BlockId, Loop>>();
  #steps = 0;
  /** Statements this root may run. */
  #rootLimit = 1;
  /** Value of `#steps` at which the running function is cut. */
  #limit = 0;
  #frames = 0;
  #generation = 0;
  #root!: Root;

  constructor(unit: Unit, calls: Calls, relevance: Relevance, budget: Budget, token: Token) {
    this.#unit = unit;
    this.#calls = calls;
    this.#relevance = relevance;
    this.#budget = budget;
    this.#token = token;
  }

  get stopped(): boolean {
    return this.#token.cancelled || this.events.length > this.#budget.events;
  }

  // ------------------------------------------------------------------------------------------------------------ roots

  run(root: Root): void {
    if (this.stopped) {
      this.cuts.add(`events beyond ${this.#budget.events}`);
      return;
    }
    this.#root = root;
    this.#steps = 0;
    const fn = root.function;
    const state = new State();
    const frame = this.#frame(fn, undefined, undefined);
    const args = fn.ir.params.map((p, i) => this.#rootArgument(root, frame, p.name, i));
    const self = this.terms.entry(this.terms.local(0, "this", "this", false, ""));
    const first = this.#firstBlock(root);
    for (const outcome of this.#execute(frame, state, args, self, first)) {
      this.#emit(
        outcome.state,
        frame,
        { function: fn, range: fn.ir.nameRange },
        {
          kind: "exit",
          result: outcome.result,
          how: outcome.thrown ? "throw" : "return",
        },
      );
    }
  }

  #rootArgument(root: Root, frame: Frame, name: string, index: number): Term {
    const h = root.handler;
    if (!h && root.words) {
      if (root.words.wParam === index) return this.terms.message("wParam");
      if (root.words.lParam === index) return this.terms.message("lParam");
    }
    if (h) {
      if (root.completes.length > 0 && h.wParam === index) return this.terms.message("wParam");
      if (root.completes.length > 0 && h.lParam === index) return this.terms.message("lParam");
      const params = root.function.ir.params;
      if (typeof h.wParam === "number" && index === h.wParam - 1 && params.length >= 3 && h.message?.value !== undefined)
        return this.terms.int(h.message.value, h.message.text);
    }
    // parameters of an entry are named after the function, so that two entries do not share them
    return this.terms.entry(this.terms.local(frame.function.index + 1_000_000, name || `argument ${index + 1}`, `p${index}`, false, ""));
  }

  /** A handler whose message number has no value begins at its label. */
  #firstBlock(root: Root): BlockId {
    const h = root.handler;
    if (!h || h.block === 0) return 0;
    return h.message?.value === undefined && h.kind !== "message-loop" ? h.block : 0;
  }

  #frame(fn: ProgramFunction, parent: Frame | undefined, call: Place | undefined): Frame {
    return {
      id: ++this.#frames,
      function: fn,
      depth: parent ? parent.depth + 1 : 0,
      ...(parent ? { parent } : {}),
      ...(call ? { call } : {}),
    };
  }

  // ------------------------------------------------------------------------------------------------------- one body

  #execute(frame: Frame, entry: State, args: readonly Term[], self: Term | undefined, first: BlockId = 0): Outcome[] {
    const fn = frame.function.ir;
    this.visited.add(frame.function);
    const saved = { temps: entry.temps, visits: entry.visits };
    // a callee may use a share of what is left, so that one long function does not end its caller's paths
    const outer = this.#limit;
    this.#limit = frame.parent
      ? Math.min(outer, this.#steps + Math.max(400, Math.floor((outer - this.#steps) / 6)))
      : this.#root.completes.length > 0 || !this.#root.handler
        ? this.#budget.statements
        : Math.floor(this.#budget.statements / 3);
    if (!frame.parent) this.#rootLimit = this.#limit;
    const spare = frame.parent ? entry.fork() : undefined;
    entry.temps = new Map();
    entry.visits = new Map();
    if (fn.thisTemp !== undefined && self) entry.temps.set(fn.thisTemp, self);
    fn.params.forEach((p, i) => {
      entry.set(this.#paramPath(frame, i), args[i] ?? this.terms.unknown(`argument ${p.name}`));
    });
    const order = this.#orderOf(fn);
    let loops = this.#loops.get(fn) as ReadonlyMap<BlockId, Loop>;
    if (!loops) this.#loops.set(fn, (loops = loopsOf(fn, order, (id) => successors(fn, id))));
    const entries = this.#entriesOf(fn);
    const pending = new Map<BlockId, State[]>([[first, [entry]]]);
    const seen = new Map<BlockId, Set<string>>();
    const outcomes: Outcome[] = [];
    const outKeys = new Set<string>();

    const go = (to: BlockId, state: State, from: BlockId): void => {
      // a jump to an earlier block closes a loop: two rounds show what a third would
      const loop = loops.get(to);
      if (loop) {
        const back = (order[to] ?? 0) <= (order[from] ?? 0);
        const rounds = back ? (state.visits.get(to) ?? 0) + 1 : 0;
        if (rounds > 2) return;
        state.visits.set(to, rounds);
        // a counter's value in any round is one unknown; what was learnt of the last round's elements goes with it
        for (const place of loop.counters) {
          const path = this.#path(frame, state, place);
          state.set(path, this.terms.unknown(`round ${frame.id}:${to}:${path.key}:${rounds}`));
        }
        for (const place of loop.flags) {
          if (
            place.kind !== "global" &&
            !(
              place.kind === "field" &&
              place.of.kind === "deref" &&
              place.of.pointer.kind === "temp" &&
              state.temps.has(place.of.pointer.id)
            )
          )
            continue;
          const path = this.#path(frame, state, place);
          if (state.get(path)?.kind === "int") this.#clobber(state, path);
        }
        if (back) this.#forgetDead(state, undefined);
      }
      const keys = seen.get(to) ?? new Set<string>();
      seen.set(to, keys);
      // paths meet only where several edges do
      const key = loop || (entries[to] ?? 0) > 1 ? this.#key(state, frame) : String(keys.size);
      if (keys.has(key)) return;
      if (keys.size >= this.#budget.paths * 3) {
        this.cuts.add(`paths in ${fn.name}`);
        return;
      }
      keys.add(key);
      const list = pending.get(to);
      if (list) list.push(state);
      else pending.set(to, [state]);
    };
    const leave = (state: State, result: Term | undefined, thrown: boolean): void => {
      for (const [key, value] of state.values) {
        const root = rootOf(value.path);
        if (root.kind === "local" && !root.isStatic && root.frame === frame.id) state.values.delete(key);
      }
      state.temps = new Map(saved.temps);
      state.visits = new Map(saved.visits);
      this.#forgetDead(state, result);
      // the caller may test it
      const known = result && frame.parent ? zeroness(state, result) : "";
      const key = `${thrown}|${result?.id ?? ""}${known}|${this.#key(state, frame.parent ?? frame)}`;
      if (outKeys.has(key)) return;
      if (outcomes.length >= (frame.parent ? this.#budget.paths : this.#budget.paths * 4)) {
        this.cuts.add(`outcomes of ${fn.name}`);
        return;
      }
      outKeys.add(key);
      outcomes.push({ state, result, thrown });
    };

    while (pending.size > 0) {
      let id = -1;
      for (const candidate of pending.keys()) if (id < 0 || (order[candidate] ?? 0) < (order[id] ?? 0)) id = candidate;
      const states = pending.get(id) as State[];
      pending.delete(id);
      const block = fn.blocks[id];
      if (!block) continue;
      for (const state of states) {
        if (this.#steps > this.#limit || this.stopped) {
          this.cuts.add(`statements of ${fn.name}`);
          this.#limit = outer;
          if (outcomes.length === 0 && spare) {
            // nothing is known of what the rest of it does
            spare.unknown = true;
            outcomes.push({ state: spare, result: undefined, thrown: false });
          }
          return outcomes;
        }
        for (const handler of block.handlers ?? []) {
          const caught = state.fork();
          go(handler, caught, id);
        }
        this.#statements(frame, state, id, 0, (after, thrown) => {
          if (thrown) {
            const catcher = block.handlers?.[0];
            if (catcher !== undefined) go(catcher, after, id);
            else leave(after, undefined, true);
            return;
          }
          this.#keepCrossing(fn, after, id);
          const end = block.end;
          switch (end.kind) {
            case "jump":
              go(end.to, after, id);
              break;
            case "branch": {
              const condition = this.#value(frame, after, end.condition);
              const truth = decide(after, condition);
              const at: Place = { function: frame.function, range: end.range };
              if (truth !== undefined) {
                this.#emit(after, frame, at, { kind: "branch", condition, truth, origin: end.origin });
                go(truth ? end.then : end.else, after, id);
                break;
              }
              const other = after.fork();
              if (this.#assume(after, condition, true)) {
                this.#emit(after, frame, at, { kind: "branch", condition, truth: true, origin: end.origin });
                go(end.then, after, id);
              }
              // an assertion is gone in a release build, and what it promises is not known to be untrue
              if (end.origin === "assert" || this.#assume(other, condition, false)) {
                if (end.origin === "loop") this.#ranOut(other, condition);
                this.#emit(other, frame, at, { kind: "branch", condition, truth: false, origin: end.origin });
                go(end.else, other, id);
              }
              break;
            }
            case "switch": {
              const value = this.#value(frame, after, end.value);
              const rest = after.fork();
              let open = true;
              for (const c of end.cases) {
                const label = this.#value(frame, rest, c.value);
                const is = c.high ? this.terms.unknown(`range ${c.range.start}`) : binary(this.terms, "eq", value, label);
                const one = rest.fork();
                const at: Place = { function: frame.function, range: c.range };
                if (assume(one, is, true)) {
                  this.#emit(one, frame, at, { kind: "branch", condition: is, truth: true, origin: "switch" });
                  go(c.to, one, id);
                }
                if (!assume(rest, is, false)) {
                  open = false;
                  break;
                }
              }
              if (open) {
                this.#emit(
                  rest,
                  frame,
                  { function: frame.function, range: end.range },
                  {
                    kind: "branch",
                    condition: value,
                    truth: true,
                    origin: "default",
                  },
                );
                go(end.default, rest, id);
              }
              break;
            }
            case "return": {
              const result = end.value ? this.#value(frame, after, end.value) : undefined;
              leave(after, result, false);
              break;
            }
            case "throw":
              this.#emit(after, frame, { function: frame.function, range: end.range }, { kind: "throw" });
              if (block.handlers?.length) for (const handler of block.handlers) go(handler, after.fork(), id);
              else leave(after, undefined, true);
              break;
            case "unreachable":
              break;
          }
        });
      }
    }
    this.#limit = outer;
    return outcomes;
  }

  /** Statements from `index` on; a call that ends in several ways continues once for each. */
  #statements(frame: Frame, state: State, block: BlockId, index: number, then: (state: State, thrown: boolean) => void): void {
    const statements = frame.function.ir.blocks[block]?.statements ?? [];
    for (let i = index; i < statements.length; i++) {
      const s = statements[i] as Statement;
      this.#steps++;
      if (s.kind === "call" || s.kind === "delete") {
        const outcomes =
          s.kind === "call"
            ? this.#call(frame, state, { function: frame.function, block, index: i, statement: s })
            : this.#delete(frame, state, s);
        if (outcomes) {
          for (const outcome of outcomes) {
            if (outcome.thrown) then(outcome.state, true);
            else {
              if (s.kind === "call") this.#result(frame, outcome.state, s, outcome.result);
              this.#statements(frame, outcome.state, block, i + 1, then);
            }
          }
          return;
        }
        continue;
      }
      this.#simple(frame, state, s);
    }
    then(state, false);
  }

  #result(frame: Frame, state: State, s: Call, result: Term | undefined): void {
    if (s.target !== undefined) state.temps.set(s.target, result ?? this.terms.unknown(`result ${this.terms.number(s)}`));
    if (s.resultPlace) {
      const path = this.#path(frame, state, s.resultPlace);
      state.forget(path);
      if (result) state.set(path, result);
    }
  }

  #simple(frame: Frame, state: State, s: Exclude<Statement, { kind: "call" | "delete" }>): void {
    const at: Place = { function: frame.function, range: s.range, statement: s };
    switch (s.kind) {
      case "load": {
        const path = this.#path(frame, state, s.place);
        const value = this.#load(state, path, s.type);
        state.temps.set(s.target, value);
        if (rootOf(path).kind === "deref" || rootOf(path).kind === "global") this.#emit(state, frame, at, { kind: "read", path, value });
        return;
      }
      case "store": {
        const path = this.#path(frame, state, s.place);
        const value = this.#value(frame, state, s.value);
        const old = state.get(path);
        const root = rootOf(path);
        if (root.kind !== "local" || root.isStatic || this.#isInteresting(value)) {
          if (this.#isSlot(path))
            this.#remember(state, `s${path.key}:${this.#isInteresting(value) || value.kind === "int" ? value.id : "?"}`);
          this.#emit(state, frame, at, { kind: "store", path, value, old });
        }
        state.forget(path);
        state.set(path, value);
        return;
      }
      case "addressOf": {
        state.temps.set(s.target, this.terms.address(this.#path(frame, state, s.place)));
        return;
      }
      case "unary":
        state.temps.set(s.target, unary(this.terms, s.op, this.#value(frame, state, s.operand)));
        return;
      case "binary": {
        const left = this.#value(frame, state, s.left);
        const right = this.#value(frame, state, s.right);
        const result = binary(this.terms, s.op, left, right);
        state.temps.set(s.target, result);
        if (s.macro !== undefined && /^WSAGET/.test(s.macro) && result.kind === "op" && (result.op === "hi16" || result.op === "lo16"))
          this.#emit(state, frame, at, { kind: "macro", name: s.macro, argument: left, result });
        if (this.#isInteresting(left) || this.#isInteresting(right))
          this.#emit(state, frame, at, { kind: "compare", op: s.op, left, right, result });
        return;
      }
      case "cast": {
        const operand = this.#value(frame, state, s.operand);
        state.temps.set(
          s.target,
          s.type.kind === "int" ? narrow(this.terms, operand, s.type.bits, s.type.signed, this.#bits(s.from)) : operand,
        );
        return;
      }
      case "new":
        state.temps.set(s.target, s.placement ? this.#value(frame, state, s.placement) : this.#fresh(state, s, s.count ? "new[]" : "new"));
        return;
      case "declare": {
        const path = this.#localPath(frame, s.local);
        if (path.kind === "local" && !path.isStatic) state.forget(path);
        return;
      }
      case "scopeEnd":
        return;
      case "zero": {
        const path = this.#path(frame, state, s.place);
        state.forget(path);
        state.set(path, this.terms.int(0));
        return;
      }
      case "unknown":
        if (s.target !== undefined) state.temps.set(s.target, this.terms.unknown(`text ${this.terms.number(s)}`));
        if (s.reason === "error-node") state.unknown = true;
        for (const [key, entry] of state.values) {
          const p = entry.path;
          const name = p.kind === "field" ? p.member : p.kind === "local" || p.kind === "global" ? p.name : undefined;
          if (name !== undefined && s.mentions.includes(name)) state.values.delete(key);
        }
        this.#emit(state, frame, at, { kind: "unknown", text: s.text });
        return;
    }
  }

  // ------------------------------------------------------------------------------------------------------------ calls

  /** Outcomes of an entered call, or undefined when the call was taken by its effect on `state`. */
  #call(frame: Frame, state: State, site: CallSite): Outcome[] | undefined {
    const s = site.statement;
    const at: Place = { function: frame.function, range: s.range, statement: s };
    const args = s.args.map((a) => this.#value(frame, state, a));
    const target = this.#calls.resolve(site);
    const object =
      s.callee.kind === "member"
        ? this.#value(frame, state, s.callee.object)
        : s.callee.kind === "name" && s.callee.implicitThis
          ? this.#value(frame, state, s.callee.implicitThis)
          : undefined;
    const name = target.kind === "program" ? (target.functions[0]?.name ?? calleeName(s)) : (target.name ?? calleeName(s));

    if (target.kind === "program") {
      const bodies = target.functions.filter((f) => this.#mayEnter(frame, f));
      if (bodies.length > 0 && bodies.length <= 4) {
        const outcomes: Outcome[] = [];
        bodies.forEach((body, i) => {
          const start = i === bodies.length - 1 ? state : state.fork();
          const offset = parameterOffset(site, body);
          const self = offset === 1 ? args[0] : body.ir.thisTemp !== undefined ? object : undefined;
          this.#emit(start, frame, at, {
            kind: "enter",
            callee: body,
            choices: target.functions.length,
            ...(self ? { object: self } : {}),
          });
          const inner = this.#frame(body, frame, at);
          for (const outcome of this.#execute(inner, start, args.slice(offset), self)) {
            this.#emit(outcome.state, frame, at, { kind: "leave", callee: body, result: outcome.result });
            outcomes.push(outcome);
          }
        });
        return outcomes.length > this.#budget.paths ? outcomes.slice(0, this.#budget.paths) : outcomes;
      }
      if (target.functions.length > 0 && !target.functions.some((f) => this.#relevance.functions.has(f))) {
        // not entered because it cannot touch a request
        const result = this.#callTerm(state, site, name);
        this.#emit(state, frame, at, { kind: "call", name, args, result, known: true, ...(object ? { object } : {}) });
        this.#result(frame, state, s, result);
        for (const a of args) if (a.kind === "address" && rootOf(a.path).kind === "local") this.#clobber(state, a.path);
        if (target.functions.some((f) => this.#pumps(f))) this.#othersRan(state);
        return undefined;
      }
    }
    const result = this.#callTerm(state, site, name);
    // the error of a start, a cancel or a start-up decides what happens to requests; that of other calls does not
    if (bare(name) === "WSAGetLastError") this.#interesting.set(result.id, state.network);
    else if (target.kind === "winsock") state.network = /^WSA(?:Async|Cancel|Startup)/.test(target.name);
    else if (/^(?:WSA|connect$|send|recv|socket$|bind$|listen$|accept$)/.test(bare(name))) state.network = false;
    if (target.kind === "winsock" && isStart(target.name)) {
      this.#remember(state, `start${this.terms.number(s)}`);
      this.#emit(state, frame, at, { kind: "start", name: target.name, args, result });
      this.#result(frame, state, s, result);
      return undefined;
    }
    if (target.kind === "winsock" && isCancel(target.name)) {
      this.#remember(state, `cancel${this.terms.number(s)}`);
      this.#emit(state, frame, at, { kind: "cancel", args, handle: args[0] ?? this.terms.int(0), result });
      this.#result(frame, state, s, result);
      return undefined;
    }
    const shown = this.#macroCall(frame, state, s, name, args, at);
    if (shown) return undefined;
    if (/^(?:WSACleanup|DestroyWindow|WSAStartup)$/.test(bare(name))) this.#remember(state, `call${this.terms.number(s)}`);
    this.#emit(state, frame, at, { kind: "call", name, args, result, known: target.kind !== "unknown", ...(object ? { object } : {}) });
    const freed = freedArgument(name);
    if (freed !== undefined && args[freed]) {
      this.#free(frame, state, at, args[freed], bare(name), undefined);
      this.#result(frame, state, s, result);
      return undefined;
    }
    if (allocatedSizeArgument(name) !== undefined) {
      this.#result(frame, state, s, this.#fresh(state, s, bare(name)));
      return undefined;
    }
    if (takesMessages(name) || dispatches(name)) this.#othersRan(state);
    this.#result(frame, state, s, result);
    if (isPure(name) && !args.some((a) => a.kind === "address" && a.path.kind === "local")) return undefined;
    for (const a of args) if (a.kind === "address") this.#clobber(state, a.path);
    // a member function without a body may change the object it is called on
    if (target.kind === "unknown" || target.kind === "program") {
      if (object && s.callee.kind === "name" && !isPure(name) && this.#isOwnMethod(frame, s.callee.name))
        this.#clobberObject(state, object);
    }
    return undefined;
  }

  /** Macros of Winsock and Windows that were left as calls. */
  #macroCall(frame: Frame, state: State, s: Call, name: string, args: readonly Term[], at: Place): boolean {
    const [a, b] = args;
    if (!a) return false;
    let result: Term | undefined;
    switch (bare(name)) {
      case "WSAGETASYNCERROR":
      case "WSAGETSELECTERROR":
      case "HIWORD":
        result = binary(this.terms, "shr", a, this.terms.int(16));
        break;
      case "WSAGETASYNCBUFLEN":
      case "WSAGETSELECTEVENT":
      case "LOWORD":
        result = binary(this.terms, "and", a, this.terms.int(0xffff));
        break;
      case "MAKELONG":
      case "MAKELPARAM":
      case "MAKEWORD":
      case "WSAMAKEASYNCREPLY":
        if (!b) return false;
        result = binary(this.terms, "or", a, binary(this.terms, "shl", b, this.terms.int(bare(name) === "MAKEWORD" ? 8 : 16)));
        break;
      default:
        return false;
    }
    this.#emit(state, frame, at, { kind: "macro", name: bare(name), argument: a, result });
    this.#result(frame, state, s, result);
    return true;
  }

  #delete(frame: Frame, state: State, s: Extract<Statement, { kind: "delete" }>): Outcome[] | undefined {
    const at: Place = { function: frame.function, range: s.range, statement: s };
    const pointer = this.#value(frame, state, s.operand);
    if (decide(state, pointer) === false) return undefined;
    const body = s.record && !s.array ? destructorOf(this.#unit, s.record) : undefined;
    if (body && this.#mayEnter(frame, body)) {
      this.#emit(state, frame, at, { kind: "enter", callee: body, choices: 1, object: pointer });
      const outcomes = this.#execute(this.#frame(body, frame, at), state, [], pointer);
      for (const outcome of outcomes) {
        this.#emit(outcome.state, frame, at, { kind: "leave", callee: body, result: undefined });
        this.#free(frame, outcome.state, at, pointer, "delete", s.record);
      }
      return outcomes;
    }
    this.#free(frame, state, at, pointer, s.array ? "delete[]" : "delete", s.record);
    return undefined;
  }

  #free(frame: Frame, state: State, at: Place, pointer: Term, how: string, record: string | undefined): void {
    this.#remember(state, `free${pointer.id}`);
    this.#emit(state, frame, at, { kind: "free", pointer, how, ...(record === undefined ? {} : { record }) });
  }

  #mayEnter(frame: Frame, fn: ProgramFunction): boolean {
    if (frame.depth >= this.#budget.depth) {
      this.cuts.add(`depth at ${fn.name}`);
      return false;
    }
    let again = 0;
    for (let f: Frame | undefined = frame; f; f = f.parent) if (f.function === fn) again++;
    if (again > 0) return false;
    // the end of the root's own paths matters more than what lies deeper: late calls are taken by their effect
    const spent = this.#steps / this.#rootLimit;
    if (spent > 0.85 || (spent > 0.5 && !this.#relevance.direct.has(fn))) {
      this.cuts.add(`calls of ${fn.name}`);
      return false;
    }
    if (this.#relevance.functions.has(fn)) return true;
    // a long text is no small function: not lowered to find that out
    const { text } = fn as Partial<FunctionEntry>;
    if (text !== undefined && text.length > LONGEST_SMALL) return false;
    return fn.ir.blocks.length <= 4 && fn.ir.understood.statements <= 12;
  }

  /** Adds the condition and what follows from it for other comparisons of the same values. */
  #assume(state: State, condition: Term, truth: boolean): boolean {
    if (!assume(state, condition, truth)) return false;
    const [bare, holds] = condition.kind === "op" && condition.op === "not" ? [condition.left, !truth] : [condition, truth];
    if (bare.kind !== "op" || !bare.right || !holds) return true;
    if (bare.op === "lt") assume(state, binary(this.terms, "eq", bare.left, bare.right), false);
    if (bare.op === "eq") {
      assume(state, binary(this.terms, "lt", bare.left, bare.right), false);
      assume(state, binary(this.terms, "lt", bare.right, bare.left), false);
    }
    return true;
  }

  /** A counting loop that ends by its condition ends exactly at the bound. */
  #ranOut(state: State, condition: Term): void {
    if (condition.kind === "op" && condition.op === "lt" && condition.right)
      assume(state, binary(this.terms, "eq", condition.left, condition.right), true);
  }

  /** Drops what is known of values that nothing holds any more and that cannot be loaded again: results of calls, rounds of loops. */
  #forgetDead(state: State, result: Term | undefined): void {
    const live = new Set<number>();
    const mark = (term: Term): void => {
      someTerm(term, (t) => {
        live.add(t.id);
        return false;
      });
    };
    for (const { term } of state.values.values()) mark(term);
    for (const term of state.temps.values()) mark(term);
    if (result) mark(result);
    for (const { path } of state.values.values()) {
      const root = rootOf(path);
      if (root.kind === "deref") mark(root.pointer);
    }
    for (const [id, { term }] of state.constraints) {
      const dead = someTerm(term, (t) => (t.kind === "unknown" || (t.kind === "call" && !this.#isInteresting(t))) && !live.has(t.id));
      if (dead) state.constraints.delete(id);
    }
  }

  #callTerm(state: State, site: CallSite, name: string): Term {
    const n = this.terms.number(site.statement);
    const instance = (state.instances.get(n) ?? 0) + 1;
    state.instances.set(n, instance);
    return this.terms.call(site, instance, name);
  }

  #fresh(state: State, s: Statement, how: string): Term {
    const n = this.terms.number(s);
    const instance = (state.instances.get(n) ?? 0) + 1;
    state.instances.set(n, instance);
    return this.terms.heap(`${n}:${instance}`, how);
  }

  #clobber(state: State, path: Path): void {
    state.clobber(path, ++this.#generation);
  }

  /** Declared as a member function of the class whose function runs. */
  #isOwnMethod(frame: Frame, name: string): boolean {
    const record = frame.function.record;
    if (record === undefined || name.includes("::")) return false;
    return this.#unit.record(record, frame.function.uri)?.methods.some((m) => m.name === name || m.name.endsWith(`::${name}`)) ?? false;
  }

  /** While messages are dispatched handlers run: what lives outside the function and held a constant may hold another value. */
  #othersRan(state: State): void {
    for (const { path, term } of [...state.values.values()]) {
      const root = rootOf(path);
      if (term.kind === "int" && (root.kind !== "local" || root.isStatic)) this.#clobber(state, path);
    }
  }

  /** The function takes or dispatches messages itself. */
  #pumps(fn: ProgramFunction): boolean {
    this.#mayPump ??= new Set(this.#unit.mentioning(PUMPS));
    if (!this.#mayPump.has(fn)) return false;
    let known = this.#pumping.get(fn);
    if (known === undefined) {
      known = fn.ir.blocks.some((b) =>
        b.statements.some((s) => s.kind === "call" && (takesMessages(calleeName(s)) || dispatches(calleeName(s)))),
      );
      this.#pumping.set(fn, known);
    }
    return known;
  }

  #clobberObject(state: State, object: Term): void {
    this.#clobber(state, this.terms.deref(object));
  }

  // ----------------------------------------------------------------------------------------------- values and paths

  #value(_frame: Frame, state: State, value: Value): Term {
    switch (value.kind) {
      case "temp":
        return state.temps.get(value.id) ?? this.terms.unknown(`temp ${value.id}`);
      case "int":
        return this.terms.int(value.value);
      case "float":
        return this.terms.unknown(`number ${value.value}`);
      case "string":
        return this.terms.string(value.value, value.wide);
      case "function":
        return this.terms.func(value.name);
      case "config":
        return this.terms.config(value.condition);
      case "unknown":
        return this.terms.unknown(`text ${value.text}`);
    }
  }

  #paramPath(frame: Frame, index: number): Path {
    return this.terms.local(frame.id, frame.function.ir.params[index]?.name ?? "?", `p${index}`, false, "");
  }

  #localPath(frame: Frame, id: number): Path {
    const local = frame.function.ir.locals[id];
    return this.terms.local(frame.id, local?.name ?? "?", String(id), local?.storage === "static", String(frame.function.index));
  }

  #path(frame: Frame, state: State, place: IrPlace): Path {
    switch (place.kind) {
      case "local":
        return this.#localPath(frame, place.id);
      case "param":
        return this.#paramPath(frame, place.index);
      case "global": {
        // `i` after `for (int i…)`: compilers of the time kept the loop's variable in scope
        const old = this.#unit.names(frame.function.uri).variable(place.name)
          ? undefined
          : frame.function.ir.locals.find((l) => l.name === place.name);
        return old ? this.#localPath(frame, old.id) : this.terms.global(place.name);
      }
      case "temp":
        return this.terms.object(`${frame.id}:${place.id}`, "the temporary");
      case "deref":
        return this.terms.deref(this.#value(frame, state, place.pointer));
      case "field":
        return this.terms.field(this.#path(frame, state, place.of), place.member, place.record ?? recordOf(place.of));
      case "index": {
        const of = this.#path(frame, state, place.of);
        const index = this.#value(frame, state, place.index);
        return index.kind === "int" && index.value === 0n ? of : this.terms.index(of, index);
      }
    }
  }

  #load(state: State, path: Path, type: CType): Term {
    if (type.kind === "array") return this.terms.address(path);
    const known = state.get(path);
    if (known) return known;
    // a zeroed object has zero members
    for (let p: Path = path; p.kind === "field" || p.kind === "index"; p = p.of) {
      const whole = state.get(p.of);
      if (whole?.kind === "int" && whole.value === 0n && state.generation(path) === 0) return whole;
    }
    const generation = state.generation(path);
    if (generation > 0) return this.terms.havoc(path, generation);
    const root = rootOf(path);
    if (root.kind === "local" && !root.isStatic && root.frame < 1_000_000 && path === root)
      return this.terms.unknown(`uninitialised ${root.key}`);
    return this.terms.entry(path);
  }

  #bits(type: CType): number {
    switch (type.kind) {
      case "int":
        return type.bits;
      case "bool":
        return 8;
      case "pointer":
      case "reference":
      case "function":
        return this.#unit.target === "win64" ? 64 : 32;
      case "enum":
        return 32;
      default:
        return 64;
    }
  }

  // ---------------------------------------------------------------------------------------------------- joining paths

  #remember(state: State, what: string): void {
    const key = `${state.history}>${what}`;
    let n = this.#histories.get(key);
    if (n === undefined) this.#histories.set(key, (n = this.#histories.size + 1));
    state.history = n;
  }

  #isSlot(path: Path): boolean {
    switch (path.kind) {
      case "field":
        return this.#relevance.names.has(path.member);
      case "global":
        return this.#relevance.names.has(path.name.replace(/^.*::/, ""));
      case "index":
        return this.#isSlot(path.of);
      default:
        return false;
    }
  }

  /** Made of a handle, a buffer, a message word, a result of a Winsock call, or a member that holds such. */
  #isInteresting(term: Term): boolean {
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
            return this.#isSlot(t.path) || (t.path.kind === "field" && /^[wl]Param$/i.test(t.path.member));
          default:
            return false;
        }
      });
      this.#interesting.set(term.id, known);
    }
    return known;
  }

  #key(state: State, frame: Frame): string {
    const parts: string[] = [String(state.history), state.unknown ? "?" : ""];
    const names = this.#relevance.testedTwice(frame.function);
    const held = new Set<Term>();
    for (const { path, term } of state.values.values()) {
      const root = rootOf(path);
      const own = path.kind === "local" ? path.name : path.kind === "field" ? path.member : path.kind === "global" ? path.name : "";
      if (root.kind === "local" && !root.isStatic && names.has(own)) held.add(stripNarrow(term));
      if (
        this.#isSlot(path) ||
        (root.kind !== "object" && names.has(own)) ||
        (root.kind === "local" && !root.isStatic && this.#isInteresting(term))
      )
        parts.push(`${path.key}=${term.id}`);
    }
    const constraints: string[] = [];
    for (const { term, constraint } of state.constraints.values()) {
      if (!held.has(term) && !this.#isInteresting(term) && !this.#matters(term, names)) continue;
      constraints.push(
        `${term.id}${constraint.equal === undefined ? `!${[...constraint.notEqual].sort().join(",")}` : `=${constraint.equal}`}`,
      );
    }
    return `${parts.sort().join(";")}|${constraints.sort().join(";")}`;
  }

  #matters(term: Term, names: ReadonlySet<string>): boolean {
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

  // --------------------------------------------------------------------------------------------------- body structure

  /** Position of each block in reverse postorder. */
  #orderOf(fn: IrFunction): readonly number[] {
    const known = this.#order.get(fn);
    if (known) return known;
    const position = new Array<number>(fn.blocks.length).fill(fn.blocks.length);
    const state = new Uint8Array(fn.blocks.length);
    const post: number[] = [];
    const roots = fn.blocks.map((_, i) => i);
    for (const r of roots) {
      if (state[r]) continue;
      const stack: { id: number; next: readonly number[]; i: number }[] = [{ id: r, next: successors(fn, r), i: 0 }];
      state[r] = 1;
      while (stack.length > 0) {
        const top = stack[stack.length - 1] as { id: number; next: readonly number[]; i: number };
        const to = top.next[top.i++];
        if (to === undefined) {
          post.push(top.id);
          stack.pop();
        } else if (!state[to]) {
          state[to] = 1;
          stack.push({ id: to, next: successors(fn, to), i: 0 });
        }
      }
    }
    post.reverse().forEach((id, i) => {
      position[id] = i;
    });
    this.#order.set(fn, position);
    return position;
  }

  /** Number of edges into each block. */
  #entriesOf(fn: IrFunction): readonly number[] {
    let known = this.#entries.get(fn);
    if (!known) {
      const count = new Array<number>(fn.blocks.length).fill(0);
      for (const b of fn.blocks) for (const to of successors(fn, b.id)) count[to] = (count[to] ?? 0) + 1;
      this.#entries.set(fn, (known = count));
    }
    return known;
  }

  /** Drops the temps that no other block uses. */
  #keepCrossing(fn: IrFunction, state: State, block: BlockId): void {
    let crossing = this.#crossing.get(fn);
    if (!crossing) this.#crossing.set(fn, (crossing = crossingTemps(fn)));
    const end = fn.blocks[block]?.end;
    const used =
      end?.kind === "branch"
        ? end.condition
        : end?.kind === "switch" || end?.kind === "return" || end?.kind === "throw"
          ? end.value
          : undefined;
    for (const id of state.temps.keys()) if (!crossing.has(id) && !(used?.kind === "temp" && used.id === id)) state.temps.delete(id);
  }

  #emit(state: State, frame: Frame, at: Place, detail: EventDetail): void {
    const event = {
      ...detail,
      at,
      frame,
      root: this.#root,
      previous: state.last,
      mark: state.mark,
      state: state.snapshot(),
      order: this.events.length,
    } as PathEvent;
    state.last = event;
    if (isMark(event.kind)) state.mark = event;
    this.events.push(event);
  }
}

export function successors(fn: IrFunction, id: BlockId): readonly BlockId[] {
  const block = fn.blocks[id];
  if (!block) return [];
  const out: BlockId[] = [...(block.handlers ?? [])];
  const end = block.end;
  if (end.kind === "jump") out.push(end.to);
  if (end.kind === "branch") out.push(end.then, end.else);
  if (end.kind === "switch") out.push(...end.cases.map((c) => c.to), end.default);
  return out;
}

/** Temps used in a block other than the one that defines them. */
function crossingTemps(fn: IrFunction): ReadonlySet<number> {
  const home = new Map<number, number>();
  for (const b of fn.blocks) for (const s of b.statements) if ("target" in s && s.target !== undefined) home.set(s.target, b.id);
  const crossing = new Set<number>();
  if (fn.thisTemp !== undefined) crossing.add(fn.thisTemp);
  for (const b of fn.blocks) {
    const visit = (v: unknown): void => {
      if (Array.isArray(v)) for (const x of v) visit(x);
      else if (v !== null && typeof v === "object") {
        const o = v as { kind?: unknown; id?: unknown };
        if (o.kind === "temp" && typeof o.id === "number") {
          if (home.get(o.id) !== b.id) crossing.add(o.id);
        } else for (const x of Object.values(v)) visit(x);
      }
    };
    for (const s of b.statements) visit(s);
    visit(b.end);
  }
  return crossing;
}
