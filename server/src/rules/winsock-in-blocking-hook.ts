import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { roleOf } from "../winsock/functions.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import { defineRule, related } from "./context.ts";
import { callsInUnit, siteOf } from "./unitCalls.ts";
import { strip } from "../program/values.ts";

export const rule = defineRule({
  id: "winsock-in-blocking-hook",
  catalogue: "T6",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A blocking hook calls Winsock.",
    why: "In a 1.x program only `WSAIsBlocking` and `WSACancelBlockingCall` may be called while a blocking call runs.",
    seen: "`WSAEINPROGRESS`.",
    wrong: "BOOL CALLBACK hook(void) { WSACancelAsyncRequest(h); return FALSE; }\nWSASetBlockingHook((FARPROC)hook);",
    right: "BOOL CALLBACK hook(void) { wantCancel = TRUE; return FALSE; }",
  },
  check({ facts, unit }, report) {
    for (const set of callsInUnit(facts, ["WSASetBlockingHook"])) {
      const arg = set.statement.args[0];
      const hook = arg && strip(set.function.ir, arg);
      if (hook?.kind !== "function") continue;
      const fn = unit.functions.find((f) => f.name === hook.name);
      if (!fn) continue;
      for (const site of callsOf(fn)) {
        const target = facts.callGraph.resolve(site);
        const role = roleOf(bare((target.kind === "program" ? undefined : target.name) ?? calleeName(site.statement)));
        if (role === "start" || role === "cancel" || role === "cleanup")
          report(
            { function: fn, range: site.statement.range, statement: site.statement },
            "A blocking hook runs inside a blocking call: this fails with WSAEINPROGRESS",
            { related: [related(siteOf(set), "set as a blocking hook here")] },
          );
      }
    }
  },
});
