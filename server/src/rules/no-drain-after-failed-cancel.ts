import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, nameOfArgument, related, suggestion } from "./context.ts";
import { compareFirst } from "./edits.ts";
import { isHandleOf, matchOfRequest, cancelOutcome, windowGoes } from "./requests.ts";

export const rule = defineRule({
  id: "no-drain-after-failed-cancel",
  catalogue: "C4",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "After a cancel that may have failed, the late reply can be taken for the reply of the next request.",
    why: "A cancel that fails means that the completion message is in the queue or about to be posted; cancel never removes messages. A handler that does not compare `wParam` takes it for the answer to whatever runs then.",
    seen: "R5 (and R4): the stale reply completes the next request with the old result, or with an error.",
    wrong:
      "WSACancelAsyncRequest(hLookup);\nhLookup = 0;\n/* … a new lookup with the same message … */\ncase WM_RESOLVED:\n    hLookup = 0;\n    finish(buffer);",
    right:
      "case WM_RESOLVED:\n    if ((HANDLE)wParam != hLookup)\n        return 0;                 /* reply of a request that was given up */\n    hLookup = 0;\n    finish(buffer);",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      for (const request of facts.requests) {
        if (!isHandleOf(facts, cancel.handle, request)) continue;
        const match = matchOfRequest(facts, request);
        if (match.kind !== "unmatched" || !match.event) continue;
        // teardown: nothing starts afterwards, or the window goes too
        if (cancel.root.function.ir.isDestructor) continue;
        if (windowGoes(facts, cancel)) continue;
        if ([...before(cancel)].some((e) => e.kind === "call" && /^(?:DestroyWindow|WSACleanup)$/.test(bare(e.name)))) continue;
        const tail = facts.firstAfter(cancel, (e) => e.kind === "exit");
        if (tail && cancelOutcome(cancel, tail) === "succeeded") continue;
        const next = facts.firstAfter(cancel, (e) => e.kind === "start");
        if (next?.kind === "start" && facts.requestOf(next) && sharesBuffer(facts, next, request)) continue;
        const another = facts.requests.some((r) => r.events.length > 0 && r.start.message.text === request.start.message.text);
        if (!another) continue;
        report(
          cancel.at,
          `A failed cancel of ${nameOfArgument(facts.unit, cancel, 0, cancel.handle)} leaves its reply in the queue, and the handler takes any ${request.start.message.text} for the reply of the request that runs then`,
          {
            related: [
              related(match.event.at, "the handler uses the reply without comparing wParam"),
              ...(next ? [related(next.at, "the next request starts here")] : []),
            ],
            possible: cancel.state.unknown,
            subjects: [match.event.at],
            fixes: compareFirst(facts, match.event.root, [request]).map(({ title, edits }) => suggestion(title, edits)),
          },
        );
        break;
      }
    }
  },
});

function sharesBuffer(
  facts: Parameters<typeof isHandleOf>[0],
  start: Extract<import("../analysis/events.ts").PathEvent, { kind: "start" }>,
  request: Parameters<typeof isHandleOf>[2],
): boolean {
  const own = facts.requestOf(start);
  if (!own) return false;
  if (own === request) return request.events.some((e) => facts.bufferOf(e) === facts.bufferOf(start));
  return [...own.buffers].some((b) => request.buffers.has(b));
}
