import { stripNarrow } from "../analysis/terms.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, edit, fix, argumentLocation, argumentText } from "./context.ts";

export const rule = defineRule({
  id: "raw-s-port",
  catalogue: "A11",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "s_port is used as a number without conversion, or converted where it must not be.",
    why: "`s_port` is in network byte order and signed: assign it to `sin_port` unchanged, print `ntohs((u_short)s_port)`.",
    seen: "80 prints as 20480, 443 as a negative number; a connect goes to another port.",
    wrong: 'printf("%d", service->s_port);\naddress.sin_port = htons(service->s_port);',
    right: 'printf("%u", ntohs((u_short)service->s_port));\naddress.sin_port = service->s_port;',
  },
  check({ facts, unit }, report) {
    for (const call of facts.all("call")) {
      const name = bare(call.name);
      call.args.forEach((arg, i) => {
        const t = stripNarrow(arg);
        if ((t.kind !== "entry" && t.kind !== "havoc") || t.path.kind !== "field" || t.path.member !== "s_port") return;
        const at = argumentLocation(call, i);
        if (!at || facts.requests.length === 0) return;
        if (name === "htons") report(at, "s_port is in network byte order already: assign it unchanged", { possible: call.state.unknown });
        else if (/^(?:printf|fprintf|sprintf|wsprintf[AW]?|_snprintf|snprintf|SetDlgItemInt|itoa|_itoa)$/.test(name))
          report(at, "s_port is in network byte order: print ntohs((u_short)s_port)", {
            possible: call.state.unknown,
            fixes: [fix("Convert with ntohs", [edit(at, `ntohs((u_short)${argumentText(unit, call, i)})`)])],
          });
      });
    }
  },
});
