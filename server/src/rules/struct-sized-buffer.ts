import { constantOf } from "../analysis/state.ts";
import { winsockFunction } from "../winsock/functions.ts";
import { argumentLocation, defineRule } from "./context.ts";
import { argumentIndex } from "../winsock/functions.ts";

/** sizeof hostent, servent, protoent on 32- and 64-bit Windows. */
const SIZES = { hostent: { win32: 16n, win64: 32n }, servent: { win32: 16n, win64: 32n }, protoent: { win32: 12n, win64: 24n } } as const;

export const rule = defineRule({
  id: "struct-sized-buffer",
  catalogue: "B2",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result buffer is no larger than the result structure.",
    why: "The structure *and* everything it points to (names, aliases, addresses) is written into the buffer, so it must be larger than the structure; `MAXGETHOSTSTRUCT` (1024) is the recommended size.",
    seen: "Every lookup ends with `WSAENOBUFS`.",
    wrong: "static HOSTENT he;\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, (char *)&he, sizeof he);",
    right: "static char buffer[MAXGETHOSTSTRUCT];\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
  },
  check({ facts, unit }, report) {
    for (const start of facts.all("start")) {
      const index = argumentIndex(start.name, "buflen");
      const length = facts.argument(start, "buflen");
      const structure = winsockFunction(start.name)?.resultStructure;
      if (index === undefined || !length || !structure) continue;
      const value = constantOf(start.state, length);
      if (value === undefined || value <= 0n || value > SIZES[structure][unit.target]) continue;
      // a pointer's size is another mistake
      if (value <= 8n) continue;
      report(
        argumentLocation(start, index) ?? start.at,
        `${value} bytes hold the bare ${structure} at most: names and addresses do not fit, every lookup ends with WSAENOBUFS`,
        {
          possible: start.state.unknown,
          subjects: [start.at],
        },
      );
    }
  },
});
