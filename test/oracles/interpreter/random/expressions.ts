/** Random expressions: that change nothing (`pure`), of a fixed order (`effect`), floating-point, and what can be assigned to. */
import type { Draft } from "./draft.ts";

export const LITERALS = [
  "0",
  "1",
  "2",
  "7",
  "-1",
  "-3",
  "100",
  "127",
  "128",
  "255",
  "256",
  "-128",
  "32767",
  "-32768",
  "65535",
  "0x7fffffff",
  "0x80000000u",
  "0xffffffffu",
  "2147483647",
  "(-2147483647 - 1)",
  "4294967295u",
  "0x123456789abcdefLL",
  "0xffffffffffffffffULL",
  "(-9223372036854775807LL - 1)",
  "017",
  "'A'",
  "'\\n'",
  "'\\xff'",
  "L'z'",
  "12345L",
  "3000000000UL",
  "1ULL",
] as const;
export const WORDS = ["", "a", "host", "Winsock", "tab\\there", "a-b_c", "1234", "  12x", "abcabc", "zz" + '" "' + "yy", 'q\\"q'] as const;

/** gcc 12 with -fwrapv turns the sign of the smallest number and divides it by -1, which faults. */
function dividend(text: string): string {
  return /\(-(?:2147483647|9223372036854775807LL) - 1\)\)*$/.test(text) ? "77" : text;
}

/** An expression of some integer type that changes nothing. */
export function pure(c: Draft, depth: number): string {
  if (depth <= 0 || c.chance(15)) return atom(c);
  const sub = (): string => pure(c, depth - 1);
  switch (c.draw(22)) {
    case 0:
    case 1:
    case 2:
      return `(${sub()} ${c.pick(["+", "-", "*"])} ${sub()})`;
    case 3:
    case 4:
      return `(${sub()} ${c.pick(["&", "|", "^"])} ${sub()})`;
    case 5:
      return `(${sub()} ${c.pick(["<<", ">>"])} (${sub()} & ${c.pick(["7", "15", "31"])}))`;
    case 6:
      return `((${c.pick(["long long", "unsigned long long"])})${sub()} ${c.pick(["<<", ">>"])} (${sub()} & 63))`;
    case 7:
      return `(${dividend(sub())} ${c.pick(["/", "%"])} ((${sub()} & ${c.pick(["7", "15", "0xff", "0x3fff"])}) + 1))`;
    case 8:
      return `(${dividend(sub())} ${c.pick(["/", "%"])} ${c.pick(["3", "-7", "10u", "1000", "-2LL", "7ULL", "0x10000"])})`;
    case 9:
    case 10:
      return `(${sub()} ${c.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub()})`;
    case 11:
      return `(${sub()} ${c.pick(["&&", "||"])} ${sub()})`;
    case 12:
      return `(${sub()} ? ${sub()} : ${sub()})`;
    case 13:
    case 14:
      return `(${c.integer()})${sub()}`;
    case 15:
      return `${c.pick(["-", "~", "!", "+", "!!"])}(${sub()})`;
    case 16:
      return `(sizeof(${c.chance(50) ? c.integer() : anything(c)}) ${c.pick(["+", "*", "-"])} ${sub()})`;
    case 17:
      return c.floats.length > 0 ? `(${float(c, 2)} ${c.pick(["<", ">=", "==", "!="])} ${float(c, 2)})` : sub();
    case 18:
      return c.floats.length > 0 ? `(${c.pick(["int", "short", "long long", "unsigned char", "unsigned"])})within(${float(c, 2)})` : sub();
    case 19:
      return `${c.pick(["MAX_OF", "ABS_OF", "HIGH_OF"])}(${sub()})`;
    case 20:
      return call(c, depth - 1) ?? sub();
    default:
      return textValue(c, depth - 1);
  }
}

/** The name of something for sizeof. */
function anything(c: Draft): string {
  const names = [...c.scalars.map((one) => one.name), ...c.arrays.map((one) => one.name), ...c.structs.map((one) => one.name)];
  return names.length > 0 ? c.pick(names) : "int";
}

/** Of strings: a number that the C library makes of them. */
function textValue(c: Draft, depth: number): string {
  const word = (): string => `"${c.pick(WORDS)}"`;
  switch (c.draw(9)) {
    case 0:
      return `(int)strlen(${word()})`;
    case 1:
      return `sign(strcmp(${word()}, ${word()}))`;
    case 2:
      return `${word()}[0]`;
    case 3:
      return `(strchr("a-b_c/d", ${c.pick(["'-'", "'d'", "'a'", "'x'"])}) != 0)`;
    case 4:
      return `${c.pick(["atoi", "atol"])}(${c.pick(['"42"', '"-17"', '"  99x"', '"x"', '"2147483647"'])})`;
    case 5:
      return `(int)${c.pick(["strtol", "strtoul"])}(${c.pick(['"ff"', '"-12"', '"077"', '"0x1Fz"', '"zz"'])}, 0, ${c.pick(["0", "10", "16", "8", "36"])})`;
    case 6:
      return `${c.pick(["toupper", "tolower"])}((${pure(c, depth)} & 63) + 64)`;
    case 7:
      return `!!${c.pick(["isdigit", "isalpha", "isspace", "isxdigit", "isupper", "ispunct"])}(${pure(c, depth)} & 127)`;
    default:
      return `sign(memcmp(${word()} "....", ${word()} "....", ${c.draw(4)}))`;
  }
}

function atom(c: Draft): string {
  const roll = c.draw(10);
  if (roll < 5 && c.scalars.length > 0) return c.pick(c.scalars).name;
  if (roll < 6 && c.arrays.length > 0) {
    const array = c.pick(c.arrays);
    const index = c.scalars.length > 0 && c.chance(60) ? `${c.pick(c.scalars).name} & ${array.length - 1}` : String(c.draw(array.length));
    return c.chance(15) ? `*(${array.name} + (${index}))` : `${array.name}[${index}]`;
  }
  if (roll < 8 && c.structs.length > 0) return member(c);
  return c.pick(LITERALS);
}

function member(c: Draft): string {
  const { name, struct } = c.pick(c.structs);
  return `${name}.${c.pick(struct.fields).path}`;
}

export function float(c: Draft, depth: number): string {
  const variable =
    c.floats.length > 0 && c.chance(70) ? c.pick(c.floats).name : c.pick(["0.5", "2.25", "-1.5", "100.0", "0.1", "3.0f", "1e3"]);
  if (depth <= 0) return variable;
  switch (c.draw(6)) {
    case 0:
    case 1:
      return `(${float(c, depth - 1)} ${c.pick(["+", "-", "*"])} ${float(c, depth - 1)})`;
    case 2:
      return `(${float(c, depth - 1)} / ${c.pick(["2", "3.0", "-7", "10.0f"])})`;
    case 3:
      return `(${c.pick(["double", "float"])})(${pure(c, 1)})`;
    case 4:
      return `(${pure(c, 1)} ? ${float(c, depth - 1)} : ${float(c, depth - 1)})`;
    default:
      return variable;
  }
}

/** A call of a function of the program, where there is one that may be called here. */
function call(c: Draft, depth: number, impure = false): string | undefined {
  const callable = c.functions.filter((fn) => fn.leaf || (impure && c.loops === 0));
  if (callable.length === 0 || c.budget-- <= 0) return undefined;
  const fn = c.pick(callable);
  const args = fn.params.map((type) => argument(c, type, depth));
  return `${fn.name}(${args.join(", ")})`;
}

export function argument(c: Draft, type: string, depth: number): string {
  const struct = c.types.find((one) => one.name === type);
  if (struct) {
    const own = c.structs.filter((one) => one.struct === struct);
    if (own.length > 0) return c.pick(own).name;
    return `(${struct.name}){${literalList(c, struct.values)}}`;
  }
  if (type === "double" || type === "float") return float(c, depth);
  return pure(c, depth);
}

/** `count` literals for a list in braces. */
export function literalList(c: Draft, count: number): string {
  return Array.from({ length: count }, () => c.pick(LITERALS.filter((one) => !/0x1234|0xfff|9223|L'z'|^0x8|4294|3000/.test(one)))).join(
    ", ",
  );
}

/** Something that can be assigned to, as C text, without an effect of its own. */
export function target(c: Draft): string {
  const roll = c.draw(10);
  if (roll < 3 && c.arrays.length > 0) {
    const array = c.pick(c.arrays);
    return `${array.name}[${pure(c, 1)} & ${array.length - 1}]`;
  }
  if (roll < 5 && c.structs.length > 0) return member(c);
  const own = c.scalars.filter((one) => one.writable);
  return own.length > 0 ? c.pick(own).name : "sink";
}

/** An expression that may change something, for a place where the order is fixed. */
export function effect(c: Draft, depth: number): string {
  const sub = (): string => effect(c, depth - 1);
  if (depth > 0) {
    switch (c.draw(7)) {
      case 0:
        return `(${sub()}, ${sub()})`;
      case 1:
        return `(${pure(c, 2)} ? ${sub()} : ${sub()})`;
      case 2:
        return `(${pure(c, 1)} ${c.pick(["&&", "||"])} ${sub()})`;
      case 3:
        return `(${sub()} ${c.pick(["&&", "||"])} ${sub()})`;
      default:
        break;
    }
  }
  const variable = target(c);
  switch (c.draw(5)) {
    case 0:
      return c.pick([`${variable}++`, `++${variable}`, `${variable}--`, `--${variable}`]);
    case 1:
      return `(${variable} = ${pure(c, 2)})`;
    case 2:
      return `(${variable} ${compound(c)})`;
    default:
      return call(c, 1, true) ?? pure(c, 2);
  }
}

/** An operator with its right side. */
export function compound(c: Draft): string {
  const op = c.pick(["+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", "/=", "%="]);
  if (op === "<<=" || op === ">>=") return `${op} ${c.chance(50) ? c.draw(16) : `(${pure(c, 1)} & 7)`}`;
  if (op === "/=" || op === "%=") return `${op} ${c.chance(50) ? c.pick(["3", "-5", "7u", "11LL"]) : `((${pure(c, 1)} & 15) + 1)`}`;
  return `${op} ${pure(c, 2)}`;
}
