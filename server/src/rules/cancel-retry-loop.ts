import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule } from "./context.ts";

/** Cancels that run again on the same handle because the first failed. */
export function retries(facts: Facts): { readonly first: EventOf<"cancel">; readonly again: EventOf<"cancel"> }[] {
  const found: { first: EventOf<"cancel">; again: EventOf<"cancel"> }[] = [];
  for (const again of facts.all("cancel")) {
    for (let e = again.previous; e; e = e.previous) {
      if (e.kind !== "cancel") continue;
      if (e.at.statement === again.at.statement && e.handle === again.handle && zeroness(again.state, e.result) === "nonzero")
        found.push({ first: e, again });
      break;
    }
  }
  return found;
}

export const rule = defineRule({
  id: "cancel-retry-loop",
  catalogue: "C10",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A failed cancel is repeated until it succeeds.",
    why: "Both errors are final for this handle: the request is over.",
    seen: "R4 to R6: the loop never ends.",
    wrong: "for (;;) {\n    if (WSACancelAsyncRequest(h) == 0)\n        break;\n    Sleep(10);\n}",
    right: "if (WSACancelAsyncRequest(h) != 0)\n    expectLateReply(h);",
  },
  check({ facts }, report) {
    for (const { again } of retries(facts))
      report(again.at, "A cancel that failed once fails for ever: the request is over", { possible: again.state.unknown });
  },
});
