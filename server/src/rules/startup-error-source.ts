import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related, fix, edit } from "./context.ts";
import { callAt } from "./edits.ts";

export const rule = defineRule({
  id: "startup-error-source",
  catalogue: "I2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The reason of a failed WSAStartup is read with WSAGetLastError.",
    why: "`WSAStartup` returns the error code itself; `WSAGetLastError` must not be called before it has succeeded.",
    seen: "The message shows 0 or `WSANOTINITIALISED`, never the reason.",
    wrong: "if (WSAStartup(version, &data) != 0)\n    fail(WSAGetLastError());",
    right: "int error = WSAStartup(version, &data);\nif (error != 0)\n    fail(error);",
  },
  check({ facts }, report) {
    for (const call of facts.calls("WSAGetLastError")) {
      for (const e of before(call)) {
        if (!facts.isWinsockCall(e)) continue;
        if (e.kind === "call" && bare(e.name) === "WSAGetLastError") continue;
        if (e.kind === "call" && bare(e.name) === "WSAStartup" && zeroness(call.state, e.result) === "nonzero") {
          const store = facts.firstAfter(e, (s) => s.kind === "store" && s.value === e.result);
          const kept = store?.kind === "store" && store.path.kind === "local" ? store.path.name : undefined;
          report(call.at, "WSAStartup returns its error code itself: WSAGetLastError cannot tell why it failed", {
            related: [related(e.at, "the call that failed")],
            possible: call.state.unknown,
            fixes: kept ? [fix("Use the return value", [edit(callAt(call.at), kept)])] : [],
          });
        }
        break;
      }
    }
  },
});
