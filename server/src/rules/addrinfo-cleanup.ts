import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "addrinfo-cleanup",
  catalogue: "P5",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "WSACleanup follows the cancel of a GetAddrInfoEx request without waiting for its completion.",
    why: "The resolver's threads run on until the completion.",
    seen: "A crash is possible.",
    wrong: "GetAddrInfoExCancel(&cancel);\nWSACleanup();",
    right: "GetAddrInfoExCancel(&cancel);\nWaitForSingleObject(overlapped.hEvent, INFINITE);\nWSACleanup();",
  },
  check({ facts }, report) {
    for (const cleanup of facts.calls("WSACleanup")) {
      for (const e of before(cleanup)) {
        if (e.kind !== "call") continue;
        if (/WaitFor|Sleep|GetAddrInfoExOverlappedResult/.test(bare(e.name)) || !e.known) break;
        if (bare(e.name) !== "GetAddrInfoExCancel") continue;
        report(cleanup.at, "The cancelled request still has to complete: wait for it first", {
          related: [related(e.at, "the cancel does not wait")],
          possible: cleanup.state.unknown,
        });
        break;
      }
    }
  },
});
