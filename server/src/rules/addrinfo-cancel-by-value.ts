import { argumentLocation, argumentText, defineRule, edit, fix, related } from "./context.ts";
import { addrInfoStarts } from "./addrinfo.ts";

export const rule = defineRule({
  id: "addrinfo-cancel-by-value",
  catalogue: "P3",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "GetAddrInfoExCancel gets the handle instead of its address.",
    why: "The parameter is `LPHANDLE`: the address of the handle that the start filled.",
    seen: "A crash, or `WSA_INVALID_HANDLE` (6).",
    wrong: "GetAddrInfoExCancel((LPHANDLE)cancel);",
    right: "GetAddrInfoExCancel(&cancel);",
  },
  check({ facts, unit }, report) {
    for (const cancel of facts.calls("GetAddrInfoExCancel")) {
      const arg = cancel.args[0];
      if (!arg) continue;
      for (const start of addrInfoStarts(facts)) {
        const filled = start.handle?.kind === "address" ? start.handle.path : undefined;
        if (!filled) continue;
        const value =
          (arg.kind === "havoc" || arg.kind === "entry") &&
          (arg.path === filled || (facts.slot(arg.path) !== undefined && facts.slot(arg.path) === facts.slot(filled)));
        if (!value) continue;
        const at = argumentLocation(cancel, 0);
        if (!at) break;
        const text = argumentText(unit, cancel, 0).replace(/^\(\s*(?:LPHANDLE|HANDLE\s*\*)\s*\)\s*/, "");
        report(at, "GetAddrInfoExCancel wants the address of the handle", {
          related: [related(start.call.at, "the start fills the handle")],
          possible: cancel.state.unknown,
          fixes: [fix("Pass the address", [edit(at, `&${text}`)])],
        });
        break;
      }
    }
  },
});
