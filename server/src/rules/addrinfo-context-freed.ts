import { inside } from "./requests.ts";
import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { stripNarrow, rootOf } from "../analysis/terms.ts";

export const rule = defineRule({
  id: "addrinfo-context-freed",
  catalogue: "P4",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The context of a GetAddrInfoEx request is freed when the cancel call returns.",
    why: "The cancel does not wait: the completion still runs (`WSA_E_CANCELLED`, 10111) and uses overlapped structure, result and handle.",
    seen: "The completion uses freed memory.",
    wrong: "GetAddrInfoExCancel(&q->cancel);\nfree(q);",
    right: "GetAddrInfoExCancel(&q->cancel);   /* the completion frees q */",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      for (const e of before(free)) {
        if (e.kind !== "call") continue;
        if (/WaitFor/.test(e.name)) break;
        if (bare(e.name) !== "GetAddrInfoExCancel") continue;
        const arg = e.args[0] ? stripNarrow(e.args[0]) : undefined;
        const holder =
          arg &&
          (inside(arg, free.pointer) ||
            arg === free.pointer ||
            ((arg.kind === "entry" || arg.kind === "havoc") &&
              rootOf(arg.path).kind === "deref" &&
              (rootOf(arg.path) as { pointer: unknown }).pointer === free.pointer));
        // a failed cancel: the request was over
        if (holder && zeroness(free.state, e.result) !== "nonzero")
          report(free.at, "The completion of the cancelled request still runs and uses this memory", {
            related: [related(e.at, "the cancel does not wait for the completion")],
            possible: free.state.unknown,
          });
        break;
      }
    }
  },
});
