import { rootOf, stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf, madeBy } from "./starts.ts";

export const rule = defineRule({
  id: "host-order-address",
  catalogue: "A6",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The address of WSAAsyncGetHostByAddr is in host byte order.",
    why: "`addr` points at an address in network byte order.",
    seen: "Always: 127.0.0.1 is looked up as 1.0.0.127.",
    wrong: "u_long a = 0x7f000001;\nh = WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (char *)&a, 4, AF_INET, buffer, MAXGETHOSTSTRUCT);",
    right: "u_long a = htonl(0x7f000001);\nh = WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (char *)&a, 4, AF_INET, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const address of argumentsOf(facts, "addr")) {
      const pointer = stripNarrow(address.value);
      if (pointer.kind !== "address" || rootOf(pointer.path).kind !== "local") continue;
      const { terms } = facts.engine;
      const value = address.start.state.get(pointer.path) ?? address.start.state.get(terms.field(pointer.path, "s_addr"));
      if (!value) continue;
      const constant =
        value.kind === "int" && value.value > 0xffffffn >> 0n && (value.value & 0xffn) !== 0n && value.value >> 24n === 0x7fn;
      if (!constant && !(madeBy(value, /^ntohl$/) && !madeBy(value, /^htonl$/) && value.kind === "call")) continue;
      report(address.at, "This address is in host byte order: convert it with htonl first", {
        subjects: [address.start.at],
        possible: address.start.state.unknown,
      });
    }
  },
});
