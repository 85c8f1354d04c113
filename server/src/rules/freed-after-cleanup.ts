import { marksBefore } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { cancelsBefore, cleanedBefore, isBufferOf, isRecordOf } from "./requests.ts";

export const rule = defineRule({
  id: "freed-after-cleanup",
  catalogue: "B17",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The buffer is freed because WSACleanup has been called.",
    why: "Only the documentation promises that the last cleanup ends the requests.",
    seen: "ReactOS and Wine write into the buffer and post after the cleanup.",
    wrong: "WSACleanup();\nfree(buffer);",
    right: "WSACancelAsyncRequest(h);\nWSACleanup();\nfree(buffer);",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      const cleanup = cleanedBefore(facts, free);
      if (!cleanup) continue;
      for (const request of facts.requests) {
        if (!isBufferOf(facts, free.pointer, request) && !isRecordOf(facts, free.pointer, request)) continue;
        if (cancelsBefore(facts, free, request).length > 0) continue;
        const start = [...marksBefore(free)].find((e) => e.kind === "start" && facts.requestOf(e) === request);
        if (start?.kind === "start" && zeroness(free.state, start.result) === "zero") continue;
        if (!start) continue;
        report(free.at, "The request is not known to be over: providers go on writing after WSACleanup", {
          related: [related(cleanup.at, "the cleanup"), related(start.at, "the request starts here")],
          possible: free.state.unknown,
          subjects: [cleanup.at],
        });
        break;
      }
    }
  },
});
