import { before } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "wrong-request-cancelled",
  catalogue: "C17",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "One of several running requests is cancelled where all should be.",
    why: "A cancel ends one request. A variable that got the handles of several in turn holds the last.",
    seen: "The others complete.",
    wrong:
      "for (i = 0; i < n; ++i)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name[i], buffer[i], MAXGETHOSTSTRUCT);\nWSACancelAsyncRequest(h);",
    right:
      "for (i = 0; i < n; ++i)\n    h[i] = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name[i], buffer[i], MAXGETHOSTSTRUCT);\nfor (i = 0; i < n; ++i)\n    WSACancelAsyncRequest(h[i]);",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      const own = cancel.handle;
      if (own.kind !== "call") continue;
      // another request of the same loop, whose handle nothing holds any more
      const other = [...before(cancel)].find(
        (e) => e.kind === "start" && e.result !== own && e.result.kind === "call" && e.result.site === own.site,
      );
      if (other?.kind !== "start" || zeroness(cancel.state, other.result) === "zero") continue;
      const held = [...cancel.state.values.values()].some((v) => v.term === other.result);
      if (
        held ||
        [...before(cancel)].some(
          (e) => (e.kind === "cancel" && e.handle === other.result) || (e.kind === "call" && e.args.includes(other.result)),
        )
      )
        continue;
      report(cancel.at, "This cancels the last request only: the others run on", {
        related: [related(other.at, "several requests start here, and one variable takes all handles")],
        possible: cancel.state.unknown,
      });
    }
  },
});
