import { defineRule, fix, edit, argumentText } from "./context.ts";
import { argumentsOf } from "./starts.ts";
import { before, type EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { allocatedSizeArgument, bare } from "../analysis/roles.ts";
import type { Fix, Location } from "./types.ts";

export const rule = defineRule({
  id: "sizeof-pointer",
  catalogue: "B11",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The buffer's length is the size of a pointer.",
    why: "`sizeof p` of a pointer is 4 or 8, however much it points at.",
    seen: "Every lookup ends with `WSAENOBUFS`.",
    wrong: "char *buffer = malloc(MAXGETHOSTSTRUCT);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
    right: "char *buffer = malloc(MAXGETHOSTSTRUCT);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts, unit }, report) {
    for (const length of argumentsOf(facts, "buflen")) {
      if (!/\bsizeof\b/.test(length.text)) continue;
      if (length.constant !== (unit.target === "win64" ? 8n : 4n)) continue;
      report(length.at, `\`${length.text}\` is the size of a pointer (${length.constant}): pass the size that was allocated`, {
        subjects: [length.start.at],
        possible: length.start.state.unknown,
        fixes: allocated(facts, length.start, length.at),
      });
    }
  },
});

/** The size of the only allocation on this path, if it is a constant or a macro. */
function allocated(facts: Facts, start: EventOf<"start">, length: Location): Fix[] {
  const sizes = [...before(start)].flatMap((e) => {
    const index = e.kind === "call" ? allocatedSizeArgument(bare(e.name)) : undefined;
    return index === undefined ? [] : [argumentText(facts.unit, e, index)];
  });
  const [size] = sizes;
  return sizes.length === 1 && size !== undefined && /^(?:[A-Z_][A-Z0-9_]*|\d+)$/.test(size)
    ? [fix("Pass the size that was allocated", [edit(length, size)])]
    : [];
}
