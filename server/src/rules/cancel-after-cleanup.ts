import { bare } from "../analysis/roles.ts";
import { defineRule, related, fix, textAt } from "./context.ts";
import { cleanedBefore } from "./requests.ts";
import { lineBefore, removal, statementOf } from "./edits.ts";

export const rule = defineRule({
  id: "cancel-after-cleanup",
  catalogue: "I9",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A request is cancelled after WSACleanup.",
    why: "After the last cleanup every call fails with `WSANOTINITIALISED`.",
    seen: "The cancel fails, and the request may still write.",
    wrong: "WSACleanup();\nWSACancelAsyncRequest(h);",
    right: "WSACancelAsyncRequest(h);\nWSACleanup();",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      const cleanup = cleanedBefore(facts, cancel);
      if (!cleanup) continue;
      let startups = 0;
      let cleanups = 0;
      for (let e = cancel.previous; e; e = e.previous) {
        if (e.kind === "call" && bare(e.name) === "WSAStartup") startups++;
        if (e.kind === "call" && bare(e.name) === "WSACleanup") cleanups++;
      }
      if (startups > cleanups) continue;
      const first = cleanup.at.function === cancel.at.function ? statementOf(facts.unit, cleanup) : undefined;
      const moved = statementOf(facts.unit, cancel);
      report(cancel.at, "WSACleanup comes first: this cancel can only fail (WSANOTINITIALISED)", {
        related: [related(cleanup.at, "the cleanup")],
        possible: cancel.state.unknown,
        subjects: [cleanup.at],
        fixes:
          first && moved
            ? [fix("Cancel first", [lineBefore(facts.unit, first, textAt(facts.unit, moved)), removal(facts.unit, moved)])]
            : [],
      });
    }
  },
});
