import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "unused-suppression",
  catalogue: "-",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A comment silences a rule that reports nothing there.",
    why: "A suppression that outlives its finding hides the next one. It is reported only if every rule it names ran to the full (strict profile) and the function was analysed; a rule that does not exist is always reported.",
    seen: "Nothing at run time.",
    wrong: "/* winsock-async-ignore cancel-zero-handel: tested by the caller */",
    right: "/* winsock-async-ignore cancel-zero-handle: tested by the caller */",
  },
  // found where suppressions are applied, in check.ts: it needs the findings of every other rule
  check() {},
});
