/** Literals as operands. */
import { CHAR, type CType, INT, pointerTo, VOID, WCHAR, wrapInteger } from "../names/ctype.ts";
import { characterLiteral, floatLiteral, integerLiteral, stringLiteral } from "../names/literals.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import type { Lowering, Operand } from "./context.ts";
import { intOperand, unknownValue } from "./conversions.ts";

export function lowerNumber(c: Lowering, node: Syntax): Operand {
  // The grammar may take a sign into the literal.
  const text = c.text(node).replace(/^[-+]\s*/, "");
  const isNegative = c.text(node).startsWith("-");
  const whole = integerLiteral(text);
  if (whole !== undefined) return intOperand(isNegative ? wrapInteger(-whole.value, whole.type, c.names.target) : whole.value, whole.type);
  const real = floatLiteral(text);
  if (real !== undefined)
    return { value: { kind: "float", value: isNegative ? -real.value : real.value, type: real.type }, type: real.type };
  return unknownValue(text, INT);
}

export function lowerCharacter(c: Lowering, node: Syntax): Operand {
  const found = characterLiteral(c.text(node));
  if (found === undefined) return unknownValue(c.text(node), INT);
  // In C a character constant is an int, in C++ a char.
  const type: CType = c.isCpp || found.type === WCHAR ? found.type : INT;
  return intOperand(found.value, type, c.text(node));
}

export function stringOperand(value: string, wide: boolean): Operand {
  return { value: { kind: "string", value, wide }, type: pointerTo(wide ? WCHAR : CHAR) };
}

/** Macros that make a string literal wide if the program is compiled for UNICODE. */
export const TEXT_MACROS: ReadonlySet<string> = new Set(["_T", "TEXT", "_TEXT", "__T", "__TEXT", "T"]);
/** Macros that hand a literal on as it is. */
export const PLAIN_TEXT_MACROS: ReadonlySet<string> = new Set(["_", "N_", "OLESTR"]);

export function isUnicode(c: Lowering): boolean {
  const type = c.names.type("TCHAR");
  return type?.kind === "int" && type.bits === 16;
}

/** `"a"`, `L"a" "b"`, `"a" PRIu32 "b"`; a part that is no literal is left out. */
export function lowerString(c: Lowering, node: Syntax): Operand {
  let value = "";
  let wide = false;
  const parts = node.type === "concatenated_string" ? named(node) : [node];
  for (const part of parts) {
    if (part.type !== "string_literal" && part.type !== "raw_string_literal") {
      const constant = c.names.macro(c.text(part));
      const literal = constant === undefined ? undefined : stringLiteral(constant.body.trim());
      value += literal?.value ?? "";
      continue;
    }
    const literal = stringLiteral(c.text(part));
    value += literal?.value ?? "";
    wide ||= literal?.wide ?? false;
  }
  return stringOperand(value, wide);
}

/** Literal inside `_T("…")` or `TEXT("a") TEXT("b")`; undefined if the argument is none. */
export function lowerTextMacro(c: Lowering, args: Syntax, before?: Syntax): Operand | undefined {
  const inner = named(args);
  if (inner.length !== 1) return undefined;
  const literal = inner[0]!;
  if (literal.type === "char_literal") {
    const found = characterLiteral(c.text(literal));
    return found === undefined ? undefined : intOperand(found.value, isUnicode(c) ? WCHAR : CHAR, c.text(literal));
  }
  if (literal.type !== "string_literal" && literal.type !== "concatenated_string") return undefined;
  const found = lowerString(c, literal);
  const head = before === undefined ? undefined : lowerString(c, before);
  if (found.value.kind !== "string") return undefined;
  const prefix = head?.value.kind === "string" ? head.value.value : "";
  return stringOperand(prefix + found.value.value, found.value.wide || isUnicode(c));
}

export function nullPointer(): Operand {
  return intOperand(0n, pointerTo(VOID), "NULL");
}

/** Text of a field or of the node itself. */
export function operatorOf(c: Lowering, node: Syntax): string {
  const operator = field(node, "operator");
  return operator === undefined ? "" : c.text(operator);
}
