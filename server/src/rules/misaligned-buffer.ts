import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "misaligned-buffer",
  catalogue: "B16",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The buffer is not aligned for a structure with pointers.",
    why: "The result structure is built at the first byte of the buffer and holds pointers.",
    seen: "Faults on targets that want alignment.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, packet + 3, MAXGETHOSTSTRUCT);",
    right: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const buffer of argumentsOf(facts, "buf")) {
      const v = buffer.value;
      const offset =
        v.kind === "op" && v.op === "add" && v.right?.kind === "int"
          ? v.right.value
          : v.kind === "address" && v.path.kind === "index" && v.path.index.kind === "int"
            ? v.path.index.value
            : undefined;
      if (offset !== undefined && offset % 4n !== 0n)
        report(buffer.at, `\`${buffer.text}\` is not aligned for a structure with pointers`, {
          subjects: [buffer.start.at],
          possible: buffer.start.state.unknown,
        });
    }
  },
});
