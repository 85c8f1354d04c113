import type { Facts } from "../analysis/facts.ts";
import { constantOf } from "../analysis/state.ts";
import { pathText, stripNarrow } from "../analysis/terms.ts";
import { defineRule, nameOfArgument, related, fix, edit, rangeOf, textAt } from "./context.ts";
import type { Fix, TextEdit } from "./types.ts";
import { guardsBefore } from "./requests.ts";

export const rule = defineRule({
  id: "sentinel-handle-cancelled",
  catalogue: "-",
  severity: "error",
  profile: "default",
  documentation: {
    summary: 'A value of the program\'s own for "no request" (INVALID_HANDLE_VALUE) can reach the cancel.',
    why: 'Zero is the value that no request has: a start returns it on failure. With another sentinel there are two values for "none", and a guard that knows one of them lets the other through.',
    seen: "`WSAEINVAL`; with a stub that always succeeds the program believes that it cancelled something.",
    wrong: "m_hTask = INVALID_HANDLE_VALUE;\n…\nif (m_hTask)\n    WSACancelAsyncRequest(m_hTask);",
    right: "m_hTask = 0;\n…\nif (m_hTask)\n    WSACancelAsyncRequest(m_hTask);",
  },
  check({ facts, unit }, report) {
    for (const cancel of facts.all("cancel")) {
      const handle = stripNarrow(cancel.handle);
      const known = constantOf(cancel.state, handle);
      if (known !== undefined) {
        if (known !== 0n)
          report(cancel.at, `${nameOfArgument(unit, cancel, 0, handle)} is ${known} here, the program's own value for "no request"`, {
            possible: cancel.state.unknown,
          });
        continue;
      }
      const slot = facts.slotOfValue(handle);
      if (slot === undefined || facts.requestsIn(slot).length === 0) continue;
      const excluded = cancel.state.constraint(handle).notEqual;
      for (const leaf of facts.flow.origins(slot).leaves) {
        if (
          leaf.kind !== "int" ||
          leaf.value === 0n ||
          excluded.some((v) => v === leaf.value || BigInt.asUintN(32, v) === BigInt.asUintN(32, leaf.value))
        )
          continue;
        const name = handle.kind === "entry" || handle.kind === "havoc" ? pathText(handle.path) : "the handle";
        const s = leaf.at.statement;
        report(cancel.at, `\`${name}\` can be ${leaf.name ?? leaf.value} here, the program's own value for "no request"`, {
          related: s ? [related({ function: leaf.at.function, range: s.range }, "set here")] : [],
          possible: cancel.state.unknown || guardsBefore(facts, cancel, (t) => t === handle).length > 0,
          fixes: zeroInstead(facts, slot),
        });
        break;
      }
    }
  },
});

/** Zero in place of the value, wherever the variable gets it. */
function zeroInstead(facts: Facts, slot: string): Fix[] {
  const edits: TextEdit[] = [];
  for (const leaf of facts.flow.origins(slot).leaves) {
    if (leaf.kind !== "int" || leaf.value === 0n) continue;
    const s = leaf.at.statement;
    if (!s) return [];
    const at = rangeOf(leaf.at.function, s.range);
    const found = /(?:INVALID_HANDLE_VALUE|INVALID_SOCKET|\(\s*HANDLE\s*\)\s*\(?\s*-\s*1\s*\)?)\s*$/.exec(textAt(facts.unit, at));
    if (!found) return [];
    edits.push(edit({ ...at, start: at.start + found.index }, "0"));
  }
  return edits.length > 0 ? [fix('Zero for "no request"', edits)] : [];
}
