import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";
import { rootOf, stripNarrow } from "../analysis/terms.ts";

export const rule = defineRule({
  id: "temporary-input",
  catalogue: "B19",
  severity: "information",
  profile: "strict",
  documentation: {
    summary: "The protocol string of a service lookup ends before the lookup does.",
    why: "Whether input strings are copied is not documented. ReactOS keeps the `proto` pointer of the two service calls.",
    seen: "On ReactOS the worker reads freed or dead memory.",
    wrong: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(80), std::string("tcp").c_str(), buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetServByPort(hwnd, WM_SERVICE, htons(80), "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const proto of argumentsOf(facts, "proto")) {
      const value = stripNarrow(proto.value);
      const temporary =
        /\.c_str\s*\(|\bstd::string\s*\(|CString\s*\(/.test(proto.text) ||
        (value.kind === "address" && rootOf(value.path).kind === "local" && !(rootOf(value.path) as { isStatic?: boolean }).isStatic);
      if (temporary)
        report(proto.at, `\`${proto.text}\` ends before the lookup may: a provider may read the protocol's name later`, {
          subjects: [proto.start.at],
        });
    }
  },
});
