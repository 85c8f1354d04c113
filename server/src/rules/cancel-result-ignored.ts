import { defineRule, nameOfArgument } from "./context.ts";
import { isHandle } from "./requests.ts";
import { someTerm } from "../analysis/terms.ts";

export const rule = defineRule({
  id: "cancel-result-ignored",
  catalogue: "-",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "The result of a cancel is not looked at.",
    why: "A cancel that fails means that the reply is queued or coming. That is harmless where the handler finds `wParam` first, so by itself this is no mistake.",
    seen: "Nothing by itself.",
    wrong: "WSACancelAsyncRequest(hLookup);\nhLookup = 0;",
    right: "if (WSACancelAsyncRequest(hLookup) == SOCKET_ERROR)\n    expectLateReply(hLookup);\nhLookup = 0;",
  },
  check({ facts, unit }, report) {
    for (const cancel of facts.all("cancel")) {
      if (!isHandle(facts, cancel.handle)) continue;
      const looked = facts.firstAfter(
        cancel,
        (e) =>
          (e.kind === "branch" && someTerm(e.condition, (t) => t === cancel.result)) ||
          (e.kind === "exit" && e.result !== undefined && someTerm(e.result, (t) => t === cancel.result)),
      );
      if (!looked) report(cancel.at, `Nothing tells whether the cancel of ${nameOfArgument(unit, cancel, 0, cancel.handle)} came in time`);
    }
  },
});
