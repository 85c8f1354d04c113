/** Random blocks on memory: arrays and records by pointers, blocks of the heap, bytes of numbers, lists in braces. */
import { declareLocal } from "./declarations.ts";
import type { Draft } from "./draft.ts";
import { compound, float, pure, literalList } from "./expressions.ts";

/** A walk through an array by pointers. */
export function pointers(c: Draft, depth: number): void {
  if (c.arrays.length === 0) {
    declareLocal(c);
    return;
  }
  const { name, type, length } = c.pick(c.arrays);
  const p = c.name("p");
  const e = c.name("e");
  const q = c.name("q");
  c.block("", () => {
    c.line(
      `${type} *${p} = ${name}, *${e} = ${c.pick([`${name} + ${length}`, `&${name}[${length}]`, `${p} + sizeof ${name} / sizeof *${name}`])}, **${q} = &${p};`,
    );
    switch (c.draw(4)) {
      case 0:
        c.line(`while (${p} < ${e}) *${p}++ ${c.pick(["+=", "^=", "=", "-="])} ${pure(c, 1)};`);
        break;
      case 1:
        c.line(`while (${e} != ${p}) { --${e}; show(${c.print++}, *${e}); }`);
        break;
      case 2:
        c.line(`for (; ${p} != ${e}; (*${q})++) { ${p}[0] ${c.pick(["*=", "|=", "+="])} ${pure(c, 1)}; sink += ${e} - ${p}; }`);
        break;
      default:
        c.line(`${p} += ${1 + c.draw(length - 1)}; ${p}[-1]++; **${q} = ${pure(c, depth)};`);
        c.line(`show(${c.print++}, (${p} - ${name}) * 10 + (${p} > ${name}) + (&${p}[-1] == ${e}) + (*${q} <= ${e}));`);
        break;
    }
    c.show(`${name}[0] ^ ${name}[${length - 1}]`);
  });
}

export function structPointers(c: Draft): void {
  if (c.structs.length === 0) {
    declareLocal(c);
    return;
  }
  const { name, struct } = c.pick(c.structs);
  const p = c.name("s");
  const plain = struct.fields.filter((field) => !field.type.includes(":"));
  c.block("", () => {
    c.line(`${struct.name} *${p} = &${name};`);
    const field = c.pick(struct.fields);
    c.line(`${p}->${field.path} ${compound(c)};`);
    if (plain.length > 0) {
      const other = c.pick(plain);
      const f = c.name("f");
      c.line(`${other.type} *${f} = &(*${p}).${other.path};`);
      c.line(`*${f} ${c.chance(50) ? `= ${pure(c, 2)}` : compound(c)};`);
    }
    const same = c.structs.filter((one) => one.struct === struct && one.name !== name);
    if (same.length > 0) c.line(c.chance(50) ? `${c.pick(same).name} = *${p};` : `memcpy(&${c.pick(same).name}, ${p}, sizeof *${p});`);
    for (const shown of struct.fields) c.show(`${p}->${shown.path}`);
  });
}

/** An array of two dimensions, by index and by pointers to its rows. */
export function rows(c: Draft): void {
  const a = c.name("a");
  const r = c.name("r");
  const type = c.integer();
  c.block("", () => {
    c.line(
      `${type} ${a}[3][4] = ${c.pick([`{{${literalList(c, 2)}}, {${literalList(c, 4)}}}`, `{${literalList(c, 7)}}`, `{[1] = {${literalList(c, 2)}}, [2][3] = 9}`])};`,
    );
    c.line(`${type} (*${r})[4] = ${c.pick([`${a}`, `${a} + 1`, `&${a}[1]`])};`);
    c.line(`${r}[${c.draw(2)}][${pure(c, 1)} & 3] ${compound(c)};`);
    c.line(`(*${r})[${c.draw(4)}] = ${pure(c, 2)}; ${r}++; **${r} += 3; *(*${r} + 2) -= ${c.draw(9)};`);
    c.line(`for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) show(${c.print++}, ${a}[i][j] + (int)sizeof ${a}[i]);`);
    c.show(`${r} - ${a}`);
  });
}

/** Records in arrays, by value to and from functions, chosen by `?:`. */
export function records(c: Draft): void {
  if (c.types.length === 0) return;
  const struct = c.pick(c.types);
  const a = c.name("q");
  const own = c.structs.filter((one) => one.struct === struct).map((one) => one.name);
  const any = own[0] ?? `${a}[2]`;
  c.block("", () => {
    c.line(
      `${struct.name} ${a}[3] = {${c.chance(50) ? `{${literalList(c, 1 + c.draw(struct.values))}}, {${literalList(c, 1)}}` : literalList(c, 1 + c.draw(struct.values * 2))}};`,
    );
    c.line(`${a}[1] = ${c.chance(50) ? any : `(${pure(c, 1)}) ? ${any} : ${a}[0]`};`);
    const field = c.pick(struct.fields);
    c.line(`${a}[${pure(c, 1)} & 1].${field.path} ${compound(c)};`);
    c.line(`${a}[2] = same_${struct.name}(${a}[${c.draw(2)}], ${pure(c, 1)});`);
    for (const shown of struct.fields) c.line(`for (int i = 0; i < 3; i++) show(${c.print++}, ${a}[i].${shown.path});`);
    c.show(`sizeof ${a} + same_${struct.name}(${a}[2], 1).${field.path}`);
  });
}

/** Blocks of the heap: numbers in them, a longer one, a list. */
export function heap(c: Draft): void {
  const p = c.name("h");
  const type = c.integer();
  c.block("", () => {
    if (c.chance(50)) {
      const count = 2 + c.draw(5);
      c.line(
        `${type} *${p} = ${c.pick([`malloc(${count} * sizeof(${type}))`, `(${type} *)calloc(${count}, sizeof *${p})`, `malloc(sizeof(*${p}) * ${count})`])};`,
      );
      c.line(`for (int i = 0; i < ${count}; i++) ${p}[i] = ${pure(c, 1)} + i;`);
      if (c.chance(60)) {
        c.line(`${p} = realloc(${p}, ${count + 3} * sizeof(${type}));`);
        c.line(`for (int i = ${count}; i < ${count + 3}; i++) *(${p} + i) = ${p}[i - 1] ${c.pick(["* 3", "- 7", "^ i"])};`);
        c.line(`for (int i = 0; i < ${count + 3}; i++) show(${c.print++}, ${p}[i]);`);
      }
      c.line(`show(${c.print++}, ${p}[${c.draw(count)}]); free(${p});`);
      return;
    }
    c.line(`struct ${p}N { ${type} v; struct ${p}N *next; } *${p} = 0, **${p}t = &${p}, *${p}i;`);
    c.line(
      `for (int i = 0; i < ${2 + c.draw(3)}; i++) { struct ${p}N *n = malloc(sizeof *n); n->v = ${pure(c, 2)}; n->next = 0; ${c.chance(50) ? `*${p}t = n; ${p}t = &n->next;` : `n->next = ${p}; ${p} = n;`} }`,
    );
    c.line(`for (${p}i = ${p}; ${p}i; ${p}i = ${p}i->next) show(${c.print++}, ${p}i->v);`);
    c.line(`while (${p}) { struct ${p}N *n = ${p}->next; free(${p}); ${p} = n; }`);
  });
}

/** The bytes of a number, and numbers of bytes. */
export function bytes(c: Draft): void {
  const u = c.name("u");
  const type = c.pick(["int", "unsigned short", "long long", "unsigned long", "float", "double"]);
  c.block("", () => {
    c.line(`union { ${type} n; unsigned char b[sizeof(${type})]; signed char c; unsigned short h; } ${u};`);
    c.line(`${u}.n = ${type === "float" || type === "double" ? float(c, 1) : pure(c, 2)};`);
    c.show(`${u}.b[0] * 256 + ${u}.b[sizeof ${u}.b - 1] + ${u}.c - ${u}.h`);
    if (type === "int" || type === "unsigned long") {
      c.line(`${u}.b[1] = ${pure(c, 1)}; ${u}.c--;`);
      c.show(`${u}.n`);
    }
    const v = c.name("v");
    c.line(`unsigned ${v}; memcpy(&${v}, "${c.pick(["abcd", "\\001\\002\\003\\004", "\\377\\377zz"])}", 4);`);
    c.show(`${v} + *((unsigned char *)&${v} + 1)`);
  });
}

/** Lists in lists, designators, what is left out. */
export function braces(c: Draft): void {
  const n = c.name("d");
  const [x, y] = [pure(c, 1), pure(c, 1)];
  c.block("", () => {
    c.line(
      c.pick([
        `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {(int)(${x}), {(short)(${y}), {1, 2}}, 5};`,
        `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.e = (unsigned)(${x}), .d = {.c = {[1] = 4}}, .a = 2};`,
        `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {(int)(${x}), (short)(${y}), 7, 8, 9, 10};`,
        `static struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.d.c[2] = 5, 6};`,
        `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.d.b = (short)(${x}), .e = 1};`,
      ]),
    );
    c.show(`${n}.a + ${n}.d.b * 3 + ${n}.d.c[0] * 5 + ${n}.d.c[1] * 7 + ${n}.d.c[2] * 11 + ${n}.e * 13`);
    c.line(
      `int ${n}v[] = {${literalList(c, 2)}, [5] = 3, ${literalList(c, 1)}}; show(${c.print++}, sizeof ${n}v); show(${c.print++}, ${n}v[4] + ${n}v[5] + ${n}v[6]);`,
    );
    c.line(`_Bool ${n}b = ${pure(c, 2)}; ${n}b += ${c.draw(3)}; show(${c.print++}, ${n}b - 1); ${n}b--; show(${c.print++}, ${n}b);`);
    c.line(
      `enum ${n}E { ${n}P = 3, ${n}Q } ${n}e = ${pure(c, 1)} ? ${n}P : ${n}Q; show(${c.print++}, ${n}e * 2); show(${c.print++}, JOINED(${n}, e) + TEXT_OF(${n})[1]);`,
    );
  });
}
