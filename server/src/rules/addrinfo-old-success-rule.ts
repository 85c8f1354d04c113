import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "addrinfo-old-success-rule",
  catalogue: "P12",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Memory is freed because GetAddrInfoExCancel succeeded.",
    why: "Here success *is* followed by a completion, the opposite of `WSACancelAsyncRequest`.",
    seen: "The completion uses freed memory.",
    wrong: "if (GetAddrInfoExCancel(&q->cancel) == NO_ERROR)\n    free(q);",
    right: "GetAddrInfoExCancel(&q->cancel);   /* the completion frees q */",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      for (const e of before(free)) {
        if (e.kind !== "call") continue;
        if (/WaitFor/.test(e.name)) break;
        if (bare(e.name) !== "GetAddrInfoExCancel") continue;
        const failedToo = facts.all("free").some((f) => f.pointer === free.pointer && zeroness(f.state, e.result) === "nonzero");
        if (zeroness(free.state, e.result) === "zero" && !failedToo)
          report(free.at, "The cancel succeeded, so a completion follows and uses this memory", {
            related: [related(e.at, "success here means that the completion is still to come")],
            possible: free.state.unknown,
          });
        break;
      }
    }
  },
});
