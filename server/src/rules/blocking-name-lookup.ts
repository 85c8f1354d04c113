import { defineRule } from "./context.ts";
import { callsWithin, siteOf } from "./unitCalls.ts";

const NAMES = ["gethostbyname", "gethostbyaddr", "getnameinfo", "getaddrinfo", "GetNameInfoW", "GetAddrInfoW"];

export const rule = defineRule({
  id: "blocking-name-lookup",
  catalogue: "P10",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A handler calls a lookup that blocks.",
    why: "`getnameinfo`, `gethostbyname` and the like wait for the network; on the window's thread nothing else happens meanwhile.",
    seen: "The window is frozen.",
    wrong: "case WM_COMMAND:\n    gethostbyname(name);",
    right: "case WM_COMMAND:\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const root of facts.roots) {
      if (!root.handler) continue;
      for (const site of callsWithin(facts, root.function, NAMES)) {
        report(siteOf(site), "This waits for the network on the window's thread");
      }
    }
  },
});
