/** Enumerators of an `enum`, with their values as far as literals and earlier enumerators give them. */
import { evaluateTokens } from "./evaluate.ts";
import { qualify, tagName } from "./specifiers.ts";
import { field, type Syntax, textOf, visit } from "./syntax.ts";
import { tokenize } from "./tokens.ts";
import type { EnumConstant } from "./types.ts";

/** An unscoped enumerator is a name of the scope around it; `enum class` ones stand under the enumeration as well. */
export function readEnumerators(node: Syntax, source: string, scope: string, givenName?: string): EnumConstant[] {
  const body = field(node, "body");
  if (body === undefined) return [];
  const isScoped = node.children.some((c) => c.type === "class" || c.type === "struct");
  const own = field(node, "name") === undefined ? givenName : tagName(node, source);
  const name = own === undefined ? undefined : qualify(scope, own);
  const known = new Map<string, bigint>();
  const out: EnumConstant[] = [];
  /** Value of the last enumerator, or its spelling if it must be looked up, and the distance from it. */
  let base: { value?: bigint; text?: string; offset: bigint } = { value: 0n, offset: 0n };
  visit(body, (child) => {
    if (child.type !== "enumerator") return true;
    const nameNode = field(child, "name");
    if (nameNode === undefined) return false;
    const text = textOf(nameNode, source);
    const valueNode = field(child, "value");
    if (valueNode !== undefined) {
      const spelled = textOf(valueNode, source);
      const value = evaluateTokens(tokenize(spelled), { identifier: (id) => wrap(known.get(id)) })?.value;
      base = value === undefined ? { text: spelled, offset: 0n } : { value, offset: 0n };
    }
    const value = base.value === undefined ? undefined : base.value + base.offset;
    const full = qualify(isScoped && name !== undefined ? name : scope, text);
    if (value !== undefined) known.set(text, value);
    out.push({
      name: full,
      value,
      ...(value === undefined ? { text: base.offset === 0n ? base.text : `(${base.text}) + ${base.offset}` } : {}),
      ...(name === undefined ? {} : { enum: name }),
      offset: nameNode.start,
    });
    base = { ...base, offset: base.offset + 1n };
    return false;
  });
  return out;
}

function wrap(value: bigint | undefined): { value: bigint; type: { kind: "int"; bits: 32; signed: true } } | undefined {
  return value === undefined ? undefined : { value, type: { kind: "int", bits: 32, signed: true } };
}
