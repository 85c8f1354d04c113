import { defineRule } from "./context.ts";
import { withHostLookup } from "./hostLookup.ts";
import { winsockFunction } from "../winsock/functions.ts";

export const rule = defineRule({
  id: "obsolete-function",
  catalogue: "P1",
  severity: "hint",
  profile: "default",
  documentation: {
    summary: "The asynchronous database calls are marked obsolete in the SDK.",
    why: "They know IPv4 only and desktop programs only. `GetAddrInfoExW` is the asynchronous call of today; mind that its success of a cancel *is* followed by a completion.",
    seen: "Warning C4996, and no IPv6.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "error = GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
  },
  check({ unit }, report) {
    for (const start of unit.starts) {
      const { site, call } = start;
      const instead = winsockFunction(call)?.replacedBy[0];
      report(
        { function: site.function, range: site.statement.range, statement: site.statement },
        `${call} is obsolete${instead ? `: ${instead} does it today, with IPv6` : ""}`,
        { fixes: withHostLookup(unit, start) },
      );
    }
  },
});
