import { before, type EventOf, marksBefore } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { type Path, rootOf, someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import { placeOfFree, UNMAPS } from "./frees.ts";
import { defineRule, nameOf, related } from "./context.ts";
import { cancelsBefore, cleanedBefore, inside, isHandleOf, pumpsBetween, recognisedBetween } from "./requests.ts";

export const rule = defineRule({
  id: "freed-while-pending",
  catalogue: "B6",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result buffer is freed while its request may be running.",
    why: "The buffer belongs to Winsock until the completion message was taken or a cancel returned 0. A cancel that comes *after* the free comes too late.",
    seen: "R1 to R3: the resolver, another thread, writes into freed memory.",
    wrong: "delete [] m_buffer;\nif (m_h)\n    WSACancelAsyncRequest(m_h);",
    right: "if (m_h == 0 || WSACancelAsyncRequest(m_h) == 0)\n    delete [] m_buffer;",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      // mapped views and pages are a rule of their own
      if (UNMAPS.has(free.how)) continue;
      for (const request of facts.requests) {
        const started = onPath(facts, free, request);
        if (started) {
          report(placeOfFree(free), `${nameOf(free.pointer)} is freed while the request that writes into it may be running`, {
            related: [related(started.at, "the request starts here"), ...laterCancel(facts, free, request)],
            possible: free.state.unknown,
            subjects: [started.at, ...laterCancel(facts, free, request)],
          });
          break;
        }
        const cancel = beforeCancel(facts, free, request);
        if (cancel) {
          report(placeOfFree(free), `${nameOf(free.pointer)} is freed before the request that writes into it is cancelled`, {
            related: [
              related(
                {
                  function: request.start.site.function,
                  range: request.start.site.statement.range,
                  statement: request.start.site.statement,
                },
                "the request starts here",
              ),
              related(cancel.at, "the cancel comes only now"),
            ],
            possible: free.state.unknown,
            subjects: [cancel.at],
          });
          break;
        }
      }
    }
  },
});

function laterCancel(facts: Facts, free: EventOf<"free">, request: Request): ReturnType<typeof related>[] {
  const cancel = facts.firstAfter(free, (e) => e.kind === "cancel" && isHandleOf(facts, e.handle, request));
  return cancel ? [related(cancel.at, "the cancel comes only now")] : [];
}

/** The start on this path whose buffer, or the object that holds it, is given back with nothing in between that ends the request. */
function onPath(facts: Facts, free: EventOf<"free">, request: Request): EventOf<"start"> | undefined {
  for (const e of marksBefore(free)) {
    if (e.kind !== "start" || facts.requestOf(e) !== request) continue;
    const buffer = facts.bufferOf(e);
    if (!buffer || !(buffer === free.pointer || inside(buffer, free.pointer) || gotFrom(buffer, free.pointer))) continue;
    if (zeroness(free.state, e.result) !== "nonzero") continue;
    if (cancelsBefore(facts, free, request).length > 0 || cleanedBefore(facts, free)) continue;
    if (recognisedBetween(facts, e, free)) continue;
    if (pumpsBetween(e, free) && !timedOut(e, free)) continue;
    return e;
  }
  return undefined;
}

/** `p->GetBuf()`: memory of the object that is freed, as far as its name says. */
function gotFrom(buffer: Term, pointer: Term): boolean {
  const t = stripNarrow(buffer);
  return t.kind === "call" && t.statement.callee.kind === "member" && /buf/i.test(t.name) && pointer.kind === "heap";
}

/** The wait between the two ended because time ran out. */
function timedOut(start: EventOf<"start">, free: EventOf<"free">): boolean {
  for (const e of before(free)) {
    if (e === start) break;
    if (e.kind === "branch" && e.truth && mentionsTime(e.condition)) return true;
  }
  return false;
}

const TIME = /^(?:GetTickCount(?:64)?|GetMessageTime|timeGetTime|time|clock|WSAGetTickCount)$/;

function mentionsTime(condition: Term): boolean {
  return someTerm(condition, (t) => t.kind === "call" && TIME.test(t.name));
}

/** A cancel of the same object's request further down this path, where the handle is not zero: it was pending at the free. */
function beforeCancel(facts: Facts, free: EventOf<"free">, request: Request): EventOf<"cancel"> | undefined {
  const buffer = stripNarrow(free.pointer);
  if (buffer.kind !== "entry" && buffer.kind !== "havoc") return undefined;
  const slot = facts.slot(buffer.path);
  if (slot === undefined || !request.buffers.has(slot)) return undefined;
  if (free.root.completes.includes(request.start)) return undefined;
  if (cancelsBefore(facts, free, request).length > 0) return undefined;
  const later = facts.firstAfter(
    free,
    (e) => e.kind === "cancel" && isHandleOf(facts, e.handle, request) && sameHolder(e.handle, buffer.path),
  );
  return later?.kind === "cancel" ? later : undefined;
}

function sameHolder(handle: Term, buffer: Path): boolean {
  const h = stripNarrow(handle);
  if (h.kind !== "entry" && h.kind !== "havoc") return false;
  const [hr, br] = [rootOf(h.path), rootOf(buffer)];
  return hr === br || (hr.kind === "global" && br.kind === "global");
}
