import { defineRule, related } from "./context.ts";
import { loopWaits, setByHandlerOnly } from "./waits.ts";

export const rule = defineRule({
  id: "no-pump",
  catalogue: "M12",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A loop waits for a flag that the handler sets, without taking messages.",
    why: "The reply is posted: it is seen only by a message loop on the window's thread.",
    seen: "The program hangs.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nwhile (!done)\n    Sleep(50);",
    right:
      "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nwhile (!done && GetMessage(&m, NULL, 0, 0) > 0)\n    DispatchMessage(&m);",
  },
  check({ facts }, report) {
    for (const wait of loopWaits(facts)) {
      if (wait.pumps || !wait.slots.some((s) => setByHandlerOnly(facts, s))) continue;
      report(wait.branch.at, "The handler that ends this loop can never run: nothing here takes messages", {
        related: [related(wait.start.at, "the request starts here")],
        possible: wait.branch.state.unknown,
        subjects: [wait.start.at],
      });
    }
  },
});
