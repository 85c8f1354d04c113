import type { EventOf } from "../analysis/events.ts";
import { stripNarrow } from "../analysis/terms.ts";
import type { Unit } from "../program/types.ts";
import { defineRule, edit, type ReportOptions, suggestion, textAt } from "./context.ts";
import { callAt } from "./edits.ts";
import { argumentsOf } from "./starts.ts";
import type { Fix } from "./types.ts";

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
    const options = (start: EventOf<"start">): ReportOptions => ({
      subjects: [start.at],
      possible: start.state.unknown,
      fixes: failsAtOnce(facts.unit, start),
    });
    for (const type of argumentsOf(facts, "type"))
      if (type.constant === 23n || /\b[AP]F_INET6\b/.test(type.text)) {
        done.add(type.start.at.statement);
        report(type.at, "These calls know IPv4 only: use GetNameInfoW or GetAddrInfoExW for IPv6", options(type.start));
      }
    for (const length of argumentsOf(facts, "len"))
      if (!done.has(length.start.at.statement) && length.constant === 16n && !/sockaddr|sizeof/.test(length.text))
        report(length.at, "16 bytes are an IPv6 address: these calls know IPv4 only", options(length.start));
    for (const name of argumentsOf(facts, "name")) {
      const text = stripNarrow(name.value);
      if (/HostByName/.test(name.start.name) && text.kind === "string" && /^[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}$/.test(text.value))
        report(name.at, "An IPv6 address: these calls know IPv4 only", options(name.start));
    }
  },
});

/** What the call comes to, said in the program: a start that fails. Where IPv6 is wanted its place is that of another call. */
function failsAtOnce(unit: Unit, start: EventOf<"start">): Fix[] {
  const call = callAt(start.at);
  if (!textAt(unit, call).startsWith(start.name)) return [];
  const instead = /HostByAddr/.test(start.name) ? "GetNameInfoW" : "GetAddrInfoExW";
  return [
    suggestion(`Fail at once, as the call does; ${instead} knows IPv6`, [
      edit(call, `(WSASetLastError(WSAEAFNOSUPPORT), (HANDLE)0) /* IPv6: ${instead} */`),
    ]),
  ];
}
