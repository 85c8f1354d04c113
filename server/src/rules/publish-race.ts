import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, headOf, related } from "./context.ts";
import { isLocked, threadProcedures } from "./threads.ts";

export const rule = defineRule({
  id: "publish-race",
  catalogue: "H9",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The handle is stored outside the lock that guards the table, so the reply may be handled before.",
    why: "The message can be posted, and handled by the thread that owns the window, before the start has returned to its caller.",
    seen: "The reply is dropped as unknown.",
    wrong:
      "EnterCriticalSection(&lock); add(request); LeaveCriticalSection(&lock);\nrequest->h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, request->buffer, MAXGETHOSTSTRUCT);",
    right:
      "EnterCriticalSection(&lock);\nrequest->h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, request->buffer, MAXGETHOSTSTRUCT);\nadd(request);\nLeaveCriticalSection(&lock);",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    for (const start of facts.all("start")) {
      const worker = threads.has(start.root.function);
      // on the window's own thread no message comes before the handler returns
      const own = facts.all("start").some((s) => s.at.statement === start.at.statement && s.root.handler !== undefined);
      if (own && !worker) continue;
      let unlocked: ReturnType<typeof related>[] | undefined;
      for (const e of before(start)) {
        if (e.kind !== "call") continue;
        if (/^(?:EnterCriticalSection|Lock|lock|AcquireSRWLockExclusive)$/.test(bare(e.name))) break;
        if (/^(?:LeaveCriticalSection|Unlock|unlock|ReleaseSRWLockExclusive)$/.test(bare(e.name))) {
          unlocked = [related(e.at, "the lock is given back here")];
          break;
        }
      }
      if (!unlocked && worker && !isLocked(start)) unlocked = [related(headOf(start.root.function), "this runs on a thread of its own")];
      if (!unlocked) continue;
      const kept = facts.firstAfter(start, (e) => e.kind === "store" && e.value === start.result && facts.slot(e.path) !== undefined);
      if (kept)
        report(start.at, "The reply can be handled before the handle is stored: start and store under the lock that the handler takes", {
          related: unlocked,
          possible: start.state.unknown,
        });
    }
  },
});
