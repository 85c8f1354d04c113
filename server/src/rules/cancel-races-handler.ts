import { defineRule, headOf, related } from "./context.ts";
import { isLocked, threadProcedures } from "./threads.ts";
import { isBufferOf, isHandleOf } from "./requests.ts";

export const rule = defineRule({
  id: "cancel-races-handler",
  catalogue: "T8",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "A worker thread cancels and frees while the handler may be running.",
    why: "When the message has been taken the cancel fails; a worker that then drains and frees takes the memory from under the handler.",
    seen: "R6: the handler reads freed memory.",
    wrong: "/* worker */ if (WSACancelAsyncRequest(h) != 0) drain(); free(buffer);",
    right: "/* worker */ PostMessage(hwnd, WM_CANCEL, 0, (LPARAM)request);",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    for (const cancel of facts.all("cancel")) {
      if (!threads.has(cancel.root.function) || isLocked(cancel)) continue;
      const request = facts.requests.find((r) => isHandleOf(facts, cancel.handle, r));
      const free = request && facts.firstAfter(cancel, (e) => e.kind === "free" && isBufferOf(facts, e.pointer, request));
      if (free)
        report(cancel.at, "The handler may be running on the window's thread: the memory goes under it", {
          related: [related(free.at, "freed here")],
          possible: cancel.state.unknown,
          subjects: [headOf(cancel.root.function)],
        });
    }
  },
});
