import type { Unit } from "../program/types.ts";
import { defineRule, edit, suggestion } from "./context.ts";
import type { Fix } from "./types.ts";

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
      const macro = file?.names.macros.find((m) => m.name === "IPV6STRICT");
      if (macro === undefined) continue;
      report(
        { function: site.function, range: site.statement.range, statement: site.statement },
        `IPV6STRICT is defined: ${call} is not declared`,
        { fixes: withoutMacro(unit, site.function.uri) },
      );
    }
  },
});

/** Takes the line away that defines the macro, where there is one such line. */
function withoutMacro(unit: Unit, uri: string): Fix[] {
  const lines = (unit.files.get(uri)?.source.directives ?? []).filter(
    ({ kind, rest }) => kind === "define" && /^\s*IPV6STRICT\b/.test(rest),
  );
  const [line] = lines;
  if (line === undefined || lines.length !== 1) return [];
  const text = unit.files.get(uri)?.source.text ?? "";
  const end = line.end + (/^(?:\r\n|\r|\n)/.exec(text.slice(line.end))?.[0].length ?? 0);
  return [suggestion("Do without IPV6STRICT", [edit({ uri, start: line.start, end }, "")])];
}
