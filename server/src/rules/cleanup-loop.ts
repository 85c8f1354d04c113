import { someTerm } from "../analysis/terms.ts";
import { before } from "../analysis/events.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "cleanup-loop",
  catalogue: "I4",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "WSACleanup is called until it fails.",
    why: "The count belongs to the whole process: this also takes away the start-ups of other modules, and ends their requests.",
    seen: "Lookups of other parts of the program die.",
    wrong: "while (WSACleanup() == 0)\n    ;",
    right: "WSACleanup();                 /* one for each successful WSAStartup */",
  },
  check({ facts }, report) {
    for (const cleanup of facts.calls("WSACleanup")) {
      for (const e of before(cleanup)) {
        if (e.kind !== "call" || e.at.statement !== cleanup.at.statement || e.frame.id !== cleanup.frame.id) continue;
        const decided = [...before(cleanup)].find((b) => b.kind === "branch" && someTerm(b.condition, (t) => t === e.result));
        if (decided)
          report(cleanup.at, "This takes away the start-ups of other modules too: one cleanup for each successful start-up", {
            possible: cleanup.state.unknown,
          });
        break;
      }
    }
  },
});
