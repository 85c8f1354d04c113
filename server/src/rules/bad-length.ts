import { stripNarrow } from "../analysis/terms.ts";
import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "bad-length",
  catalogue: "B13",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The buffer's length is not positive, or is a pointer.",
    why: "`buflen` is a number of bytes. It is signed: providers take a negative one as endless or as too small.",
    seen: "ReactOS writes without limit; Wine ends with `WSAENOBUFS`.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, (int)&length);",
    right: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, length);",
  },
  check({ facts }, report) {
    for (const length of argumentsOf(facts, "buflen")) {
      const value = stripNarrow(length.value);
      if (value.kind === "address" || value.kind === "string" || value.kind === "heap")
        report(length.at, `\`${length.text}\` is a pointer: the length is a number of bytes`, {
          possible: length.start.state.unknown,
        });
      else if (length.constant !== undefined && BigInt.asIntN(32, length.constant) <= 0n)
        report(length.at, `The length is ${BigInt.asIntN(32, length.constant)}: it must be positive`, {
          possible: length.start.state.unknown,
        });
    }
  },
});
