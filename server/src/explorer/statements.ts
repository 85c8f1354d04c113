/**
 * Where a person would say that a function stands: its source statements, and the operation of the compiled function with which each begins.
 * A condition, and each part of the head of a loop, is a statement of its own. A declaration without an initialiser is none.
 */
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { SyntaxNode } from "../source/syntax.ts";

export interface SourceStatement {
  readonly fn: ProgramFunction;
  /** Absolute offsets in the file of the function. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FunctionStatements {
  /** The statement that the operation of this block begins; `pc` behind the last one is the end of the block. */
  begins(block: number, pc: number): SourceStatement | undefined;
  /** The statement that the operation belongs to. */
  of(block: number, pc: number): SourceStatement | undefined;
  /** In the order of the text. */
  readonly all: readonly SourceStatement[];
}

const JUMPS = new Set(["break_statement", "continue_statement", "goto_statement"]);
const WHOLE = new Set([
  ...JUMPS,
  "expression_statement",
  "return_statement",
  "throw_statement",
  "co_return_statement",
  "field_initializer",
  "init_declarator",
]);
/** Parts of a statement's head that run by themselves. */
const PARTS = ["condition", "initializer", "update", "right"] as const;

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly jump: boolean;
}

/** Ranges of all statements below a node, outer ones before those of the lambdas in them. */
function pieces(root: SyntaxNode): Piece[] {
  const found: Piece[] = [];
  const add = (node: SyntaxNode): void => void found.push({ start: node.startIndex, end: node.endIndex, jump: JUMPS.has(node.type) });
  /** Inside an expression only the bodies of lambdas hold statements. */
  const visit = (node: SyntaxNode, expression: boolean): void => {
    const whole = !expression && (WHOLE.has(node.type) || (node.type === "declaration" && node.parent?.type === "for_statement"));
    if (whole) add(node);
    const inside = (expression || whole || /expression|arguments|argument_list/.test(node.type)) && node.type !== "lambda_expression";
    const parts = new Set<number>();
    if (!inside && /^(?:if|while|do|for|switch)_statement$|^for_range_loop$/.test(node.type)) {
      for (const name of PARTS) {
        const part = node.childForFieldName(name);
        if (!part || (part.type === "declaration" && name === "initializer")) continue;
        add(part);
        parts.add(part.id);
      }
    }
    for (const child of node.namedChildren) if (child) visit(child, (inside || parts.has(child.id)) && child.type !== "lambda_expression");
  };
  visit(root, false);
  return found;
}

interface RangedOp {
  readonly block: number;
  readonly pc: number;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

function operations(fn: ProgramFunction): RangedOp[] {
  const at = (range: { readonly start: number; readonly end: number }) => ({ start: fn.offset + range.start, end: fn.offset + range.end });
  return fn.ir.blocks.flatMap((block) => [
    ...block.statements.map((statement, pc) => ({ block: block.id, pc, ...at(statement.range), kind: statement.kind })),
    { block: block.id, pc: block.statements.length, ...at(block.end.range), kind: block.end.kind },
  ]);
}

/** Operations that do nothing which a person wrote. */
const SILENT = new Set(["declare", "scopeEnd", "jump"]);

export function statementsOf(unit: Unit, fn: ProgramFunction): FunctionStatements {
  const file = unit.files.get(fn.uri);
  const owner = new Map<string, SourceStatement>();
  const first = new Map<string, SourceStatement>();
  if (!file) return { begins: () => undefined, of: () => undefined, all: [] };
  const { lines, tree } = file.source;
  const statement = (start: number, end: number): SourceStatement => {
    const from = lines.position(start);
    const to = lines.position(end);
    return { fn, start, end, line: from.line + 1, column: from.column + 1, endLine: to.line + 1, endColumn: to.column + 1 };
  };
  const body = tree.rootNode.namedDescendantForIndex(fn.offset + fn.ir.nameRange.start, fn.offset + Math.max(fn.ir.bodyRange.end - 1, 0));
  const made = new Map<Piece, SourceStatement>();
  const parts = body ? pieces(body) : [];
  const begun = new Set<SourceStatement>();
  for (const op of operations(fn)) {
    let piece: Piece | undefined;
    for (const candidate of parts) {
      // the innermost one that holds the operation; a jump's range ends with its statement
      if (candidate.start > op.start || op.end > candidate.end) continue;
      if (!piece || candidate.end - candidate.start < piece.end - piece.start) piece = candidate;
    }
    const key = `${op.block} ${op.pc}`;
    if (!piece) {
      // the closing brace of a function that returns there
      if (op.kind === "return") {
        const end = statement(op.start, op.end);
        owner.set(key, end);
        first.set(key, end);
        made.set({ ...op, jump: false }, end);
      }
      continue;
    }
    let own = made.get(piece);
    if (!own) {
      own = statement(piece.start, piece.end);
      made.set(piece, own);
    }
    owner.set(key, own);
    if (begun.has(own) || (SILENT.has(op.kind) && !piece.jump)) continue;
    begun.add(own);
    first.set(key, own);
  }
  const all = [...new Set(first.values())].sort((a, b) => a.start - b.start);
  return { begins: (block, pc) => first.get(`${block} ${pc}`), of: (block, pc) => owner.get(`${block} ${pc}`), all };
}
