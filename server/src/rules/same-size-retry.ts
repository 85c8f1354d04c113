import { constantOf } from "../analysis/state.ts";
import { defineRule, edit, suggestion } from "./context.ts";
import { callAt } from "./edits.ts";

export const rule = defineRule({
  id: "same-size-retry",
  catalogue: "B3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "After WSAENOBUFS the lookup starts again with a buffer of the same size.",
    why: "`WSAENOBUFS` says that the buffer is too small, and the low word how much is needed.",
    seen: "The program looks the name up for ever.",
    wrong: "if (WSAGETASYNCERROR(lParam) == WSAENOBUFS)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
    right:
      "if (WSAGETASYNCERROR(lParam) == WSAENOBUFS && size < 65536) {\n    size = max(2 * size, WSAGETASYNCBUFLEN(lParam));\n    buffer = realloc(buffer, size);\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, size);\n}",
  },
  check({ facts }, report) {
    for (const start of facts.all("start")) {
      if (start.root.completes.length === 0) continue;
      const length = facts.argument(start, "buflen");
      if (length?.kind !== "int") continue;
      for (const { term } of start.state.constraints.values()) {
        if (!facts.isError(term) || constantOf(start.state, term) !== 10055n) continue;
        const others = facts.requests.filter(
          (r) => start.root.completes.includes(r.start) && r.start.site.statement !== start.at.statement,
        );
        const same = others.length === 0 || others.some((r) => r.events.some((e) => facts.argument(e, "buflen") === length));
        if (same)
          report(start.at, `The buffer was too small, and this tries again with the same ${length.value} bytes`, {
            possible: start.state.unknown,
            fixes: [suggestion("Give up instead", [edit(callAt(start.at), "0")])],
          });
        break;
      }
    }
  },
});
