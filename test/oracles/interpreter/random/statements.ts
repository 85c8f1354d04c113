/** Random statements: which kind, and those that branch. */
import { declareLocal } from "./declarations.ts";
import type { Draft } from "./draft.ts";
import { compound, effect, float, pure, target } from "./expressions.ts";
import { library, printf, strings, wide } from "./library.ts";
import { braces, bytes, heap, pointers, records, rows, structPointers } from "./memory.ts";

export function statements(c: Draft, count: number, depth: number): void {
  for (let i = 0; i < count; i++) statement(c, depth);
}

function statement(c: Draft, depth: number): void {
  const roll = c.draw(36);
  if (roll < 5) declareLocal(c);
  else if (roll < 8) c.line(`${target(c)} = ${pure(c, 3)};`);
  else if (roll < 11) c.line(`${target(c)} ${compound(c)};`);
  else if (roll < 13) c.line(`${effect(c, 2)};`);
  else if (roll < 14) c.show(`(${c.integer()})(${effect(c, 1)})`);
  else if (roll < 16) c.show(pure(c, 3));
  else if (roll < 17) printf(c);
  else if (roll < 18) floating(c);
  else if (depth <= 0) c.line(`${target(c)}${c.pick(["++", "--"])};`);
  else if (roll < 21) conditional(c, depth);
  else if (roll < 24) loop(c, depth);
  else if (roll < 25) choice(c, depth);
  else if (roll < 26) jump(c, depth);
  else if (roll < 27) pointers(c, depth);
  else if (roll < 28) structPointers(c);
  else if (roll < 29) strings(c);
  else if (roll < 30) bytes(c);
  else if (roll < 31) rows(c);
  else if (roll < 32) heap(c);
  else if (roll < 33) wide(c);
  else if (roll < 34) records(c);
  else if (roll < 35) library(c);
  else braces(c);
}

function conditional(c: Draft, depth: number): void {
  const condition = c.chance(30) ? effect(c, 1) : pure(c, 2);
  c.block(`if (${condition})`, () => statements(c, 1 + c.draw(3), depth - 1));
  if (c.chance(50)) c.block("else", () => statements(c, 1 + c.draw(2), depth - 1));
}

function loop(c: Draft, depth: number): void {
  if (c.loops >= 2) {
    conditional(c, depth);
    return;
  }
  c.loops++;
  const i = c.name("i");
  const turns = 1 + c.draw(5);
  const body = (): void => {
    c.scalars.push({ name: i, writable: false });
    statements(c, 1 + c.draw(3), depth - 1);
    if (c.chance(25)) c.line(`if (${pure(c, 2)}) ${c.pick(["break", "continue"])};`);
    if (c.chance(40)) c.line(`${target(c)} ${compound(c)};`);
  };
  switch (c.draw(4)) {
    case 0:
      c.block(`for (${c.pick(["int", "unsigned", "short", "signed char"])} ${i} = 0; ${i} < ${turns}; ${i}++)`, body);
      break;
    case 1: {
      const type = c.pick(["int", "long long", "unsigned char"]);
      c.line(`${type} ${i} = ${turns};`);
      c.block(`while (${i}-- > 0)`, body);
      break;
    }
    case 2:
      c.line(`int ${i} = 0;`);
      c.block("do", body, `} while (++${i} < ${turns});`);
      break;
    default: {
      const j = c.name("j");
      c.line(`int ${i}, ${j};`);
      c.block(`for (${i} = 0, ${j} = ${turns}; ${i} < ${j}; ${i}++, ${j}--)`, body);
      break;
    }
  }
  c.loops--;
}

function choice(c: Draft, depth: number): void {
  const mask = c.pick([3, 7]);
  c.line(`switch (${pure(c, 2)} & ${mask}) {`);
  const scope = c.scope();
  const outer = c.indent;
  const order = Array.from({ length: mask + 1 }, (_, i) => i).filter(() => c.chance(70));
  const at = c.chance(70) ? c.draw(order.length + 1) : -1;
  order.forEach((value, i) => {
    if (i === at) c.line("default:");
    c.line(`case ${c.chance(20) ? `${value + 10} - 10` : value}:`);
    c.indent = `${outer}  `;
    if (c.chance(80)) {
      c.block("", () => statements(c, 1 + c.draw(2), depth - 1));
      if (c.chance(60)) c.line("break;");
    }
    c.indent = outer;
  });
  if (at === order.length) c.line(`default: ${target(c)} ^= 5;`);
  c.line("  ;");
  c.line("}");
  scope();
}

function jump(c: Draft, depth: number): void {
  if (c.loops > 0) {
    conditional(c, depth);
    return;
  }
  const label = c.name("l");
  const count = c.name("n");
  c.line(`int ${count} = 0;`);
  if (c.chance(50)) {
    c.line(`${label}:`);
    c.loops += 2;
    c.block("", () => statements(c, 2, depth - 1));
    c.loops -= 2;
    c.line(`if (++${count} < ${1 + c.draw(3)}) goto ${label};`);
  } else {
    c.line(`if (${pure(c, 2)}) goto ${label};`);
    c.block("", () => statements(c, 2, depth - 1));
    c.line(`${label}: ${count}++;`);
  }
  c.show(count);
}

function floating(c: Draft): void {
  if (c.floats.length === 0) return;
  const { name } = c.pick(c.floats);
  c.line(
    c.chance(50) ? `${name} = ${float(c, 2)};` : `${name} ${c.pick(["+=", "-=", "*=", "/="])} ${c.pick(["2", "0.5", "3.0f", "-1.25"])};`,
  );
  c.line(`showf(${c.print++}, ${float(c, 2)});`);
}
