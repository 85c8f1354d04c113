import { before, type EventOf } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { isHandleOf, pumpsBetween, recognisedBetween } from "./requests.ts";
import { cancelBefore } from "./edits.ts";

export const rule = defineRule({
  id: "cleanup-with-pending",
  catalogue: "-",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "WSACleanup is called while a request is running.",
    why: "The last cleanup ends all requests *without* a message, as the documentation says; ReactOS and Wine let them run on and post.",
    seen: "Replies after the cleanup, or a program that waits for one that never comes.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nWSACleanup();",
    right: "if (h != 0)\n    WSACancelAsyncRequest(h);\nWSACleanup();",
  },
  check({ facts }, report) {
    for (const cleanup of facts.calls("WSACleanup")) {
      const start = pendingAt(facts, cleanup);
      if (start)
        report(cleanup.at, "A request may be running here: WSACleanup ends it without a message, or not at all", {
          related: [related(start.at, "the request starts here")],
          possible: cleanup.state.unknown,
          fixes: cancelBefore(facts, start, cleanup),
        });
    }
  },
});

/** A request of this path that is known to be started and is neither over nor cancelled at the event. */
export function pendingAt(facts: Parameters<typeof recognisedBetween>[0], event: EventOf<"call">): EventOf<"start"> | undefined {
  for (const e of before(event)) {
    if (e.kind !== "start") continue;
    const request = facts.requestOf(e);
    if (!request || zeroness(event.state, e.result) !== "nonzero") continue;
    if (recognisedBetween(facts, e, event) || pumpsBetween(e, event)) continue;
    if ([...before(event)].some((c) => c.kind === "cancel" && isHandleOf(facts, c.handle, request))) continue;
    return e;
  }
  return undefined;
}
