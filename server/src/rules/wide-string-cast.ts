import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "wide-string-cast",
  catalogue: "A9",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A wide string is cast to a narrow one.",
    why: "The calls take narrow strings and have no wide variants; a cast changes the type, not the text.",
    seen: 'Always: the first character alone is looked up ("t" of "tcp").',
    wrong: 'h = WSAAsyncGetProtoByName(hwnd, WM_PROTO, (LPCSTR)L"tcp", buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetProtoByName(hwnd, WM_PROTO, "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const role of ["name", "proto", "addr"] as const) {
      for (const argument of argumentsOf(facts, role)) {
        const value = stripNarrow(argument.value);
        if (value.kind === "string" && value.wide)
          report(argument.at, `\`${argument.text}\` is a wide string: only its first character would be looked up`, {
            subjects: [argument.start.at],
            possible: argument.start.state.unknown,
          });
      }
    }
  },
});
