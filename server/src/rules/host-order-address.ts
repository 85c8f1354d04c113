import { stripNarrow } from "../analysis/terms.ts";
import { defineRule, fix, edit } from "./context.ts";
import { type Argument, argumentsOf, madeBy } from "./starts.ts";
import type { Unit } from "../program/types.ts";
import type { Fix } from "./types.ts";

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
      if (pointer.kind !== "address") continue;
      const { terms } = facts.engine;
      const value = address.start.state.get(pointer.path) ?? address.start.state.get(terms.field(pointer.path, "s_addr"));
      if (!value) continue;
      const constant = value.kind === "int" && (value.value & 0xffn) !== 0n && value.value >> 24n === 0x7fn;
      if (!constant && !(madeBy(value, /^ntohl$/) && !madeBy(value, /^htonl$/))) continue;
      report(address.at, "This address is in host byte order: convert it with htonl first", {
        subjects: [address.start.at],
        possible: address.start.state.unknown,
        fixes: convert(facts.unit, address),
      });
    }
  },
});

/** `htonl` around what is assigned to the variable whose address is passed, where that is plain in the text before the call. */
function convert(unit: Unit, address: Argument): Fix[] {
  const name = /&\s*(\w+)$/.exec(address.text)?.[1];
  const fn = address.start.at.function;
  const text = unit.files.get(fn.uri)?.source.text ?? "";
  if (!name) return [];
  const assigned = [...text.slice(fn.offset, address.at.start).matchAll(new RegExp(`\\b${name}\\s*=\\s*([^;=]+);`, "g"))].at(-1);
  if (!assigned?.[1]) return [];
  const start = fn.offset + assigned.index + assigned[0].indexOf(assigned[1]);
  const swapped = /^ntohl\s*\(([\s\S]*)\)$/.exec(assigned[1]);
  return [
    fix("Give the address in network byte order", [
      edit({ uri: fn.uri, start, end: start + assigned[1].length }, swapped ? (swapped[1] as string) : `htonl(${assigned[1]})`),
    ]),
  ];
}
