import { before } from "../analysis/events.ts";
import { constantOf } from "../analysis/state.ts";
import { someTerm } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "retry-policy",
  catalogue: "M9",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A lookup is repeated on every error.",
    why: "Only `WSATRY_AGAIN` is transient (and `WSAEWOULDBLOCK` at the start).",
    seen: "A name that does not exist is looked up for ever.",
    wrong: "if (WSAGETASYNCERROR(lParam) != 0)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right:
      "if (WSAGETASYNCERROR(lParam) == WSATRY_AGAIN && --tries > 0)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const start of facts.all("start")) {
      if (start.root.completes.length === 0 || facts.errorKnown(start) !== "nonzero") continue;
      const code = [...start.state.constraints.values()].some(({ term }) => facts.isError(term) && mayPass(constantOf(start.state, term)));
      const counted = [...before(start)].some(
        (e) =>
          e.kind === "branch" &&
          !facts.mentionsLParam(e.condition) &&
          !facts.mentionsWParam(e.condition) &&
          someTerm(e.condition, (t) => t.kind === "entry" || t.kind === "havoc" || t.kind === "call"),
      );
      if (!code && !counted)
        report(start.at, "This repeats the lookup whatever the error was: only WSATRY_AGAIN can end otherwise", {
          possible: start.state.unknown,
        });
    }
  },
});

/** A known code other than those that say the same every time: host not found, no recovery, no data. */
function mayPass(code: bigint | undefined): boolean {
  return code !== undefined && code !== 11001n && code !== 11003n && code !== 11004n;
}
