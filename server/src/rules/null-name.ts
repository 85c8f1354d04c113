import { zeroness } from "../analysis/state.ts";
import { before } from "../analysis/events.ts";
import { someTerm, stripNarrow } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "null-name",
  catalogue: "A12",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The name is NULL on a shown path.",
    why: "`name` and `addr` must point at something. `WSAEFAULT` by message is the best that can happen.",
    seen: "Wine and ReactOS crash in the caller.",
    wrong: "const char *name = NULL;\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "if (name != NULL)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const role of ["name", "addr"] as const) {
      for (const name of argumentsOf(facts, role)) {
        if (zeroness(name.start.state, name.value) !== "zero") continue;
        const bare = stripNarrow(name.value);
        const why = [...before(name.start)].find((e) => e.kind === "branch" && someTerm(e.condition, (t) => t === bare));
        // the assertion that it is not
        if (bare.kind !== "int" && why?.kind === "branch" && why.origin === "assert") continue;
        report(name.at, `\`${name.text}\` is NULL here`, {
          subjects: [name.start.at],
          related: why && bare.kind !== "int" ? [related(why.at, "it is NULL on this path")] : [],
          possible: name.start.state.unknown,
        });
      }
    }
  },
});
