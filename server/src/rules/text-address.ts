import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { someTerm, stripNarrow } from "../analysis/terms.ts";
import { argumentIndex } from "../winsock/functions.ts";
import { argumentText, defineRule } from "./context.ts";

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
        { possible: start.state.unknown },
      );
    }
  },
});
