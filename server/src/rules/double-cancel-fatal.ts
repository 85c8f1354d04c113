import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { lastName } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, headOf, nameOfArgument, related } from "./context.ts";
import { isHandle } from "./requests.ts";

export const rule = defineRule({
  id: "double-cancel-fatal",
  catalogue: "C11",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A request can be cancelled twice, and the failure of the second cancel is treated as fatal.",
    why: "After a cancel the handle is dead: cancelling it again is an error (`WSAEALREADY` or `WSAEINVAL`).",
    seen: "The second cancel ends the program or throws, although all is well.",
    wrong: "void stop()  { WSACancelAsyncRequest(h); }\nvoid close() { if (WSACancelAsyncRequest(h) != 0) abort(); }",
    right: "void stop()  { WSACancelAsyncRequest(h); h = 0; }\nvoid close() { if (h != 0) WSACancelAsyncRequest(h); }",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      const slot = facts.slotOfValue(cancel.handle);
      if (slot === undefined || !isHandle(facts, cancel.handle)) continue;
      const fatal = fatalAfter(facts, cancel);
      if (!fatal) continue;
      const other = facts
        .all("cancel")
        .find(
          (c) =>
            facts.slotOfValue(c.handle) === slot &&
            keeps(facts, c, slot) &&
            (isOperation(c) || ((c.at.statement !== cancel.at.statement || c.root !== cancel.root) && !c.root.function.ir.isDestructor)),
        );
      if (!other) continue;
      report(
        cancel.at,
        `${nameOfArgument(facts.unit, cancel, 0, cancel.handle)} may have been cancelled before: this cancel then fails, and the failure is treated as fatal`,
        {
          related: [
            other.at.statement === cancel.at.statement
              ? related(headOf(other.frame.function), "the handle is kept after a cancel here")
              : related(other.at, "cancelled here, and the handle is kept"),
            related(fatal.at, "the failure is fatal here"),
          ],
          possible: cancel.state.unknown,
          subjects: [cancel.at, other.at],
        },
      );
    }
  },
});

/** A throw, abort or assertion on the failed side of the cancel. */
function fatalAfter(facts: Facts, cancel: EventOf<"cancel">): PathEvent | undefined {
  return facts.firstAfter(
    cancel,
    (e) =>
      zeroness(e.state, cancel.result) === "nonzero" &&
      (e.kind === "throw" ||
        (e.kind === "call" &&
          /^(?:abort|exit|ExitProcess|terminate|FatalAppExit[AW]?|FatalExit|__debugbreak|DebugBreak)$/.test(bare(e.name)))),
  );
}

/** The cancel stands in a function that others call to cancel, and that leaves the object alive. */
function isOperation(cancel: EventOf<"cancel">): boolean {
  const fn = cancel.frame.function;
  return !fn.ir.internal && !fn.ir.isDestructor && /cancel|abort|stop/i.test(lastName(fn.name));
}

/** On some path that succeeds, the cancel leaves the handle where it was. */
function keeps(facts: Facts, cancel: EventOf<"cancel">, slot: string): boolean {
  return (
    facts.firstAfter(cancel, (e) => {
      if (e.kind !== "exit" && !(e.kind === "leave" && e.callee === cancel.frame.function)) return false;
      for (const b of before(e)) {
        if (b === cancel) break;
        if (b.kind === "free" || (b.kind === "store" && facts.slot(b.path) === slot)) return false;
      }
      return true;
    }) !== undefined
  );
}
