import { bare } from "../analysis/roles.ts";
import { matchOf } from "./requests.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "order-assumed",
  catalogue: "M17",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A handler takes the first of several waiting requests, whatever arrived.",
    why: "Neither the order of replies nor that lookups run side by side is promised.",
    seen: "With a pool of resolvers results swap.",
    wrong: "case WM_RESOLVED:\n    request = queue.front(); queue.pop_front();",
    right: "case WM_RESOLVED:\n    request = find((HANDLE)wParam);",
  },
  check({ facts }, report) {
    for (const root of facts.roots) {
      if (root.completes.length === 0 || matchOf(facts, root).kind !== "unmatched") continue;
      const first = facts
        .all("call")
        .find((c) => c.root === root && /^(?:front|pop_front|pop|RemoveHead|GetHead|dequeue|Dequeue)$/.test(bare(c.name)));
      if (first)
        report(first.at, "The reply need not be that of the request that waits longest: look it up by wParam", {
          possible: first.state.unknown,
        });
    }
  },
});
