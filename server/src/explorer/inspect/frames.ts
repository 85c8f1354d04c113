/** The stack of a thread as a person reads it: functions of the program, and the library calls between them. */
import type { CodeFrame } from "../interpreter/frame.ts";
import type { SourceStatement } from "../statements.ts";
import type { Stepper } from "../stepper.ts";

export interface ShownFrame {
  /** Index in the thread's frames. */
  readonly index: number;
  readonly name: string;
  /** Of a function of the program: where it stands. */
  readonly code?: CodeFrame;
  readonly uri?: string;
  readonly place?: Pick<SourceStatement, "line" | "column" | "endLine" | "endColumn">;
}

/** Names of the environment's own procedures. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  "environment:pump": "message pump of the environment",
  "environment:window": "window of the environment",
  "environment:destroy": "destructors",
  "environment:unwind": "destructors",
  "environment:construct": "constructors of the program's objects",
  "environment:ending": "destructors of the program's objects",
  "environment:dispatched": "completion",
  "": "",
};

/** Innermost first. */
export function framesOf(stepper: Stepper, thread: number): readonly ShownFrame[] {
  const found: ShownFrame[] = [];
  const { frames } = stepper.world.threads[thread] ?? { frames: [] };
  for (let index = frames.length - 1; index >= 0; index--) {
    const frame = frames[index]!;
    if (frame.kind === "model") {
      const name = ENVIRONMENT[frame.model] ?? frame.model;
      if (name !== "" && frame.purpose !== "entry" && frame.purpose !== "thread") found.push({ index, name });
      continue;
    }
    const { program } = frame.fn;
    // a caller has stepped over the statement of its call already
    const inner = index === frames.length - 1;
    const file = stepper.unit.files.get(program.uri);
    found.push({ index, name: program.name, code: frame, uri: program.uri, ...(file ? { place: placeOf(stepper, frame, inner) } : {}) });
  }
  return found;
}

function placeOf(stepper: Stepper, frame: CodeFrame, inner: boolean): ShownFrame["place"] {
  const { program } = frame.fn;
  const block = frame.fn.blocks[frame.block]!;
  const pc = inner ? frame.pc : Math.max(0, frame.pc - 1);
  const statements = stepper.statements(program);
  const own = statements.of(frame.block, pc) ?? after(stepper, frame, pc);
  if (own) return own;
  const { range } = block.ops[pc] ?? block.end;
  const { lines } = stepper.unit.files.get(program.uri)!.source;
  const from = lines.position(program.offset + range.start);
  return { line: from.line + 1, column: from.column + 1, endLine: from.line + 1, endColumn: from.column + 2 };
}

/** The next statement in the block: what stands before it is the compiler's. */
function after(stepper: Stepper, frame: CodeFrame, pc: number): SourceStatement | undefined {
  const statements = stepper.statements(frame.fn.program);
  for (let at = pc + 1; at <= frame.fn.blocks[frame.block]!.ops.length; at++) {
    const found = statements.of(frame.block, at);
    if (found) return found;
  }
  return undefined;
}
