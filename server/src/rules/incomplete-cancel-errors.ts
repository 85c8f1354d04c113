import { defineRule, related, fix, edit, locate, textAt } from "./context.ts";
import { errorTests, behaviourAfter, sameBehaviour, WSAEALREADY, WSAEINVAL } from "./cancelErrors.ts";

export const rule = defineRule({
  id: "incomplete-cancel-errors",
  catalogue: "C15",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "Only some errors of a cancel are handled.",
    why: "Five errors are documented: `WSANOTINITIALISED`, `WSAENETDOWN`, `WSAEINPROGRESS`, `WSAEINVAL`, `WSAEALREADY`.",
    seen: "With one of the others the record leaks, or the request is lost sight of.",
    wrong: "switch (WSAGetLastError()) {\ncase WSAEINVAL:\ncase WSAEALREADY:\n    expectLateReply(h);\n}",
    right: "switch (WSAGetLastError()) {\ndefault:\n    expectLateReply(h);\n}",
  },
  check({ facts }, report) {
    const tests = errorTests(facts);
    for (const cancel of new Set(tests.map((t) => t.cancel))) {
      const own = tests.filter((t) => t.cancel === cancel);
      const codes = new Set(own.filter((t) => t.equal).map((t) => t.code));
      if (!codes.has(WSAEALREADY) || !codes.has(WSAEINVAL) || codes.size > 3) continue;
      const last = own.filter((t) => !t.equal).at(-1);
      const taken = own.find((t) => t.equal);
      if (!last || !taken) continue;
      const [others, known] = [behaviourAfter(facts, last.branch), behaviourAfter(facts, taken.branch)];
      // the same as for the two, or something of their own
      if (sameBehaviour(others, known) || [...others].some((b) => !known.has(b))) continue;
      const at = locate(taken.branch.at);
      const label = /^case\b/;
      report(taken.branch.at, "Other errors of the cancel (WSAENETDOWN, WSANOTINITIALISED, WSAEINPROGRESS) are not handled", {
        related: [related(cancel.at, "the cancel")],
        subjects: [cancel.at],
        fixes: label.test(textAt(facts.unit, at)) ? [fix("Add a default branch", [edit({ ...at, end: at.start }, "default: ")])] : [],
      });
    }
  },
});
