/** Questions about requests that several rules ask: is it over, can its reply be mistaken, what belongs to it. */
import { before, type EventOf, type Frame, marksBefore, type PathEvent, type Place, type Root } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import type { Param } from "../ir/types.ts";
import { successors } from "../program/messages.ts";
import type { ProgramFunction } from "../program/types.ts";
import { allocatedSizeArgument, bare, dispatches, takesMessages } from "../analysis/roles.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
import { isWithin, type Path, rootOf, someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import type { Node } from "../analysis/valueFlow.ts";

/** Whether the term is, or was loaded from storage that holds, the handle of this request. */
export function isHandleOf(facts: Facts, term: Term, request: Request): boolean {
  const t = stripNarrow(term);
  if (t.kind === "call") return t.statement === request.start.site.statement;
  const slot = facts.slotOfValue(t);
  return slot !== undefined && request.handles.has(slot);
}

/** Whether the term is a handle from any start of the unit. */
export function isHandle(facts: Facts, term: Term): boolean {
  return facts.requests.some((r) => isHandleOf(facts, term, r));
}

const buffers = new WeakMap<Request, ReadonlySet<Term>>();

/** The buffers that the request is started with: few, however many paths start it. */
function bufferTerms(facts: Facts, request: Request): ReadonlySet<Term> {
  let known = buffers.get(request);
  if (!known) {
    known = new Set(request.events.flatMap((start) => facts.bufferOf(start) ?? []));
    buffers.set(request, known);
  }
  return known;
}

/** Whether the pointer names (or points into) the buffer of the request. */
export function isBufferOf(facts: Facts, pointer: Term, request: Request): boolean {
  const t = facts.storage(pointer);
  for (const buffer of bufferTerms(facts, request)) if (buffer === t || sameObject(buffer, t)) return true;
  if (t.kind === "address") return pathIn(facts, t.path, request.buffers);
  const slot = facts.slotOfValue(t);
  return slot !== undefined && request.buffers.has(slot);
}

function pathIn(facts: Facts, path: Path, nodes: ReadonlySet<Node>): boolean {
  for (let p: Path = path; ; p = p.of) {
    const node = facts.slot(p);
    if (node !== undefined && nodes.has(node)) return true;
    if (p.kind !== "field" && p.kind !== "index") return false;
  }
}

function sameObject(a: Term, b: Term): boolean {
  return a.kind === "address" && b.kind === "address" && (isWithin(a.path, b.path) || isWithin(b.path, a.path));
}

/** Whether the pointer is the record (object) in which the handle or the buffer of the request lives. */
export function isRecordOf(facts: Facts, pointer: Term, request: Request): boolean {
  const t = stripNarrow(pointer);
  for (const buffer of bufferTerms(facts, request)) if (inside(buffer, t)) return true;
  return false;
}

/** Whether `term` is an address inside the object that `pointer` points at. */
export function inside(term: Term, pointer: Term): boolean {
  if (term.kind !== "address") return false;
  const root = rootOf(term.path);
  return root.kind === "deref" && root.pointer === pointer;
}

// -------------------------------------------------------------------------------------------------------- on one path

/** Cancels of the request's handle before this event on its path, newest first. */
export function cancelsBefore(facts: Facts, event: PathEvent, request: Request): EventOf<"cancel">[] {
  const found: EventOf<"cancel">[] = [];
  for (const e of marksBefore(event)) if (e.kind === "cancel" && isHandleOf(facts, e.handle, request)) found.push(e);
  return found;
}

/** What the path knows of a cancel: its result was 0, was not 0, or was not looked at. */
export function cancelOutcome(cancel: EventOf<"cancel">, later: PathEvent): "succeeded" | "failed" | "unknown" {
  const known = zeroness(later.state, cancel.result);
  return known === "zero" ? "succeeded" : known === "nonzero" ? "failed" : "unknown";
}

/** Messages are taken or dispatched between the two events: the completion may have come. */
export function pumpsBetween(earlier: PathEvent, later: PathEvent): boolean {
  for (const e of before(later)) {
    if (e === earlier) return false;
    if (e.kind === "call" && (takesMessages(e.name) || dispatches(e.name))) return true;
  }
  return false;
}

/**
 * The reply was recognised: a comparison of `msg.message` with the request's number held in a local loop, or storage has a value that the
 * handler of the reply gives it (`while (!done) pump();`).
 */
export function recognisedBetween(facts: Facts, earlier: EventOf<"start">, later: PathEvent): boolean {
  const number = facts.argument(earlier, "wMsg");
  for (const e of before(later)) {
    if (e === earlier) return false;
    if (e.kind !== "branch") continue;
    if (isTold(facts, flagIn(e.condition), earlier, later)) return true;
    const c = positive(e.condition, e.truth);
    if (!c) continue;
    const isMessage = (t: Term): boolean =>
      (t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field" && /^(?:message|Msg)$/.test(t.path.member);
    if (someTerm(c, isMessage) && (number === undefined || someTerm(c, (t) => t === number) || constantIn(e, c, number))) return true;
    if (facts.mentionsWParam(c)) return true;
  }
  return false;
}

/** The stored value that a condition compares with constants, or counts up or down before it does: a flag, a state, a counter. */
function flagIn(condition: Term): Term {
  const t = stripNarrow(condition);
  if (t.kind !== "op") return t;
  if (!t.right) return t.op === "not" ? flagIn(t.left) : t;
  if (!/^(?:eq|ne|lt|le|gt|ge|add|sub)$/.test(t.op)) return t;
  return t.right.kind === "int" ? flagIn(t.left) : t.left.kind === "int" ? flagIn(t.right) : t;
}

/** The value was read from storage to which the handler of this reply writes, and may be what it has written there. */
function isTold(facts: Facts, value: Term, start: EventOf<"start">, later: PathEvent): boolean {
  if (value.kind !== "entry" && value.kind !== "havoc") return false;
  const request = facts.requestOf(start);
  const slot = facts.slot(value.path);
  if (request === undefined || slot === undefined || request.handles.has(slot)) return false;
  const number = constantOf(later.state, value);
  const known = zeroness(later.state, value);
  return facts.all("store").some((s) => {
    if (facts.slot(s.path) !== slot || !s.root.completes.includes(request.start)) return false;
    const given = constantOf(s.state, s.value);
    if (number !== undefined && given !== undefined) return number === given;
    const written = zeroness(s.state, s.value);
    return written === known || written === "unknown" || known === "unknown";
  });
}

function constantIn(e: PathEvent, c: Term, number: Term): boolean {
  const value = constantOf(e.state, number);
  return value !== undefined && someTerm(c, (t) => t.kind === "int" && t.value === value);
}

/** The condition in the form that holds, for equalities; undefined if it does not hold as an equality. */
export function positive(condition: Term, truth: boolean): Term | undefined {
  if (condition.kind === "op" && condition.op === "not") return positive(condition.left, !truth);
  return truth ? condition : undefined;
}

/** The window that gets late messages goes: its WM_DESTROY, or a call on the same path that destroys it or ends everything. */
export function windowGoes(facts: Facts, event: PathEvent): boolean {
  if (event.root.handler?.trigger === "destroy") return true;
  return (
    facts.firstAfter(
      event,
      (e) => e.kind === "call" && /^(?:DestroyWindow|EndDialog|WSACleanup|PostQuitMessage|DeallocateHWnd)$/.test(bare(e.name)),
    ) !== undefined
  );
}

/** The winsock cleanup was called before this event on its path. */
export function cleanedBefore(facts: Facts, event: PathEvent): EventOf<"call"> | undefined {
  if (facts.calls("WSACleanup").length === 0) return undefined;
  for (const e of before(event)) if (e.kind === "call" && bare(e.name) === "WSACleanup") return e;
  return undefined;
}

/** Branches on this path that depend on storage outside the function (flags, states, members) other than the given storage. */
export function guardsBefore(facts: Facts, event: PathEvent, except: (term: Term) => boolean): EventOf<"branch">[] {
  const found: EventOf<"branch">[] = [];
  for (const e of before(event)) {
    if (e.kind !== "branch" || e.origin === "assert") continue;
    const outside = isOutside(facts, e);
    if (outside && !someTerm(e.condition, except)) found.push(e);
  }
  return found;
}

/** The branch depends on storage outside the function, or on what a call said. */
export function isOutside(facts: Facts, e: EventOf<"branch">): boolean {
  return someTerm(e.condition, (t) => {
    // memory that was not to be had holds back nothing in particular
    if (t.kind !== "entry" && t.kind !== "havoc")
      return t.kind === "call" && allocatedSizeArgument(t.name) === undefined && !/^(?:WSA|Get(?:Tick|Last))/.test(bare(t.name));
    return facts.slot(t.path) !== undefined || rootOf(t.path).kind === "deref";
  });
}

/**
 * Only one side of the branch leads to the later event. Where the branch stands in a function that has returned since, only one side
 * leads to its return: `if (busy) return 0;` holds back what its caller does, `if (last) last->next = r; else first = r;` does not.
 */
export function holdsBack(branch: EventOf<"branch">, later: PathEvent): boolean {
  const { ir } = branch.at.function;
  const at = ir.blocks.find((b) => b.end.range === branch.at.range);
  if (at?.end.kind !== "branch") return true;
  const reach = (from: number): ReadonlySet<number> => {
    const seen = new Set<number>([at.id]);
    const work = [from];
    for (let id = work.pop(); id !== undefined; id = work.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      work.push(...successors(ir, id));
    }
    seen.delete(at.id);
    return seen;
  };
  const [yes, no] = [reach(at.end.then), reach(at.end.else)];
  let place: Place | undefined;
  for (let f: Frame | undefined = later.frame, p: Place | undefined = later.at; f; p = f.call, f = f.parent)
    if (f === branch.frame) place = p;
  const goals = ir.blocks.filter((b) => (place ? place.statement && b.statements.includes(place.statement) : b.end.kind === "return"));
  return !goals.some((b) => yes.has(b.id) && no.has(b.id));
}

// ------------------------------------------------------------------------------------------------------------ handlers

export interface HandlerMatch {
  /**
   * - `matched`: the result is used and request state changed only after `wParam` was found.
   * - `unmatched`: some path does so without.
   * - `unknown`: the handler, or what it calls with `wParam`, cannot be seen.
   */
  readonly kind: "matched" | "unmatched" | "unknown";
  /** Where it is recognised, or where the reply is used without. */
  readonly event?: PathEvent;
  readonly root?: Root;
}

const matches = new WeakMap<Facts, Map<Root, HandlerMatch>>();

/** How the handler that begins this root matches a reply with its request. */
export function matchOf(facts: Facts, root: Root): HandlerMatch {
  let known = matches.get(facts);
  if (!known) matches.set(facts, (known = new Map()));
  const old = known.get(root);
  if (old) return old;
  const made = findMatch(facts, root);
  known.set(root, made);
  return made;
}

/** The events of the root in which the reply is recognised: the condition holds. */
export function isRecognition(facts: Facts, e: PathEvent): boolean {
  if (e.kind !== "branch" || e.origin === "assert") return false;
  const c = e.condition;
  if (!facts.mentionsWParam(c)) return someTerm(c, (t) => t.kind === "call" && tookWParam(facts, e, t));
  // `if (wParam)` alone matches nothing
  return someTerm(c, (t) => {
    if (t.kind === "call") return true;
    if (t.kind !== "op" || t.op !== "eq" || !t.right) return false;
    const w = facts.isWParam(t.left) || facts.mentionsWParam(t.left);
    const other = w ? t.right : t.left;
    return !(other.kind === "int");
  });
}

/** The call whose result this is got wParam among its arguments. */
function tookWParam(facts: Facts, from: PathEvent, result: Term): boolean {
  for (const e of before(from)) {
    if ((e.kind === "call" || e.kind === "leave") && e.result === result)
      return e.kind === "call" && e.args.some((a) => facts.mentionsWParam(a));
  }
  return false;
}

/** Calls that hand a message on without a look at it. */
const FORWARDS =
  /^(?:Def\w*Proc[AW]?|PostMessage[AW]?|SendMessage[AW]?|CallWindowProc[AW]?|ASSERT|OnWndMsg|WindowProc|WndProc|PreTranslateMessage|DefaultProcessing|Default|Dispatch)$/;

/**
 * Functions of the root that look for wParam and say what they found. What they change on their way is no use of the reply: a tree that turns
 * what was looked for to its top, a cache.
 */
function searchesOf(facts: Facts, root: Root): ReadonlySet<ProgramFunction> {
  const searches = new Set<ProgramFunction>();
  for (const e of facts.all("branch"))
    if (e.root === root && isRecognition(facts, e)) for (const fn of calledIn(e.frame)) if (isSearch(fn)) searches.add(fn);
  return searches;
}

/** The function of a frame and those that called it, without the root's. */
function* calledIn(frame: Frame): Generator<ProgramFunction> {
  for (let f = frame; f.parent; f = f.parent) yield f.function;
}

/** It has a result, and is not given the error. */
function isSearch({ ir }: ProgramFunction): boolean {
  const isLParam = ({ name, type }: Param): boolean => /^l_?param/i.test(name) || (type.kind === "int" && type.name === "LPARAM");
  return ir.result.kind !== "void" && !ir.params.some(isLParam);
}

function findMatch(facts: Facts, root: Root): HandlerMatch {
  const exits = facts.all("exit").filter((e) => e.root === root);
  const searches = searchesOf(facts, root);
  const isSearching = (e: PathEvent): boolean => e.kind === "store" && [...calledIn(e.frame)].some((fn) => searches.has(fn));
  let recognised: PathEvent | undefined;
  let loose: PathEvent | undefined;
  let unseen = false;
  for (const exit of exits) {
    const chain = [...before(exit)].reverse();
    let matched = false;
    // wParam went to something on this path that cannot be seen: that may have been the match
    let hidden = false;
    for (const e of chain) {
      if (e.kind === "branch" && isRecognition(facts, e)) {
        recognised ??= e;
        matched = true;
      }
      if (e.kind === "call" && e.args.some((a) => facts.mentionsWParam(a)) && !FORWARDS.test(bare(e.name))) hidden = true;
      if (!matched && isUse(facts, e) && !isSearching(e)) {
        if (hidden) unseen = true;
        else loose ??= e;
        break;
      }
    }
  }
  if (loose && !recognised) return { kind: "unmatched", event: loose, root };
  if (unseen && !recognised) return { kind: "unknown", root };
  const either = recognised && !loose ? usedEitherWay(facts, root, exits) : undefined;
  if (either) return { kind: "unmatched", event: either, root };
  if (recognised && !loose) return { kind: "matched", event: recognised, root };
  if (loose) return { kind: "unknown", event: loose, root };
  return exits.length === 0 ? { kind: "unknown", root } : { kind: "matched", root };
}

/**
 * What is done with the buffer or the handle whichever way the only decision about wParam goes: `if (h == wParam) count++; h = 0;` keeps no
 * other reply away. Where it is decided more than once, one `no` is another's `yes`.
 */
function usedEitherWay(facts: Facts, root: Root, exits: readonly PathEvent[]): PathEvent | undefined {
  const decisions = facts.all("branch").filter((e) => e.root === root && isRecognition(facts, e));
  const [first] = decisions;
  if (!first || decisions.some((e) => e.at.range !== first.at.range)) return undefined;
  if (!isEquality(first.condition) || isRepeated(first)) return undefined;
  const requests = facts.requests.filter((r) => root.completes.includes(r.start));
  const ofOwn = new Set<string>();
  const ofOther = new Map<string, PathEvent>();
  for (const exit of exits) {
    let decision: EventOf<"branch"> | undefined;
    for (const e of [...before(exit)].reverse()) {
      if (e.kind === "branch" && e.at.range === first.at.range) decision = e;
      if (decision?.frame !== e.frame) continue;
      const use = requests.map((r) => useOf(facts, e, r)).find((u) => u !== undefined);
      if (use === undefined) continue;
      const key = `${e.at.function.index}:${e.at.range.start}:${use}`;
      if (positive(decision.condition, decision.truth)) ofOwn.add(key);
      else ofOther.set(key, e);
    }
  }
  for (const [key, e] of ofOther) if (ofOwn.has(key)) return e;
  return undefined;
}

/** The decision stands in a loop: a search goes on after each `no`. */
function isRepeated(branch: EventOf<"branch">): boolean {
  const { ir } = branch.at.function;
  const at = ir.blocks.find((b) => b.end.range === branch.at.range);
  if (!at) return true;
  const seen = new Set<number>();
  const work = [...successors(ir, at.id)];
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    if (id === at.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    work.push(...successors(ir, id));
  }
  return false;
}

function isEquality(c: Term): boolean {
  return c.kind === "op" && (c.op === "not" ? isEquality(c.left) : c.op === "eq");
}

/** What the event does to the handle or the buffer of the request: the storage that is written, read or freed. */
function useOf(facts: Facts, e: PathEvent, request: Request): string | undefined {
  if (e.kind === "store") return request.handles.has(facts.slot(e.path) ?? "") ? e.path.key : undefined;
  if (e.kind === "read") return readsBuffer(facts, e, request) ? e.path.key : undefined;
  return e.kind === "free" && isBufferOf(facts, e.pointer, request) ? String(e.pointer.id) : undefined;
}

/** The event uses the reply: changes what lives on, frees, or reads the buffer. */
export function isUse(facts: Facts, e: PathEvent): boolean {
  switch (e.kind) {
    case "store": {
      const root = rootOf(e.path);
      // through a parameter as a whole: a result for the caller, not state
      if (e.path === root && root.kind === "deref" && root.pointer.kind === "entry" && root.pointer.path.kind === "local") return false;
      return root.kind === "global" || root.kind === "deref" || (root.kind === "local" && root.isStatic);
    }
    case "free":
      return true;
    case "read":
      return facts.requests.some((r) => e.root.completes.includes(r.start) && readsBuffer(facts, e, r));
    case "call":
      return e.args.some((a) => facts.isError(a) || facts.isLParam(a)) && !FORWARDS.test(bare(e.name));
    default:
      return false;
  }
}

/** The load reads through the pointer to the request's buffer. */
export function readsBuffer(facts: Facts, e: EventOf<"read">, request: Request): boolean {
  const root = rootOf(e.path);
  if (root.kind === "deref" && e.path !== root && isBufferOf(facts, root.pointer, request)) return true;
  for (const buffer of bufferTerms(facts, request))
    if (buffer.kind === "address" && e.path !== buffer.path && isWithin(e.path, buffer.path)) return true;
  // a member of an embedded buffer: hostent fields below the slot
  for (let p: Path = e.path; p.kind === "field" || p.kind === "index"; p = p.of) {
    if (p.of.kind !== "deref") {
      const node = facts.slot(p.of);
      if (node !== undefined && request.buffers.has(node) && p.kind === "field" && /^(?:h|s|p)_/.test(p.member)) return true;
    }
  }
  return false;
}

/** How the replies of this request are matched, over all its handlers. */
export function matchOfRequest(facts: Facts, request: Request): HandlerMatch {
  const roots = facts.roots.filter((r) => r.completes.includes(request.start));
  if (roots.length === 0) return { kind: "unknown" };
  const all = roots.map((r) => matchOf(facts, r));
  return all.find((m) => m.kind === "unmatched") ?? all.find((m) => m.kind === "unknown") ?? (all[0] as HandlerMatch);
}
