import { bare } from "../analysis/roles.ts";
import { guardsBefore, matchOf } from "./requests.ts";
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
      // a start that is held back while another request runs leaves nothing to the order
      const free = facts
        .all("start")
        .some(
          (e) =>
            e.root !== root &&
            facts.requests.some((r) => root.completes.includes(r.start) && r.events.includes(e)) &&
            guardsBefore(facts, e, () => false).length === 0,
        );
      if (!free) continue;
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
