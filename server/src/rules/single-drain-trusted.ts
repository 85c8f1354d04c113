import { before, type PathEvent, type Place } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { Term } from "../analysis/terms.ts";
import type { Unit } from "../program/types.ts";
import { defineRule, edit, lineAt, rangeOf, related, statementExtent, suggestion, textAt } from "./context.ts";
import { drains } from "./drains.ts";
import { callAt, standsAlone } from "./edits.ts";
import { isBufferOf, isRecordOf, positive } from "./requests.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "single-drain-trusted",
  catalogue: "C5",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The queue is drained once after a failed cancel, and the memory is freed.",
    why: "The post may still be on its way: a provider can refuse the cancel between copy and post.",
    seen: "R4: the drain finds nothing, and the message arrives after the free.",
    wrong:
      "if (WSACancelAsyncRequest(h) == SOCKET_ERROR) {\n    MSG m;\n    while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE)) ;\n}\nfree(buffer);",
    right:
      "if (WSACancelAsyncRequest(h) == SOCKET_ERROR)\n    leaveForHandler(h, buffer);   /* freed when the message with this wParam came */\nelse\n    free(buffer);",
  },
  check({ facts }, report) {
    for (const drain of drains(facts)) {
      const free = facts.firstAfter(
        drain.peek,
        (e) => e.kind === "free" && ofRequest(facts, e.pointer) && !foundSince(facts, drain.peek, e),
        (e) => e.kind === "start",
      );
      if (free)
        report(free.at, "The reply may not have been posted yet when the queue was drained: this memory can still be reached", {
          related: [related(drain.cancel.at, "the cancel"), related(drain.peek.at, "the only drain")],
          possible: free.state.unknown,
          subjects: [drain.peek.at, drain.cancel.at],
          fixes: leftToHandler(facts.unit, drain.cancel.at, free.at),
        });
    }
  },
});

/**
 * The memory is given back here only if the cancel was not refused; else it is the handler's, which gives it back with the message. A suggestion:
 * the handler may not do so yet.
 */
function leftToHandler(unit: Unit, cancel: Place, free: Place): Fix[] {
  const fn = cancel.function;
  const extent = statementExtent(unit, callAt(free));
  const body = rangeOf(fn, fn.ir.bodyRange);
  if (free.function !== fn || !extent || !standsAlone(unit, extent) || textAt(unit, body)[0] !== "{") return [];
  const text = textAt(unit, body);
  const name = ["refused", "cancelRefused", "wasRefused"].find((n) => !new RegExp(`\\b${n}\\b`).test(text));
  const call = callAt(cancel);
  if (name === undefined || extent.start < call.end) return [];
  const { indent, eol } = lineAt(unit, body.uri, body.start);
  const first = { uri: body.uri, start: body.start + 1, end: body.start + 1 };
  return [
    suggestion("Leave the memory to the handler where the cancel was refused", [
      edit(first, `${eol}${indent}    int ${name} = 0;`),
      edit(call, `(${name} = ${textAt(unit, call)})`),
      edit({ ...extent, end: extent.start }, `if (${name} == 0) `),
    ]),
  ];
}

function ofRequest(facts: Facts, pointer: Term): boolean {
  return facts.requests.some((r) => isBufferOf(facts, pointer, r) || isRecordOf(facts, pointer, r));
}

/** The message that the drain took was found to be the reply. */
function foundSince(facts: Facts, peek: PathEvent, at: PathEvent): boolean {
  for (const e of before(at)) {
    if (e === peek) return false;
    if (e.kind === "branch" && facts.mentionsWParam(e.condition) && positive(e.condition, e.truth)) return true;
  }
  return false;
}
