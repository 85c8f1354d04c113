import { dispatches, takesMessages } from "../analysis/roles.ts";
import { defineRule, related } from "./context.ts";
import { threadProcedures } from "./threads.ts";

export const rule = defineRule({
  id: "short-lived-window-thread",
  catalogue: "T5",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The window of a request is made on a thread that ends without a message loop.",
    why: "A window belongs to the thread that made it; its queue dies with the thread.",
    seen: "The reply is lost.",
    wrong:
      "DWORD WINAPI worker(void *p)\n{\n    HWND w = CreateWindow(…);\n    h = WSAAsyncGetHostByName(w, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\n    return 0;\n}",
    right: "/* after the start */\nwhile (GetMessage(&m, NULL, 0, 0) > 0)\n    DispatchMessage(&m);\nreturn 0;",
  },
  check({ facts }, report) {
    const threads = threadProcedures(facts);
    for (const made of facts.calls(
      "CreateWindow",
      "CreateWindowA",
      "CreateWindowW",
      "CreateWindowEx",
      "CreateWindowExA",
      "CreateWindowExW",
    )) {
      if (!threads.has(made.root.function)) continue;
      const start = facts.firstAfter(made, (e) => e.kind === "start" && facts.argument(e, "hWnd") === made.result);
      const pump = start && facts.firstAfter(start, (e) => e.kind === "call" && (takesMessages(e.name) || dispatches(e.name) || !e.known));
      if (start && !pump)
        report(made.at, "This thread ends without a message loop, and the window's queue with it", {
          related: [related(start.at, "the request reports to this window")],
          possible: made.state.unknown,
        });
    }
  },
});
