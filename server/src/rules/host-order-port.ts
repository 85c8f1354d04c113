import { bare } from "../analysis/roles.ts";
import { constantOf } from "../analysis/state.ts";
import { someTerm } from "../analysis/terms.ts";
import { argumentLocation, argumentText, defineRule, edit, fix } from "./context.ts";

export const rule = defineRule({
  id: "host-order-port",
  catalogue: "A1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The port of WSAAsyncGetServByPort is given in host byte order.",
    why: "The `port` argument is in network byte order (`htons`), like `s_port` of the result.",
    seen: "Always: `WSANO_DATA`, or the service of another port (80 asks for 20480).",
    wrong: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, 80, "tcp", buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(80), "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts, unit }, report) {
    for (const start of facts.all("start")) {
      const port = facts.argument(start, "port");
      if (!port) continue;
      const value = constantOf(start.state, port);
      const text = argumentText(unit, start, 2);
      const fromNumber = someTerm(
        port,
        (t) => t.kind === "call" && /^(?:atoi|_wtoi|_ttoi|strtol|strtoul|GetDlgItemInt|ntohs)$/.test(bare(t.name)),
      );
      if (value === undefined && !fromNumber) continue;
      const at = argumentLocation(start, 2);
      if (!at) continue;
      // zero, or a well-known port once it is swapped: swapped by hand
      if (value !== undefined && (value & 0xffn) === 0n) continue;
      report(
        at,
        `The port must be in network byte order: \`${text}\` asks for port ${value === undefined ? "with its bytes swapped" : String(((value & 0xffn) << 8n) | ((value >> 8n) & 0xffn))}`,
        {
          possible: start.state.unknown,
          fixes: [fix("Convert with htons", [edit(at, `htons(${text})`)])],
        },
      );
    }
  },
});
