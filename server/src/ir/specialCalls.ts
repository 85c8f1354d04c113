/** Calls that are statements of their own kind: assertions, message crackers, statement macros, functions that do not return. */
import { type CType, unknownType } from "../names/ctype.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { emitCall } from "./callEmit.ts";
import type { Lowering, Result } from "./context.ts";
import { convert, intOperand, operandOf } from "./conversions.ts";
import { expandableMacro, expandCall, expandObject } from "./expand.ts";
import { lowerDiscarded } from "./expressions.ts";
import { lastRange, lowerCondition } from "./flow.ts";
import { asValue, functionResult, soleExpression } from "./identifiers.ts";
import { ANYBODYS_ASSERT, assertKind, knownMacroResult, NEVER_RETURN } from "./knownMacros.ts";
import { addLabel } from "./switches.ts";

/** True if the expression was a statement of such a kind and has been lowered. */
export function lowerSpecialCall(c: Lowering, node: Syntax): boolean {
  if (node.type === "identifier") return lowerStatementMacro(c, node, c.text(node), undefined);
  if (node.type !== "call_expression") return false;
  const fn = field(node, "function");
  const args = field(node, "arguments");
  if (fn === undefined || args === undefined || (fn.type !== "identifier" && fn.type !== "qualified_identifier")) return false;
  const name = c
    .spelling(fn)
    .replace(/\s*::\s*/g, "::")
    .replace(/^::/, "");
  if (c.lookup(name) !== undefined) return false;
  if (name === "HANDLE_MSG" && lowerCracker(c, node, args)) return true;
  const kind = assertKind(name);
  const isOwn =
    c.names.functions(name, c.record).some((f) => f.defined || f.offset > 0) ||
    (ANYBODYS_ASSERT.has(name) && c.names.macro(name) !== undefined);
  if (kind !== undefined && named(args).length > 0 && !isOwn) {
    lowerAssert(c, node, named(args), kind);
    return true;
  }
  if (NEVER_RETURN.has(name)) {
    lowerDiscarded(c, node);
    c.builder.terminate({ kind: "unreachable", range: c.range(node) });
    return true;
  }
  return fn.type === "identifier" && lowerStatementMacro(c, node, name, args);
}

/** A macro of the program that stands for statements rather than an expression. */
function lowerStatementMacro(c: Lowering, node: Syntax, name: string, args: Syntax | undefined): boolean {
  const macro = knownMacroResult(name) === undefined ? expandableMacro(c, name, node.start) : undefined;
  if (macro === undefined || (macro.params === undefined) !== (args === undefined)) return false;
  if (macro.body.trim() === "") {
    // Defined as nothing: neither it nor its arguments are there.
    return true;
  }
  const expansion = args === undefined ? expandObject(c, macro, node) : expandCall(c, macro, node, args);
  if (expansion === undefined) {
    // The name alone may be a variable or a constant of that spelling.
    if (args === undefined) return false;
    c.unknown(node, "macro", false);
    return true;
  }
  if (soleExpression(expansion.statements) !== undefined) {
    const only = soleExpression(expansion.statements)!;
    c.inFrame(expansion.frame, () =>
      c.deeper(
        () => {
          if (!lowerSpecialCall(c, only)) lowerDiscarded(c, only);
        },
        () => void c.unknown(node, "depth", false),
      ),
    );
    return true;
  }
  c.inFrame(expansion.frame, () => c.item.visit.statements(c, expansion.statements));
  return true;
}

function lowerAssert(c: Lowering, node: Syntax, args: readonly Syntax[], kind: NonNullable<ReturnType<typeof assertKind>>): void {
  const range = c.range(node);
  const holds = c.builder.newBlock();
  const fails = c.builder.newBlock();
  lowerCondition(c, args[0]!, holds, fails, kind === "return-if-fail" ? "if" : "assert");
  c.builder.startAt(fails);
  if (kind === "return-if-fail") {
    const value =
      args[1] === undefined || c.result.kind === "void"
        ? undefined
        : convert(c, operandOf(c, c.item.visit.expression(c, args[1]), range), c.result, range);
    c.leaveTo(undefined, range);
    c.builder.terminate(value === undefined ? { kind: "return", range } : { kind: "return", value: value.value, range });
    c.builder.startAt(holds);
    return;
  }
  // Without assertions compiled in, control goes on either way.
  c.builder.jump(holds, lastRange(range));
  c.builder.startAt(holds);
}

/** A handler that nothing visible declares is a function all the same. */
function handlerResult(c: Lowering, handler: Syntax): Result {
  const name = c.spelling(handler);
  const isKnown = handler.type !== "identifier" || c.lookup(name) !== undefined || c.names.variable(name, c.record) !== undefined;
  return isKnown || c.names.macro(name) !== undefined
    ? c.item.visit.expression(c, handler)
    : functionResult(name, c.names.functions(name, c.record)[0]);
}

/**
 * windowsx.h: `case (message): return HANDLE_##message((hwnd), (wParam), (lParam), (fn))`. A cracker that the program defines is
 * expanded; one of the header stays a call with its name, so that whoever reads the IR can take the parameters apart.
 */
function lowerCracker(c: Lowering, node: Syntax, args: Syntax): boolean {
  const [window, message, handler] = named(args);
  if (window === undefined || message === undefined || handler === undefined) return false;
  const range = c.range(node);
  if (!addLabel(c, message, range)) return false;
  const name = `HANDLE_${c.spelling(message)}`;
  const object = (text: string): ReturnType<typeof operandOf> => {
    const binding = c.lookup(text);
    return binding === undefined
      ? { value: { kind: "unknown", text, type: unknownType(text) }, type: unknownType(text) }
      : operandOf(c, { kind: "place", ...c.located(binding) }, range);
  };
  const macro = expandableMacro(c, name, node.start);
  const made: Syntax = { ...node, children: [] };
  let value: { value: Parameters<Lowering["store"]>[1]; type: CType } | undefined;
  if (macro?.params !== undefined) {
    const text = `(${c.text(window)}, wParam, lParam, ${c.text(handler)})`;
    const list: Syntax = { ...args, start: 0, end: text.length, children: [] };
    const expansion = c.inFrame({ ...c.frame, text, range: () => range }, () => expandCall(c, macro, made, list));
    const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
    if (expansion !== undefined && only !== undefined)
      value = c.inFrame(expansion.frame, () => operandOf(c, c.item.visit.expression(c, only), range));
  }
  if (value === undefined) {
    const result = c.item.visit.expression(c, window);
    const call = emitCall(c, {
      callee: { kind: "name", name },
      args: [
        { result, range: c.range(window) },
        { result: asValue(object("wParam")), range },
        { result: asValue(object("lParam")), range },
        { result: handlerResult(c, handler), range: c.range(handler) },
      ],
      signature: { result: c.names.type("LRESULT") ?? unknownType("LRESULT"), params: undefined },
      range,
      nameRange: range,
      discarded: false,
    });
    value = operandOf(c, call, range);
  }
  const returned = c.result.kind === "void" ? intOperand(0n) : convert(c, value, c.result, range);
  c.leaveTo(undefined, range);
  c.builder.terminate({ kind: "return", value: returned.value, range });
  return true;
}
