import { marksBefore } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { isHandleOf, readsBuffer } from "./requests.ts";
import { rootOf } from "../analysis/terms.ts";
import { isBufferOf } from "./requests.ts";

export const rule = defineRule({
  id: "buffer-read-after-cancel",
  catalogue: "C16",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The buffer is read after a cancel that succeeded.",
    why: "Nothing is promised of its content.",
    seen: "Depends on the provider.",
    wrong: "if (WSACancelAsyncRequest(h) == 0 && buffer[0] == 0)\n    reuse(buffer);",
    right: "if (WSACancelAsyncRequest(h) == 0)\n    memset(buffer, 0, sizeof buffer);",
  },
  check({ facts }, report) {
    for (const read of facts.all("read")) {
      if (read.mark?.kind !== "cancel") continue;
      const request = facts.requests.find(
        (r) =>
          readsBuffer(facts, read, r) ||
          r.events.some((start) => {
            const buffer = facts.bufferOf(start);
            return buffer?.kind === "address" && read.path === buffer.path;
          }) ||
          (rootOf(read.path).kind === "deref" &&
            isBufferOf(facts, (rootOf(read.path) as { pointer: import("../analysis/terms.ts").Term }).pointer, r)),
      );
      if (!request) continue;
      for (const e of marksBefore(read)) {
        if (e.kind === "start" || e.kind === "free") break;
        if (e.kind !== "cancel" || !isHandleOf(facts, e.handle, request)) continue;
        if (zeroness(read.state, e.result) === "zero")
          report(read.at, "The request was cancelled: what the buffer holds is not specified", {
            related: [related(e.at, "the cancel")],
            possible: read.state.unknown,
          });
        break;
      }
    }
  },
});
