import { stripNarrow } from "../analysis/terms.ts";
import { defineRule, edit, fix, isCall, rangeOf, related, textAt } from "./context.ts";
import { before } from "../analysis/events.ts";

export const rule = defineRule({
  id: "macro-on-wparam",
  catalogue: "M5",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "WSAGETASYNCERROR or WSAGETASYNCBUFLEN is applied to something that is not the message's lParam.",
    why: "Error and length are in `lParam`; `wParam` is the handle. Applied to a code that was taken out already, the macro takes the high word a second time, which is always 0.",
    seen: "Always: every error looks like success.",
    wrong: "if (WSAGETASYNCERROR(wParam) == 0)\n    use(buffer);",
    right: "if (WSAGETASYNCERROR(lParam) == 0)\n    use(buffer);",
  },
  check({ facts, unit }, report) {
    for (const e of facts.all("macro")) {
      if (!/^WSAGETASYNC/.test(e.name)) continue;
      const argument = stripNarrow(e.argument);
      const twice = argument.kind === "op" && (argument.op === "hi16" || argument.op === "lo16");
      if (!twice && !facts.isWParam(argument)) continue;
      const s = e.at.statement;
      const arg = isCall(s) && s.argRanges[0] ? rangeOf(e.at.function, s.argRanges[0]) : undefined;
      const first = twice ? [...before(e)].find((b) => b.kind === "macro" && b.result === argument) : undefined;
      report(
        e.at,
        twice
          ? `${e.name} is applied to a code that was taken out of lParam already: the result is always 0`
          : `${e.name} takes lParam: wParam is the handle, and its high word says nothing of the lookup`,
        {
          related: first ? [related(first.at, "taken out of lParam here")] : [],
          possible: e.state.unknown,
          fixes:
            arg && !twice && /^\w+$/.test(textAt(unit, arg))
              ? [
                  fix("Use lParam", [
                    edit(
                      arg,
                      textAt(unit, arg).replace(/^[wW]/, (c) => (c === "w" ? "l" : "L")),
                    ),
                  ]),
                ]
              : [],
        },
      );
    }
  },
});
