import { bare } from "../analysis/roles.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
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
    for (const take of facts.calls("GetMessage", "GetMessageA", "GetMessageW", "PeekMessage", "PeekMessageA", "PeekMessageW")) {
      const [, window, low, high, remove] = take.args;
      if (bare(take.name).startsWith("Peek") && ((remove ? constantOf(take.state, remove) : undefined) ?? 0n) % 2n === 0n) continue;
      const from = low ? constantOf(take.state, low) : undefined;
      const to = high ? constantOf(take.state, high) : undefined;
      const all = from === 0n && to === 0n;
      for (const e of before(take)) {
        // what is taken after a cancel is no wait
        if (e.kind === "cancel") break;
        if (e.kind !== "start") continue;
        const number = facts.argument(e, "wMsg");
        const value = number ? constantOf(e.state, number) : undefined;
        const outside = !all && from !== undefined && to !== undefined && value !== undefined && (value < from || value > to);
        const own = facts.argument(e, "hWnd");
        const foreign = window !== undefined && own !== undefined && window !== own && zeroness(take.state, window) !== "zero";
        if (outside || (foreign && window.kind === "entry" && own.kind === "entry"))
          report(take.at, "This filter keeps the completion message out", {
            related: [related(e.at, "the request whose reply is waited for")],
            // it may be the same window under another name, or its parent
            possible: take.state.unknown || !outside,
          });
        break;
      }
    }
  },
});
