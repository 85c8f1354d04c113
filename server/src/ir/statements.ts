/** Statements and their control flow. */
import { field, named, type Syntax } from "../names/syntax.ts";
import type { DraftBlock } from "./builder.ts";
import type { Lowering, Operand } from "./context.ts";
import { expressionValue, operandOf } from "./conversions.ts";
import { lowerDeclaration } from "./declarations.ts";
import { lowerDirective } from "./directives.ts";
import { reportErrors } from "./errors.ts";
import { lowerSehTry, lowerTry } from "./exceptions.ts";
import { lowerDiscarded } from "./expressions.ts";
import { branch, lastRange, lowerCondition, type Origin } from "./flow.ts";
import { jumpOut, lowerGoto, lowerLabel, lowerReturn } from "./jumps.ts";
import { lowerRewrittenLoop, lowerWithNext, originalHead } from "./loopMacros.ts";
import { lowerRangeFor } from "./ranges.ts";
import { lowerCase, lowerSwitch } from "./switches.ts";
import { lowerSpecialCall } from "./specialCalls.ts";
import { isObject, scalarOf } from "./overloads.ts";
import { fullExpression } from "./temporaries.ts";

export function lowerStatements(c: Lowering, nodes: readonly Syntax[]): void {
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (lowerWithNext(c, node, nodes[i + 1])) {
      // A missing semicolon stands between the two in some trees.
      i++;
    } else lowerStatement(c, node);
  }
}

export function lowerStatement(c: Lowering, node: Syntax): void {
  c.deeper(
    () => {
      if (node.cut === true) c.unknown(node, "depth", false);
      else statement(c, node);
    },
    () => void c.unknown(node, "depth", false),
  );
}

function statement(c: Lowering, node: Syntax): void {
  switch (node.type) {
    case "compound_statement":
      c.inScope(c.range(node), () => lowerStatements(c, named(node)));
      return;
    case "expression_statement": {
      reportErrors(c, node);
      for (const expression of named(node)) {
        if (expression.type === "ERROR") continue;
        fullExpression(c, lastRange(c.range(node)), () => {
          if (!lowerSpecialCall(c, expression)) lowerDiscarded(c, expression);
        });
      }
      return;
    }
    case "declaration":
      reportErrors(c, node);
      lowerDeclaration(c, node);
      return;
    case "if_statement":
      lowerIf(c, node);
      return;
    case "while_statement":
      if (!lowerRewrittenLoop(c, node)) lowerWhile(c, node);
      return;
    case "do_statement":
      lowerDo(c, node);
      return;
    case "for_statement":
      lowerFor(c, node);
      return;
    case "for_range_loop":
      lowerRangeFor(c, node);
      return;
    case "switch_statement":
      lowerSwitch(c, node);
      return;
    case "case_statement":
      lowerCase(c, node);
      return;
    case "return_statement":
    case "co_return_statement":
      lowerReturn(c, node);
      return;
    case "break_statement":
      jumpOut(c, node, c.breaks[c.breaks.length - 1]);
      return;
    case "continue_statement":
      jumpOut(c, node, c.continues[c.continues.length - 1]);
      return;
    case "seh_leave_statement":
      jumpOut(c, node, c.leaves[c.leaves.length - 1]);
      return;
    case "goto_statement":
      lowerGoto(c, node);
      return;
    case "labeled_statement":
      lowerLabel(c, node);
      return;
    case "try_statement":
      lowerTry(c, node);
      return;
    case "seh_try_statement":
      lowerSehTry(c, node);
      return;
    case "throw_statement": {
      const operand = named(node)[0];
      const value = operand === undefined ? undefined : expressionValue(c, operand);
      c.leaveTo(c.tries[c.tries.length - 1], c.range(node));
      c.builder.terminate(
        value === undefined ? { kind: "throw", range: c.range(node) } : { kind: "throw", value: value.value, range: c.range(node) },
      );
      return;
    }
    case "attributed_statement":
    case "linkage_specification":
    case "declaration_list":
      lowerStatements(
        c,
        named(node).filter((n) => n.type !== "attribute_declaration" && n.type !== "string_literal"),
      );
      return;
    case "co_yield_statement":
      for (const operand of named(node)) expressionValue(c, operand);
      return;
    case "preproc_if":
    case "preproc_ifdef":
      lowerDirective(c, node);
      return;
    case "preproc_else":
    case "preproc_elif":
    case "preproc_elifdef":
      lowerStatements(
        c,
        named(node).filter((n) => n.field === null),
      );
      return;
    case "function_definition":
      lowerMisread(c, node);
      return;
    case "ERROR":
      lowerErrorNode(c, node);
      return;
    case "gnu_asm_expression":
      c.unknown(node, "unsupported", false);
      return;
    case "type_definition":
    case "alias_declaration":
    case "using_declaration":
    case "namespace_alias_definition":
    case "namespace_definition":
    case "static_assert_declaration":
    case "struct_specifier":
    case "class_specifier":
    case "union_specifier":
    case "enum_specifier":
    case "template_declaration":
    case "template_instantiation":
    case "preproc_def":
    case "preproc_function_def":
    case "preproc_call":
    case "preproc_include":
    case "concept_definition":
    case "empty_declaration":
    case "attribute_declaration":
      return;
    default:
      // An expression that stands where a statement is wanted.
      lowerDiscarded(c, node);
  }
}

// ------------------------------------------------------------------------------------------------------------ branches

/** The condition of `if`, `while`, `switch`; a declaration in it lives in the scope that is open. */
export function conditionOf(node: Syntax): { initialiser?: Syntax; value?: Syntax } {
  const condition = field(node, "condition");
  if (condition === undefined) return {};
  if (condition.type !== "condition_clause") return { value: condition };
  const value = field(condition, "value");
  return {
    initialiser: field(condition, "initializer"),
    value: value ?? named(condition).find((n) => n.type !== "init_statement" && n.type !== "ERROR"),
  };
}

function lowerTest(c: Lowering, node: Syntax, yes: DraftBlock, no: DraftBlock, origin: Origin): void {
  const { initialiser, value } = conditionOf(node);
  if (initialiser !== undefined) lowerStatements(c, named(initialiser));
  if (value === undefined) {
    const condition = field(node, "condition") ?? node;
    branch(c, c.unknown(condition, "error-node"), yes, no, origin, c.range(condition));
    return;
  }
  reportErrors(c, field(node, "condition") ?? value);
  if (value.type === "declaration") {
    const local = lowerDeclaration(c, value);
    const range = c.range(value);
    const tested: Operand = local === undefined ? c.unknown(value, "unsupported") : testedLocal(c, local, range);
    branch(c, tested, yes, no, origin, range);
    return;
  }
  lowerCondition(c, value, yes, no, origin);
}

function testedLocal(c: Lowering, local: Parameters<Lowering["load"]>[0], range: { start: number; end: number }): Operand {
  const result = { kind: "place" as const, ...local };
  return isObject(c, result) ? scalarOf(c, result, range) : operandOf(c, result, range);
}

/** A chain of `else if` is followed in a loop: its length is no nesting. */
function lowerIf(c: Lowering, first: Syntax): void {
  const join = c.builder.newBlock();
  const scopes: (() => void)[] = [];
  let node: Syntax | undefined = first;
  while (node !== undefined) {
    const current: Syntax = node;
    node = undefined;
    const yes = c.builder.newBlock();
    const no = c.builder.newBlock();
    // A variable of the condition lives to the end of all the branches that follow.
    scopes.push(openScope(c, c.range(current)));
    lowerTest(c, current, yes, no, "if");
    c.builder.startAt(yes);
    const consequence = field(current, "consequence");
    if (consequence !== undefined) lowerBranch(c, consequence);
    endBranch(c, join, scopes.length, scopes, c.range(consequence ?? current));
    c.builder.startAt(no);
    for (const child of current.children) if (child.type === "ERROR") lowerErrorNode(c, child);
    const clause = field(current, "alternative");
    const alternative = clause?.type === "else_clause" ? named(clause).find((n) => n.type !== "ERROR") : clause;
    if (alternative?.type === "if_statement" && alternative.cut !== true) node = alternative;
    else {
      if (alternative !== undefined) lowerBranch(c, alternative);
      endBranch(c, join, scopes.length, scopes, lastRange(c.range(current)));
    }
  }
  for (const close of scopes.reverse()) close();
  c.builder.startAt(join);
}

/** Opens a scope by hand; the answer closes it without emitting anything. */
function openScope(c: Lowering, _range: { start: number; end: number }): () => void {
  const outer = c.scope;
  c.scope = Object.assign(Object.create(Object.getPrototypeOf(outer) as object) as typeof outer, {
    names: new Map(),
    cleanups: [],
    parent: outer,
  });
  return () => {
    c.scope = outer;
  };
}

/** Ends what the conditions of the chain declared and goes to `join`. */
function endBranch(
  c: Lowering,
  join: DraftBlock,
  depth: number,
  _scopes: readonly (() => void)[],
  range: { start: number; end: number },
): void {
  if (!c.builder.isOpen) return;
  let target: Lowering["scope"] | undefined = c.scope;
  for (let i = 0; i < depth; i++) target = target?.parent;
  c.leaveTo(target, range);
  c.builder.jump(join, range);
}

/** A statement that is a branch or a body has a scope even without braces. */
function lowerBranch(c: Lowering, node: Syntax): void {
  if (node.type === "compound_statement") lowerStatement(c, node);
  else c.inScope(c.range(node), () => lowerStatement(c, node));
}

// --------------------------------------------------------------------------------------------------------------- loops

function inLoop(c: Lowering, breakTo: DraftBlock, continueTo: DraftBlock, work: () => void): void {
  c.breaks.push({ block: breakTo, scope: c.scope });
  c.continues.push({ block: continueTo, scope: c.scope });
  work();
  c.breaks.pop();
  c.continues.pop();
}

function lowerWhile(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const head = c.builder.newBlock();
  const body = c.builder.newBlock();
  const exit = c.builder.newBlock();
  c.builder.enter(head, range);
  // A variable of the condition is made anew for each turn.
  const scope = openScope(c, range);
  const inner = c.scope;
  const over = c.builder.newBlock();
  const original = originalHead(c, node);
  // A head that is a macro nobody has seen: how often the body runs is not known.
  if (original !== undefined && !/^while\b/.test(original)) branch(c, c.unknownText(original, range, "macro"), body, over, "loop", range);
  else lowerTest(c, node, body, over, "loop");
  c.builder.startAt(body);
  const next = c.builder.newBlock();
  const statements = field(node, "body");
  inLoop(c, over, next, () => {
    if (statements !== undefined) lowerBranch(c, statements);
  });
  c.builder.enter(next, lastRange(range));
  c.leave(inner, lastRange(range));
  c.builder.jump(head, lastRange(range), true);
  c.builder.startAt(over);
  c.leave(inner, lastRange(range));
  c.builder.enter(exit, lastRange(range));
  scope();
}

function lowerDo(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const body = c.builder.newBlock();
  const test = c.builder.newBlock();
  const exit = c.builder.newBlock();
  const again = c.builder.newBlock();
  c.builder.enter(body, range);
  const statements = field(node, "body");
  inLoop(c, exit, test, () => {
    if (statements !== undefined) lowerBranch(c, statements);
  });
  c.builder.enter(test, lastRange(range));
  if (c.builder.isOpen) {
    const condition = field(node, "condition");
    if (condition === undefined) branch(c, c.unknown(node, "error-node"), again, exit, "loop", range);
    else lowerCondition(c, condition, again, exit, "loop");
    c.builder.startAt(again);
    c.builder.jump(body, lastRange(range), true);
  }
  c.builder.startAt(exit);
}

function lowerFor(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  c.inScope(range, () => {
    const initialiser = field(node, "initializer");
    if (initialiser !== undefined) {
      reportErrors(c, initialiser);
      if (initialiser.type === "declaration") lowerDeclaration(c, initialiser);
      else fullExpression(c, c.range(initialiser), () => lowerDiscarded(c, initialiser));
    }
    const head = c.builder.newBlock();
    const body = c.builder.newBlock();
    const next = c.builder.newBlock();
    const exit = c.builder.newBlock();
    c.builder.enter(head, range);
    const condition = field(node, "condition");
    if (condition === undefined) c.builder.jump(body, range);
    else {
      reportErrors(c, condition);
      lowerCondition(c, condition, body, exit, "loop");
    }
    c.builder.startAt(body);
    const statements = field(node, "body");
    inLoop(c, exit, next, () => {
      if (statements !== undefined) lowerBranch(c, statements);
    });
    c.builder.enter(next, lastRange(range));
    const update = field(node, "update");
    if (update !== undefined) fullExpression(c, c.range(update), () => lowerDiscarded(c, update));
    c.builder.jump(head, lastRange(range), true);
    c.builder.startAt(exit);
  });
}

// ---------------------------------------------------------------------------------------------------------- broken pieces

/** An ERROR between statements: what can be made out in it is lowered, so that calls are seen. */
function lowerErrorNode(c: Lowering, node: Syntax): void {
  c.unknown(node, "error-node", false);
  for (const child of named(node)) {
    if (/_statement$|^declaration$/.test(child.type)) lowerStatement(c, child);
    else if (/^(?:call|assignment|update|delete|new|parenthesized|comma|conditional|binary)_expression$/.test(child.type))
      lowerDiscarded(c, child);
    else if (child.type === "ERROR") lowerErrorNode(c, child);
  }
}

/**
 * `FOREACH(x, list) { … }` reads as a function definition. Such a macro is a loop or a condition: its arguments are evaluated, then
 * the block runs any number of times.
 */
function lowerMisread(c: Lowering, node: Syntax): void {
  const body = field(node, "body");
  const range = c.range(node);
  const head = c.builder.newBlock();
  const inside = c.builder.newBlock();
  const exit = c.builder.newBlock();
  c.builder.enter(head, range);
  const headText = body === undefined ? c.text(node) : c.frame.text.slice(node.start, body.start);
  branch(c, c.unknownText(headText, range, "macro"), inside, exit, "loop", range);
  c.builder.startAt(inside);
  if (body !== undefined) {
    inLoop(c, exit, head, () => lowerStatement(c, body));
  }
  c.builder.jump(head, lastRange(range), true);
  c.builder.startAt(exit);
}
