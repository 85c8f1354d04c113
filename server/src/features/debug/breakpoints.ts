/** Breakpoints of a session: where they can stand, and whether one holds. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { SourceStatement } from "../../explorer/statements.ts";
import type { Stepper } from "../../explorer/stepper.ts";
import type { ProgramFunction } from "../../program/types.ts";

export interface LineBreakpoint {
  readonly id: number;
  readonly line: number;
  readonly condition?: string;
  /** Which arrivals count: `3`, `>= 3`, `% 2`. */
  readonly hits?: string;
  readonly logMessage?: string;
}

const HITS = /^\s*(==?|>=?|<=?|%)?\s*(\d+)\s*$/;

/** Whether the arrival with this number, from 1, is one of those that are meant. */
export function hitCounts(condition: string, arrival: number): boolean {
  const [, operator = "==", number = "0"] = HITS.exec(condition) ?? [];
  const wanted = Number(number);
  switch (operator) {
    case ">":
      return arrival > wanted;
    case ">=":
      return arrival >= wanted;
    case "<":
      return arrival < wanted;
    case "<=":
      return arrival <= wanted;
    case "%":
      return wanted > 0 && arrival % wanted === 0;
    default:
      return arrival === wanted;
  }
}

export class Breakpoints {
  /** By uri and line. */
  readonly #lines = new Map<string, Map<number, LineBreakpoint[]>>();
  #functions: readonly string[] = [];
  #first = new Map<ProgramFunction, SourceStatement | undefined>();
  #next = 1;

  constructor(private readonly stepper: Stepper) {}

  /** Statements of a file in the order of the text. */
  statements(uri: string): readonly SourceStatement[] {
    const file = this.stepper.unit.files.get(uri);
    const found = (file?.functions ?? []).flatMap((fn) => this.stepper.statements(fn).all);
    return [...found].sort((a, b) => a.start - b.start);
  }

  /** Each goes to the first line at or after the wanted one, in the same function, on which a statement begins. */
  set(uri: string, wanted: readonly DebugProtocol.SourceBreakpoint[], source: DebugProtocol.Source): DebugProtocol.Breakpoint[] {
    const lines = new Map<number, LineBreakpoint[]>();
    this.#lines.set(uri, lines);
    const statements = this.statements(uri);
    return wanted.map(({ line, condition, hitCondition, logMessage }) => {
      const id = this.#next++;
      const at = statements.find((statement) => statement.line >= line);
      const file = this.stepper.unit.files.get(uri);
      const begins = at && file ? file.source.lines.position(at.fn.offset).line + 1 : 0;
      // a line above the function belongs to none
      if (!at || begins > line) return { id, verified: false, message: "No statement of this run begins there.", source };
      if (hitCondition && !HITS.test(hitCondition))
        return { id, verified: false, message: `'${hitCondition}' is no count: 3, >= 3 or % 3 is expected.`, source };
      const own = lines.get(at.line) ?? [];
      lines.set(at.line, own);
      own.push({
        id,
        line: at.line,
        ...(condition ? { condition } : {}),
        ...(hitCondition ? { hits: hitCondition } : {}),
        ...(logMessage ? { logMessage } : {}),
      });
      return { id, verified: true, line: at.line, source };
    });
  }

  at(statement: SourceStatement): readonly LineBreakpoint[] {
    return this.#lines.get(statement.fn.uri)?.get(statement.line) ?? [];
  }

  setFunctions(names: readonly string[]): DebugProtocol.Breakpoint[] {
    this.#functions = names.map((name) => name.trim().replace(/^::/, "").replace(/\(.*$/, ""));
    this.#first = new Map();
    return this.#functions.map((name) => {
      const found = this.stepper.unit.functions.some((fn) => matches(fn, name));
      return { id: this.#next++, verified: found, ...(found ? {} : { message: `There is no function ${name}.` }) };
    });
  }

  /** The statement is the first of a function with a breakpoint. */
  entersFunction(statement: SourceStatement): boolean {
    if (!this.#functions.some((name) => matches(statement.fn, name))) return false;
    if (!this.#first.has(statement.fn)) this.#first.set(statement.fn, this.stepper.statements(statement.fn).all[0]);
    return this.#first.get(statement.fn) === statement;
  }
}

function matches(fn: ProgramFunction, name: string): boolean {
  return fn.name === name || fn.name.endsWith(`::${name}`);
}
