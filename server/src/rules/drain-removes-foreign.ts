import { defineRule, related } from "./context.ts";
import { drains, rightDrain } from "./drains.ts";

export const rule = defineRule({
  id: "drain-removes-foreign",
  catalogue: "M14",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A drain after a cancel throws away messages of all kinds.",
    why: "Only the completion of this one request is unwanted.",
    seen: "Input is lost, and the replies of other requests with it.",
    wrong: "WSACancelAsyncRequest(h);\nwhile (PeekMessage(&m, NULL, 0, 0, PM_REMOVE))\n    ;",
    right:
      "while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE))\n    if ((HANDLE)m.wParam != h)\n        DispatchMessage(&m);",
  },
  check({ facts }, report) {
    for (const d of drains(facts)) {
      if (d.low === undefined || d.high === undefined || (d.low === d.high && d.low !== 0n) || d.passesOn) continue;
      report(d.peek.at, "This throws away every message in the queue, not only the reply of the cancelled request", {
        related: [related(d.cancel.at, "the cancel")],
        possible: d.peek.state.unknown,
        fixes: rightDrain(facts, d),
      });
    }
  },
});
