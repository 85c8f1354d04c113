import { constantOf } from "../analysis/state.ts";
import { winsockFunction } from "../winsock/functions.ts";
import { argumentLocation, defineRule, fix, edit, textAt } from "./context.ts";
import { argumentIndex } from "../winsock/functions.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { Fix } from "./types.ts";

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
          fixes: asArray(facts, start, index),
        },
      );
    }
  },
});

/** The declaration of the structure becomes one of an array, and the arguments follow. */
function asArray(facts: Facts, start: EventOf<"start">, index: number): Fix[] {
  const length = argumentLocation(start, index);
  const buffer = argumentLocation(start, index - 1);
  const name = buffer && /&\s*(\w+)\s*$/.exec(textAt(facts.unit, buffer))?.[1];
  const text = buffer && facts.unit.files.get(buffer.uri)?.source.text;
  if (!length || !buffer || !name || !text) return [];
  const declared = new RegExp(`(?:struct\\s+(?:host|serv|proto)ent|HOSTENT|SERVENT|PROTOENT)\\s+${name}\\s*;`).exec(text);
  return declared
    ? [
        fix("Give it an array of MAXGETHOSTSTRUCT bytes", [
          edit({ uri: buffer.uri, start: declared.index, end: declared.index + declared[0].length }, `char ${name}[MAXGETHOSTSTRUCT];`),
          edit(buffer, name),
          edit(length, `sizeof ${name}`),
        ]),
      ]
    : [];
}
