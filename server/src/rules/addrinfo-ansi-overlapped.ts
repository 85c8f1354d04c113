import { constantOf } from "../analysis/state.ts";
import { defineRule, edit, fix, locate, textAt } from "./context.ts";

export const rule = defineRule({
  id: "addrinfo-ansi-overlapped",
  catalogue: "P6",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "GetAddrInfoExA is asked to work asynchronously.",
    why: "Its overlapped structure, completion routine and handle must be NULL; only `GetAddrInfoExW` is asynchronous.",
    seen: "`WSAEINVAL`.",
    wrong: "GetAddrInfoExA(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
    right: "GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
  },
  check({ facts, unit }, report) {
    for (const call of facts.calls("GetAddrInfoExA")) {
      const given = [7, 8, 9].some((i) => {
        const a = call.args[i];
        return a !== undefined && constantOf(call.state, a) !== 0n && a.kind !== "entry";
      });
      if (!given) continue;
      const at = locate(call.at);
      report(call.at, "Only GetAddrInfoExW works asynchronously", {
        possible: call.state.unknown,
        fixes: textAt(unit, at) === "GetAddrInfoExA" ? [fix("Use GetAddrInfoExW", [edit(at, "GetAddrInfoExW")])] : [],
      });
    }
  },
});
