import { defineRule } from "./context.ts";
import type { Unit } from "../program/types.ts";
import { type Argument, argumentsOf } from "./starts.ts";

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
      if (offset !== undefined && offset % 4n !== 0n && ofBytes(facts.unit, buffer))
        report(buffer.at, `\`${buffer.text}\` is not aligned for a structure with pointers`, {
          subjects: [buffer.start.at],
          possible: buffer.start.state.unknown,
        });
    }
  },
});

/** The index counts bytes: the array or pointer is one of characters, by its declaration in the unit. */
function ofBytes(unit: Unit, buffer: Argument): boolean {
  const name = /(\w+)\s*(?:\[[^\]]*\]|\+[^+]*)\s*$/.exec(buffer.text)?.[1];
  if (name === undefined || !/[&+]/.test(buffer.text)) return false;
  const declared = new RegExp(`\\b(?:char|BYTE|CHAR|LPSTR|PSTR|u_char|uint8_t)\\s*\\*?\\s*${name}\\b(?!\\s*\\[[^\\]]*\\]\\s*\\[)`);
  return [...unit.files.values()].some((f) => declared.test(f.source.text));
}
