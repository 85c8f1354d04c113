import { before, type Frame, type PathEvent } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, related } from "./context.ts";

export const rule = defineRule({
  id: "start-before-startup",
  catalogue: "I1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A request is started before WSAStartup.",
    why: "Without a successful `WSAStartup` every start returns 0 with `WSANOTINITIALISED`.",
    seen: "0 and 10093; Wine returns a handle and fails later, or even succeeds.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nWSAStartup(MAKEWORD(2, 2), &data);",
    right: "if (WSAStartup(MAKEWORD(2, 2), &data) == 0)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const start of facts.all("start")) {
      if ([...before(start)].some((e) => e.kind === "call" && bare(e.name) === "WSAStartup")) continue;
      const later = facts.firstAfter(start, (e) => e.kind === "call" && bare(e.name) === "WSAStartup" && encloses(e, start));
      if (later)
        report(start.at, "WSAStartup comes only later on this path: this start fails with WSANOTINITIALISED", {
          subjects: [later.at],
          related: [related(later.at, "the start-up")],
          possible: start.state.unknown,
        });
    }
  },
});

/** The function of the start-up is that of the start, or one that calls it. */
function encloses(startup: PathEvent, start: PathEvent): boolean {
  for (let f: Frame | undefined = start.frame; f; f = f.parent) if (f.function === startup.frame.function) return true;
  return false;
}
