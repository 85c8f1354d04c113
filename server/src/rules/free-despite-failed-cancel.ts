import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { bare } from "../analysis/roles.ts";
import { placeOfFree } from "./frees.ts";
import { defineRule, nameOf, related, fix, edit, textAt, locate } from "./context.ts";
import { cancelOutcome, cancelsBefore, isBufferOf, isRecordOf, matchOfRequest } from "./requests.ts";
import type { Unit } from "../program/types.ts";
import { callAt, statementOf } from "./edits.ts";
import type { Fix, Location } from "./types.ts";

export const rule = defineRule({
  id: "free-despite-failed-cancel",
  catalogue: "C1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Memory of a request is freed after a cancel that may have failed, while the queued reply can still reach it.",
    why: "Only a cancel that returns 0 ends the provider's interest in the buffer. When it fails (`WSAEINVAL` and `WSAEALREADY` alike) the completion message is in the queue already or is about to be posted, and its handler still uses the record.",
    seen: "R5: the message was queued before the cancel; R4: it is posted a moment later. The handler then reads freed memory. Where the cancel is a stub (Wine) the resolver also *writes* it (R1, R2).",
    wrong: "if (m_h)\n    WSACancelAsyncRequest(m_h);\ndelete [] m_buffer;",
    right:
      "if (m_h == 0 || WSACancelAsyncRequest(m_h) == 0)\n    delete [] m_buffer;\nelse\n    leaveForHandler(m_h, m_buffer);   /* the handler frees it when it finds wParam */",
  },
  check({ facts }, report) {
    // one report a cancel: the `delete` that runs a destructor rather than what it frees, then the first in the text
    const found = new Map<unknown, { readonly rank: string; readonly tell: () => void }>();
    for (const free of facts.all("free")) {
      for (const request of facts.requests) {
        if (!isBufferOf(facts, free.pointer, request) && !isRecordOf(facts, free.pointer, request)) continue;
        const cancel = cancelsBefore(facts, free, request)[0];
        if (!cancel || cancelOutcome(cancel, free) === "succeeded") continue;
        if (windowGoes(facts, free)) continue;
        // a handler that looks the reply up first finds nothing any more
        const match = matchOfRequest(facts, request);
        const use = match.event;
        if (match.kind !== "unmatched" || !use) continue;
        if (!usesRecord(facts, request)) continue;
        const place = placeOfFree(free);
        const at = locate(place);
        const rank = `${place === free.at ? 1 : 0}:${at.uri}:${String(at.start).padStart(9, "0")}`;
        const tell = (): void =>
          report(
            place,
            `${nameOf(free.pointer)} is freed although WSACancelAsyncRequest may have failed: the reply is then still queued, and its handler uses this memory`,
            {
              related: [
                related(
                  {
                    function: request.start.site.function,
                    range: request.start.site.statement.range,
                    statement: request.start.site.statement,
                  },
                  "the request starts here",
                ),
                related(cancel.at, "the cancel, whose success is not required"),
                related(use.at, "the handler of the late reply, which does not look for wParam first"),
              ],
              possible: free.state.unknown,
              subjects: [cancel.at],
              fixes: place === free.at ? onlyOnSuccess(facts.unit, cancel, free) : [],
            },
          );
        const old = found.get(cancel.at.statement);
        if (!old || rank < old.rank) found.set(cancel.at.statement, { rank, tell });
      }
    }
    for (const { tell } of found.values()) tell();
  },
});

/** The window that would get the late message is destroyed on this path. */
function windowGoes(facts: Facts, free: EventOf<"free">): boolean {
  if (free.root.handler?.trigger === "destroy") return true;
  const destroys = (name: string): boolean => /^(?:DestroyWindow|EndDialog|DeallocateHWnd|DestroyHandle)$/.test(bare(name));
  for (const e of before(free)) if (e.kind === "call" && destroys(e.name)) return true;
  return facts.firstAfter(free, (e) => e.kind === "call" && destroys(e.name)) !== undefined;
}

/** The handler of the reply reads the buffer or frees it. */
function usesRecord(facts: Facts, request: Request): boolean {
  const roots = new Set(facts.roots.filter((r) => r.completes.includes(request.start)));
  return (
    facts.all("read").some((e) => roots.has(e.root) && e.path.kind === "field") ||
    facts.all("free").some((e) => roots.has(e.root)) ||
    facts.all("store").some((e) => roots.has(e.root) && e.path.kind === "field")
  );
}

/** Keeps what the cancel said, and frees only when the request is known to be over. */
function onlyOnSuccess(unit: Unit, cancel: PathEvent, free: PathEvent): Fix[] {
  const from = cancel.at.function === free.at.function ? statementOf(unit, cancel) : undefined;
  const to = onlyCallOrDelete(unit, free);
  if (!from || !to) return [];
  const text = textAt(unit, from);
  const call = textAt(unit, callAt(cancel.at));
  const guard = /^if\s*\(\s*([\w.>-]+)(?:\s*!=\s*(?:0|NULL))?\s*\)\s*/.exec(text);
  const rest = guard ? text.slice(guard[0].length) : text;
  if (rest.replace(/^\(\s*void\s*\)\s*/, "") !== `${call};`) return [];
  return [
    fix("Free only when the request is over", [
      edit(from, `int requestIsOver = ${guard ? `${guard[1]} == 0 || ` : ""}${call} == 0;`),
      edit({ ...to, end: to.start }, "if (requestIsOver) "),
    ]),
  ];
}

function onlyCallOrDelete(unit: Unit, free: PathEvent): Location | undefined {
  const extent = statementOf(unit, free);
  return extent && /^(?:delete\b|(?:::)?\w+\s*\()/.test(textAt(unit, extent)) && !/^if\b/.test(textAt(unit, extent)) ? extent : undefined;
}
