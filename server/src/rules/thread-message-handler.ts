import { stripNarrow, type Term } from "../analysis/terms.ts";
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
      if (
        !isWindowOf(branch.condition) ||
        branch.origin === "assert" ||
        ![...before(branch)].some((e) => e.kind === "call" && takesMessages(e.name))
      )
        continue;
      const dispatched = facts
        .all("call")
        .some((c) => c.frame.function === branch.frame.function && /Dispatch|Translate|Default/.test(c.name));
      if (!dispatched) report(branch.at, "A completion has a window: this loop drops it", { possible: branch.state.unknown });
    }
  },
});

/** Whether the message has a window at all: `m.hwnd`, `m.hwnd == NULL`. */
function isWindowOf(condition: Term): boolean {
  if (condition.kind === "op" && condition.op === "not") return isWindowOf(condition.left);
  if (condition.kind === "op" && condition.op === "eq")
    return condition.right?.kind === "int" && condition.right.value === 0n && isWindowOf(condition.left);
  const t = stripNarrow(condition);
  return (t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field" && t.path.member === "hwnd";
}
