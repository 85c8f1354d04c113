import { before } from "../analysis/events.ts";
import { defineRule, related, fix } from "./context.ts";
import { readsBuffer } from "./requests.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { lineBefore, statementOf } from "./edits.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "closed-error-list",
  catalogue: "M8",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "Some error codes are tested, and every other one is taken for success.",
    why: "The error of a lookup can be any code of the header.",
    seen: "11004, 10047, 10093 or 10055 fall through to the use of the buffer.",
    wrong:
      "switch (WSAGETASYNCERROR(lParam)) {\ncase WSAHOST_NOT_FOUND: miss(); return 0;\ncase WSATRY_AGAIN: retry(); return 0;\n}\nuse(buffer);",
    right: "switch (WSAGETASYNCERROR(lParam)) {\ncase 0: use(buffer); break;\ndefault: fail(); break;\n}",
  },
  check({ facts }, report) {
    for (const read of facts.all("read")) {
      if (!facts.requests.some((r) => read.root.completes.includes(r.start) && readsBuffer(facts, read, r))) continue;
      for (const { term, constraint } of read.state.constraints.values()) {
        if (!facts.isError(term) || constraint.notEqual.length === 0 || constraint.notEqual.includes(0n)) continue;
        const tests = [...before(read)].filter((e) => e.kind === "branch" && e.origin !== "assert" && facts.mentionsLParam(e.condition));
        const test = tests.at(-1);
        report(test?.at ?? read.at, "Only some codes are tested: any other error goes on to the use of the buffer", {
          related: [related(read.at, "the buffer is used here")],
          possible: read.state.unknown,
          fixes: errorTest(facts, read),
        });
        break;
      }
    }
  },
});

/** Any other error leaves before the buffer is used. */
function errorTest(facts: Facts, read: EventOf<"read">): Fix[] {
  const l = typeof read.root.handler?.lParam === "number" ? read.root.function.ir.params[read.root.handler.lParam]?.name : undefined;
  const extent = read.at.function === read.root.function ? statementOf(facts.unit, read) : undefined;
  return l && extent
    ? [fix("Leave on every other error", [lineBefore(facts.unit, extent, `if (WSAGETASYNCERROR(${l}) != 0) return 0;`)])]
    : [];
}
