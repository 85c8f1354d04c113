import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import { bare, isLogging } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule, related, fix, edit, textAt } from "./context.ts";
import type { Unit } from "../program/types.ts";
import { callAt, lineAfter, statementOf } from "./edits.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "late-last-error",
  catalogue: "C9",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "Between the call that failed and WSAGetLastError stands a call that can change the error.",
    why: "The error is one value per thread; any call between may set it.",
    seen: "0 or an unrelated code is shown.",
    wrong: "int r = WSACancelAsyncRequest(h);\nLeaveCriticalSection(&lock); closesocket(s);\nif (r) error = WSAGetLastError();",
    right: "int r = WSACancelAsyncRequest(h);\nif (r) error = WSAGetLastError();\nLeaveCriticalSection(&lock); closesocket(s);",
  },
  check({ facts }, report) {
    for (const read of facts.calls("WSAGetLastError")) {
      let between: PathEvent | undefined;
      for (const e of before(read)) {
        if (e.kind === "start" || e.kind === "cancel") {
          const failed = e.kind === "start" ? zeroness(read.state, e.result) === "zero" : zeroness(read.state, e.result) === "nonzero";
          if (failed && between)
            report(
              read.at,
              `Another call stands between the failed ${e.kind === "start" ? e.name : "WSACancelAsyncRequest"} and this: it may have changed the error`,
              {
                related: [related(e.at, "the call that failed"), related(between.at, "may change the error")],
                possible: read.state.unknown,
                subjects: [e.at],
                fixes: readAtOnce(facts.unit, e, read),
              },
            );
          break;
        }
        if (facts.isWinsockCall(e)) {
          if (e.kind === "call" && CHANGES.test(bare(e.name))) between = e;
          else break;
        } else if (e.kind === "call" && CHANGES.test(bare(e.name)) && !isLogging(e.name)) between = e;
      }
    }
  },
});

/** Keeps the error directly behind the call that failed, where that is a statement of its own in the same function. */
function readAtOnce(unit: Unit, failed: PathEvent, read: EventOf<"call">): Fix[] {
  const extent = failed.at.function === read.at.function ? statementOf(unit, failed) : undefined;
  if (!extent || /^(?:if|while|for|switch|return|do)\b/.test(textAt(unit, extent))) return [];
  return [
    fix("Read the error at once", [lineAfter(unit, extent, "int lastError = WSAGetLastError();"), edit(callAt(read.at), "lastError")]),
  ];
}

/** Calls that are known to set the error on success or to fail often. */
const CHANGES =
  /^(?:closesocket|LeaveCriticalSection|ReleaseMutex|SetEvent|KillTimer|GlobalFree|LocalFree|HeapFree|CloseHandle|DestroyWindow|CreateFile[AW]?|CreateWindow(?:Ex)?[AW]?|SetLastError|WSASetLastError|WSACleanup|shutdown|RegOpenKey(?:Ex)?[AW]?|LoadLibrary[AW]?|WriteFile|ReadFile|setsockopt)$/;

export type { EventOf };
