import { isWait } from "../analysis/roles.ts";
import { defineRule, related } from "./context.ts";
import { errorTests, WSAEALREADY } from "./cancelErrors.ts";

export const rule = defineRule({
  id: "ealready-means-busy",
  catalogue: "C3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: 'WSAEALREADY from a cancel is taken for "still busy".',
    why: "Here it means that the request is over; there is nothing to wait for.",
    seen: "On the window's own thread the wait never ends: it also keeps the message from being taken.",
    wrong: "while (WSACancelAsyncRequest(h) && WSAGetLastError() == WSAEALREADY)\n    Sleep(50);",
    right: "if (WSACancelAsyncRequest(h) != 0)\n    expectLateReply(h);",
  },
  check({ facts }, report) {
    for (const test of errorTests(facts)) {
      if (test.code !== WSAEALREADY || !test.equal) continue;
      const busy = facts.firstAfter(
        test.branch,
        (e) => (e.kind === "call" && isWait(e.name)) || e.at.statement === test.cancel.at.statement,
        (e) => e.kind === "leave" || e.kind === "start",
      );
      if (!busy) continue;
      report(test.branch.at, "WSAEALREADY says that the request is over, not that it is busy: waiting changes nothing", {
        related: [related(test.cancel.at, "the cancel"), related(busy.at, busy.kind === "cancel" ? "and cancels again" : "waits here")],
        possible: test.branch.state.unknown,
        subjects: [test.cancel.at],
      });
    }
  },
});
