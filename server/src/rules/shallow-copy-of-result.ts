import { bare } from "../analysis/roles.ts";
import type { EventOf, PathEvent } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { constantOf } from "../analysis/state.ts";
import { rootOf, stripNarrow, type Term } from "../analysis/terms.ts";
import type { IrFunction, Value } from "../ir/types.ts";
import { uncast } from "../program/values.ts";
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
      if (end && followedAfter(read, end))
        report(read.at, "Only the structure is copied: its pointers still point into the buffer, which ends before the copy does", {
          related: [related(end, "the buffer ends here")],
          possible: read.state.unknown,
        });
    }
  },
});

/** The copy is a local whose pointers are loaded behind the place where the buffer ends, or it does not stay a local. */
function followedAfter(read: EventOf<"read">, end: PathEvent["at"]): boolean {
  const { ir } = read.at.function;
  const copied = read.at.statement?.kind === "load" ? read.at.statement.target : undefined;
  const stores = ir.blocks
    .flatMap((b) => b.statements)
    .filter((s) => s.kind === "store" && s.value.kind === "temp" && s.value.id === copied);
  const [store] = stores;
  if (store?.kind !== "store" || store.place.kind !== "local") return true;
  const { id } = store.place;
  return ir.blocks
    .flatMap((b) => b.statements)
    .some((s) => {
      if (s.kind === "addressOf" || s.kind === "load") {
        if (s.place.kind === "local" && s.place.id === id) return s !== read.at.statement && s.range.start > end.range.start;
        return (
          s.kind === "load" &&
          s.place.kind === "field" &&
          s.place.of.kind === "local" &&
          s.place.of.id === id &&
          /_(?:name|aliases|addr_list|addr|proto)$/.test(s.place.member) &&
          (s.range.start > end.range.start || keptOutside(ir, s.target))
        );
      }
      return false;
    });
}

/** The loaded pointer goes into storage that is no local. */
function keptOutside(ir: IrFunction, loaded: number): boolean {
  return ir.blocks
    .flatMap((b) => b.statements)
    .some((s) => s.kind === "store" && s.place.kind !== "local" && s.value.kind === "temp" && uncastTemp(ir, s.value) === loaded);
}

function uncastTemp(ir: IrFunction, value: Value): number | undefined {
  const v = uncast(ir, value);
  return v.kind === "temp" ? v.id : undefined;
}

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
