import { constantOf } from "../analysis/state.ts";
import { argumentLocation, defineRule, edit, fix } from "./context.ts";

export const rule = defineRule({
  id: "old-version-requested",
  catalogue: "I7",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A version below 2 is asked for.",
    why: "With 1.x calls that nest fail with `WSAEINPROGRESS`; ReactOS keeps the lowest version of the process.",
    seen: "Starts and cancels fail while a blocking call runs.",
    wrong: "WSAStartup(MAKEWORD(1, 1), &data);",
    right: "WSAStartup(MAKEWORD(2, 2), &data);",
  },
  check({ facts, unit }, report) {
    for (const call of facts.calls("WSAStartup")) {
      const version = call.args[0];
      const value = version ? constantOf(call.state, version) : undefined;
      const at = argumentLocation(call, 0);
      if (value === undefined || !at || (value & 0xffn) !== 1n) continue;
      // 16-bit programs have nothing newer
      if (/\b_?(?:export|loadds)\b|\bPASCAL\s+FAR\b/.test(unit.files.get(call.at.function.uri)?.source.text ?? "")) continue;
      report(at, "Version 1.x: calls that nest fail with WSAEINPROGRESS", {
        subjects: [call.at],
        fixes: [fix("Ask for 2.2", [edit(at, "MAKEWORD(2, 2)")])],
      });
    }
  },
});
