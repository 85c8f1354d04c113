/**
 * Random C programs without undefined behaviour (signed overflow wraps: they are compiled with -fwrapv), for judging the interpreter by a
 * compiler. Several programs share one file: each has names of its own and prints what it computed, line by line, so that the first
 * difference names its statement.
 *
 * What keeps them defined: shift counts and divisors are masked, indices too; what changes something stands only where the order is fixed
 * (an assignment, a comma, an arm of `?:`, the right of `&&`); every variable is written before it is read; a floating-point number is brought
 * into range before it becomes an integer.
 */
import { declareGlobal, declareLocal, declareStruct } from "./random/declarations.ts";
import { Draft } from "./random/draft.ts";
import { argument, compound, pure, target } from "./random/expressions.ts";
import { statements } from "./random/statements.ts";

function defineFunction(c: Draft, leaf: boolean): void {
  const name = c.name("f");
  const result = c.integer();
  const scope = c.scope();
  // A leaf is called inside expressions: it reads its arguments alone.
  if (leaf) [c.scalars, c.floats, c.arrays, c.structs] = [[], [], [], []];
  const params = Array.from({ length: 1 + c.draw(3) }, () => {
    const roll = c.draw(10);
    if (roll < 2 && c.types.length > 0) return c.pick(c.types).name;
    return roll < 3 ? c.pick(["double", "float"]) : c.integer();
  });
  const names = params.map((_, i) => `a${i}`);
  params.forEach((type, i) => {
    const struct = c.types.find((one) => one.name === type);
    if (struct) c.structs.push({ name: names[i]!, struct });
    else if (type === "double" || type === "float") c.floats.push({ name: names[i]!, writable: true });
    else c.scalars.push({ name: names[i]!, writable: true });
  });
  const known = c.functions;
  const heads = params.map((type, i) => `${type} ${names[i]}`).join(", ");
  const count = c.print;
  c.line(`static ${result} ${name}(${heads})`);
  c.inFunction = !leaf;
  c.block("", () => {
    if (leaf) {
      c.functions = [];
      c.line("int own = 1;");
      c.scalars.push({ name: "own", writable: true });
      for (let i = c.draw(4); i > 0; i--) {
        const roll = c.draw(4);
        if (roll === 0) declareLocal(c);
        else if (roll === 1) c.line(`${target(c)} = ${pure(c, 2)};`);
        else if (roll === 2) c.line(`if (${pure(c, 2)}) return ${pure(c, 2)};`);
        else c.line(`${target(c)} ${compound(c)};`);
      }
      c.functions = known;
    } else {
      statements(c, 4 + c.draw(6), 3);
      if (c.chance(20)) c.line(`if (${pure(c, 2)}) return ${pure(c, 1)};`);
    }
    c.line(`return ${pure(c, 3)};`);
  });
  c.inFunction = false;
  if (leaf) c.print = count;
  scope();
  c.functions.push({ name, params, leaf });
}

function defineRecursive(c: Draft): void {
  const name = c.name("r");
  const type = c.integer();
  c.line(`static ${type} ${name}(int n, ${type} a)`);
  const scope = c.scope();
  [c.scalars, c.floats, c.arrays, c.structs] = [
    [
      { name: "n", writable: false },
      { name: "a", writable: true },
    ],
    [],
    [],
    [],
  ];
  c.block("", () => {
    c.line(`if (n <= 0) return ${pure(c, 2)};`);
    if (c.chance(50)) declareLocal(c);
    c.line(`a ${compound(c)};`);
    c.line(`return ${name}(n - ${1 + c.draw(2)}, ${pure(c, 2)}) ${c.pick(["+", "^", "-", "*"])} ${pure(c, 1)};`);
  });
  scope();
  c.recursive.push(name);
}

/** Declarations and `static void PREFIXmain(void)`. */
function writeProgram(c: Draft): void {
  for (let i = c.draw(4); i > 0; i--) declareStruct(c);
  for (let i = 2 + c.draw(5); i > 0; i--) declareGlobal(c);
  for (let i = 1 + c.draw(3); i > 0; i--) defineFunction(c, true);
  if (c.chance(60)) defineRecursive(c);
  // Functions of one type, for a table of pointers.
  const table: string[] = [];
  for (let i = c.draw(3) > 0 ? 4 : 0; i > 0; i--) {
    const name = c.name("t");
    c.line(
      `static int ${name}(int a, int b) { return ${c.pick(["a + b", "a - b", "a * b", "a ^ b", "(a & 15) << (b & 7)", "a > b ? a : b", "a == b", "-a", "(short)a + (char)b"])}; }`,
    );
    table.push(name);
  }
  const pointers = c.name("T");
  if (table.length > 0) c.line(`static int (*${pointers}[4])(int, int) = {${table.map((one, i) => (i % 2 ? "&" : "") + one).join(", ")}};`);
  for (let i = 1 + c.draw(3); i > 0; i--) {
    c.budget = 6;
    defineFunction(c, false);
  }
  c.line(`static void ${c.prefix}main(void)`);
  c.inFunction = true;
  c.block("", () => {
    c.budget = 30;
    statements(c, 6 + c.draw(8), 3);
    for (const fn of c.functions) {
      const args = fn.params.map((type) => argument(c, type, 2));
      c.show(`${fn.name}(${args.join(", ")})`);
    }
    for (const name of c.recursive) c.show(`${name}(${3 + c.draw(6)}, ${pure(c, 1)})`);
    if (table.length > 0) {
      const p = c.name("p");
      c.line(`int (*${p})(int, int) = ${c.pick(table)};`);
      c.show(`${p}(${pure(c, 1)}, ${pure(c, 1)}) + (*${p})(1, 2)`);
      c.line(`for (int i = 0; i < 8; i++) show(${c.print++}, ${pointers}[i & 3](i, ${pure(c, 1)}));`);
      c.show(`(${p} == ${table[0]}) + (${pointers}[1] == ${table[1]})`);
    }
    for (const one of c.scalars) c.show(one.name);
    for (const one of c.floats) c.line(`showf(${c.print++}, ${one.name});`);
    for (const one of c.arrays) c.line(`for (int i = 0; i < ${one.length}; i++) show(${c.print++}, ${one.name}[i]);`);
    for (const one of c.structs) for (const field of one.struct.fields) c.show(`${one.name}.${field.path}`);
  });
}

const HEAD = `#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <ctype.h>
#include <stdarg.h>
#include <wchar.h>
#define JOINED(a, b) a##b
#define TEXT_OF(x) #x
#define MAX_OF(x) ((x) > 50 ? (x) : 50)
#define ABS_OF(x) ((x) < 0 ? -(x) : (x))
#define HIGH_OF(x) ((unsigned short)((unsigned)(x) >> 16))
static long long sink = 0;
static void show(int line, long long value) { printf("%d %I64d\\n", line, value); }
static double within(double d) { return d > 100 ? 100 : d < 0 ? 0 : d == d ? d : 7; }
static void showf(int line, double value) { printf("%d %.4f\\n", line, value > 1e9 ? 1e9 : value < -1e9 ? -1e9 : value == value ? value : 7.5); }
static int upwards(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }
static int downwards(const void *a, const void *b) { return upwards(b, a); }
static long long total(int n, ...) { va_list l; long long t = 0; va_start(l, n); while (n-- > 0) t = t * 3 + va_arg(l, int); va_end(l); return t; }
static int sign(int n) { return (n > 0) - (n < 0); }
`;

/** A file with the programs of these seeds; before each it prints \`== SEED\`. */
export function randomFile(seeds: readonly number[]): string {
  const programs = seeds.map((seed) => {
    const draft = new Draft(seed, `p${seed}`);
    writeProgram(draft);
    return draft.text;
  });
  const calls = seeds.map((seed) => `  puts("== ${seed}"); sink = 0; p${seed}main();`);
  return `${HEAD}${programs.join("\n")}\nint main(void)\n{\n${calls.join("\n")}\n  return 0;\n}\n`;
}
