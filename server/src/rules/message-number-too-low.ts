import { defineRule, fix, edit } from "./context.ts";
import { argumentsOf } from "./starts.ts";
import type { Unit } from "../program/types.ts";

export const rule = defineRule({
  id: "message-number-too-low",
  catalogue: "M11",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The completion message is 0 or a number of the system.",
    why: "Numbers below `WM_USER` (0x400) belong to the system: the reply is swallowed by the default procedure or taken for another message.",
    seen: "The reply is never seen.",
    wrong: "h = WSAAsyncGetProtoByNumber(hwnd, WM_NULL, 6, buffer, MAXGETHOSTSTRUCT);",
    right: "#define WM_RESOLVED (WM_APP + 1)\nh = WSAAsyncGetProtoByNumber(hwnd, WM_RESOLVED, 6, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const message of argumentsOf(facts, "wMsg")) {
      if (message.constant === undefined || message.constant < 0n || message.constant >= 0x400n) continue;
      if (/test/i.test(message.start.frame.function.name)) continue;
      report(
        message.start.at,
        `Message ${message.constant === 0n ? "0" : `0x${message.constant.toString(16)}`} belongs to the system: use WM_APP + n`,
        {
          possible: message.start.state.unknown,
          fixes: [fix("Use a number of the program's own", [edit(message.at, `WM_APP + ${freeNumber(facts.unit)}`)])],
        },
      );
    }
  },
});

/** The first n for which `WM_APP + n` stands nowhere in the unit. */
function freeNumber(unit: Unit): number {
  const used = new Set<number>();
  for (const file of unit.files.values()) for (const m of file.source.text.matchAll(/\bWM_APP\s*\+\s*(\d+)/g)) used.add(Number(m[1]));
  let n = 1;
  while (used.has(n)) n++;
  return n;
}
