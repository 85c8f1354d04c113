import { stripNarrow } from "../analysis/terms.ts";
import { defineRule, fix, edit, locate, argumentLocation, textAt } from "./context.ts";
import { argumentsOf } from "./starts.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { Fix, Location } from "./types.ts";

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
          fixes: [fix("Ask for the port", [edit(locate(name.start.at), "WSAAsyncGetServByPort"), edit(name.at, `htons(${value.value})`)])],
        });
      else if (/^[\w-]+\/(?:tcp|udp)$/i.test(value.value))
        report(name.at, "The protocol is an argument of its own", {
          subjects: [name.start.at],
          fixes: split(facts, name.start, name.at, value.value),
        });
    }
  },
});

/** `"http/tcp"` into the two arguments. */
function split(facts: Facts, start: EventOf<"start">, name: Location, text: string): Fix[] {
  const [service, protocol] = text.split("/");
  const proto = argumentLocation(start, 3);
  return proto && proto.uri === name.uri && textAt(facts.unit, name).includes(text)
    ? [fix("Give the protocol apart", [edit(name, `"${service}"`), edit(proto, `"${protocol}"`)])]
    : [];
}
