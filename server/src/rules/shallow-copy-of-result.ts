import { bare } from "../analysis/roles.ts";
import type { EventOf, PathEvent } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { constantOf } from "../analysis/state.ts";
import { rootOf, stripNarrow, type Term } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { isBufferOf } from "./requests.ts";

export const rule = defineRule({
  id: "shallow-copy-of-result",
  catalogue: "B8",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result structure is copied, and its pointers still point into the buffer, which goes.",
    why: "Names, aliases and addresses lie in the request's buffer; the members of the structure are pointers into it. A copy of the structure alone is no copy of the result.",
    seen: "Everything read through the copy later comes from freed or dead memory.",
    wrong: "HOSTENT keep = *(HOSTENT *)buffer;\nfree(buffer);\nconnectTo(keep.h_addr_list[0]);",
    right: "IN_ADDR address;\nmemcpy(&address, ((HOSTENT *)buffer)->h_addr_list[0], sizeof address);\nfree(buffer);\nconnectTo(address);",
  },
  check({ facts }, report) {
    for (const call of facts.calls("memcpy", "memmove", "CopyMemory", "MoveMemory", "RtlCopyMemory", "bcopy")) {
      const [to, from] = bare(call.name) === "bcopy" ? [call.args[1], call.args[0]] : [call.args[0], call.args[1]];
      const size = call.args[2];
      if (!to || !from || !size) continue;
      const bytes = constantOf(call.state, size);
      if (bytes === undefined || bytes < 12n || bytes > 32n) continue;
      const request = facts.requests.find((r) => isBufferOf(facts, from, r));
      if (!request) continue;
      const end = bufferEnds(facts, call, from, to);
      if (!end) continue;
      report(call.at, "Only the structure is copied: its pointers still point into the buffer, which ends before the copy does", {
        related: [related(end, "the buffer ends here")],
        possible: call.state.unknown,
      });
    }
    // structure assignment
    for (const read of facts.all("read")) {
      const s = read.at.statement;
      if (s?.kind !== "load" || s.type.kind !== "record" || !/^(?:hostent|servent|protoent|HOSTENT|SERVENT|PROTOENT)$/i.test(s.type.name))
        continue;
      const root = rootOf(read.path);
      const pointer = root.kind === "deref" ? root.pointer : undefined;
      const request = pointer ? facts.requests.find((r) => isBufferOf(facts, pointer, r)) : undefined;
      if (!request || !pointer) continue;
      const end = bufferEnds(facts, read, pointer, undefined);
      if (end)
        report(read.at, "Only the structure is copied: its pointers still point into the buffer, which ends before the copy does", {
          related: [related(end, "the buffer ends here")],
          possible: read.state.unknown,
        });
    }
  },
});

/** Where the buffer is freed, or its function ends while the copy lives on. */
function bufferEnds(facts: Facts, copy: PathEvent, buffer: Term, to: Term | undefined): PathEvent["at"] | undefined {
  const free = facts.firstAfter(copy, (e) => e.kind === "free" && (e.pointer === buffer || stripNarrow(e.pointer) === stripNarrow(buffer)));
  if (free) return free.at;
  const b = stripNarrow(buffer);
  if (b.kind !== "address") return undefined;
  const root = rootOf(b.path);
  if (root.kind !== "local" || root.isStatic) return undefined;
  // the copy is made in the buffer's own frame, into something that outlives it
  if (to === undefined) return undefined;
  const target = stripNarrow(to);
  if (target.kind === "address" && rootOf(target.path).kind === "local" && (rootOf(target.path) as { frame: number }).frame === root.frame)
    return undefined;
  return copy.at;
}

export type { EventOf, Request };
