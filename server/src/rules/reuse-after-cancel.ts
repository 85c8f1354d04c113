import { cancelOutcome, isHandleOf, matchOfRequest } from "./requests.ts";
import { marksBefore } from "../analysis/events.ts";
import { argumentText, defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "reuse-after-cancel",
  catalogue: "C13",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The buffer of a cancelled request goes into the next start although the cancel may have failed.",
    why: "A cancel abandons the result; nothing promises that the lookup stops, and a cancel that failed leaves its reply in the queue. Two requests then write into one buffer, and a handler that does not compare `wParam` takes the first reply for the second.",
    seen: "R4 and R5: two messages, one buffer. On a provider whose cancel does nothing (Wine) both results land in it. ReactOS makes the second request wait behind the abandoned lookup.",
    wrong:
      "WSACancelAsyncRequest(hLookup);\nhLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, other, buffer, sizeof buffer);   /* same buffer */",
    right:
      "if (WSACancelAsyncRequest(hLookup) == SOCKET_ERROR)\n    abandon(hLookup, buffer), buffer = newBuffer();\nhLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, other, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const start of facts.all("start")) {
      const request = facts.requestOf(start);
      const buffer = facts.bufferOf(start);
      if (!request || !buffer) continue;
      for (const e of marksBefore(start)) {
        if (e.kind !== "cancel" || cancelOutcome(e, start) === "succeeded") continue;
        const cancelled = facts.requests.find(
          (r) =>
            isHandleOf(facts, e.handle, r) &&
            (r.events.some((o) => facts.bufferOf(o) === buffer) || (r !== request && [...r.buffers].some((b) => request.buffers.has(b)))),
        );
        if (!cancelled) continue;
        const match = matchOfRequest(facts, cancelled);
        if (match.kind !== "unmatched" || !match.event) break;
        const index = start.args.length - 2;
        report(
          start.at,
          `\`${argumentText(facts.unit, start, index)}\` goes into a new request although the cancel of the old one may have failed: the old reply is then taken for the new one, and both results share the buffer`,
          {
            related: [
              related(e.at, "the cancel, whose success is not required"),
              related(match.event.at, "the handler uses the reply without comparing wParam"),
            ],
            possible: start.state.unknown,
            subjects: [e.at],
          },
        );
        break;
      }
    }
  },
});
