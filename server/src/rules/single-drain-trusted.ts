import { before, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { Term } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { drains } from "./drains.ts";

import { isBufferOf, isRecordOf, positive } from "./requests.ts";

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
        });
    }
  },
});

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
