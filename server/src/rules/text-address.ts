import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { someTerm, stripNarrow } from "../analysis/terms.ts";
import { argumentIndex } from "../winsock/functions.ts";
import { argumentText, defineRule, fix, edit, textAt, argumentLocation } from "./context.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Unit } from "../program/types.ts";
import { lineBefore, statementOf } from "./edits.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "text-address",
  catalogue: "A5",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "WSAAsyncGetHostByAddr gets the text of an address instead of a binary one.",
    why: "`addr` points at a binary address in network order, four bytes for IPv4.",
    seen: 'Always: "127.0.0.1" is looked up as 49.50.55.46 and ends with `WSAHOST_NOT_FOUND`.',
    wrong: 'WSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, "127.0.0.1", 9, AF_INET, buffer, MAXGETHOSTSTRUCT);',
    right:
      'IN_ADDR address;\naddress.s_addr = inet_addr("127.0.0.1");\nWSAAsyncGetHostByAddr(hwnd, WM_RESOLVED, (const char *)&address, 4, AF_INET, buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts, unit }, report) {
    for (const start of facts.all("start")) {
      const address = facts.argument(start, "addr");
      const length = facts.argument(start, "len");
      if (!address || !length) continue;
      const bareAddress = stripNarrow(address);
      const literal = bareAddress.kind === "string";
      // its length is that of a text
      let measured = false;
      const lengthOf = stripNarrow(length);
      if (lengthOf.kind === "call" && /^(?:strlen|lstrlen[AW]?|_tcslen|wcslen)$/.test(bare(lengthOf.name)))
        for (const e of before(start)) if (e.kind === "call" && e.result === lengthOf) measured = e.args[0] === address;
      const method = someTerm(length, (t) => t.kind === "call" && /^(?:GetLength|length|size|Length)$/.test(bare(t.name)));
      if (!literal && !measured && !(method && someTerm(address, (t) => t.kind === "call"))) continue;
      const index = argumentIndex(start.name, "addr") ?? 2;
      report(
        start.at,
        `\`${argumentText(unit, start, index)}\` is the text of an address: WSAAsyncGetHostByAddr wants four binary bytes in network order`,
        { possible: start.state.unknown, fixes: binaryAddress(unit, start, index) },
      );
    }
  },
});

/** `inet_addr` before the call, and its four bytes as the argument. */
function binaryAddress(unit: Unit, start: EventOf<"start">, index: number): Fix[] {
  const [address, length] = [argumentLocation(start, index), argumentLocation(start, index + 1)];
  const extent = statementOf(unit, start);
  const type = argumentText(unit, start, index + 2);
  if (!address || !length || !extent || !/^[AP]F_INET$/.test(type)) return [];
  return [
    fix("Look the binary address up", [
      lineBefore(unit, extent, `u_long binaryAddress = inet_addr(${textAt(unit, address)});`),
      edit(address, "(const char *)&binaryAddress"),
      edit(length, "sizeof binaryAddress"),
    ]),
  ];
}
