import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "swapped-arguments",
  catalogue: "A13",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Name and buffer are in the wrong order.",
    why: "The order is: window, message, name, (protocol,) buffer, length.",
    seen: "Winsock writes into a string literal, and looks an empty buffer up.",
    wrong: 'h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, buffer, (char *)"localhost", MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, "localhost", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const buffer of argumentsOf(facts, "buf")) {
      const value = stripNarrow(buffer.value);
      if (value.kind === "string")
        report(buffer.start.at, "The result would be written into a string literal: the buffer comes after the name", {
          possible: buffer.start.state.unknown,
        });
    }
  },
});
