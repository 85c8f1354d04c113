import { someTerm } from "../analysis/terms.ts";
import { takesMessages } from "../analysis/roles.ts";
import { before } from "../analysis/events.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "thread-message-handler",
  catalogue: "M22",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "A message loop handles only messages without a window.",
    why: "A completion has a window: such a loop drops it.",
    seen: "The reply is never handled.",
    wrong: "while (GetMessage(&m, NULL, 0, 0) > 0)\n    if (m.hwnd == NULL)\n        handle(&m);",
    right: "while (GetMessage(&m, NULL, 0, 0) > 0)\n    if (m.hwnd == NULL)\n        handle(&m);\n    else\n        DispatchMessage(&m);",
  },
  check({ facts }, report) {
    if (facts.requests.length === 0) return;
    for (const branch of facts.all("branch")) {
      const window = someTerm(
        branch.condition,
        (t) => (t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field" && t.path.member === "hwnd",
      );
      if (!window || branch.origin === "assert" || ![...before(branch)].some((e) => e.kind === "call" && takesMessages(e.name))) continue;
      const dispatched = facts
        .all("call")
        .some((c) => c.frame.function === branch.frame.function && /Dispatch|Translate|Default/.test(c.name));
      if (!dispatched) report(branch.at, "A completion has a window: this loop drops it", { possible: branch.state.unknown });
    }
  },
});
