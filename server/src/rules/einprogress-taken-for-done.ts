import { before, type EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { errorTests } from "./cancelErrors.ts";
import { defineRule, related } from "./context.ts";
import { isHandleOf, isBufferOf } from "./requests.ts";
import { callsInUnit, constantArgument, siteOf } from "./unitCalls.ts";

const BLOCKING = ["recv", "recvfrom", "send", "sendto", "connect", "accept", "gethostbyname", "gethostbyaddr"];

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
    const old = callsInUnit(facts, ["WSAStartup"]).find((c) => ((constantArgument(c, 0) ?? 2n) & 0xffn) === 1n);
    if (!old || callsInUnit(facts, BLOCKING).length === 0) return;
    for (const free of facts.all("free")) {
      const request = facts.requests.find((r) => isBufferOf(facts, free.pointer, r));
      const cancel = request && [...before(free)].find((e) => e.kind === "cancel" && isHandleOf(facts, e.handle, request));
      if (cancel?.kind === "cancel" && zeroness(free.state, cancel.result) !== "zero" && !toldApart(facts, cancel))
        report(cancel.at, "With version 1.x this fails with WSAEINPROGRESS while a blocking call runs: nothing is cancelled then", {
          related: [related(siteOf(old), "version 1.x is asked for"), related(free.at, "freed all the same")],
          possible: free.state.unknown,
        });
    }
  },
});

/** The error is compared with WSAEINPROGRESS. */
function toldApart(facts: Facts, cancel: EventOf<"cancel">): boolean {
  return errorTests(facts).some((t) => t.cancel.at.statement === cancel.at.statement && t.code === 10036n);
}
