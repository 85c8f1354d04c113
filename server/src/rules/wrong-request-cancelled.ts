import { before } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "wrong-request-cancelled",
  catalogue: "C17",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "One request is cancelled twice while another, whose handle is at hand, runs on.",
    why: "A cancel ends one request. The same handle passed twice cancels nothing more, and the other request runs on.",
    seen: "The second cancel fails; the other request completes.",
    wrong:
      "for (i = 0; i < n; ++i)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name[i], buffer[i], MAXGETHOSTSTRUCT);\nWSACancelAsyncRequest(h);",
    right:
      "for (i = 0; i < n; ++i)\n    h[i] = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name[i], buffer[i], MAXGETHOSTSTRUCT);\nfor (i = 0; i < n; ++i)\n    WSACancelAsyncRequest(h[i]);",
  },
  check({ facts }, report) {
    for (const cancel of facts.all("cancel")) {
      const twice = [...before(cancel)].find((e) => e.kind === "cancel" && e.handle === cancel.handle);
      if (twice?.kind !== "cancel" || zeroness(cancel.state, cancel.handle) !== "nonzero") continue;
      // the handle of another running request is at hand
      const other = [...before(cancel)].find(
        (e) =>
          e.kind === "start" &&
          e.result !== cancel.handle &&
          zeroness(cancel.state, e.result) === "nonzero" &&
          [...cancel.state.values.values()].some((v) => v.term === e.result),
      );
      if (other?.kind !== "start") continue;
      const ended =
        [...before(cancel)].some((e) => e.kind === "cancel" && e.handle === other.result) ||
        facts.firstAfter(cancel, (e) => e.kind === "cancel" && e.handle === other.result);
      if (ended) continue;
      report(cancel.at, "This request was cancelled already, and another one that runs is not", {
        related: [related(twice.at, "cancelled here"), related(other.at, "the request that is still running")],
        possible: cancel.state.unknown,
      });
    }
  },
});
