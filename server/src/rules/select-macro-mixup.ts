import { defineRule, edit, fix, isCall, rangeOf } from "./context.ts";

export const rule = defineRule({
  id: "select-macro-mixup",
  catalogue: "M6",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The macros of WSAAsyncSelect are applied to a lookup's message, or the other way round.",
    why: "The low half is an event mask for one and a length for the other. The two error macros take the same half: there it is only misleading.",
    seen: "A length is taken for a set of events.",
    wrong: "case WM_RESOLVED:\n    if (WSAGETSELECTEVENT(lParam) & FD_READ)",
    right: "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) == 0)",
  },
  check({ facts }, report) {
    for (const e of facts.all("macro")) {
      if (e.root.completes.length === 0 || !e.name.startsWith("WSAGETSELECT") || !facts.isLParam(e.argument)) continue;
      // one handler for both kinds of message
      if (
        facts
          .all("macro")
          .some((m) => m.root.function === e.root.function && /^WSAGETASYNC/.test(m.name) && m.frame.function === e.frame.function)
      )
        continue;
      const s = e.at.statement;
      const low = e.name === "WSAGETSELECTEVENT";
      const at = isCall(s) ? rangeOf(e.at.function, s.nameRange) : undefined;
      report(
        e.at,
        low ? "The low half of a lookup's lParam is a length, not a set of events" : "WSAGETASYNCERROR is the macro for a lookup's message",
        {
          ...(low ? {} : { severity: "information" as const }),
          possible: e.state.unknown,
          fixes: at ? [fix("Use the asynchronous macro", [edit(at, low ? "WSAGETASYNCBUFLEN" : "WSAGETASYNCERROR")])] : [],
        },
      );
    }
  },
});
