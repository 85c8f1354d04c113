import { defineRule, edit, fix } from "./context.ts";
import { argumentsOf, madeBy } from "./starts.ts";

export const rule = defineRule({
  id: "long-swap-on-port",
  catalogue: "A2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A port is converted with htonl.",
    why: "A port has 16 bits: `htonl` moves its bytes to the high half, and the low half is 0.",
    seen: "Always: `WSANO_DATA`.",
    wrong: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htonl(80), "tcp", buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(80), "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const port of argumentsOf(facts, "port")) {
      if (!madeBy(port.value, /^(?:htonl|ntohl)$/)) continue;
      report(port.at, `\`${port.text}\` is 0 in its low 16 bits: a port is converted with htons`, {
        subjects: [port.start.at],
        possible: port.start.state.unknown,
        fixes: /\bhtonl\b/.test(port.text) ? [fix("Convert with htons", [edit(port.at, port.text.replace(/\bhtonl\b/, "htons"))])] : [],
      });
    }
  },
});
