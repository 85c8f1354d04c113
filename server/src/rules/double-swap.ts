import { stripNarrow, someTerm } from "../analysis/terms.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule } from "./context.ts";
import { argsOfCall, argumentsOf, madeBy } from "./starts.ts";

export const rule = defineRule({
  id: "double-swap",
  catalogue: "A4",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A port that is in network byte order already is converted again.",
    why: "`s_port` of a result and `sin_port` of an address are in network byte order; `port` of `WSAAsyncGetServByPort` wants just that.",
    seen: "Always: another port is looked up.",
    wrong: "port = service->s_port;\nh = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(port), NULL, buffer, MAXGETHOSTSTRUCT);",
    right: "port = service->s_port;\nh = WSAAsyncGetServByPort(hwnd, WM_SERVICE, port, NULL, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const port of argumentsOf(facts, "port")) {
      const call = stripNarrow(port.value);
      if (call.kind !== "call" || !/^(?:htons|ntohs|htonl|ntohl)$/.test(bare(call.name))) continue;
      const inner = argsOfCall(port.start, call)?.[0];
      if (!inner) continue;
      const network =
        someTerm(
          inner,
          (t) =>
            (t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field" && /^(?:s_port|sin_port|sin6_port)$/.test(t.path.member),
        ) || madeBy(inner, /^htons$/);
      if (network)
        report(port.at, `\`${port.text}\` converts a port that is in network byte order already`, {
          possible: port.start.state.unknown,
        });
    }
  },
});
