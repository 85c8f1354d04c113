/** Names that can go on what is written in the debug console. */
import type { CodeFrame } from "../interpreter/frame.ts";
import { evaluateExpression } from "./expression.ts";
import { globalsScope } from "./scopes.ts";
import type { Inspector } from "./values.ts";

export interface Completion {
  readonly label: string;
  readonly kind: "variable" | "field";
  /** Type, for the person. */
  readonly detail: string;
}

export interface Completions {
  /** Characters before the cursor that a completion replaces. */
  readonly typed: number;
  readonly items: readonly Completion[];
}

const MEMBER = /(?:\.|->)\s*$/;

/** Where the operand that ends here begins: names, members, elements and what stands in brackets. */
function operandStart(text: string): number {
  let at = text.length;
  for (;;) {
    const before = text.slice(0, at);
    const closing = /[)\]]\s*$/.exec(before);
    if (closing) {
      let depth = 0;
      let open = closing.index;
      for (; open >= 0; open--) {
        if (/[)\]]/.test(text[open]!)) depth++;
        else if (/[([]/.test(text[open]!) && --depth === 0) break;
      }
      if (open < 0) return at;
      at = open;
      continue;
    }
    const part = /(?:[A-Za-z_]\w*|\.|->|::)\s*$/.exec(before);
    if (!part || part.index === at) return at;
    // two names side by side are no operand
    if (/^\w/.test(part[0]) && /^\s*\w/.test(text.slice(at))) return at;
    at = part.index;
  }
}

/** @param text what is written up to the cursor. */
export function completionsOf(inspector: Inspector, frame: CodeFrame | undefined, text: string, uri: string): Completions {
  const word = /[A-Za-z_]\w*$/.exec(text)?.[0] ?? "";
  const before = text.slice(0, text.length - word.length);
  const fits = (label: string): boolean => label.toLowerCase().startsWith(word.toLowerCase());
  const found = new Map<string, Completion>();
  const add = (label: string, kind: Completion["kind"], detail: string): void => {
    if (fits(label) && !found.has(label)) found.set(label, { label, kind, detail });
  };
  const operator = MEMBER.exec(before);
  if (operator) {
    const operand = before.slice(0, operator.index);
    try {
      const ref = evaluateExpression(inspector, frame, operand.slice(operandStart(operand)), uri);
      for (const { name, type } of inspector.memberNames(ref)) add(name, "field", type);
    } catch {
      // what has no value now has no members
    }
  } else if (!/[\w"']\s*$/.test(before)) {
    if (frame) {
      const variables = inspector.variables(frame);
      for (const { name, ref } of [...variables].reverse()) add(name, "variable", inspector.show(name, ref).type);
      const self = variables.find((one) => one.name === "this");
      if (self) for (const { name, type } of inspector.memberNames(self.ref)) add(name, "field", type);
    }
    for (const { name, type } of globalsScope(inspector)) add(name, "variable", type);
  }
  return { typed: word.length, items: [...found.values()] };
}
