import { defineRule, related } from "./context.ts";
import { drains, rightDrain } from "./drains.ts";

export const rule = defineRule({
  id: "drain-by-number-only",
  catalogue: "M15",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A drain takes every completion of the number, without comparing wParam.",
    why: "The replies of other requests have the same number.",
    seen: "Other requests never finish.",
    wrong: "while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE))\n    ;",
    right:
      "while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE))\n    if ((HANDLE)m.wParam != h)\n        DispatchMessage(&m);",
  },
  check({ facts }, report) {
    for (const d of drains(facts)) {
      if (d.low === undefined || d.low !== d.high || d.low === 0n || d.compares || d.passesOn) continue;
      // a single request can be under way: nothing else is lost
      report(d.peek.at, "Replies of other requests with this number are thrown away too: compare wParam", {
        related: [related(d.cancel.at, "the cancel")],
        possible: d.peek.state.unknown || facts.requests.length < 2,
        fixes: rightDrain(facts, d),
      });
    }
  },
});
