import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "ipv6-unsupported",
  catalogue: "A8",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "An asynchronous database call is asked for IPv6.",
    why: "The whole family of functions is IPv4 only.",
    seen: "An error, or `WSANO_DATA`.",
    wrong: "h = WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (char *)&a6, 16, AF_INET6, buffer, MAXGETHOSTSTRUCT);",
    right: "error = GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
  },
  check({ facts }, report) {
    const done = new Set<unknown>();
    for (const type of argumentsOf(facts, "type"))
      if (type.constant === 23n || /\b[AP]F_INET6\b/.test(type.text)) {
        done.add(type.start.at.statement);
        report(type.at, "These calls know IPv4 only: use GetNameInfoW or GetAddrInfoExW for IPv6", {
          subjects: [type.start.at],
          possible: type.start.state.unknown,
        });
      }
    for (const length of argumentsOf(facts, "len"))
      if (!done.has(length.start.at.statement) && length.constant === 16n && !/sockaddr|sizeof/.test(length.text))
        report(length.at, "16 bytes are an IPv6 address: these calls know IPv4 only", {
          subjects: [length.start.at],
          possible: length.start.state.unknown,
        });
    for (const name of argumentsOf(facts, "name")) {
      const text = stripNarrow(name.value);
      if (/HostByName/.test(name.start.name) && text.kind === "string" && /^[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}$/.test(text.value))
        report(name.at, "An IPv6 address: these calls know IPv4 only", { subjects: [name.start.at] });
    }
  },
});
