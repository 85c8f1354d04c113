import { statementsOf } from "../analysis/relevance.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "unreadable-code",
  catalogue: "-",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A part of a function that handles requests could not be read.",
    why: "What follows it on a path is not known; rules are silent there. Words to blank can be listed in the settings.",
    seen: "Nothing at run time: mistakes behind it are not found.",
    wrong: "CH_LOOP(requests)              /* a macro that opens a loop */\n    WSACancelAsyncRequest(it->h);",
    right: '{ "words": ["CH_LOOP"] }        // in .winsock-async.json',
  },
  check({ facts }, report) {
    for (const fn of facts.relevance.direct) {
      for (const { statement: s } of statementsOf(fn.ir))
        if (s.kind === "unknown" && s.reason === "error-node")
          report({ function: fn, range: s.range }, `This could not be read: \`${s.text.slice(0, 60)}\``);
    }
  },
});
