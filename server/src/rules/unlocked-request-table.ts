import type { PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { defineRule, headOf, related } from "./context.ts";
import { isLocked, threadProcedures } from "./threads.ts";

export const rule = defineRule({
  id: "unlocked-request-table",
  catalogue: "T3",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "A request's handle is used on two threads without a lock.",
    why: "The handler runs on the window's thread; another thread that reads, clears or frees the same record races with it.",
    seen: "R5: both free the record.",
    wrong:
      "/* worker */ if (WSACancelAsyncRequest(r->h) != 0) delete r;\n/* window */ case WM_RESOLVED: r = find((HANDLE)wParam); delete r;",
    right: "/* worker */ PostMessage(hwnd, WM_CANCEL, 0, (LPARAM)r);",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    for (const e of [...facts.all("store"), ...facts.all("read")]) {
      if (!threads.has(e.root.function) || isLocked(e)) continue;
      const slot = facts.slot(e.path);
      if (slot === undefined || !facts.relevance.handleNodes.has(slot)) continue;
      const other = [...facts.all("store"), ...facts.all("read")].find((o) => o.root.completes.length > 0 && facts.slot(o.path) === slot);
      if (other)
        report(e.at, "The handler of the reply uses this on another thread: take a lock, or let one thread own it", {
          related: [related(other.at, "used by the handler")],
          possible: e.state.unknown,
          subjects: [headOf(e.root.function), ...startsOf(facts, e)],
        });
    }
  },
});

/** The start whose result is stored. */
function startsOf(facts: Facts, e: PathEvent): PathEvent["at"][] {
  if (e.kind !== "store") return [];
  const start = facts.all("start").find((s) => s.result === e.value);
  return start ? [start.at] : [];
}
