import { before, marksBefore } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { someTerm } from "../analysis/terms.ts";
import { bare, takesMessages } from "../analysis/roles.ts";
import { behaviourAfter } from "./cancelErrors.ts";
import { defineRule, edit, fix, locate, related, textAt } from "./context.ts";
import { isBufferOf, isHandleOf, isRecordOf } from "./requests.ts";

export const rule = defineRule({
  id: "inverted-cancel-test",
  catalogue: "C6",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result of a cancel is tested the wrong way round.",
    why: "`WSACancelAsyncRequest` returns 0 when the request was cancelled and `SOCKET_ERROR` when it was not.",
    seen: "Memory is freed exactly when the reply is still to come, and the program waits when nothing comes.",
    wrong: "if (WSACancelAsyncRequest(h))\n    free(buffer);              /* meant: cancelled */\nelse\n    waitForReply();",
    right: "if (WSACancelAsyncRequest(h) == 0)\n    free(buffer);\nelse\n    waitForReply();",
  },
  check({ facts, unit }, report) {
    for (const free of facts.all("free")) {
      for (const request of facts.requests) {
        if (!isBufferOf(facts, free.pointer, request) && !isRecordOf(facts, free.pointer, request)) continue;
        for (const e of marksBefore(free)) {
          if (e.kind !== "cancel" || !isHandleOf(facts, e.handle, request)) continue;
          if (zeroness(free.state, e.result) !== "nonzero") break;
          const branch = [...before(free)].find((b) => b.kind === "branch" && someTerm(b.condition, (t) => t === e.result));
          if (!branch) break;
          // freed on the failed side only, not on the other as well
          const alsoOnSuccess = facts
            .all("free")
            .some(
              (f) =>
                f.at.statement !== undefined &&
                f.pointer === free.pointer &&
                zeroness(f.state, e.result) === "zero" &&
                [...before(f)].includes(e),
            );
          const waits = facts.firstAfter(
            e,
            (w) => zeroness(w.state, e.result) === "zero" && w.kind === "call" && (takesMessages(w.name) || /wait/i.test(bare(w.name))),
          );
          // nothing is done on the other side that is not done on this one
          const other = facts
            .all("branch")
            .find(
              (b) => b.at.range === branch.at.range && b !== branch && zeroness(b.state, e.result) === "zero" && [...before(b)].includes(e),
            );
          const failed = behaviourAfter(facts, branch);
          const idle = other !== undefined && [...behaviourAfter(facts, other)].every((b) => failed.has(b));
          if (alsoOnSuccess || (!waits && !idle)) break;
          const at = locate(branch.at);
          const text = textAt(unit, at);
          report(branch.at, "0 means that the request was cancelled: this test frees the memory exactly when the reply is still to come", {
            related: [
              related(e.at, "the cancel"),
              related(free.at, "freed although the cancel failed"),
              ...(waits ? [related(waits.at, "waits for a reply that does not come")] : []),
            ],
            possible: free.state.unknown,
            subjects: [e.at, free.at],
            fixes: [fix("Invert the test", [edit(at, `!(${text})`)])],
          });
          break;
        }
      }
    }
  },
});
