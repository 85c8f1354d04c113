/** States of the handles that the text of a function names, for the editor to show at the end of their lines. */
import { evaluateExpression } from "../../explorer/inspect/expression.ts";
import { Inspector } from "../../explorer/inspect/values.ts";
import type { CodeFrame } from "../../explorer/interpreter/frame.ts";
import { isConcrete } from "../../explorer/values.ts";
import type { Stepper } from "../../explorer/stepper.ts";

export interface InlineValue {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** `g_lookup: request 1: its message is in the queue`. */
  readonly text: string;
}

/** What can be looked up without doing anything. */
const SIMPLE = /^[A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[\w+\])*$/;

export function handleValues(stepper: Stepper, frame: CodeFrame): readonly InlineValue[] {
  const { program } = frame.fn;
  const file = stepper.unit.files.get(program.uri);
  if (!file) return [];
  const inspector = new Inspector(stepper.world);
  const found = new Map<string, InlineValue>();
  for (const block of program.ir.blocks) {
    for (const statement of block.statements) {
      if (statement.kind !== "load" && statement.kind !== "store") continue;
      const start = program.offset + statement.range.start;
      const whole = file.source.text.slice(start, program.offset + statement.range.end);
      const text = statement.kind === "load" ? whole : (whole.split("=")[0] ?? "").trim();
      if (!SIMPLE.test(text)) continue;
      const at = file.source.lines.position(start);
      const key = `${at.line} ${text}`;
      if (found.has(key)) continue;
      const note = noteOf(inspector, frame, text, program.uri);
      if (note)
        found.set(key, { line: at.line + 1, column: at.column + 1, endColumn: at.column + 1 + text.length, text: `${text}: ${note}` });
    }
  }
  return [...found.values()];
}

function noteOf(inspector: Inspector, frame: CodeFrame, text: string, uri: string): string | undefined {
  try {
    const ref = evaluateExpression(inspector, frame, text, uri);
    const value = inspector.read(ref);
    return value !== undefined && isConcrete(value) ? inspector.handleNote(value, ref.type) : undefined;
  } catch {
    return undefined;
  }
}
