import { constantOf } from "../analysis/state.ts";
import { argumentLocation, defineRule, edit, fix } from "./context.ts";

export const rule = defineRule({
  id: "swapped-version",
  catalogue: "I8",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The bytes of the version are in the wrong order.",
    why: "The *low* byte is the major version: `MAKEWORD(major, minor)`. 0x0100 asks for 0.1.",
    seen: "`WSAVERNOTSUPPORTED` (10092).",
    wrong: "WSAStartup(0x0100, &data);",
    right: "WSAStartup(MAKEWORD(2, 2), &data);",
  },
  check({ facts }, report) {
    for (const call of facts.calls("WSAStartup")) {
      const version = call.args[0];
      const value = version ? constantOf(call.state, version) : undefined;
      if (value === undefined || (value & 0xffn) !== 0n || value === 0n) continue;
      const at = argumentLocation(call, 0);
      if (at)
        report(at, `This asks for version 0.${value >> 8n}: the low byte is the major version`, {
          subjects: [call.at],
          possible: call.state.unknown,
          fixes: [fix("Ask for 2.2", [edit(at, "MAKEWORD(2, 2)")])],
        });
    }
  },
});
