/** ERROR nodes inside a statement: what they hide is said before what is left of the statement is lowered. */
import { type Syntax, visit } from "../names/syntax.ts";
import type { Lowering } from "./context.ts";

/** Emits one `unknown` for the errors below `node`, if there are any. Bodies of lambdas speak for themselves. */
export function reportErrors(c: Lowering, node: Syntax): void {
  if (!node.hasError) return;
  let first: Syntax | undefined;
  visit(node, (n) => {
    if (!n.hasError || first !== undefined || (n.type === "lambda_expression" && n !== node) || n.type === "compound_statement")
      return false;
    if (n.type === "ERROR") {
      first = n;
      return false;
    }
    return true;
  });
  if (first !== undefined) c.unknown(node, "error-node", false);
}
