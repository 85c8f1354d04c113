import { defineRule, edit, fix, locate, textAt } from "./context.ts";

export const rule = defineRule({
  id: "whole-lparam-tested",
  catalogue: "M4",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The whole lParam of a completion is tested instead of its error half.",
    why: "Only the high word is the status; the low word carries a length, also on success.",
    seen: "Always: successes are taken for errors.",
    wrong: "case WM_RESOLVED:\n    if (lParam == 0)\n        use(buffer);",
    right: "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) == 0)\n        use(buffer);",
  },
  check({ facts, unit }, report) {
    for (const e of facts.all("branch")) {
      if (e.root.completes.length === 0 || e.origin === "assert") continue;
      const c = e.condition.kind === "op" && e.condition.op === "not" ? e.condition.left : e.condition;
      const tested = c.kind === "op" && c.op === "eq" && c.right?.kind === "int" ? c.left : c;
      if (tested.kind !== "message" || tested.part !== "lParam") continue;
      const at = locate(e.at);
      const text = textAt(unit, at);
      const repaired = text.replace(/\blParam\b/, "WSAGETASYNCERROR(lParam)");
      report(e.at, "Only the high word of lParam is the error: the low word carries a length, also on success", {
        possible: e.state.unknown,
        fixes: repaired === text ? [] : [fix("Test the error alone", [edit(at, repaired)])],
      });
    }
  },
});
