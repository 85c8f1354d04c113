import { before, type EventOf } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { pathText } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { pumpsBetween, recognisedBetween } from "./requests.ts";

export const rule = defineRule({
  id: "handle-overwritten",
  catalogue: "H6",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The only copy of a running request's handle is overwritten by the next.",
    why: "Each request needs a handle of its own: without it the request can no longer be cancelled, and its reply matches nothing.",
    seen: "The reply of the first request is unknown, or is taken for the second's.",
    wrong:
      "g_h = WSAAsyncGetHostByName(hwnd, WM_A, first, buffer1, MAXGETHOSTSTRUCT);\ng_h = WSAAsyncGetHostByName(hwnd, WM_B, second, buffer2, MAXGETHOSTSTRUCT);",
    right:
      "g_h[0] = WSAAsyncGetHostByName(hwnd, WM_A, first, buffer1, MAXGETHOSTSTRUCT);\ng_h[1] = WSAAsyncGetHostByName(hwnd, WM_B, second, buffer2, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const store of facts.all("store")) {
      const later = startOf(store.value, facts);
      if (!later || store.old === undefined) continue;
      const first = startOf(store.old, facts);
      if (!first || first === later || zeroness(store.state, store.old) === "zero") continue;
      if (pumpsBetween(first, store) || recognisedBetween(facts, first, store)) continue;
      let over = false;
      let copies = false;
      for (const e of before(store)) {
        if (e.kind === "cancel" && e.handle === store.old) over = true;
        if ((e.kind === "store" && e.value === store.old && e.path !== store.path) || (e.kind === "call" && e.args.includes(store.old)))
          copies = true;
      }
      if (over || copies) continue;
      report(later.at, `\`${pathText(store.path)}\` still holds the handle of a running request, which is lost here`, {
        related: [related(first.at, "the first request")],
        possible: store.state.unknown,
      });
    }
  },
});

function startOf(value: EventOf<"store">["value"], facts: Parameters<typeof recognisedBetween>[0]): EventOf<"start"> | undefined {
  return facts.all("start").find((s) => s.result === value);
}
