import { zeroness } from "../analysis/state.ts";
import { marksBefore } from "../analysis/events.ts";
import { defineRule, related } from "./context.ts";
import { isBufferOf, isHandleOf } from "./requests.ts";

export const rule = defineRule({
  id: "wine-cancel-reliance",
  catalogue: "P11",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "Memory is freed because a cancel succeeded; under Wine that means nothing.",
    why: "Wine's cancel is a stub that returns 0: the lookup goes on, writes and posts.",
    seen: "Wine, R1 and R2: the worker writes freed memory.",
    wrong: "if (WSACancelAsyncRequest(h) == 0)\n    free(buffer);",
    right: "leaveForHandler(h, buffer);      /* freed when its reply came, or with the window */",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      const request = facts.requests.find((r) => isBufferOf(facts, free.pointer, r));
      const cancel = request && [...marksBefore(free)].find((e) => e.kind === "cancel" && isHandleOf(facts, e.handle, request));
      if (cancel?.kind === "cancel" && zeroness(free.state, cancel.result) === "zero")
        report(cancel.at, "Under Wine this always returns 0 and cancels nothing: the buffer is written later", {
          related: [related(free.at, "freed because the cancel succeeded")],
        });
    }
  },
});
