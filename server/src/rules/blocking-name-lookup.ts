import { bare } from "../analysis/roles.ts";
import { callsOf } from "../analysis/relevance.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import { defineRule } from "./context.ts";

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
      for (const site of callsOf(root.function))
        if (/^(?:gethostbyname|gethostbyaddr|getnameinfo|getaddrinfo|GetNameInfoW|GetAddrInfoW)$/.test(bare(calleeName(site.statement))))
          report(
            { function: root.function, range: site.statement.range, statement: site.statement },
            "This waits for the network on the window's thread",
          );
    }
  },
});
