import { defineRule, edit, fix } from "./context.ts";
import { argumentsOf } from "./starts.ts";
import { constantOf } from "../analysis/state.ts";

export const rule = defineRule({
  id: "address-length-or-type",
  catalogue: "A7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Length or type of the address given to WSAAsyncGetHostByAddr is wrong.",
    why: "An IPv4 address has 4 bytes and the type `AF_INET`; `addr` points at the address, not at a whole `sockaddr`.",
    seen: "`WSAEAFNOSUPPORT` (10047), `WSAEINVAL`, or the bytes of the address family are looked up.",
    wrong: "h = WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (char *)&sa, sizeof sa, AF_INET, buffer, MAXGETHOSTSTRUCT);",
    right: "h = WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (char *)&sa.sin_addr, sizeof sa.sin_addr, AF_INET, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const length of argumentsOf(facts, "len")) {
      const n = length.constant;
      if (n === undefined || n === 4n || (n === 16n && !/sockaddr|sizeof/.test(length.text))) continue;
      const type = facts.argument(length.start, "type");
      if (n === 2n && type && constantOf(length.start.state, type) === 4n) {
        report(length.at, "Length and type are in the wrong order: first 4, then AF_INET", {
          subjects: [length.start.at],
          possible: length.start.state.unknown,
        });
        continue;
      }
      report(
        length.at,
        n === 8n && /sizeof/.test(length.text)
          ? "This is the size of a pointer: an IPv4 address has 4 bytes"
          : `An IPv4 address has 4 bytes, not ${n}`,
        {
          subjects: [length.start.at],
          possible: length.start.state.unknown,
          fixes: [fix("Use sizeof(struct in_addr)", [edit(length.at, "sizeof(struct in_addr)")])],
        },
      );
    }
    for (const type of argumentsOf(facts, "type")) {
      if (type.constant === undefined || type.constant === 2n || type.constant === 23n || type.constant === 4n) continue;
      report(type.at, `The address type must be AF_INET, not \`${type.text}\``, {
        subjects: [type.start.at],
        possible: type.start.state.unknown,
        fixes: [fix("Use AF_INET", [edit(type.at, "AF_INET")])],
      });
    }
  },
});
