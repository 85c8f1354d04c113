import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import type { CallSite } from "../program/types.ts";
import { loadedFrom } from "../program/values.ts";
import { roleOf } from "../winsock/functions.ts";
import { defineRule, related } from "./context.ts";
import { threadProcedures } from "./threads.ts";
import { callsInUnit, siteOf } from "./unitCalls.ts";

export const rule = defineRule({
  id: "last-error-wrong-thread",
  catalogue: "T2",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "WSAGetLastError is read on another thread than the one whose call failed.",
    why: "The error is one value per thread.",
    seen: "An unrelated code.",
    wrong: "/* A */ if (start() == 0) SetEvent(failed);\n/* B */ WaitForSingleObject(failed, INFINITE); error = WSAGetLastError();",
    right: "/* A */ if (start() == 0) { error = WSAGetLastError(); SetEvent(failed); }",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    const signals = callsInUnit(facts, ["SetEvent"]);
    for (const read of callsInUnit(facts, ["WSAGetLastError"])) {
      const wait = waitBefore(read);
      const event = wait && placeOf(wait);
      if (!wait || !event) continue;
      const set = signals.find((c) => placeOf(c) === event && threads.has(c.function) !== threads.has(read.function));
      if (set)
        report(siteOf(read), "The call that failed ran on another thread: its error cannot be read here", {
          related: [related(siteOf(set), "the other thread signals here")],
        });
    }
  },
});

/** The wait after which the error is read, with no call of Winsock between the two in the text. */
function waitBefore(read: CallSite): CallSite | undefined {
  let wait: CallSite | undefined;
  for (const site of [...callsOf(read.function)].sort((a, b) => a.statement.range.start - b.statement.range.start)) {
    if (site.statement === read.statement) return wait;
    const name = bare(calleeName(site.statement));
    if (/^WaitForSingleObject(?:Ex)?$/.test(name)) wait = site;
    else if (
      roleOf(name) !== undefined ||
      /^(?:WSA\w+|socket|connect|bind|listen|accept|recv|send|recvfrom|sendto|ioctlsocket|closesocket)$/.test(name)
    )
      wait = undefined;
  }
  return undefined;
}

/** Name of the global or member that is passed first. */
function placeOf(site: CallSite): string | undefined {
  const arg = site.statement.args[0];
  const place = arg && loadedFrom(site.function.ir, arg);
  return place?.kind === "global" ? place.name : place?.kind === "field" ? `.${place.member}` : undefined;
}
