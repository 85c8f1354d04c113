// For the survey alone: where a mutant stands for an expression, its value is compared with that of the expression each time this is
// evaluated. A judge in which the two are never different need not be asked: its run with the mutant would be the same run.
import ts from "typescript";

const isCallOf = (node, name) => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

/** What an expression can do beside having a value; accessors of this code at most remember what they answered. */
const ACTS = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.DeleteExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.YieldExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.PostfixUnaryExpression,
]);
const STEPS = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);

function acts(node) {
  if (ACTS.has(node.kind)) return true;
  if (ts.isPrefixUnaryExpression(node) && STEPS.has(node.operator)) return true;
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) return true;
  }
  return ts.forEachChild(node, acts) ?? false;
}

const yields = (node) => ts.isYieldExpression(node) || (ts.forEachChild(node, yields) ?? false);

/** The instrumented code of a module with its switches of expressions as calls of `stryObs_9fa48(original, [id, mutated?][])`. */
export function observed(name, code) {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const textOf = (node) => {
    const chain = chainOf(node);
    if (chain) {
      const all = chain.mutants.map(([id, mutated]) => `[${JSON.stringify(id)}${acts(mutated) ? "" : `, () => (${mutated.getText()})`}]`);
      return `stryObs_9fa48(() => (${textOf(chain.original)}), [${all.join(", ")}])`;
    }
    let text = "";
    let at = node.getStart();
    ts.forEachChild(node, (child) => {
      text += code.slice(at, child.getStart()) + textOf(child);
      at = child.getEnd();
    });
    return text + code.slice(at, node.getEnd());
  };
  return textOf(source);
}

/** `stryMutAct("1") ? mutated : stryMutAct("2") ? … : (stryCov("1", "2"), original)`, taken apart. */
function chainOf(node) {
  const mutants = [];
  let rest = node;
  while (ts.isConditionalExpression(rest) && isCallOf(rest.condition, "stryMutAct_9fa48")) {
    mutants.push([rest.condition.arguments[0].text, rest.whenTrue]);
    rest = rest.whenFalse;
  }
  if (mutants.length === 0 || !ts.isParenthesizedExpression(rest) || !ts.isBinaryExpression(rest.expression)) return undefined;
  const { left, right, operatorToken } = rest.expression;
  if (operatorToken.kind !== ts.SyntaxKind.CommaToken || !isCallOf(left, "stryCov_9fa48") || yields(right)) return undefined;
  return { mutants, original: right };
}
