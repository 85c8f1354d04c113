import { lineAt, defineRule, edit, fix, locate, statementExtent, textAt } from "./context.ts";
import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";

export const rule = defineRule({
  id: "startup-unchecked",
  catalogue: "-",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The result of WSAStartup is not looked at.",
    why: "`WSAStartup` returns 0 or the error code itself. After a failure every other call fails with `WSANOTINITIALISED`.",
    seen: "On a machine without a usable Winsock every start returns 0; nothing says why.",
    wrong: "WSADATA data;\nWSAStartup(MAKEWORD(2, 2), &data);",
    right: "WSADATA data;\nint error = WSAStartup(MAKEWORD(2, 2), &data);\nif (error != 0)\n    return fail(error);",
  },
  check({ facts, unit }, report) {
    for (const fn of facts.functions) {
      for (const site of callsOf(fn)) {
        const s = site.statement;
        if (bare(calleeName(s)) !== "WSAStartup" || s.args.length !== 2) continue;
        const uses = s.target === undefined ? [] : facts.flow.uses(facts.flow.reached([`t${fn.index}:${s.target}`]));
        const stored =
          s.target !== undefined &&
          [...facts.flow.reached([`t${fn.index}:${s.target}`])].some((n) => n[0] === "s" || n[0] === "g" || n[0] === "r");
        if (!s.discarded && (uses.length > 0 || stored)) continue;
        const at = { function: fn, range: s.range, statement: s };
        const extent = statementExtent(unit, locate(at));
        const line = extent ? lineAt(unit, extent.uri, extent.start) : undefined;
        const text = extent ? textAt(unit, extent) : "";
        report(at, "The result of WSAStartup is not looked at: after a failure no other call works", {
          fixes:
            extent && line && /^(?:::)?WSAStartup\s*\(/.test(text)
              ? [
                  fix("Test the result", [
                    edit(
                      extent,
                      `if (${text.replace(/;$/, "")} != 0)${line.eol}${line.indent}{${line.eol}${line.indent}    /* Winsock cannot be used */${line.eol}${line.indent}}`,
                    ),
                  ]),
                ]
              : [],
        });
      }
    }
  },
});
