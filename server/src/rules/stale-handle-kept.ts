import { before, type EventOf, type PathEvent, type Root } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { rootOf, someTerm, stripNarrow, type Path, type Term } from "../analysis/terms.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, headOf, related, type Report, fix, edit, textAt } from "./context.ts";
import { isHandleOf, isRecognition } from "./requests.ts";
import type { Unit } from "../program/types.ts";
import { lineAfter, lineBefore, statementOf } from "./edits.ts";
import type { Fix } from "./types.ts";
import { type Written, written } from "./written.ts";

export const rule = defineRule({
  id: "stale-handle-kept",
  catalogue: "H7",
  severity: "information",
  profile: "default",
  documentation: {
    summary: "A variable keeps the handle of a request that is over, and a later cancel is guarded by that variable alone.",
    why: "A handle is dead once its message has been taken or its cancel has succeeded; providers may use the value again.",
    seen: "R6: usually an error that nobody sees. With reuse of the value (Wine after 65,535 requests) *another* request is cancelled.",
    wrong:
      "case WM_RESOLVED:\n    use(buffer);                  /* hLookup is still set */\n    return 0;\n…\nif (hLookup)\n    WSACancelAsyncRequest(hLookup);",
    right:
      "case WM_RESOLVED:\n    if ((HANDLE)wParam != hLookup)\n        return 0;\n    hLookup = 0;                  /* first thing after the match */\n    use(buffer);",
  },
  check({ facts }, report) {
    inHandlers(facts, report);
    atCancels(facts, report);
  },
});

function inHandlers(facts: Facts, report: Report): void {
  for (const root of facts.roots) {
    const done = new Set<string>();
    for (const request of facts.requests) {
      if (!root.completes.includes(request.start)) continue;
      for (const exit of facts.all("exit")) {
        if (exit.root !== root) continue;
        const recognised = recognition(facts, exit, request);
        const place = recognised ?? firstError(facts, exit);
        if (!place) continue;
        const kept = keptHandle(facts, exit, request, recognised, place);
        if (!kept || done.has(kept.slot)) continue;
        const cancel = laterCancel(facts, kept.slot, request, root);
        if (!cancel) continue;
        done.add(kept.slot);
        report(
          place.at,
          `\`${kept.written.name}\` still holds the handle after its request is over, and a later cancel is guarded by it alone`,
          {
            related: [
              related(exit.at, "the handler can end here with the handle still set"),
              ...lastBranch(exit),
              related(cancel.at, "the cancel that gets the finished handle"),
            ],
            possible: exit.state.unknown || kept.unsure,
            fixes: clear(facts.unit, place, recognised !== undefined, kept.written),
            subjects: [cancel.at],
          },
        );
      }
    }
  }
}

function lastBranch(exit: PathEvent): ReturnType<typeof related>[] {
  for (const e of before(exit)) if (e.kind === "branch") return [related(e.at, "on the path through here")];
  return [];
}

/** The comparison of wParam with storage that holds this request's handle, found to hold on the path. */
function recognition(facts: Facts, exit: PathEvent, request: Request): EventOf<"branch"> | undefined {
  for (const e of before(exit)) {
    if (e.kind !== "branch" || !isRecognition(facts, e)) continue;
    if (equalHolds(facts, e, request)) return e;
  }
  return undefined;
}

function equalHolds(facts: Facts, e: EventOf<"branch">, request: Request): boolean {
  let c = e.condition;
  let truth = e.truth;
  while (c.kind === "op" && c.op === "not") {
    c = c.left;
    truth = !truth;
  }
  if (c.kind !== "op" || c.op !== "eq" || !c.right || !truth) return false;
  return (facts.isWParam(c.left) && isHandleOf(facts, c.right, request)) || (facts.isWParam(c.right) && isHandleOf(facts, c.left, request));
}

/** The first decision on the error, else the first place that takes it out of lParam. */
function firstError(facts: Facts, exit: PathEvent): PathEvent | undefined {
  let branch: PathEvent | undefined;
  let macro: PathEvent | undefined;
  for (const e of before(exit)) {
    if (e.kind === "branch" && someTerm(e.condition, (t) => facts.isError(t))) branch = e;
    if (e.kind === "macro" && facts.isLParam(e.argument)) macro = e;
  }
  return branch ?? macro;
}

interface Kept {
  readonly slot: string;
  readonly written: Written;
  readonly unsure: boolean;
}

/** Storage of the request's handle that was not written on the path and is not known to be zero at its end. */
function keptHandle(
  facts: Facts,
  exit: EventOf<"exit">,
  request: Request,
  recognised: EventOf<"branch"> | undefined,
  place: PathEvent,
): Kept | undefined {
  let kept: (readonly [Path, PathEvent])[] = [];
  if (recognised) {
    someTerm(recognised.condition, (t) => {
      if ((t.kind === "entry" || t.kind === "havoc") && isHandleOf(facts, t, request)) kept.push([t.path, recognised]);
      return false;
    });
  } else {
    // the handler does not compare: the members and globals that get this request's handle and were not touched here
    kept = slotsOf(facts, request, exit.root);
  }
  for (const [path, named] of kept) {
    const slot = facts.slot(path);
    if (slot === undefined) continue;
    const now = exit.state.get(path);
    if (now !== undefined && !(stripNarrow(now).kind === "entry" && facts.slotOfValue(now) === slot)) continue;
    const value: Term | undefined = now ?? facts.engine.terms.entry(path);
    if (zeroness(exit.state, value) === "zero") continue;
    // cleared through another name of the same member
    if (wroteSlot(facts, exit, slot)) continue;
    // freed with its object
    const holder = rootOf(path);
    if (holder.kind === "deref" && wasFreed(exit, holder.pointer)) continue;
    const name = written(facts.unit, named.at, path);
    // a variable of another function has its meaning there
    const here = named.at.function === place.at.function || (name.constant && path.kind !== "local");
    return { slot, written: { ...name, assignable: name.assignable && here }, unsure: exit.state.generation(path) > 0 };
  }
  return undefined;
}

/** With the store that fills each. */
function slotsOf(facts: Facts, request: Request, root: Root): (readonly [Path, PathEvent])[] {
  const found = new Map<string, readonly [Path, PathEvent]>();
  for (const e of facts.all("store")) {
    if (stripNarrow(e.value).kind !== "call" || !isHandleOf(facts, e.value, request)) continue;
    const slot = facts.slot(e.path);
    if (slot === undefined) continue;
    // the same member of the object whose handler this is
    if (e.path.kind === "field" && root.function.ir.record !== undefined && e.path.of.kind === "deref" && isThis(e.path.of.pointer))
      found.set(slot, [e.path, e]);
    else if (e.path.kind === "global" || (e.path.kind === "local" && e.path.isStatic)) found.set(slot, [e.path, e]);
  }
  return [...found.values()];
}

function isThis(t: Term): boolean {
  return t.kind === "entry" && t.path.kind === "local" && t.path.name === "this";
}

function wroteSlot(facts: Facts, exit: PathEvent, slot: string): boolean {
  for (const e of before(exit)) if (e.kind === "store" && facts.slot(e.path) === slot) return true;
  return false;
}

function wasFreed(exit: PathEvent, pointer: Term): boolean {
  for (const e of before(exit)) if (e.kind === "free" && e.pointer === pointer) return true;
  return false;
}

/** A cancel elsewhere that takes the handle from this storage. */
function laterCancel(facts: Facts, slot: string, request: Request, root: Root): EventOf<"cancel"> | undefined {
  return facts
    .all("cancel")
    .find(
      (c) =>
        c.root !== root &&
        facts.slotOfValue(c.handle) === slot &&
        isHandleOf(facts, c.handle, request) &&
        !zeroness(c.state, c.handle).startsWith("zero") &&
        !guardedByAnother(facts, c),
    );
}

/**
 * The cancel stands behind a test of another member of the same record that is set afterwards (`if (!lookup->dead) … lookup->dead = 1`):
 * it is not guarded by the handle alone.
 */
function guardedByAnother(facts: Facts, cancel: EventOf<"cancel">): boolean {
  const handle = stripNarrow(cancel.handle);
  if ((handle.kind !== "entry" && handle.kind !== "havoc") || handle.path.kind !== "field") return false;
  const { of, member } = handle.path;
  const marks = new Set<string>();
  for (const e of before(cancel)) {
    if (e.kind !== "branch") continue;
    someTerm(e.condition, (t) => {
      if ((t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field" && t.path.of.key === of.key && t.path.member !== member)
        marks.add(t.path.key);
      return false;
    });
  }
  return marks.size > 0 && facts.firstAfter(cancel, (e) => e.kind === "store" && marks.has(e.path.key)) !== undefined;
}

/** At a cancel that leaves the handle in its variable, where the object lives on and another cancel can take it again. */
function atCancels(facts: Facts, report: Report): void {
  for (const cancel of facts.all("cancel")) {
    const slot = facts.slotOfValue(cancel.handle);
    const handle = stripNarrow(cancel.handle);
    if (slot === undefined || (handle.kind !== "entry" && handle.kind !== "havoc") || guardedByAnother(facts, cancel)) continue;
    const request = facts.requestsIn(slot)[0];
    if (!request || cancel.root.function.ir.isDestructor || cancel.root.completes.length > 0) continue;
    const end = facts.firstAfter(cancel, (e) => e.kind === "exit");
    if (end?.kind !== "exit" || wroteSlot(facts, end, slot)) continue;
    // the element goes out of its list, the record is given to somebody else
    if (callsAfter(facts, cancel)) continue;
    const again = facts.all("cancel").find((c) => c.root !== cancel.root && facts.slotOfValue(c.handle) === slot);
    if (!again) continue;
    const name = written(facts.unit, cancel.at, handle.path);
    report(cancel.at, `\`${name.name}\` keeps the handle after the cancel, and another cancel is guarded by it alone`, {
      related: [
        again.at.statement === cancel.at.statement
          ? related(headOf(again.root.function), "cancelled again from here")
          : related(again.at, "cancelled again here"),
      ],
      possible: cancel.state.unknown || end.how === "throw",
      fixes: clearAfter(facts.unit, cancel, name),
      subjects: [cancel.at],
    });
  }
}

function callsAfter(facts: Facts, cancel: EventOf<"cancel">): boolean {
  return (
    facts.firstAfter(
      cancel,
      (e) =>
        e.kind === "free" ||
        (e.kind === "call" && /(?:Remove|Erase|Delete|erase|remove|delete|Free|free|Destroy|unlink|pop)/.test(bare(e.name))),
    ) !== undefined
  );
}

/** Clears the handle behind the test that leaves for other replies, at the start of the branch for this one, or before the first use. */
function clear(unit: Unit, place: PathEvent, recognised: boolean, { name, assignable }: Written): Fix[] {
  const title = "Clear the handle when its reply comes";
  const extent = statementOf(unit, place);
  if (!extent || !assignable) return [];
  const text = textAt(unit, extent);
  const line = `${name} = 0;`;
  if (!recognised) return [fix(title, [lineBefore(unit, extent, line)])];
  if (/^if\s*\(.*!=.*\)\s*(?:return|break)\b[^;{}]*;$/s.test(text) && !text.includes("{"))
    return [fix(title, [lineAfter(unit, extent, line)])];
  const open = /^if\s*\([^{};]*==[^{};]*\)\s*\{/.exec(text);
  const at = open ? extent.start + open[0].length : 0;
  return open ? [fix(title, [edit({ ...extent, start: at, end: at }, ` ${line}`)])] : [];
}

/** Clears the handle behind the cancel. */
function clearAfter(unit: Unit, cancel: PathEvent, { name, assignable }: Written): Fix[] {
  const extent = statementOf(unit, cancel);
  return extent && assignable && !textAt(unit, extent).includes("{")
    ? [fix("Clear the handle", [lineAfter(unit, extent, `${name} = 0;`)])]
    : [];
}
