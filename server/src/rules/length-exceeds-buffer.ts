import { before } from "../analysis/events.ts";
import { allocatedSizeArgument } from "../analysis/roles.ts";
import { constantOf } from "../analysis/state.ts";
import { rootOf } from "../analysis/terms.ts";
import { defineRule, edit, fix, related } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "length-exceeds-buffer",
  catalogue: "B12",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The length is larger than the buffer.",
    why: "Winsock writes up to `buflen` bytes.",
    seen: "Memory behind the buffer is overwritten, but only by long answers.",
    wrong: "static char buffer[512];\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "static char buffer[MAXGETHOSTSTRUCT];\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);",
  },
  check({ facts, unit }, report) {
    for (const length of argumentsOf(facts, "buflen")) {
      if (length.constant === undefined) continue;
      const buffer = facts.argument(length.start, "buf");
      if (!buffer) continue;
      let size: bigint | undefined;
      let origin: ReturnType<typeof related>[] = [];
      if (buffer.kind === "address" && buffer.path.kind === "local") {
        const path = buffer.path;
        const local = length.start.frame.function.ir.locals.find((l) => l.name === path.name && l.type.kind === "array");
        if (local) size = BigInt(unit.layout(local.type, length.start.at.function.uri)?.size ?? 0);
      } else if (buffer.kind === "address" && buffer.path.kind === "field" && buffer.path.record !== undefined) {
        const path = buffer.path;
        const field = unit.record(path.record ?? "", length.start.at.function.uri)?.fields.find((f) => f.name === path.member);
        if (field?.type.kind === "array" && field.type.length !== undefined)
          size = BigInt(unit.layout(field.type, length.start.at.function.uri)?.size ?? 0);
      } else if (buffer.kind === "address" && buffer.path.kind === "global") {
        const variable = unit.names(length.start.at.function.uri).variable(buffer.path.name);
        if (variable?.type.kind === "array" && variable.type.length !== undefined)
          size = BigInt(unit.layout(variable.type, length.start.at.function.uri)?.size ?? 0);
      } else if (buffer.kind === "heap") {
        for (const e of before(length.start)) {
          if (e.kind !== "call" || e.at.statement === undefined) continue;
          const index = allocatedSizeArgument(e.name);
          const argument = index === undefined ? undefined : e.args[index];
          if (!argument || buffer.label.split(":")[0] !== String(facts.engine.terms.number(e.at.statement))) continue;
          if (/calloc/.test(e.name)) break;
          size = constantOf(e.state, argument);
          origin = [related(e.at, "allocated here")];
          break;
        }
      }
      if (size === undefined || size <= 0n || length.constant <= size) continue;
      report(length.at, `The buffer has ${size} bytes, but Winsock may write ${length.constant}`, {
        subjects: [length.start.at],
        related: origin,
        possible: length.start.state.unknown,
        fixes:
          buffer.kind === "address" && rootOf(buffer.path) === buffer.path
            ? [
                fix("Use sizeof", [
                  edit(length.at, `sizeof(${buffer.path.kind === "local" || buffer.path.kind === "global" ? buffer.path.name : ""})`),
                ]),
              ]
            : [],
      });
    }
  },
});
