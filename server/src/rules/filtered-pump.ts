import { constantOf } from "../analysis/state.ts";
import { before } from "../analysis/events.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "filtered-pump",
  catalogue: "M13",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The only loop that runs after a start cannot see the completion.",
    why: "A filter of `GetMessage` keeps out what does not lie in it.",
    seen: "The reply is never taken; a cancel says `WSAEALREADY` for ever.",
    wrong: "while (GetMessage(&m, hDialog, WM_KEYFIRST, WM_KEYLAST))\n    DispatchMessage(&m);",
    right: "while (GetMessage(&m, NULL, 0, 0) > 0)\n    DispatchMessage(&m);",
  },
  check({ facts }, report) {
    for (const take of facts.calls("GetMessage", "GetMessageA", "GetMessageW")) {
      const [, , low, high] = take.args;
      const from = low ? constantOf(take.state, low) : undefined;
      const to = high ? constantOf(take.state, high) : undefined;
      if (from === undefined || to === undefined || (from === 0n && to === 0n)) continue;
      for (const e of before(take)) {
        if (e.kind !== "start") continue;
        const number = facts.argument(e, "wMsg");
        const value = number ? constantOf(e.state, number) : undefined;
        if (value !== undefined && (value < from || value > to))
          report(take.at, "This filter keeps the completion message out", {
            related: [related(e.at, "the request whose reply is waited for")],
            possible: take.state.unknown,
          });
        break;
      }
    }
  },
});
