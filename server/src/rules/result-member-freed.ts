import { defineRule, fix } from "./context.ts";
import { stripNarrow, type Term } from "../analysis/terms.ts";
import { onlyCall, removal } from "./edits.ts";

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
      const member = memberOf(free.pointer);
      if (!member) continue;
      // memory that the program itself put there is its own
      const own = facts.all("store").some((s) => s.path.kind === "field" && s.path.member === member && s.value.kind !== "int");
      if (own || facts.requests.length === 0) continue;
      const alone = onlyCall(facts.unit, free.at);
      report(free.at, `\`${member}\` points into the result buffer: only the buffer itself is freed`, {
        possible: free.state.unknown,
        fixes: alone ? [fix("Free the buffer only", [removal(facts.unit, alone)])] : [],
      });
    }
  },
});

/** The member of a result that the pointer was loaded from, also through one of its lists. */
function memberOf(pointer: Term): string | undefined {
  const p = stripNarrow(pointer);
  if (p.kind !== "entry" && p.kind !== "havoc") return undefined;
  let path = p.path;
  if (path.kind === "index") path = path.of;
  if (path.kind === "deref") return memberOf(path.pointer);
  if (path.kind !== "field" || !MEMBERS.test(path.member)) return undefined;
  return path.record === undefined || /^(?:struct )?(?:host|serv|proto)ent$/i.test(path.record) ? path.member : undefined;
}
