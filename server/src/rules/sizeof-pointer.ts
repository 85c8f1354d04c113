import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "sizeof-pointer",
  catalogue: "B11",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The buffer's length is the size of a pointer.",
    why: "`sizeof p` of a pointer is 4 or 8, however much it points at.",
    seen: "Every lookup ends with `WSAENOBUFS`.",
    wrong: "char *buffer = malloc(MAXGETHOSTSTRUCT);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
    right: "char *buffer = malloc(MAXGETHOSTSTRUCT);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts, unit }, report) {
    for (const length of argumentsOf(facts, "buflen")) {
      if (!/\bsizeof\b/.test(length.text)) continue;
      if (length.constant !== (unit.target === "win64" ? 8n : 4n)) continue;
      report(length.at, `\`${length.text}\` is the size of a pointer (${length.constant}): pass the size that was allocated`, {
        subjects: [length.start.at],
        possible: length.start.state.unknown,
      });
    }
  },
});
