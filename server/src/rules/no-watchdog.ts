import type { CallSite } from "../program/types.ts";
import { defineRule } from "./context.ts";
import { callsInUnit, constantArgument, siteOf } from "./unitCalls.ts";

const CLOCKS = [
  "SetTimer",
  "timeSetEvent",
  "SetWaitableTimer",
  "CreateTimerQueueTimer",
  "GetTickCount",
  "GetTickCount64",
  "GetMessageTime",
  "timeGetTime",
  "time",
  "clock",
];
const WAITS = ["MsgWaitForMultipleObjects", "MsgWaitForMultipleObjectsEx", "WaitForSingleObject", "WaitForMultipleObjects"];

export const rule = defineRule({
  id: "no-watchdog",
  catalogue: "M20",
  severity: "hint",
  profile: "strict",
  documentation: {
    summary: "Nothing ends a lookup whose reply is lost.",
    why: "A message that cannot be posted (queue full, window gone) is reported to nobody.",
    seen: "The request is pending for ever.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nSetTimer(hwnd, LOOKUP_TIMER, 30000, NULL);",
  },
  check({ facts }, report) {
    // one clock is enough, and many functions mention one
    const timer = CLOCKS.some((name) => callsInUnit(facts, [name]).length > 0) || callsInUnit(facts, WAITS).some(limited);
    if (timer) return;
    for (const request of facts.requests) {
      report(siteOf(request.start.site), "If the reply is lost nothing ends this lookup: a timer that cancels it would");
    }
  },
});

/** A wait that ends by itself. */
function limited(site: CallSite): boolean {
  return site.statement.args.some((_, i) => {
    const value = constantArgument(site, i);
    return value !== undefined && value > 1n && BigInt.asUintN(32, value) !== 0xffffffffn;
  });
}
