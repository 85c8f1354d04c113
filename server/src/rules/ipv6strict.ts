import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "ipv6strict",
  catalogue: "P2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A call that IPV6STRICT poisons is used in a file that defines IPV6STRICT.",
    why: "With `IPV6STRICT` the two host functions become undeclared names, so that IPv4-only code does not compile.",
    seen: "`WSAAsyncGetHostByName_IPV6INCOMPATIBLE` is undeclared.",
    wrong: "#define IPV6STRICT\n#include <winsock2.h>\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "error = GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
  },
  check({ unit }, report) {
    for (const { site, call } of unit.starts) {
      if (!/HostBy/.test(call)) continue;
      const file = unit.files.get(site.function.uri);
      if (!file?.names.macros.some((m) => m.name === "IPV6STRICT")) continue;
      report(
        { function: site.function, range: site.statement.range, statement: site.statement },
        `IPV6STRICT is defined: ${call} is not declared`,
      );
    }
  },
});
