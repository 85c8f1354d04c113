import { marksBefore } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, nameOfArgument, related } from "./context.ts";
import { isHandleOf, pumpsBetween, recognisedBetween } from "./requests.ts";
import { cancelBefore } from "./edits.ts";

export const rule = defineRule({
  id: "teardown-order",
  catalogue: "T4",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The window is destroyed while a request that reports to it is running.",
    why: "With the window its queue entries go: a late reply can no longer be seen, and one that is posted later is lost without an error.",
    seen: "R4, R5: what only the handler frees leaks; the buffer may still be written.",
    wrong: "DestroyWindow(hwnd);\nif (hLookup != 0)\n    free(buffer);",
    right: "if (hLookup != 0)\n    WSACancelAsyncRequest(hLookup);\nDestroyWindow(hwnd);",
  },
  check({ facts, unit }, report) {
    for (const destroy of facts.calls("DestroyWindow")) {
      const window = destroy.args[0];
      if (!window) continue;
      for (const request of facts.requests) {
        const start = [...marksBefore(destroy)].find((e) => e.kind === "start" && facts.requestOf(e) === request);
        if (start?.kind !== "start" || facts.argument(start, "hWnd") !== window || zeroness(destroy.state, start.result) !== "nonzero")
          continue;
        const cancelled = (e: import("../analysis/events.ts").PathEvent): boolean =>
          e.kind === "cancel" && isHandleOf(facts, e.handle, request);
        if ([...marksBefore(destroy)].some(cancelled)) continue;
        const open = facts.firstAfter(destroy, (e) => e.kind === "exit", cancelled);
        if (!open) continue;
        // a local loop took the reply
        if (recognisedBetween(facts, start, destroy) || pumpsBetween(start, destroy)) continue;
        report(
          destroy.at,
          `${nameOfArgument(unit, destroy, 0, window)} is destroyed while its request may be running, and nothing cancels it`,
          {
            related: [related(start.at, "the request reports to this window")],
            possible: destroy.state.unknown,
            subjects: [start.at],
            fixes: cancelBefore(facts, start, destroy),
          },
        );
        break;
      }
    }
  },
});
