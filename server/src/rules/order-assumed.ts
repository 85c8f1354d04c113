import type { EventOf, Frame, PathEvent, Place } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { rootOf, stripNarrow } from "../analysis/terms.ts";
import { guardsBefore, holdsBack, matchOf } from "./requests.ts";
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
            guardsBefore(facts, e, () => false).every((g) => !holdsBack(g, e)),
        );
      if (!free) continue;
      const first =
        facts
          .all("call")
          .find((c) => c.root === root && /^(?:front|pop_front|pop|RemoveHead|GetHead|dequeue|Dequeue)$/.test(bare(c.name))) ??
        facts.all("store").find((e) => e.root === root && takesFirst(e));
      if (first)
        report(inHandler(first), "The reply need not be that of the request that waits longest: look it up by wParam", {
          possible: first.state.unknown,
        });
    }
  },
});

/** `first = first->next`. */
function takesFirst(e: EventOf<"store">): boolean {
  const v = stripNarrow(e.value);
  if ((v.kind !== "entry" && v.kind !== "havoc") || v.path.kind !== "field" || v.path.of.kind !== "deref") return false;
  const from = stripNarrow(v.path.of.pointer);
  return (from.kind === "entry" || from.kind === "havoc") && from.path === e.path && rootOf(e.path).kind !== "local";
}

/** The place in the handler itself. */
function inHandler(e: PathEvent): Place {
  let at: Place = e.at;
  for (let f: Frame | undefined = e.frame; f?.parent && f.call; f = f.parent) at = f.call;
  return at;
}
