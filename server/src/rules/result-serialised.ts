import { bare } from "../analysis/roles.ts";
import { constantOf } from "../analysis/state.ts";
import { defineRule, related } from "./context.ts";
import { isBufferOf } from "./requests.ts";

export const rule = defineRule({
  id: "result-serialised",
  catalogue: "B9",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The bytes of the buffer are copied, and the buffer is freed.",
    why: "The pointers inside are absolute addresses into the old buffer.",
    seen: "Freed memory is read through the copy.",
    wrong: "memcpy(copy, buffer, MAXGETHOSTSTRUCT);\nfree(buffer);\nuse((SERVENT *)copy);",
    right: "port = ((SERVENT *)buffer)->s_port;\nfree(buffer);",
  },
  check({ facts }, report) {
    for (const copy of facts.calls("memcpy", "memmove", "CopyMemory")) {
      const [, from, size] = copy.args;
      if (!from || !size || (constantOf(copy.state, size) ?? 1024n) <= 32n) continue;
      if (!facts.requests.some((r) => isBufferOf(facts, from, r))) continue;
      const free = facts.firstAfter(copy, (e) => e.kind === "free" && e.pointer === from);
      if (free)
        report(copy.at, `${bare(copy.name)} copies pointers that lead into the old buffer, which is freed`, {
          related: [related(free.at, "freed here")],
          possible: copy.state.unknown,
        });
    }
    for (const write of facts.calls("fwrite", "WriteFile", "_write", "write", "send", "sendto")) {
      const from = write.args[bare(write.name) === "fwrite" ? 0 : 1];
      if (from && facts.requests.some((r) => isBufferOf(facts, from, r)))
        report(write.at, `${bare(write.name)} writes pointers that mean nothing outside this buffer`, { possible: write.state.unknown });
    }
  },
});
