/** `#if` groups that nobody decided: branches on a symbol that is the same everywhere in a program. */
import { field, named, type Syntax, squeezed } from "../names/syntax.ts";
import type { Lowering } from "./context.ts";
import { branch, lastRange } from "./flow.ts";

/** Lowers `#if`/`#ifdef` with its alternatives. */
export function lowerDirective(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const join = c.builder.newBlock();
  let at: Syntax | undefined = node;
  while (at !== undefined) {
    const current: Syntax = at;
    const alternative: Syntax | undefined = field(current, "alternative");
    if (current.type === "preproc_else") {
      c.item.visit.statements(c, bodyOf(current));
      c.builder.enter(join, lastRange(range));
      return;
    }
    const yes = c.builder.newBlock();
    const no = c.builder.newBlock();
    const { text, negated } = conditionOf(c, current);
    const line = c.range({ start: current.start, end: Math.min(current.end, lineEnd(c, current)) });
    const condition = { value: { kind: "config" as const, condition: text }, type: { kind: "bool" as const } };
    if (negated) branch(c, condition, no, yes, "config", line);
    else branch(c, condition, yes, no, "config", line);
    c.builder.startAt(yes);
    c.item.visit.statements(c, bodyOf(current));
    c.builder.enter(join, lastRange(range));
    c.builder.startAt(no);
    at = alternative;
  }
  c.builder.enter(join, lastRange(range));
}

function lineEnd(c: Lowering, node: Syntax): number {
  const rest = c.frame.text.slice(node.start, node.end).search(/[\r\n]/);
  return rest < 0 ? node.end : node.start + rest;
}

function bodyOf(node: Syntax): Syntax[] {
  return named(node).filter((n) => n.field === null || (n.field !== "condition" && n.field !== "name" && n.field !== "alternative"));
}

/** The condition without a negation around it, so that `#ifndef X` and `#ifdef X` are two sides of one symbol. */
function conditionOf(c: Lowering, node: Syntax): { text: string; negated: boolean } {
  const known = c.item.conditions.get(node.start);
  const name = field(node, "name");
  let text = known ?? (name === undefined ? squeezed(c.text(field(node, "condition") ?? node)) : `defined(${c.text(name)})`);
  let negated = false;
  if (known === undefined && name !== undefined && /^#\s*(?:ifndef|elifndef)/.test(c.text(node).trimStart())) negated = true;
  const match = /^!\s*(defined\s*\(\s*\w+\s*\)|defined\s+\w+|\w+)$/.exec(text);
  if (match !== null) {
    text = match[1]!;
    negated = !negated;
  }
  return { text: text.replace(/^defined\s*\(?\s*(\w+)\s*\)?$/, "defined($1)"), negated };
}
