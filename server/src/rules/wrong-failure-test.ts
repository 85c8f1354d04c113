import type { Facts, Request } from "../analysis/facts.ts";
import { stripNarrow } from "../analysis/terms.ts";
import { defineRule, edit, fix, locate, rangeOf, related, textAt } from "./context.ts";
import { lookAt } from "./startResult.ts";
import type { Use } from "../analysis/valueFlow.ts";

export const rule = defineRule({
  id: "wrong-failure-test",
  catalogue: "H3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result of a start is compared with a constant other than zero.",
    why: "A start that fails returns 0 and nothing else: neither `INVALID_HANDLE_VALUE` nor `SOCKET_ERROR`.",
    seen: "No interleaving is needed: failed starts are taken for running requests, and their zero handle is cancelled later.",
    wrong: "if (h == INVALID_HANDLE_VALUE)\n    return fail();",
    right: "if (h == 0)\n    return fail(WSAGetLastError());",
  },
  check({ facts, unit }, report) {
    for (const request of facts.requests) {
      const start = {
        function: request.start.site.function,
        range: request.start.site.statement.range,
        statement: request.start.site.statement,
      };
      // on a path: also through setters and later guards
      for (const e of facts.all("compare")) {
        if (e.op !== "eq" && e.op !== "ne") continue;
        const pairs = [
          [e.left, e.right],
          [e.right, e.left],
        ] as const;
        for (const [handle, constant] of pairs) {
          const t = stripNarrow(handle);
          if (t.kind !== "call" || t.statement !== request.start.site.statement) continue;
          if (handle.kind === "narrow" && handle.bits < 32) continue;
          if (constant.kind !== "int" || constant.value === 0n) continue;
          const at = locate(e.at);
          const text = textAt(unit, at);
          const repaired = text.replace(/\b(?:INVALID_HANDLE_VALUE|SOCKET_ERROR|INVALID_SOCKET)\b|-\s*1/, "0");
          report(e.at, `A failed ${request.start.call} returns 0, never ${constantText(text, constant.value)}: this test does not see it`, {
            related: [related(start, "the start whose result is compared")],
            possible: e.state.unknown,
            subjects: e.at.function === start.function ? [start] : [],
            fixes: repaired !== text ? [fix("Compare with zero", [edit(at, repaired)])] : [],
          });
        }
      }
      // stored first, compared in another function
      for (const use of facts.flow.uses(request.handles)) {
        if (use.kind !== "compare" || !use.at.statement || use.otherSide?.kind !== "int" || use.otherSide.value === 0n) continue;
        if (!isMinusOne(use)) continue;
        // the program's own value for "none", where a failed start is seen before it is stored
        if (ownSentinel(facts, request)) continue;
        const s = use.at.statement;
        const at = rangeOf(use.at.function, s.range);
        report(
          { function: use.at.function, range: s.range, statement: s },
          `A failed ${request.start.call} returns 0, never ${constantText(textAt(unit, at), -1n)}: this test does not see it`,
          {
            related: [related(start, "the start whose result is compared")],
          },
        );
      }
    }
  },
});

function ownSentinel(facts: Facts, request: Request): boolean {
  if (!lookAt(facts, request.events).looked) return false;
  return request.slots.some((slot) => facts.flow.origins(slot).leaves.some((l) => l.kind === "int" && BigInt.asIntN(64, l.value) === -1n));
}

function isMinusOne(use: Use): boolean {
  const v = use.otherSide;
  return v?.kind === "int" && (v.value === -1n || v.value === 0xffffffffn || v.value === 0xffffffffffffffffn);
}

function constantText(text: string, value: bigint): string {
  return /INVALID_HANDLE_VALUE|SOCKET_ERROR|INVALID_SOCKET/.exec(text)?.[0] ?? String(value);
}
