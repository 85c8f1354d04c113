import { bare } from "../analysis/roles.ts";
import { someTerm } from "../analysis/terms.ts";
import { defineRule, related, fix, edit, textAt } from "./context.ts";
import { addrInfoStarts } from "./addrinfo.ts";
import { blocksForever } from "./waits.ts";
import type { Place } from "../analysis/events.ts";
import type { Unit } from "../program/types.ts";
import { onlyCall } from "./edits.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "addrinfo-immediate-return",
  catalogue: "P8",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "After GetAddrInfoEx the program waits, whatever the call returned.",
    why: "Only `WSA_IO_PENDING` (997) promises a completion: 0 is a result that is there already, anything else an error.",
    seen: "The wait never ends.",
    wrong:
      "GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, NULL, &cancel);\nWaitForSingleObject(overlapped.hEvent, INFINITE);",
    right:
      "error = GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, NULL, &cancel);\nif (error == WSA_IO_PENDING)\n    WaitForSingleObject(overlapped.hEvent, INFINITE);",
  },
  check({ facts }, report) {
    for (const start of addrInfoStarts(facts)) {
      const wait = facts.firstAfter(
        start.call,
        (e) => e.kind === "call" && blocksForever(e) && bare(e.name).startsWith("WaitForSingle"),
        (e) => e.kind === "branch" && someTerm(e.condition, (t) => t === start.call.result),
      );
      if (wait)
        report(wait.at, "Only WSA_IO_PENDING promises a completion: after any other return this waits for ever", {
          related: [related(start.call.at, "whose result is not looked at")],
          possible: wait.state.unknown,
          fixes: onlyPending(facts.unit, start.call.at, wait.at),
        });
    }
  },
});

/** Waits only for a request that is pending: the start becomes the condition of the wait that follows it. */
function onlyPending(unit: Unit, start: Place, wait: Place): Fix[] {
  const [from, to] = [onlyCall(unit, start), onlyCall(unit, wait)];
  const between = from && to && from.uri === to.uri ? textAt(unit, { ...from, start: from.end, end: to.start }) : "x";
  return from && to && between.trim() === "" && to.start >= from.end
    ? [
        fix("Wait only when it is pending", [
          edit({ ...from, end: from.start }, "if ("),
          edit({ ...from, start: from.end - 1, end: from.end }, " == WSA_IO_PENDING)"),
          edit({ ...to, end: to.start }, "    "),
        ]),
      ]
    : [];
}
