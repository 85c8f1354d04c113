import { someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import type { Facts } from "../analysis/facts.ts";
import { defineRule, edit, fix, locate, rangeOf, textAt } from "./context.ts";
import type { EventOf } from "../analysis/events.ts";

export const rule = defineRule({
  id: "swapped-lparam-halves",
  catalogue: "M3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The wrong half of lParam is taken for the error, or the low half is computed wrongly.",
    why: "The error is in the *high* word of `lParam`, the needed length in the low one. `WSAGETASYNCERROR` and `WSAGETASYNCBUFLEN` say so; `lParam >> 16` and `HIWORD` are right too.",
    seen: 'Always: a success of 61 bytes reads as "error 61", and an error as a huge length.',
    wrong: "int error = LOWORD(lParam);\nint length = HIWORD(lParam);",
    right: "int error = WSAGETASYNCERROR(lParam);\nint length = WSAGETASYNCBUFLEN(lParam);",
  },
  check({ facts, unit }, report) {
    for (const e of facts.all("branch")) {
      if (e.root.completes.length === 0 || e.origin === "assert") continue;
      const macro = lowHalfTestedAsError(facts, e);
      if (!macro) continue;
      const s = macro.at.statement;
      const at = macro.kind === "macro" && s?.kind === "call" ? rangeOf(macro.at.function, s.nameRange) : locate(macro.at);
      report(at, "This is the low half of lParam: the error is in the high half", {
        possible: e.state.unknown || looksAtError(facts, e),
        fixes: textAt(unit, at) === "LOWORD" ? [fix("Use WSAGETASYNCERROR", [edit(at, "WSAGETASYNCERROR")])] : [],
      });
    }
    // lParam % 0xFFFF, lParam / 65536 and the like
    for (const e of facts.all("compare")) {
      if (e.op !== "mod" || !facts.isLParam(e.left) || e.right.kind !== "int" || e.right.value !== 0xffffn) continue;
      report(e.at, "The remainder by 0xFFFF is not the low word: use WSAGETASYNCBUFLEN(lParam)", { possible: e.state.unknown });
    }
  },
});

/** The handler decides on the high word too: it may know what it asks of the low one. */
function looksAtError(facts: Facts, e: EventOf<"branch">): boolean {
  return facts.all("branch").some((b) => b.root === e.root && someTerm(b.condition, (t) => facts.isError(t)));
}

/** The branch decides on the low word as if it were the error. */
function lowHalfTestedAsError(facts: Facts, e: EventOf<"branch">): EventOf<"macro"> | EventOf<"branch"> | undefined {
  const c = e.condition.kind === "op" && e.condition.op === "not" ? e.condition.left : e.condition;
  if (c.kind !== "op" || c.op !== "eq" || !c.right || c.right.kind !== "int") return undefined;
  const low = stripNarrow(c.left);
  const isLow = (t: Term): boolean => t.kind === "op" && t.op === "lo16" && facts.isLParam(t.left);
  if (!isLow(low)) return undefined;
  if (c.right.value !== 0n && c.right.value < 10_000n) return undefined;
  for (let b = e.previous; b; b = b.previous) if (b.kind === "macro" && b.result === low) return b;
  // masked or shifted by hand
  return e;
}
