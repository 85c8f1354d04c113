import { stripNarrow, rootOf, type Term } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { isBufferOf } from "./requests.ts";
import type { Facts, Request } from "../analysis/facts.ts";

export const rule = defineRule({
  id: "result-outlives-buffer",
  catalogue: "B18",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A pointer into the result is kept, and the buffer is freed.",
    why: "Names and addresses lie in the buffer. What is to live longer must be copied.",
    seen: "Freed memory is read.",
    wrong: "g_name = host->h_name;\nfree(buffer);",
    right: "g_name = _strdup(host->h_name);\nfree(buffer);",
  },
  check({ facts }, report) {
    for (const store of facts.all("store")) {
      if (facts.slot(store.path) === undefined) continue;
      const request = facts.requests.find((r) => pointsInto(facts, store.value, r));
      if (!request) continue;
      const base = baseOf(store.value);
      const free =
        base &&
        facts.firstAfter(
          store,
          (e) => e.kind === "free" && stripNarrow(e.pointer) === base,
          (e) => e.kind === "store" && e.path === store.path,
        );
      if (free)
        report(store.at, "This pointer leads into the result buffer, which is freed", {
          related: [related(free.at, "the buffer is freed here")],
          possible: store.state.unknown,
        });
    }
  },
});

function baseOf(value: Term): Term | undefined {
  const t = stripNarrow(value);
  if (t.kind !== "entry" && t.kind !== "havoc") return undefined;
  const root = rootOf(t.path);
  return root.kind === "deref" && root !== t.path ? root.pointer : undefined;
}

function pointsInto(facts: Facts, value: Term, request: Request): boolean {
  const t = stripNarrow(value);
  if (
    (t.kind !== "entry" && t.kind !== "havoc") ||
    t.path.kind !== "field" ||
    !/^(?:h_name|h_aliases|h_addr_list|s_name|s_aliases|s_proto|p_name|p_aliases)$/.test(t.path.member)
  )
    return false;
  const base = baseOf(t);
  return base !== undefined && isBufferOf(facts, base, request);
}
