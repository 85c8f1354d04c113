import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "lookup-to-validate-address",
  catalogue: "A15",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "A literal address is looked up by name.",
    why: "A dotted IPv4 address succeeds without any lookup: that says nothing of whether the host exists. To parse an address there are functions for that.",
    seen: "Always success.",
    wrong: 'h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, "10.0.0.1", buffer, MAXGETHOSTSTRUCT);',
    right: 'address.s_addr = inet_addr("10.0.0.1");',
  },
  check({ facts }, report) {
    for (const name of argumentsOf(facts, "name")) {
      const value = stripNarrow(name.value);
      if (/HostByName/.test(name.start.name) && value.kind === "string" && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value.value))
        report(name.at, "A literal address needs no lookup, and its success says nothing", { subjects: [name.start.at] });
    }
  },
});
