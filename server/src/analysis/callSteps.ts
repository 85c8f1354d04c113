/** Calls and `delete`: entered where the callee can touch a request, else taken by their effect. */
import type { Statement } from "../ir/types.ts";
import type { CallSite, CallTarget, ProgramFunction } from "../program/types.ts";
import { isCancel, isStart } from "../winsock/functions.ts";
import { binary } from "./arithmetic.ts";
import type { Frame, Place } from "./events.ts";
import type { Execute, Machine, Outcome } from "./machine.ts";
import { allocatedSizeArgument, bare, dispatches, freedArgument, isPure, takesMessages } from "./roles.ts";
import { decide, type State } from "./state.ts";
import { rootOf, type Term } from "./terms.ts";
import { calleeName, parameterOffset } from "./valueFlow.ts";

/** A call under way. */
interface Calling {
  readonly frame: Frame;
  readonly state: State;
  readonly site: CallSite;
  readonly at: Place;
  readonly args: readonly Term[];
  readonly object: Term | undefined;
  readonly name: string;
}

/** Outcomes of an entered call, or undefined when the call was taken by its effect on `state`. */
export function call(machine: Machine, frame: Frame, state: State, site: CallSite, execute: Execute): Outcome[] | undefined {
  const { questions, storage } = machine;
  const s = site.statement;
  const target = questions.resolve(site);
  const calling: Calling = {
    frame,
    state,
    site,
    at: { function: frame.function, range: s.range, statement: s },
    args: s.args.map((a) => storage.value(state, a)),
    object:
      s.callee.kind === "member"
        ? storage.value(state, s.callee.object)
        : s.callee.kind === "name" && s.callee.implicitThis
          ? storage.value(state, s.callee.implicitThis)
          : undefined,
    name: target.kind === "program" ? (target.functions[0]?.name ?? calleeName(s)) : (target.name ?? calleeName(s)),
  };
  if (target.kind === "program") {
    const bodies = target.functions.filter((f) => mayEnter(machine, frame, f));
    if (bodies.length > 0 && bodies.length <= 4) return enterAll(machine, calling, target.functions.length, bodies, execute);
    if (target.functions.length > 0 && !target.functions.some((f) => questions.touches(f))) {
      passBy(machine, calling, target.functions);
      return undefined;
    }
  }
  takeEffect(machine, calling, target);
  return undefined;
}

function enterAll(
  machine: Machine,
  { frame, state, site, at, args, object }: Calling,
  choices: number,
  bodies: readonly ProgramFunction[],
  execute: Execute,
): Outcome[] {
  const { trail } = machine;
  const outcomes: Outcome[] = [];
  bodies.forEach((body, i) => {
    const start = i === bodies.length - 1 ? state : state.fork();
    const offset = parameterOffset(site);
    const self = offset === 1 ? args[0] : body.ir.thisTemp !== undefined ? object : undefined;
    trail.emit(start, frame, at, { kind: "enter", callee: body, choices, ...(self ? { object: self } : {}) });
    const inner = machine.frame(body, frame, at);
    for (const outcome of execute(inner, start, args.slice(offset), self)) {
      trail.emit(outcome.state, frame, at, { kind: "leave", callee: body, result: outcome.result });
      outcomes.push(outcome);
    }
  });
  return outcomes.slice(0, machine.budget.paths);
}

/** Not entered because it cannot touch a request. */
function passBy(machine: Machine, calling: Calling, functions: readonly ProgramFunction[]): void {
  const { frame, state, site, at, args, object, name } = calling;
  const { effects, trail } = machine;
  const result = effects.resultOf(state, site.statement, name);
  trail.emit(state, frame, at, { kind: "call", name, args, result, known: true, ...(object ? { object } : {}) });
  machine.answer(frame, state, site.statement, result);
  for (const a of args) if (a.kind === "address" && rootOf(a.path).kind === "local") effects.clobber(state, a.path);
  if (functions.some((f) => machine.questions.pumps(f))) effects.othersRan(state);
}

/** A call whose body is not run: what is known of its name. */
function takeEffect(machine: Machine, calling: Calling, target: CallTarget): void {
  const { frame, state, site, at, args, object, name } = calling;
  const { effects, joins, terms, trail } = machine;
  const s = site.statement;
  const result = effects.resultOf(state, s, name);
  // the error of a start, a cancel or a start-up decides what happens to requests; that of other calls does not
  if (bare(name) === "WSAGetLastError") joins.setInteresting(result, state.network);
  else if (target.kind === "winsock") state.network = /^WSA(?:Async|Cancel|Startup)/.test(target.name);
  else if (/^(?:WSA|connect$|send|recv|socket$|bind$|listen$|accept$)/.test(bare(name))) state.network = false;
  if (target.kind === "winsock" && isStart(target.name)) {
    trail.remember(state, `start${terms.number(s)}`);
    trail.emit(state, frame, at, { kind: "start", name: target.name, args, result });
    machine.answer(frame, state, s, result);
    return;
  }
  if (target.kind === "winsock" && isCancel(target.name)) {
    trail.remember(state, `cancel${terms.number(s)}`);
    trail.emit(state, frame, at, { kind: "cancel", args, handle: args[0] ?? terms.int(0), result });
    machine.answer(frame, state, s, result);
    return;
  }
  if (expandMacro(machine, calling)) return;
  if (/^(?:WSACleanup|DestroyWindow|WSAStartup)$/.test(bare(name))) trail.remember(state, `call${terms.number(s)}`);
  trail.emit(state, frame, at, { kind: "call", name, args, result, known: target.kind !== "unknown", ...(object ? { object } : {}) });
  const freed = freedArgument(name);
  if (freed !== undefined && args[freed]) {
    free(machine, frame, state, at, args[freed], bare(name), undefined);
    machine.answer(frame, state, s, result);
    return;
  }
  if (allocatedSizeArgument(name) !== undefined) {
    machine.answer(frame, state, s, effects.fresh(state, s, bare(name)));
    return;
  }
  if (takesMessages(name) || dispatches(name)) effects.othersRan(state);
  machine.answer(frame, state, s, result);
  if (isPure(name) && !args.some((a) => a.kind === "address" && a.path.kind === "local")) return;
  for (const a of args) if (a.kind === "address") effects.clobber(state, a.path);
  // a member function without a body may change the object it is called on
  if (
    (target.kind === "unknown" || target.kind === "program") &&
    object &&
    s.callee.kind === "name" &&
    !isPure(name) &&
    machine.questions.isOwnMethod(frame.function, s.callee.name)
  )
    effects.clobberObject(state, object);
}

/** Macros of Winsock and Windows that were left as calls. */
function expandMacro(machine: Machine, { frame, state, site, at, args, name }: Calling): boolean {
  const { terms } = machine;
  const [a, b] = args;
  if (!a) return false;
  let result: Term | undefined;
  switch (bare(name)) {
    case "WSAGETASYNCERROR":
    case "WSAGETSELECTERROR":
    case "HIWORD":
      result = binary(terms, "shr", a, terms.int(16));
      break;
    case "WSAGETASYNCBUFLEN":
    case "WSAGETSELECTEVENT":
    case "LOWORD":
      result = binary(terms, "and", a, terms.int(0xffff));
      break;
    case "MAKELONG":
    case "MAKELPARAM":
    case "MAKEWORD":
    case "WSAMAKEASYNCREPLY":
      if (!b) return false;
      result = binary(terms, "or", a, binary(terms, "shl", b, terms.int(bare(name) === "MAKEWORD" ? 8 : 16)));
      break;
    default:
      return false;
  }
  machine.trail.emit(state, frame, at, { kind: "macro", name: bare(name), argument: a, result });
  machine.answer(frame, state, site.statement, result);
  return true;
}

/** Outcomes of the destructor where it is entered, else undefined. */
export function remove(
  machine: Machine,
  frame: Frame,
  state: State,
  s: Extract<Statement, { kind: "delete" }>,
  execute: Execute,
): Outcome[] | undefined {
  const { trail } = machine;
  const at: Place = { function: frame.function, range: s.range, statement: s };
  const pointer = machine.storage.value(state, s.operand);
  if (decide(state, pointer) === false) return undefined;
  const body = s.record && !s.array ? machine.questions.destructorOf(s.record) : undefined;
  if (body && mayEnter(machine, frame, body)) {
    trail.emit(state, frame, at, { kind: "enter", callee: body, choices: 1, object: pointer });
    const outcomes = execute(machine.frame(body, frame, at), state, [], pointer);
    for (const outcome of outcomes) {
      trail.emit(outcome.state, frame, at, { kind: "leave", callee: body, result: undefined });
      free(machine, frame, outcome.state, at, pointer, "delete", s.record);
    }
    return outcomes;
  }
  free(machine, frame, state, at, pointer, s.array ? "delete[]" : "delete", s.record);
  return undefined;
}

function free(machine: Machine, frame: Frame, state: State, at: Place, pointer: Term, how: string, record: string | undefined): void {
  machine.trail.remember(state, `free${pointer.id}`);
  machine.trail.emit(state, frame, at, { kind: "free", pointer, how, ...(record === undefined ? {} : { record }) });
}

function mayEnter(machine: Machine, frame: Frame, fn: ProgramFunction): boolean {
  const { budget, cuts, questions, spending } = machine;
  if (frame.depth >= budget.depth) {
    cuts.add(`depth at ${fn.name}`);
    return false;
  }
  for (let f: Frame | undefined = frame; f; f = f.parent) if (f.function === fn) return false;
  // the end of the root's own paths matters more than what lies deeper: late calls are taken by their effect
  const spent = spending.share;
  if (spent > 0.85 || (spent > 0.5 && !questions.touchesItself(fn))) {
    cuts.add(`calls of ${fn.name}`);
    return false;
  }
  return questions.touches(fn) || questions.isSmall(fn);
}
