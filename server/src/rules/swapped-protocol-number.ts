import { defineRule, edit, fix } from "./context.ts";
import { argumentsOf, madeBy } from "./starts.ts";

export const rule = defineRule({
  id: "swapped-protocol-number",
  catalogue: "A3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A protocol number is converted to network byte order.",
    why: "`number` of `WSAAsyncGetProtoByNumber` is in host byte order.",
    seen: "Always: `WSANO_DATA`.",
    wrong: "h = WSAAsyncGetProtoByNumber(hwnd, WM_PROTO, htons(IPPROTO_TCP), buffer, MAXGETHOSTSTRUCT);",
    right: "h = WSAAsyncGetProtoByNumber(hwnd, WM_PROTO, IPPROTO_TCP, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const number of argumentsOf(facts, "number")) {
      if (!madeBy(number.value, /^(?:htons|htonl)$/)) continue;
      const inner = /^htons\s*\(([\s\S]*)\)$/.exec(number.text)?.[1];
      report(number.at, "A protocol number is in host byte order: no conversion", {
        subjects: [number.start.at],
        possible: number.start.state.unknown,
        fixes: inner ? [fix("Drop htons", [edit(number.at, inner)])] : [],
      });
    }
  },
});
