import { zeroness } from "../analysis/state.ts";
import { defineRule } from "./context.ts";
import { addrInfoStarts } from "./addrinfo.ts";

export const rule = defineRule({
  id: "addrinfo-event-and-callback",
  catalogue: "P7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "GetAddrInfoEx gets an event and a completion routine.",
    why: "It takes one of the two.",
    seen: "`WSAEINVAL`.",
    wrong:
      "overlapped.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);\nGetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
    right: "overlapped.hEvent = NULL;\nGetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, done, &cancel);",
  },
  check({ facts }, report) {
    for (const start of addrInfoStarts(facts)) {
      if (start.callback?.kind !== "function" || start.overlapped?.kind !== "address") continue;
      const event = start.call.state.get(facts.engine.terms.field(start.overlapped.path, "hEvent"));
      if (event && zeroness(start.call.state, event) !== "zero" && event.kind === "call")
        report(start.call.at, "The overlapped structure has an event, and there is a completion routine: it takes one of the two", {
          possible: start.call.state.unknown,
        });
    }
  },
});
