import { bare } from "../analysis/roles.ts";
import { someTerm } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { addrInfoStarts } from "./addrinfo.ts";
import { blocksForever } from "./waits.ts";

export const rule = defineRule({
  id: "addrinfo-immediate-return",
  catalogue: "P8",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "After GetAddrInfoEx the program waits, whatever the call returned.",
    why: "Only `WSA_IO_PENDING` (997) promises a completion: 0 is a result that is there already, anything else an error.",
    seen: "The wait never ends.",
    wrong:
      "GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, NULL, &cancel);\nWaitForSingleObject(overlapped.hEvent, INFINITE);",
    right:
      "error = GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, NULL, &cancel);\nif (error == WSA_IO_PENDING)\n    WaitForSingleObject(overlapped.hEvent, INFINITE);",
  },
  check({ facts }, report) {
    for (const start of addrInfoStarts(facts)) {
      const wait = facts.firstAfter(
        start.call,
        (e) => e.kind === "call" && blocksForever(e) && bare(e.name).startsWith("WaitForSingle"),
        (e) => e.kind === "branch" && someTerm(e.condition, (t) => t === start.call.result),
      );
      if (wait)
        report(wait.at, "Only WSA_IO_PENDING promises a completion: after any other return this waits for ever", {
          related: [related(start.call.at, "whose result is not looked at")],
          possible: wait.state.unknown,
        });
    }
  },
});
