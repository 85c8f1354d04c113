import { constantOf } from "../analysis/state.ts";
import { defineRule } from "./context.ts";
import { readsBuffer } from "./requests.ts";

export const rule = defineRule({
  id: "partial-result-used",
  catalogue: "B15",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The buffer is read although it was too small.",
    why: "After `WSAENOBUFS` its content is not specified.",
    seen: "NULL (ReactOS) or stale bytes (Wine).",
    wrong: "if (WSAGETASYNCERROR(lParam) == WSAENOBUFS)\n    puts(((HOSTENT *)buffer)->h_name);",
    right: "if (WSAGETASYNCERROR(lParam) == 0)\n    puts(((HOSTENT *)buffer)->h_name);",
  },
  check({ facts }, report) {
    for (const read of facts.all("read")) {
      if (read.root.completes.length === 0) continue;
      const request = facts.requests.find((r) => read.root.completes.includes(r.start) && readsBuffer(facts, read, r));
      if (!request) continue;
      for (const { term } of read.state.constraints.values()) {
        if (!facts.isError(term) || constantOf(read.state, term) !== 10055n) continue;
        report(read.at, "The buffer was too small (WSAENOBUFS): its content is not specified", { possible: read.state.unknown });
        break;
      }
    }
  },
});
