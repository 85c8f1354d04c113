/** Constant expressions with the names of a program in view. */
import { sizeOf } from "./layout.ts";
import { evaluateTokens } from "./evaluate.ts";
import type { Constant } from "./literals.ts";
import { tokenize } from "./tokens.ts";
import type { Names } from "./types.ts";

/**
 * Value and type of an integer constant expression, with the widths of the target: literals, enumerators, object- and
 * function-like macros, casts and `sizeof`. Undefined if it is no constant or needs a name that nothing visible declares.
 */
export function evaluateConstant(text: string, names: Names, fromRecord?: string): Constant | undefined {
  return evaluateTokens(tokenize(text), {
    target: names.target,
    identifier: (name) => names.constant(name, fromRecord),
    macro: (name) => names.macro(name),
    type: (name) => names.type(name, fromRecord),
    sizeOf: (type) => sizeOf(names.resolve(type, fromRecord), names),
  });
}
