import { someTerm } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { cancelOutcome, isHandle } from "./requests.ts";

export const rule = defineRule({
  id: "wait-after-cancel",
  catalogue: "C7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "After a cancel the program waits for the message of the request.",
    why: "A cancel that returned 0 means that no message will come.",
    seen: "R1, R2: the wait never ends.",
    wrong: "WSACancelAsyncRequest(h);\nwhile (!done)                 /* set by the handler alone */\n    pumpOne();",
    right: "if (WSACancelAsyncRequest(h) != 0)\n    while (!done)\n        pumpOne();",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      if (!isHandle(facts, cancel.handle)) continue;
      // a loop on a flag that a completion handler sets
      const wait = facts.firstAfter(
        cancel,
        (e) => {
          if (
            e.kind !== "branch" ||
            e.origin !== "loop" ||
            cancelOutcome(cancel, e) === "failed" ||
            e.frame.function !== cancel.frame.function
          )
            return false;
          const flag = flagOf(facts, e.condition);
          return flag !== undefined && setInHandler(facts, flag);
        },
        (e) => e.kind === "start" || e.kind === "exit",
      );
      if (!wait) continue;
      report(wait.at, "This waits for the reply of a request that was cancelled: when the cancel succeeded, none comes", {
        related: [related(cancel.at, "the cancel; 0 means that no message will come")],
        possible: cancel.state.unknown,
        subjects: [cancel.at],
      });
    }
  },
});

function flagOf(facts: Parameters<typeof isHandle>[0], condition: import("../analysis/terms.ts").Term): string | undefined {
  let found: string | undefined;
  someTerm(condition, (t) => {
    found ??= facts.slotOfValue(t);
    return false;
  });
  return found;
}

function setInHandler(facts: Parameters<typeof isHandle>[0], slot: string): boolean {
  const stores = facts.all("store").filter((s) => facts.slot(s.path) === slot);
  return (
    stores.length > 0 &&
    stores.some((s) => s.root.completes.length > 0) &&
    stores.every((s) => s.root.completes.length > 0 || isHandle(facts, s.value) || (s.value.kind === "int" && s.value.value === 0n))
  );
}
