import { someTerm } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { setByHandlerOnly } from "./waits.ts";

export const rule = defineRule({
  id: "cleanup-then-wait",
  catalogue: "I3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "After WSACleanup the program waits for replies.",
    why: "The last cleanup ends all requests without a message.",
    seen: "It hangs (as documented), or sees late messages (ReactOS, Wine).",
    wrong: "WSACleanup();\nwhile (pending)\n    pumpOne();",
    right: "while (pending)\n    pumpOne();\nWSACleanup();",
  },
  check({ facts }, report) {
    for (const cleanup of facts.calls("WSACleanup")) {
      const wait = facts.firstAfter(cleanup, (e) => {
        if (e.kind !== "branch" || e.origin !== "loop") return false;
        return someTerm(e.condition, (t) => {
          const slot = facts.slotOfValue(t);
          return (
            slot !== undefined &&
            (setByHandlerOnly(facts, slot) || facts.all("store").some((s) => facts.slot(s.path) === slot && s.root.completes.length > 0))
          );
        });
      });
      if (wait)
        report(wait.at, "After WSACleanup no reply comes any more", {
          related: [related(cleanup.at, "the cleanup")],
          possible: wait.state.unknown,
          subjects: [cleanup.at],
        });
    }
  },
});
