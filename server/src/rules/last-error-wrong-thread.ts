import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, related } from "./context.ts";
import { threadProcedures } from "./threads.ts";

export const rule = defineRule({
  id: "last-error-wrong-thread",
  catalogue: "T2",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "WSAGetLastError is read on another thread than the one whose call failed.",
    why: "The error is one value per thread.",
    seen: "An unrelated code.",
    wrong: "/* A */ if (start() == 0) SetEvent(failed);\n/* B */ WaitForSingleObject(failed, INFINITE); error = WSAGetLastError();",
    right: "/* A */ if (start() == 0) { error = WSAGetLastError(); SetEvent(failed); }",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    for (const read of facts.calls("WSAGetLastError")) {
      for (const e of before(read)) {
        if (facts.isWinsockCall(e) && !(e.kind === "call" && bare(e.name) === "WSAGetLastError")) break;
        if (e.kind !== "call" || !/^WaitForSingleObject(?:Ex)?$/.test(bare(e.name))) continue;
        const slot = e.args[0] ? facts.slotOfValue(e.args[0]) : undefined;
        const set =
          slot === undefined
            ? undefined
            : facts
                .calls("SetEvent")
                .find(
                  (c) =>
                    c.args[0] !== undefined &&
                    facts.slotOfValue(c.args[0]) === slot &&
                    threads.has(c.root.function) !== threads.has(read.root.function),
                );
        if (set)
          report(read.at, "The call that failed ran on another thread: its error cannot be read here", {
            related: [related(set.at, "the other thread signals here")],
            possible: read.state.unknown,
          });
        break;
      }
    }
  },
});
