import { defineRule, edit, fix, locate, related, textAt } from "./context.ts";
import { STARTS } from "./addrinfo.ts";
import { stripNarrow } from "../analysis/terms.ts";

export const rule = defineRule({
  id: "addrinfo-result-freed",
  catalogue: "P9",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result of GetAddrInfoEx is freed with the wrong function.",
    why: "Winsock allocated it: `FreeAddrInfoExW` gives it back.",
    seen: "Heap corruption.",
    wrong: "free(result);",
    right: "FreeAddrInfoExW(result);",
  },
  check({ facts, unit }, report) {
    for (const free of facts.all("free")) {
      const p = stripNarrow(free.pointer);
      if (p.kind !== "entry" && p.kind !== "havoc") continue;
      const start = facts.calls(...STARTS).find((c) => {
        const out = c.args[5];
        return (
          out?.kind === "address" &&
          (out.path === p.path || (facts.slot(out.path) !== undefined && facts.slot(out.path) === facts.slot(p.path)))
        );
      });
      if (!start) continue;
      const at = locate(free.at);
      report(free.at, "Winsock allocated this list: FreeAddrInfoExW gives it back", {
        related: [related(start.at, "allocated here")],
        possible: free.state.unknown,
        fixes: textAt(unit, at) === "free" ? [fix("Use FreeAddrInfoExW", [edit(at, "FreeAddrInfoExW")])] : [],
      });
    }
  },
});
