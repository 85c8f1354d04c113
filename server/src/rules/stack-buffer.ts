import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
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
        const end = leavesPending(start, root.frame, (e, visit) => facts.after(e, visit), facts);
        if (!end) continue;
        const possible = end.state.unknown || start.state.unknown || handedOut(start, end);
        report(
          start.at,
          `\`${pathText(buffer.path)}\` is a local variable, and the function can end while the request is pending: Winsock then writes into dead memory`,
          {
            related: [...(endPlace(end) ? [related(endPlace(end) as PathEvent["at"], "a path leaves here with the request pending")] : [])],
            possible,
            fixes: makeStatic(unit, start.at.function, pathText(buffer.path)),
          },
        );
        if (!possible) break;
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
function leavesPending(
  start: EventOf<"start">,
  frame: number,
  after: (e: PathEvent, visit: (e: PathEvent) => boolean) => void,
  facts: Parameters<typeof recognisedBetween>[0],
): PathEvent | undefined {
  let found: PathEvent | undefined;
  let handed: PathEvent | undefined;
  after(start, (e) => {
    if (found) return true;
    const owner = e.kind === "exit" ? e.frame.id === frame : e.kind === "leave" && endsFrame(e, frame);
    if (!owner) return false;
    if (zeroness(e.state, start.result) === "zero") return true;
    if (recognisedBetween(facts, start, e)) return true;
    for (const b of before(e)) {
      if (b === start) break;
      if (b.kind === "cancel" && b.handle === start.result && cancelOutcome(b, e) !== "failed") return true;
    }
    if (handedOut(start, e)) handed ??= e;
    else found = e;
    return true;
  });
  return found ?? handed;
}

/** A function that cannot be seen gets the handle before the end: it may wait. */
function handedOut(start: EventOf<"start">, end: PathEvent): boolean {
  for (const e of before(end)) {
    if (e === start) return false;
    if (e.kind === "call" && !e.known && e.args.includes(start.result)) return true;
  }
  return false;
}

/** A `leave` event is emitted in the caller's frame just after the callee's frame ended. */
function endsFrame(e: EventOf<"leave">, frame: number): boolean {
  for (const b of before(e)) {
    if (b.frame.id === frame) return b.frame.parent?.id === e.frame.id && b.frame.function === e.callee;
    if (b.frame.id === e.frame.id) return false;
  }
  return false;
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
