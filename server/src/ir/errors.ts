/** ERROR nodes inside a statement: what they hide is said before what is left of the statement is lowered. */
import { field, type Syntax, visit } from "../names/syntax.ts";
import type { Lowering } from "./context.ts";
import { castMacro } from "./knownMacros.ts";

/** A macro whose arguments are read as text: a type among them is no error. */
function takesTypes(c: Lowering, call: Syntax): boolean {
  const fn = field(call, "function");
  if (fn?.type !== "identifier") return false;
  const name = c.text(fn);
  return name === "va_arg" || castMacro(name) !== undefined || c.names.macro(name)?.params !== undefined;
}

/** Emits one `unknown` for the errors below `node`, if there are any. Bodies of lambdas speak for themselves. */
export function reportErrors(c: Lowering, node: Syntax): void {
  if (!node.hasError) return;
  let first: Syntax | undefined;
  visit(node, (n) => {
    if (!n.hasError || first !== undefined || (n.type === "lambda_expression" && n !== node) || n.type === "compound_statement")
      return false;
    if (n.type === "call_expression" && takesTypes(c, n)) return false;
    if (n.type === "ERROR") {
      first = n;
      return false;
    }
    return true;
  });
  if (first !== undefined) c.unknown(node, "error-node", false);
}
