import { defineRule } from "./context.ts";
import { stripNarrow } from "../analysis/terms.ts";

const CODES = new Map([
  [10004n, "WSAEINTR"],
  [10111n, "WSA_E_CANCELLED"],
  [10103n, "WSAECANCELLED"],
  [995n, "WSA_OPERATION_ABORTED"],
  [10053n, "WSAECONNABORTED"],
]);

export const rule = defineRule({
  id: "cancelled-error-expected",
  catalogue: "C8",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The handler waits for an error code that says that the request was cancelled.",
    why: "A cancelled request is silent: no message comes. (With `GetAddrInfoEx` it is the other way round.)",
    seen: "What the branch should clean up is never cleaned up.",
    wrong: "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) == WSAEINTR) {\n        freeRequest(wParam);",
    right: "if (WSACancelAsyncRequest(h) == 0)\n    freeRequest(h);",
  },
  check({ facts }, report) {
    for (const e of facts.all("branch")) {
      if (e.root.completes.length === 0) continue;
      const c = e.condition.kind === "op" && e.condition.op === "not" ? e.condition.left : e.condition;
      if (c.kind !== "op" || c.op !== "eq" || c.right?.kind !== "int" || !facts.isError(stripNarrow(c.left))) continue;
      const name = CODES.get(c.right.value);
      // a table of texts for any code
      const table =
        facts.firstAfter(e, (l) => l.kind === "leave" && l.callee === e.frame.function && l.result?.kind === "string") !== undefined;
      if (name && !table) report(e.at, `A cancelled request sends no message: ${name} never arrives here`, { possible: e.state.unknown });
    }
  },
});
