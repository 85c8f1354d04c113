import { defineRule } from "./context.ts";

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
  check({ facts, unit }, report) {
    const timer = [...unit.files.values()].some((f) =>
      /\bSetTimer\b|\bGetTickCount|\btimeSetEvent\b|\bGetMessageTime\b|\btime\s*\(/.test(f.source.text),
    );
    if (timer) return;
    for (const request of facts.requests) {
      const site = request.start.site;
      report(
        { function: site.function, range: site.statement.range, statement: site.statement },
        "If the reply is lost nothing ends this lookup: a timer that cancels it would",
      );
    }
  },
});
