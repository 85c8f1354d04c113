import type { EventOf, PathEvent } from "../analysis/events.ts";
import { before } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare } from "../analysis/roles.ts";
import { pathText, someTerm } from "../analysis/terms.ts";
import { defineRule, edit, fix, locate, related } from "./context.ts";

export const rule = defineRule({
  id: "last-error-in-handler",
  catalogue: "M2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The reason of a completed lookup is taken from WSAGetLastError.",
    why: "`WSAGetLastError` tells of the last *call* that failed on this thread and must not be used for an asynchronous message. The error of the lookup is in the high word of the message's `lParam`.",
    seen: "Always: some older error of the thread, or 0, is shown instead of the lookup's error.",
    wrong: "case WM_RESOLVED:\n    if (WSAGetLastError() != 0)\n        showError();",
    right: "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) != 0)\n        showError(WSAGETASYNCERROR(lParam));",
  },
  check({ facts }, report) {
    const done = new Set<string>();
    const reads = facts.calls("WSAGetLastError").map((call) => ({ call, ...completionRead(facts, call) }));
    // one report a function: of what is certain if there is such
    for (const { call, cause, unseen } of [...reads.filter((r) => !r.unseen), ...reads]) {
      if (!cause) continue;
      const key = `${call.at.function.index}`;
      if (done.has(key)) continue;
      done.add(key);
      const lParam = lParamText(facts, call);
      const end = call.at.function.offset + call.at.range.end;
      const at = { ...locate(call.at), end };
      report(call.at, "WSAGetLastError says nothing of a completed lookup: its error is WSAGETASYNCERROR(lParam)", {
        related: cause === call ? [] : [related(cause.at, "the lookup is known to have failed here")],
        possible: call.state.unknown || unseen,
        fixes: lParam ? [fix("Use WSAGETASYNCERROR", [edit(at, `WSAGETASYNCERROR(${lParam})`)])] : [],
      });
    }
  },
});

function lParamText(facts: Facts, call: EventOf<"call">): string | undefined {
  const h = call.root.handler;
  if (call.at.function === call.root.function && typeof h?.lParam === "number") return call.root.function.ir.params[h.lParam]?.name;
  for (const e of before(call))
    if (
      e.kind === "macro" &&
      facts.isLParam(e.argument) &&
      e.at.function === call.at.function &&
      (e.argument.kind === "entry" || e.argument.kind === "havoc")
    )
      return pathText(e.argument.path);
  return undefined;
}

interface CompletionRead {
  /** The event that makes this read one of a completed lookup: the test of its error, or the message itself. */
  readonly cause?: PathEvent;
  /** A call whose body is not in view came between: it may have failed on its own account. */
  readonly unseen: boolean;
}

function completionRead(facts: Facts, call: EventOf<"call">): CompletionRead {
  let unseen = false;
  for (const e of before(call)) {
    if (e.kind === "branch" && someTerm(e.condition, (t) => facts.isError(t)))
      return facts.errorKnown(e) !== "zero" && ofLookup(e) ? { cause: e, unseen } : { unseen };
    if (e.kind === "call" && TALKS.test(bare(e.name))) return { unseen };
    if (facts.isWinsockCall(e) && !(e.kind === "call" && bare(e.name) === "WSAGetLastError")) return { unseen };
    unseen ||= e.kind === "call" && e.root.completes.length > 0 && !e.known;
  }
  return call.root.completes.length > 0 ? { cause: call, unseen } : { unseen };
}

/** Functions of the program that talk to the network by their name: they may have failed on their own account. */
const TALKS = /send|recv|receive|write|read|connect|sock|open|close|select|bind|listen|accept|ioctl|transmit/i;

/** The error that was tested is that of a lookup: the handler of one, or the asynchronous macro. */
function ofLookup(branch: EventOf<"branch">): boolean {
  if (branch.root.completes.length > 0) return true;
  for (const e of before(branch))
    if (e.kind === "macro" && e.name === "WSAGETASYNCERROR" && someTerm(branch.condition, (t) => t === e.result)) return true;
  return false;
}
