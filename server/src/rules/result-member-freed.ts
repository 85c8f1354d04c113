import { defineRule } from "./context.ts";
import { stripNarrow } from "../analysis/terms.ts";

const MEMBERS = /^(?:h_name|h_aliases|h_addr_list|h_addr|s_name|s_aliases|s_proto|p_name|p_aliases)$/;

export const rule = defineRule({
  id: "result-member-freed",
  catalogue: "B10",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A member of the result is freed.",
    why: "Names, lists and addresses lie inside the buffer: only the buffer itself is freed.",
    seen: "Heap corruption.",
    wrong: "free(host->h_name);",
    right: "free(buffer);",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      const p = stripNarrow(free.pointer);
      if ((p.kind !== "entry" && p.kind !== "havoc") || p.path.kind !== "field" || !MEMBERS.test(p.path.member)) continue;
      // memory that the program itself put there is its own
      const own = facts
        .all("store")
        .some((s) => s.path.kind === "field" && p.path.kind === "field" && s.path.member === p.path.member && s.value.kind !== "int");
      if (own || facts.requests.length === 0) continue;
      report(free.at, `\`${p.path.member}\` points into the result buffer: only the buffer itself is freed`, {
        possible: free.state.unknown,
      });
    }
  },
});
