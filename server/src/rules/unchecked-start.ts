import { defineRule, related } from "./context.ts";
import { lookAt, zeroTestFix } from "./startResult.ts";

export const rule = defineRule({
  id: "unchecked-start",
  catalogue: "H2",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The result of a start call is not tested, so a failed start is taken for a running request.",
    why: "The six `WSAAsyncGetXByY` functions return 0 when the request was *not* started; the reason is in `WSAGetLastError()`, to be read at once on the same thread (`WSAEWOULDBLOCK` means: try again later). Without a handle no completion message is ever posted. An assertion is no test: it is gone in a release build.",
    seen: "No interleaving is needed. When Winsock is short of resources, or not initialised, the program stays in its waiting state for ever, and there is nothing to cancel.",
    wrong: "WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nstate = WAITING;",
    right:
      "hLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nif (hLookup == 0)\n    return fail(WSAGetLastError());\nstate = WAITING;",
  },
  check({ facts, unit }, report) {
    for (const request of facts.requests) {
      const { site, call } = request.start;
      const at = { function: site.function, range: site.statement.range, statement: site.statement };
      if (request.events.length === 0 && !site.statement.discarded) continue;
      const look = lookAt(facts, request.events);
      if (look.looked) continue;
      const repair = zeroTestFix(unit, { at });
      const message = site.statement.discarded
        ? `The result of ${call} is thrown away: a failed start goes unnoticed, and the request can never be cancelled`
        : look.instead?.kind === "assertion"
          ? `${call} is tested by an assertion only: in a release build a failed start (0) goes on as if the request were running`
          : look.instead?.kind === "wrong constant"
            ? `${call} returns 0 when it fails, but 0 is never tested for: a failed start goes on as if the request were running`
            : look.instead?.kind === "log line"
              ? `A failed ${call} (0) is only logged, then the program goes on as if the request were running`
              : `The result of ${call} is not tested: when it is 0 the request was not started and no message will come`;
      report(at, message, {
        related: look.instead ? [related(look.instead.event.at, `the only look at the result: ${look.instead.kind}`)] : [],
        possible: request.events.some((e) => e.state.unknown),
        ...(repair ? { fixes: [repair] } : {}),
        ...(site.statement.discarded ? { also: ["handle-discarded"] } : {}),
      });
    }
  },
});
