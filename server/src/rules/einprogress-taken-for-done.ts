import { before } from "../analysis/events.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { isHandleOf, isBufferOf } from "./requests.ts";

export const rule = defineRule({
  id: "einprogress-taken-for-done",
  catalogue: "C14",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "In a 1.x program memory is freed after a cancel that may have been refused with WSAEINPROGRESS.",
    why: "While a 1.x blocking call runs, every other call fails with `WSAEINPROGRESS`: nothing was cancelled.",
    seen: "The completion goes into freed memory.",
    wrong: "case WM_COMMAND:                /* dispatched while recv() blocks */\n    WSACancelAsyncRequest(h);\n    free(buffer);",
    right: "WSAStartup(MAKEWORD(2, 2), &data);",
  },
  check({ facts }, report) {
    const old = facts.calls("WSAStartup").find((c) => {
      const v = c.args[0] ? constantOf(c.state, c.args[0]) : undefined;
      return v !== undefined && (v & 0xffn) === 1n;
    });
    const blocks = facts.calls("recv", "send", "connect", "accept", "gethostbyname").length > 0;
    if (!old || !blocks) return;
    for (const free of facts.all("free")) {
      const request = facts.requests.find((r) => isBufferOf(facts, free.pointer, r));
      const cancel = request && [...before(free)].find((e) => e.kind === "cancel" && isHandleOf(facts, e.handle, request));
      if (cancel?.kind === "cancel" && zeroness(free.state, cancel.result) === "unknown")
        report(cancel.at, "With version 1.x this fails with WSAEINPROGRESS while a blocking call runs: nothing is cancelled then", {
          related: [related(old.at, "version 1.x is asked for"), related(free.at, "freed all the same")],
          possible: free.state.unknown,
        });
    }
  },
});
