import { defineRule, related, fix, edit, locate, textAt } from "./context.ts";
import { behaviourAfter, errorTests, type ErrorTest, sameBehaviour, WSAEALREADY, WSAEINVAL } from "./cancelErrors.ts";
import type { Unit } from "../program/types.ts";
import type { Fix, Location } from "./types.ts";

export const rule = defineRule({
  id: "einval-ealready-differ",
  catalogue: "C2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "WSAEINVAL and WSAEALREADY from a cancel lead to different behaviour.",
    why: "Both errors of `WSACancelAsyncRequest` say the same: nothing is in progress under this handle. Which of the two comes is the provider's choice, so code must treat them alike. The one safe distinction is a zero handle, tested before the call.",
    seen: "ReactOS and TwinSock never return `WSAEALREADY`: an ordinary late cancel (R4 to R6) becomes the fatal case there.",
    wrong:
      'if (WSACancelAsyncRequest(h) == SOCKET_ERROR) {\n    if (WSAGetLastError() == WSAEALREADY)\n        awaitReply(h);\n    else\n        fatal("bad handle");      /* WSAEINVAL */\n}',
    right: "if (WSACancelAsyncRequest(h) == SOCKET_ERROR)\n    awaitReply(h);                /* too late, whichever code it is */",
  },
  check({ facts }, report) {
    const tests = errorTests(facts);
    const byBranch = new Map<string, ErrorTest[]>();
    for (const t of tests) {
      if (t.code !== WSAEALREADY && t.code !== WSAEINVAL) continue;
      const key = `${t.branch.at.function.index}:${t.branch.at.range.start}:${t.code}`;
      byBranch.set(key, [...(byBranch.get(key) ?? []), t]);
    }
    const done = new Set<unknown>();
    for (const group of byBranch.values()) {
      const equal = group.find((t) => t.equal);
      if (!equal) continue;
      const other = tests.find((t) => !t.equal && t.code === equal.code && t.cancel === equal.cancel);
      if (!other) continue;
      const code = equal.code;
      const twin = code === WSAEALREADY ? WSAEINVAL : WSAEALREADY;
      // the twin gets a test of its own further on: compare with what happens there
      const twins = tests.filter((t) => t.code === twin && t.equal && t.cancel.at.statement === equal.cancel.at.statement);
      const mine = behaviourAfter(facts, equal.branch);
      const theirs = twins.length > 0 ? twins.map((t) => behaviourAfter(facts, t.branch)) : [behaviourAfter(facts, other.branch)];
      if (theirs.some((b) => sameBehaviour(mine, b))) continue;
      // the label of the twin says the same
      if (done.has(equal.cancel.at.statement)) continue;
      done.add(equal.cancel.at.statement);
      report(
        equal.branch.at,
        `${code === WSAEALREADY ? "WSAEALREADY and WSAEINVAL" : "WSAEINVAL and WSAEALREADY"} are treated differently, but they say the same: the request is over. Which one comes is the provider's choice`,
        {
          related: [related(equal.cancel.at, "the cancel whose error is tested")],
          possible: equal.branch.state.unknown,
          subjects: [equal.cancel.at],
          fixes: bothErrors(facts.unit, locate(equal.branch.at)),
        },
      );
    }
  },
});

/** `e == WSAEALREADY` becomes a test for either; a `case` label gets the other one beside it. */
function bothErrors(unit: Unit, at: Location): Fix[] {
  const text = textAt(unit, at);
  const title = "Accept both errors";
  const test = /^([^=!]+?)\s*(==|!=)\s*(WSAEALREADY|WSAEINVAL)$/.exec(text);
  if (!test) return [];
  const [, value, op] = test;
  return [fix(title, [edit(at, `(${value} ${op} WSAEALREADY ${op === "==" ? "||" : "&&"} ${value} ${op} WSAEINVAL)`)])];
}
