import { defineRule, related } from "./context.ts";
import { someTerm } from "../analysis/terms.ts";
import { rootOf } from "../analysis/terms.ts";
import { isBufferOf, recognisedBetween } from "./requests.ts";
import { startBefore } from "./waits.ts";

export const rule = defineRule({
  id: "buffer-polled",
  catalogue: "B14",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A loop waits until something appears in the buffer.",
    why: "Only the message marks the end; another thread writes the buffer.",
    seen: "R3: a half-built structure is used.",
    wrong: "while (((HOSTENT *)buffer)->h_name == NULL)\n    Sleep(1);",
    right: "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) == 0)\n        use((HOSTENT *)buffer);",
  },
  check({ facts }, report) {
    for (const branch of facts.all("branch")) {
      if (branch.origin !== "loop") continue;
      const start = startBefore(branch);
      const request = start && facts.requestOf(start);
      if (!start || !request || start.frame.id !== branch.frame.id) continue;
      const buffer = facts.bufferOf(start);
      const reads = someTerm(branch.condition, (t) => {
        if (t.kind !== "entry" && t.kind !== "havoc") return false;
        const root = rootOf(t.path);
        return (
          (root.kind === "deref" && isBufferOf(facts, root.pointer, request) && t.path.kind === "field" && /^[hsp]_/.test(t.path.member)) ||
          (buffer?.kind === "address" && t.path.kind === "field" && t.path.of === buffer.path)
        );
      });
      if (reads && !recognisedBetween(facts, start, branch))
        report(branch.at, "Only the message says that the result is there: this can see it half written", {
          related: [related(start.at, "the request that writes the buffer")],
          possible: branch.state.unknown,
          subjects: [start.at],
        });
    }
  },
});
