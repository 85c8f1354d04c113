import { defineRule, related } from "./context.ts";
import { blocksForever, startBefore } from "./waits.ts";

export const rule = defineRule({
  id: "ui-thread-blocks",
  catalogue: "T1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The window's thread waits for an event that the completion handler sets.",
    why: "The handler runs on this thread, and only when it takes messages.",
    seen: "The thread waits for itself.",
    wrong:
      "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nWaitForSingleObject(done, INFINITE);   /* set by the handler of WM_RESOLVED */",
    right:
      "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nreturn;                                /* the handler goes on */",
  },
  check({ facts }, report) {
    for (const wait of facts.all("call")) {
      if (!blocksForever(wait)) continue;
      const start = startBefore(wait);
      if (!start) continue;
      const object = wait.args[0];
      const slot = object ? facts.slotOfValue(object) : undefined;
      if (slot === undefined) continue;
      const set = facts
        .calls("SetEvent", "ReleaseSemaphore", "ReleaseMutex")
        .find((c) => c.root.completes.length > 0 && c.args[0] !== undefined && facts.slotOfValue(c.args[0]) === slot);
      // a thread of its own may own the window
      const other = facts.calls("CreateThread", "_beginthread", "_beginthreadex", "AfxBeginThread").length > 0;
      if (set)
        report(wait.at, "The handler that sets this event runs on this thread: it never gets there", {
          related: [related(start.at, "the request starts here"), related(set.at, "the handler sets the event here")],
          possible: other || wait.state.unknown,
          subjects: [start.at],
        });
    }
  },
});
