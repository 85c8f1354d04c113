import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { pathText, rootOf } from "../analysis/terms.ts";
import { defineRule, related, fix, edit } from "./context.ts";
import { cancelOutcome, recognisedBetween } from "./requests.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "stack-buffer",
  catalogue: "B1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result buffer is a local variable and the function can return while the request is pending.",
    why: "The buffer belongs to Winsock from the call until the completion message was taken, or a cancel returned 0. A local variable ends with its function. A function that waits for the reply, or cancels, before *every* return is right.",
    seen: "R1 to R3 after the return: the resolver, another thread, writes into a dead frame.",
    wrong:
      "void resolve(const char *name)\n{\n    char buffer[MAXGETHOSTSTRUCT];\n    hLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);\n}",
    right:
      "static char buffer[MAXGETHOSTSTRUCT];   /* or a member of the request's record on the heap */\nhLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
  },
  check({ facts, unit }, report) {
    for (const request of facts.requests) {
      for (const start of request.events) {
        const buffer = facts.bufferOf(start);
        if (buffer?.kind !== "address") continue;
        const root = rootOf(buffer.path);
        if (root.kind !== "local" || root.isStatic) continue;
        // a temporary of the lowering stands for an object that could not be read
        if (start.frame.function.ir.locals.some((l) => l.synthetic && l.name === root.name)) continue;
        const end = leavesPending(facts, start, root.frame);
        if (!end) continue;
        const possible = end.state.unknown || handedOut(start, end);
        report(
          start.at,
          `\`${pathText(buffer.path)}\` is a local variable, and the function can end while the request is pending: Winsock then writes into dead memory`,
          {
            related: [...(endPlace(end) ? [related(endPlace(end) as PathEvent["at"], "a path leaves here with the request pending")] : [])],
            possible,
            fixes: makeStatic(unit, start.at.function, pathText(buffer.path)),
          },
        );
      }
    }
  },
});

/** The last decision before the function ended. */
function endPlace(end: PathEvent): PathEvent["at"] | undefined {
  for (const e of before(end)) if (e.kind === "branch" || e.kind === "call" || e.kind === "store") return e.at;
  return undefined;
}

/** End of the frame that owns the buffer, with the request neither over nor cancelled; one at which nobody else has the handle, if there is one. */
function leavesPending(facts: Facts, start: EventOf<"start">, frame: number): PathEvent | undefined {
  let found: PathEvent | undefined;
  let handed: PathEvent | undefined;
  facts.after(start, (e) => {
    const ends = e.kind === "exit" ? e.frame.id === frame : e.kind === "leave" && endsFrame(e, frame);
    if (ends && isPending(facts, start, e)) {
      if (handedOut(start, e)) handed ??= e;
      else found ??= e;
    }
    return ends;
  });
  return found ?? handed;
}

function isPending(facts: Facts, start: EventOf<"start">, end: PathEvent): boolean {
  if (zeroness(end.state, start.result) === "zero" || recognisedBetween(facts, start, end)) return false;
  return ![...before(end)].some((e) => e.kind === "cancel" && e.handle === start.result && cancelOutcome(e, end) !== "failed");
}

/** A function that cannot be seen gets the handle before the end: it may wait. */
function handedOut(start: EventOf<"start">, end: PathEvent): boolean {
  return [...before(end)].some((e) => e.kind === "call" && !e.known && e.args.includes(start.result));
}

/** A `leave` event is emitted in the caller's frame just after the callee's frame ended. */
function endsFrame(e: EventOf<"leave">, frame: number): boolean {
  const last = [...before(e)].find((b) => b.frame.id === frame)?.frame;
  return last?.parent?.id === e.frame.id && last.function === e.callee;
}

/** `static` before the declaration of the array, where it is declared alone in the text of its function. */
function makeStatic(unit: Unit, fn: ProgramFunction, name: string): Fix[] {
  const text = unit.files.get(fn.uri)?.source.text ?? "";
  const body = text.slice(fn.offset, fn.offset + fn.ir.bodyRange.end);
  if (!/^\w+$/.test(name)) return [];
  const found = new RegExp(`(?<=[;{}\\s])((?:unsigned |signed )?(?:char|BYTE|CHAR)\\s+${name}\\s*\\[)`).exec(body);
  if (!found) return [];
  const at = fn.offset + found.index;
  return [fix("Give the buffer static storage", [edit({ uri: fn.uri, start: at, end: at }, "static ")])];
}
