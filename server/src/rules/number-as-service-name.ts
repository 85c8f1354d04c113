import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "number-as-service-name",
  catalogue: "A10",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A number, or a name with its protocol, is looked up as a service name.",
    why: "`WSAAsyncGetServByName` takes a name and, apart from it, a protocol. A port goes to `WSAAsyncGetServByPort`.",
    seen: "`WSANO_DATA`.",
    wrong: 'h = WSAAsyncGetServByName(hwnd, WM_SERVICE, "80", "tcp", buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(80), "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const name of argumentsOf(facts, "name")) {
      const value = stripNarrow(name.value);
      if (!/ServByName/.test(name.start.name) || value.kind !== "string") continue;
      if (/^\d+$/.test(value.value))
        report(name.at, `"${value.value}" is a port, not a name: WSAAsyncGetServByPort with htons(${value.value})`, {
          subjects: [name.start.at],
        });
      else if (/^[\w-]+\/(?:tcp|udp)$/i.test(value.value))
        report(name.at, "The protocol is an argument of its own", { subjects: [name.start.at] });
    }
  },
});
