import { before } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "unbalanced-startup",
  catalogue: "I6",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "A start-up has no cleanup on some path.",
    why: "One `WSACleanup` for each successful `WSAStartup`; only the last one cleans up.",
    seen: "The cleanup is never final; the worker of ReactOS never ends.",
    wrong: "WSAStartup(version, &data);\nif (!open())\n    return -1;                /* no WSACleanup */\nWSACleanup();",
    right: "WSAStartup(version, &data);\nif (!open()) {\n    WSACleanup();\n    return -1;\n}\nWSACleanup();",
  },
  check({ facts }, report) {
    for (const startup of facts.calls("WSAStartup")) {
      const inHandler = startup.root.handler !== undefined && startup.root.handler.trigger !== "other" && startup.frame.depth === 0;
      const cleans = facts.firstAfter(startup, (e) => e.kind === "call" && bare(e.name) === "WSACleanup");
      if (!cleans && !inHandler) continue;
      for (const exit of facts.all("exit")) {
        const chain = [...before(exit)];
        const i = chain.indexOf(startup);
        if (i < 0 || zeroness(exit.state, startup.result) === "nonzero") continue;
        if (chain.slice(0, i).some((e) => e.kind === "call" && bare(e.name) === "WSACleanup")) continue;
        report(
          startup.at,
          cleans
            ? "A path leaves without the WSACleanup that belongs to this start-up"
            : "Every message starts Winsock up once more, and nothing here cleans up",
          { possible: exit.state.unknown },
        );
        break;
      }
    }
  },
});
