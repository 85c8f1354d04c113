/** A declaration with a body -> its IR. A body that cannot be found at all becomes one `unknown` statement, so that callers always have a function. */
import { lowerFunction } from "../ir/lower.ts";
import type { IrFunction } from "../ir/types.ts";
import type { FunctionDeclaration, Names } from "../names/types.ts";
import type { SourceFile } from "../source/document.ts";
import type { Parser } from "../source/syntax.ts";

/** The function, then the lambdas in it. */
export function lowerDeclaration(
  source: SourceFile,
  declaration: FunctionDeclaration,
  names: Names,
  parser: Parser,
): readonly IrFunction[] {
  const item = declaration.item === undefined ? undefined : source.items[declaration.item];
  if (!item) throw new Error(`${declaration.name} has no item`);
  const parts = lowerFunction(source, item, names, parser);
  return parts.length > 0 ? parts : [unreadable(declaration, item.end - item.start)];
}

/** One `unknown` statement in place of a body. */
export function unreadable(declaration: FunctionDeclaration, length: number): IrFunction {
  const whole = { start: 0, end: length };
  const text = declaration.name.slice(0, 80);
  return {
    name: declaration.name,
    ...(declaration.record === undefined ? {} : { record: declaration.record }),
    isStatic: declaration.isStatic,
    isVirtual: declaration.isVirtual,
    isConstructor: declaration.isConstructor,
    isDestructor: declaration.isDestructor,
    internal: declaration.internal,
    result: declaration.result,
    params: declaration.params.map(({ name, type }) => ({ name, type, range: whole })),
    variadic: declaration.variadic,
    locals: [],
    blocks: [
      {
        id: 0,
        statements: [{ kind: "unknown", reason: "error-node", text, mentions: [], range: whole }],
        end: { kind: "return", range: whole },
      },
    ],
    tempCount: 0,
    nameRange: whole,
    bodyRange: whole,
    understood: { statements: 1, unknown: 1 },
    asked: new Map(),
  };
}
