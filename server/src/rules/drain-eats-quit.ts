import { defineRule } from "./context.ts";
import { drains, keepQuit } from "./drains.ts";

export const rule = defineRule({
  id: "drain-eats-quit",
  catalogue: "M16",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "A drain can take WM_QUIT out of the queue.",
    why: "`PeekMessage` returns `WM_QUIT` whatever the filter.",
    seen: "The program does not end.",
    wrong: "while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE))\n    if ((HANDLE)m.wParam == h) break;",
    right:
      "while (PeekMessage(&m, hwnd, WM_RESOLVED, WM_RESOLVED, PM_REMOVE)) {\n    if (m.message == WM_QUIT) { PostQuitMessage((int)m.wParam); break; }\n    if ((HANDLE)m.wParam == h) break;\n    DispatchMessage(&m);\n}",
  },
  check({ facts }, report) {
    for (const d of drains(facts))
      if (!d.keepsQuit && d.low !== undefined && d.low === d.high && d.low !== 0n)
        report(d.peek.at, "PeekMessage returns WM_QUIT whatever the filter: put it back with PostQuitMessage", {
          possible: d.peek.state.unknown,
          fixes: keepQuit(facts, d),
        });
  },
});
