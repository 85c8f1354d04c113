/**
 * Random C programs without undefined behaviour (signed overflow wraps: they are compiled with -fwrapv), for judging the interpreter by a
 * compiler. Several programs share one file: each has names of its own and prints what it computed, line by line, so that the first
 * difference names its statement.
 *
 * What keeps them defined: shift counts and divisors are masked, indices too; what changes something stands only where the order is fixed
 * (an assignment, a comma, an arm of `?:`, the right of `&&`); every variable is written before it is read; a floating-point number is brought
 * into range before it becomes an integer.
 */
import { random } from "../../support/randomPrograms.ts";

const INTEGERS = [
  "signed char",
  "unsigned char",
  "char",
  "short",
  "unsigned short",
  "int",
  "unsigned",
  "int",
  "long",
  "unsigned long",
  "long long",
  "unsigned long long",
] as const;
const LITERALS = [
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
const WORDS = ["", "a", "host", "Winsock", "tab\\there", "a-b_c", "1234", "  12x", "abcabc", "zz" + '" "' + "yy", 'q\\"q'] as const;

interface Variable {
  readonly name: string;
  /** C type of the value. */
  readonly type: string;
  readonly writable: boolean;
}

interface ArrayOf {
  readonly name: string;
  readonly type: string;
  /** A power of two. */
  readonly length: number;
}

interface Field {
  readonly path: string;
  readonly type: string;
}

interface Struct {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly values: number;
}

/** gcc 12 with -fwrapv turns the sign of the smallest number and divides it by -1, which faults. */
function dividend(text: string): string {
  return /\(-(?:2147483647|9223372036854775807LL) - 1\)\)*$/.test(text) ? "77" : text;
}

/** Text of one program: declarations and `static void NAME_main(void)`. */
export class RandomC {
  readonly #draw: (n: number) => number;
  readonly #prefix: string;
  readonly #lines: string[] = [];
  #indent = "";
  #next = 0;
  #scalars: Variable[] = [];
  #floats: Variable[] = [];
  #arrays: ArrayOf[] = [];
  #structs: { readonly name: string; readonly struct: Struct }[] = [];
  #types: Struct[] = [];
  #functions: { readonly name: string; readonly params: readonly string[]; readonly result: string; readonly leaf: boolean }[] = [];
  #pairs: string[] = [];
  #loops = 0;
  #print = 0;
  #budget = 0;
  #inFunction = false;

  constructor(seed: number, prefix: string) {
    this.#draw = random(seed);
    this.#prefix = prefix;
    this.#program();
  }

  get text(): string {
    return this.#lines.join("\n") + "\n";
  }

  // ----------------------------------------------------------------------------------------------------------- drawing

  #chance(percent: number): boolean {
    return this.#draw(100) < percent;
  }
  #pick<T>(list: readonly T[]): T {
    return list[this.#draw(list.length)]!;
  }
  #name(kind: string): string {
    return `${this.#prefix}${kind}${this.#next++}`;
  }
  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }
  #block(head: string, body: () => void, tail = "}"): void {
    this.#line(`${head} {`);
    const outer = this.#indent;
    const scope = this.#scope();
    this.#indent += "  ";
    body();
    this.#indent = outer;
    this.#line(tail);
    scope();
  }
  /** Names made from here on are forgotten by the returned function. */
  #scope(): () => void {
    const [scalars, floats, arrays, structs] = [this.#scalars, this.#floats, this.#arrays, this.#structs];
    [this.#scalars, this.#floats, this.#arrays, this.#structs] = [scalars.slice(), floats.slice(), arrays.slice(), structs.slice()];
    return () => {
      [this.#scalars, this.#floats, this.#arrays, this.#structs] = [scalars, floats, arrays, structs];
    };
  }
  #integer(): string {
    return this.#pick(INTEGERS);
  }

  // ------------------------------------------------------------------------------------------------------- expressions

  /** An expression of some integer type that changes nothing. */
  #pure(depth: number): string {
    if (depth <= 0 || this.#chance(15)) return this.#atom();
    const sub = (): string => this.#pure(depth - 1);
    switch (this.#draw(22)) {
      case 0:
      case 1:
      case 2:
        return `(${sub()} ${this.#pick(["+", "-", "*"])} ${sub()})`;
      case 3:
      case 4:
        return `(${sub()} ${this.#pick(["&", "|", "^"])} ${sub()})`;
      case 5:
        return `(${sub()} ${this.#pick(["<<", ">>"])} (${sub()} & ${this.#pick(["7", "15", "31"])}))`;
      case 6:
        return `((${this.#pick(["long long", "unsigned long long"])})${sub()} ${this.#pick(["<<", ">>"])} (${sub()} & 63))`;
      case 7:
        return `(${dividend(sub())} ${this.#pick(["/", "%"])} ((${sub()} & ${this.#pick(["7", "15", "0xff", "0x3fff"])}) + 1))`;
      case 8:
        return `(${dividend(sub())} ${this.#pick(["/", "%"])} ${this.#pick(["3", "-7", "10u", "1000", "-2LL", "7ULL", "0x10000"])})`;
      case 9:
      case 10:
        return `(${sub()} ${this.#pick(["<", "<=", ">", ">=", "==", "!="])} ${sub()})`;
      case 11:
        return `(${sub()} ${this.#pick(["&&", "||"])} ${sub()})`;
      case 12:
        return `(${sub()} ? ${sub()} : ${sub()})`;
      case 13:
      case 14:
        return `(${this.#integer()})${sub()}`;
      case 15:
        return `${this.#pick(["-", "~", "!", "+", "!!"])}(${sub()})`;
      case 16:
        return `(sizeof(${this.#chance(50) ? this.#integer() : this.#anything()}) ${this.#pick(["+", "*", "-"])} ${sub()})`;
      case 17:
        return this.#floats.length > 0 ? `(${this.#float(2)} ${this.#pick(["<", ">=", "==", "!="])} ${this.#float(2)})` : sub();
      case 18:
        return this.#floats.length > 0
          ? `(${this.#pick(["int", "short", "long long", "unsigned char", "unsigned"])})within(${this.#float(2)})`
          : sub();
      case 19:
        return `${this.#pick(["MAX_OF", "ABS_OF", "HIGH_OF"])}(${sub()})`;
      case 20:
        return this.#call(depth - 1) ?? sub();
      default:
        return this.#text(depth - 1);
    }
  }

  /** The name of something for sizeof. */
  #anything(): string {
    const names = [
      ...this.#scalars.map((one) => one.name),
      ...this.#arrays.map((one) => one.name),
      ...this.#structs.map((one) => one.name),
    ];
    return names.length > 0 ? this.#pick(names) : "int";
  }

  /** Of strings: a number that the C library makes of them. */
  #text(depth: number): string {
    const word = (): string => `"${this.#pick(WORDS)}"`;
    switch (this.#draw(9)) {
      case 0:
        return `(int)strlen(${word()})`;
      case 1:
        return `sign(strcmp(${word()}, ${word()}))`;
      case 2:
        return `${word()}[0]`;
      case 3:
        return `(strchr("a-b_c/d", ${this.#pick(["'-'", "'d'", "'a'", "'x'"])}) != 0)`;
      case 4:
        return `${this.#pick(["atoi", "atol"])}(${this.#pick(['"42"', '"-17"', '"  99x"', '"x"', '"2147483647"'])})`;
      case 5:
        return `(int)${this.#pick(["strtol", "strtoul"])}(${this.#pick(['"ff"', '"-12"', '"077"', '"0x1Fz"', '"zz"'])}, 0, ${this.#pick(["0", "10", "16", "8", "36"])})`;
      case 6:
        return `${this.#pick(["toupper", "tolower"])}((${this.#pure(depth)} & 63) + 64)`;
      case 7:
        return `!!${this.#pick(["isdigit", "isalpha", "isspace", "isxdigit", "isupper", "ispunct"])}(${this.#pure(depth)} & 127)`;
      default:
        return `sign(memcmp(${word()} "....", ${word()} "....", ${this.#draw(4)}))`;
    }
  }

  #atom(): string {
    const roll = this.#draw(10);
    if (roll < 5 && this.#scalars.length > 0) return this.#pick(this.#scalars).name;
    if (roll < 6 && this.#arrays.length > 0) {
      const array = this.#pick(this.#arrays);
      const index =
        this.#scalars.length > 0 && this.#chance(60)
          ? `${this.#pick(this.#scalars).name} & ${array.length - 1}`
          : String(this.#draw(array.length));
      return this.#chance(15) ? `*(${array.name} + (${index}))` : `${array.name}[${index}]`;
    }
    if (roll < 8 && this.#structs.length > 0) return this.#member();
    return this.#pick(LITERALS);
  }

  #member(): string {
    const { name, struct } = this.#pick(this.#structs);
    return `${name}.${this.#pick(struct.fields).path}`;
  }

  #float(depth: number): string {
    const variable =
      this.#floats.length > 0 && this.#chance(70)
        ? this.#pick(this.#floats).name
        : this.#pick(["0.5", "2.25", "-1.5", "100.0", "0.1", "3.0f", "1e3"]);
    if (depth <= 0) return variable;
    switch (this.#draw(6)) {
      case 0:
      case 1:
        return `(${this.#float(depth - 1)} ${this.#pick(["+", "-", "*"])} ${this.#float(depth - 1)})`;
      case 2:
        return `(${this.#float(depth - 1)} / ${this.#pick(["2", "3.0", "-7", "10.0f"])})`;
      case 3:
        return `(${this.#pick(["double", "float"])})(${this.#pure(1)})`;
      case 4:
        return `(${this.#pure(1)} ? ${this.#float(depth - 1)} : ${this.#float(depth - 1)})`;
      default:
        return variable;
    }
  }

  /** A call of a function of the program, where there is one that may be called here. */
  #call(depth: number, impure = false): string | undefined {
    const callable = this.#functions.filter((fn) => fn.leaf || (impure && this.#loops === 0));
    if (callable.length === 0 || this.#budget-- <= 0) return undefined;
    const fn = this.#pick(callable);
    const args = fn.params.map((type) => this.#argument(type, depth));
    return `${fn.name}(${args.join(", ")})`;
  }

  #argument(type: string, depth: number): string {
    const struct = this.#types.find((one) => one.name === type);
    if (struct) {
      const own = this.#structs.filter((one) => one.struct === struct);
      if (own.length > 0) return this.#pick(own).name;
      return `(${struct.name}){${this.#values(struct.values)}}`;
    }
    if (type === "double" || type === "float") return this.#float(depth);
    return this.#pure(depth);
  }

  #values(count: number): string {
    return Array.from({ length: count }, () =>
      this.#pick(LITERALS.filter((one) => !/0x1234|0xfff|9223|L'z'|^0x8|4294|3000/.test(one))),
    ).join(", ");
  }

  /** Something that can be assigned to, as C text, without an effect of its own. */
  #target(): string {
    const roll = this.#draw(10);
    if (roll < 3 && this.#arrays.length > 0) {
      const array = this.#pick(this.#arrays);
      return `${array.name}[${this.#pure(1)} & ${array.length - 1}]`;
    }
    if (roll < 5 && this.#structs.length > 0) return this.#member();
    const own = this.#scalars.filter((one) => one.writable);
    return own.length > 0 ? this.#pick(own).name : "sink";
  }

  /** An expression that may change something, for a place where the order is fixed. */
  #effect(depth: number): string {
    const sub = (): string => this.#effect(depth - 1);
    if (depth > 0) {
      switch (this.#draw(7)) {
        case 0:
          return `(${sub()}, ${sub()})`;
        case 1:
          return `(${this.#pure(2)} ? ${sub()} : ${sub()})`;
        case 2:
          return `(${this.#pure(1)} ${this.#pick(["&&", "||"])} ${sub()})`;
        case 3:
          return `(${sub()} ${this.#pick(["&&", "||"])} ${sub()})`;
        default:
          break;
      }
    }
    const variable = this.#target();
    switch (this.#draw(5)) {
      case 0:
        return this.#pick([`${variable}++`, `++${variable}`, `${variable}--`, `--${variable}`]);
      case 1:
        return `(${variable} = ${this.#pure(2)})`;
      case 2:
        return `(${variable} ${this.#compound()})`;
      default:
        return this.#call(1, true) ?? this.#pure(2);
    }
  }

  /** An operator with its right side. */
  #compound(): string {
    const op = this.#pick(["+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", "/=", "%="]);
    if (op === "<<=" || op === ">>=") return `${op} ${this.#chance(50) ? this.#draw(16) : `(${this.#pure(1)} & 7)`}`;
    if (op === "/=" || op === "%=")
      return `${op} ${this.#chance(50) ? this.#pick(["3", "-5", "7u", "11LL"]) : `((${this.#pure(1)} & 15) + 1)`}`;
    return `${op} ${this.#pure(2)}`;
  }

  // -------------------------------------------------------------------------------------------------------- statements

  #show(expression: string): void {
    this.#line(`show(${this.#print++}, ${expression});`);
  }

  /** A new local, written at once. */
  #local(): void {
    const name = this.#name("v");
    const roll = this.#draw(12);
    if (roll < 7) {
      const type = this.#integer();
      this.#line(`${this.#chance(8) ? "register " : ""}${type} ${name} = ${this.#pure(3)};`);
      this.#scalars.push({ name, type, writable: true });
    } else if (roll === 7) {
      const type = this.#pick(["double", "float"]);
      this.#line(`${type} ${name} = ${this.#float(2)};`);
      this.#floats.push({ name, type, writable: true });
    } else if (roll === 8) {
      const type = this.#integer();
      const length = this.#pick([2, 4, 8]);
      this.#line(`${type} ${name}[${length}] = {${this.#values(1 + this.#draw(length))}};`);
      this.#arrays.push({ name, type, length });
    } else if (roll === 9 && this.#types.length > 0) {
      const struct = this.#pick(this.#types);
      const same = this.#structs.filter((one) => one.struct === struct);
      const from = same.length > 0 && this.#chance(60) ? this.#pick(same).name : `{${this.#values(1 + this.#draw(struct.values))}}`;
      this.#line(`${struct.name} ${name} = ${from};`);
      this.#structs.push({ name, struct });
    } else if (roll === 10 && this.#inFunction) {
      const type = this.#integer();
      this.#line(`static ${type} ${name} = ${this.#pick(LITERALS)};`);
      this.#scalars.push({ name, type, writable: true });
    } else {
      this.#line(`enum { ${name}A = ${this.#draw(50) - 20}, ${name}B, ${name}C = ${name}B * 3 };`);
      this.#scalars.push({ name: `${name}B`, type: "int", writable: false }, { name: `${name}C`, type: "int", writable: false });
    }
  }

  #statements(count: number, depth: number): void {
    for (let i = 0; i < count; i++) this.#statement(depth);
  }

  #statement(depth: number): void {
    const roll = this.#draw(36);
    if (roll < 5) this.#local();
    else if (roll < 8) this.#line(`${this.#target()} = ${this.#pure(3)};`);
    else if (roll < 11) this.#line(`${this.#target()} ${this.#compound()};`);
    else if (roll < 13) this.#line(`${this.#effect(2)};`);
    else if (roll < 14) this.#show(`(${this.#integer()})(${this.#effect(1)})`);
    else if (roll < 16) this.#show(this.#pure(3));
    else if (roll < 17) this.#printf();
    else if (roll < 18) this.#floating();
    else if (depth <= 0) this.#line(`${this.#target()}${this.#pick(["++", "--"])};`);
    else if (roll < 21) this.#conditional(depth);
    else if (roll < 24) this.#loop(depth);
    else if (roll < 25) this.#switch(depth);
    else if (roll < 26) this.#goto(depth);
    else if (roll < 27) this.#pointers(depth);
    else if (roll < 28) this.#structPointers();
    else if (roll < 29) this.#strings();
    else if (roll < 30) this.#bytes();
    else if (roll < 31) this.#rows();
    else if (roll < 32) this.#heap();
    else if (roll < 33) this.#wide();
    else if (roll < 34) this.#records();
    else if (roll < 35) this.#library();
    else this.#braces();
  }

  /** An array of two dimensions, by index and by pointers to its rows. */
  #rows(): void {
    const a = this.#name("a");
    const r = this.#name("r");
    const type = this.#integer();
    this.#block("", () => {
      this.#line(
        `${type} ${a}[3][4] = ${this.#pick([`{{${this.#values(2)}}, {${this.#values(4)}}}`, `{${this.#values(7)}}`, `{[1] = {${this.#values(2)}}, [2][3] = 9}`])};`,
      );
      this.#line(`${type} (*${r})[4] = ${this.#pick([`${a}`, `${a} + 1`, `&${a}[1]`])};`);
      this.#line(`${r}[${this.#draw(2)}][${this.#pure(1)} & 3] ${this.#compound()};`);
      this.#line(`(*${r})[${this.#draw(4)}] = ${this.#pure(2)}; ${r}++; **${r} += 3; *(*${r} + 2) -= ${this.#draw(9)};`);
      this.#line(`for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) show(${this.#print++}, ${a}[i][j] + (int)sizeof ${a}[i]);`);
      this.#show(`${r} - ${a}`);
    });
  }

  /** Blocks of the heap: numbers in them, a longer one, a list. */
  #heap(): void {
    const p = this.#name("h");
    const type = this.#integer();
    this.#block("", () => {
      if (this.#chance(50)) {
        const count = 2 + this.#draw(5);
        this.#line(
          `${type} *${p} = ${this.#pick([`malloc(${count} * sizeof(${type}))`, `(${type} *)calloc(${count}, sizeof *${p})`, `malloc(sizeof(*${p}) * ${count})`])};`,
        );
        this.#line(`for (int i = 0; i < ${count}; i++) ${p}[i] = ${this.#pure(1)} + i;`);
        if (this.#chance(60)) {
          this.#line(`${p} = realloc(${p}, ${count + 3} * sizeof(${type}));`);
          this.#line(`for (int i = ${count}; i < ${count + 3}; i++) *(${p} + i) = ${p}[i - 1] ${this.#pick(["* 3", "- 7", "^ i"])};`);
          this.#line(`for (int i = 0; i < ${count + 3}; i++) show(${this.#print++}, ${p}[i]);`);
        }
        this.#line(`show(${this.#print++}, ${p}[${this.#draw(count)}]); free(${p});`);
        return;
      }
      this.#line(`struct ${p}N { ${type} v; struct ${p}N *next; } *${p} = 0, **${p}t = &${p}, *${p}i;`);
      this.#line(
        `for (int i = 0; i < ${2 + this.#draw(3)}; i++) { struct ${p}N *n = malloc(sizeof *n); n->v = ${this.#pure(2)}; n->next = 0; ${this.#chance(50) ? `*${p}t = n; ${p}t = &n->next;` : `n->next = ${p}; ${p} = n;`} }`,
      );
      this.#line(`for (${p}i = ${p}; ${p}i; ${p}i = ${p}i->next) show(${this.#print++}, ${p}i->v);`);
      this.#line(`while (${p}) { struct ${p}N *n = ${p}->next; free(${p}); ${p} = n; }`);
    });
  }

  #wide(): void {
    const w = this.#name("w");
    this.#block("", () => {
      this.#line(`wchar_t ${w}[40] = L"${this.#pick(["", "wide", "\\x41z", "1234"])}";`);
      for (let i = 1 + this.#draw(3); i > 0; i--)
        this.#line(
          this.#pick([
            `wcscat(${w}, L"${this.#pick(["ab", "-", "Q9"])}");`,
            `${w}[${this.#draw(3)}] = ${this.#pick(["L'x'", "'y'", "65"])};`,
            `wcsncpy(${w} + 1, L"pqrs", ${this.#draw(5)});`,
            `wmemset(${w}, L'm', 2);`,
          ]),
        );
      this.#line(`printf("${this.#print++} %ls|%S %d %d\\n", ${w}, ${w}, (int)wcslen(${w}), (int)sizeof ${w});`);
      this.#show(`sign(wcscmp(${w}, L"wide")) + (wcschr(${w}, L'd') ? wcschr(${w}, L'd') - ${w} : -1)`);
    });
  }

  /** Records in arrays, by value to and from functions, chosen by `?:`. */
  #records(): void {
    if (this.#types.length === 0) return;
    const struct = this.#pick(this.#types);
    const a = this.#name("q");
    const own = this.#structs.filter((one) => one.struct === struct).map((one) => one.name);
    const any = own[0] ?? `${a}[2]`;
    this.#block("", () => {
      this.#line(
        `${struct.name} ${a}[3] = {${this.#chance(50) ? `{${this.#values(1 + this.#draw(struct.values))}}, {${this.#values(1)}}` : this.#values(1 + this.#draw(struct.values * 2))}};`,
      );
      this.#line(`${a}[1] = ${this.#chance(50) ? any : `(${this.#pure(1)}) ? ${any} : ${a}[0]`};`);
      const field = this.#pick(struct.fields);
      this.#line(`${a}[${this.#pure(1)} & 1].${field.path} ${this.#compound()};`);
      this.#line(`${a}[2] = same_${struct.name}(${a}[${this.#draw(2)}], ${this.#pure(1)});`);
      for (const shown of struct.fields) this.#line(`for (int i = 0; i < 3; i++) show(${this.#print++}, ${a}[i].${shown.path});`);
      this.#show(`sizeof ${a} + same_${struct.name}(${a}[2], 1).${field.path}`);
    });
  }

  #library(): void {
    const n = this.#name("k");
    this.#block("", () => {
      switch (this.#draw(6)) {
        case 0:
          this.#line(`int ${n}[6] = {${this.#values(6)}}; qsort(${n}, 6, sizeof *${n}, ${this.#pick(["upwards", "downwards"])});`);
          this.#line(`for (int i = 0; i < 6; i++) show(${this.#print++}, ${n}[i]);`);
          break;
        case 1:
          this.#line(`char ${n}[] = "${this.#pick(["a,b;c", ",,x", "one two", ""])}"; char *t;`);
          this.#line(`for (t = strtok(${n}, ",; "); t; t = strtok(0, ",; ")) printf("${this.#print++} %s %d\\n", t, (int)(t - ${n}));`);
          break;
        case 2:
          this.#show(`total(${3}, (int)(${this.#pure(1)}), (int)(${this.#pure(1)}), (int)(${this.#pure(1)}))`);
          this.#show(`strspn("aabbc", "ab") * 10 + strcspn("hello", "lo") + (strpbrk("x-y", "-+") != 0)`);
          break;
        case 3:
          this.#line(`char ${n}[32]; int a = 0, b = 0; sprintf(${n}, "%d:%x", (int)(${this.#pure(1)}) & 0xffff, ${this.#draw(999)});`);
          this.#line(`show(${this.#print++}, sscanf(${n}, "%d:%x", &a, &b)); show(${this.#print++}, a); show(${this.#print++}, b);`);
          break;
        case 4:
          this.#line(
            `char ${n}[16]; strncpy(${n}, "${this.#pick(["ab", "abcdefgh", ""])}", 8); ${n}[8] = 0; printf("${this.#print++} %s|%.3s|%10.4s|\\n", ${n}, ${n}, ${n});`,
          );
          this.#line(
            `show(${this.#print++}, _stricmp(${n}, "AB") == 0); show(${this.#print++}, sign(strncmp(${n}, "abz", ${this.#draw(4)})));`,
          );
          break;
        default:
          this.#line(`struct { const char *name; int (*f)(int); int v[2]; } ${n}[] = {{"up", toupper, {1, 2}}, {"low", tolower}, {0}};`);
          this.#line(
            `for (int i = 0; ${n}[i].name; i++) printf("${this.#print++} %s %c %d\\n", ${n}[i].name, ${n}[i].f('${this.#pick(["q", "R", "5"])}'), ${n}[i].v[1]);`,
          );
          this.#show(`sizeof ${n} / sizeof *${n}`);
          break;
      }
    });
  }

  /** Lists in lists, designators, what is left out. */
  #braces(): void {
    const n = this.#name("d");
    const [x, y] = [this.#pure(1), this.#pure(1)];
    this.#block("", () => {
      this.#line(
        this.#pick([
          `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {(int)(${x}), {(short)(${y}), {1, 2}}, 5};`,
          `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.e = (unsigned)(${x}), .d = {.c = {[1] = 4}}, .a = 2};`,
          `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {(int)(${x}), (short)(${y}), 7, 8, 9, 10};`,
          `static struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.d.c[2] = 5, 6};`,
          `struct { int a; struct { short b, c[3]; } d; unsigned e; } ${n} = {.d.b = (short)(${x}), .e = 1};`,
        ]),
      );
      this.#show(`${n}.a + ${n}.d.b * 3 + ${n}.d.c[0] * 5 + ${n}.d.c[1] * 7 + ${n}.d.c[2] * 11 + ${n}.e * 13`);
      this.#line(
        `int ${n}v[] = {${this.#values(2)}, [5] = 3, ${this.#values(1)}}; show(${this.#print++}, sizeof ${n}v); show(${this.#print++}, ${n}v[4] + ${n}v[5] + ${n}v[6]);`,
      );
      this.#line(
        `_Bool ${n}b = ${this.#pure(2)}; ${n}b += ${this.#draw(3)}; show(${this.#print++}, ${n}b - 1); ${n}b--; show(${this.#print++}, ${n}b);`,
      );
      this.#line(
        `enum ${n}E { ${n}P = 3, ${n}Q } ${n}e = ${this.#pure(1)} ? ${n}P : ${n}Q; show(${this.#print++}, ${n}e * 2); show(${this.#print++}, JOINED(${n}, e) + TEXT_OF(${n})[1]);`,
      );
    });
  }

  #floating(): void {
    if (this.#floats.length === 0) return;
    const { name } = this.#pick(this.#floats);
    this.#line(
      this.#chance(50)
        ? `${name} = ${this.#float(2)};`
        : `${name} ${this.#pick(["+=", "-=", "*=", "/="])} ${this.#pick(["2", "0.5", "3.0f", "-1.25"])};`,
    );
    this.#line(`showf(${this.#print++}, ${this.#float(2)});`);
  }

  #conditional(depth: number): void {
    const condition = this.#chance(30) ? this.#effect(1) : this.#pure(2);
    this.#block(`if (${condition})`, () => this.#statements(1 + this.#draw(3), depth - 1));
    if (this.#chance(50)) this.#block("else", () => this.#statements(1 + this.#draw(2), depth - 1));
  }

  #loop(depth: number): void {
    if (this.#loops >= 2) {
      this.#conditional(depth);
      return;
    }
    this.#loops++;
    const i = this.#name("i");
    const turns = 1 + this.#draw(5);
    const body = (): void => {
      this.#scalars.push({ name: i, type: "int", writable: false });
      this.#statements(1 + this.#draw(3), depth - 1);
      if (this.#chance(25)) this.#line(`if (${this.#pure(2)}) ${this.#pick(["break", "continue"])};`);
      if (this.#chance(40)) this.#line(`${this.#target()} ${this.#compound()};`);
    };
    switch (this.#draw(4)) {
      case 0:
        this.#block(`for (${this.#pick(["int", "unsigned", "short", "signed char"])} ${i} = 0; ${i} < ${turns}; ${i}++)`, body);
        break;
      case 1: {
        const type = this.#pick(["int", "long long", "unsigned char"]);
        this.#line(`${type} ${i} = ${turns};`);
        this.#block(`while (${i}-- > 0)`, body);
        break;
      }
      case 2:
        this.#line(`int ${i} = 0;`);
        this.#block("do", body, `} while (++${i} < ${turns});`);
        break;
      default: {
        const j = this.#name("j");
        this.#line(`int ${i}, ${j};`);
        this.#block(`for (${i} = 0, ${j} = ${turns}; ${i} < ${j}; ${i}++, ${j}--)`, body);
        break;
      }
    }
    this.#loops--;
  }

  #switch(depth: number): void {
    const mask = this.#pick([3, 7]);
    this.#line(`switch (${this.#pure(2)} & ${mask}) {`);
    const scope = this.#scope();
    const outer = this.#indent;
    const order = Array.from({ length: mask + 1 }, (_, i) => i).filter(() => this.#chance(70));
    const at = this.#chance(70) ? this.#draw(order.length + 1) : -1;
    order.forEach((value, i) => {
      if (i === at) this.#line("default:");
      this.#line(`case ${this.#chance(20) ? `${value + 10} - 10` : value}:`);
      this.#indent = `${outer}  `;
      if (this.#chance(80)) {
        this.#block("", () => this.#statements(1 + this.#draw(2), depth - 1));
        if (this.#chance(60)) this.#line("break;");
      }
      this.#indent = outer;
    });
    if (at === order.length) this.#line(`default: ${this.#target()} ^= 5;`);
    this.#line("  ;");
    this.#line("}");
    scope();
  }

  #goto(depth: number): void {
    if (this.#loops > 0) {
      this.#conditional(depth);
      return;
    }
    const label = this.#name("l");
    const count = this.#name("n");
    this.#line(`int ${count} = 0;`);
    if (this.#chance(50)) {
      this.#line(`${label}:`);
      this.#loops += 2;
      this.#block("", () => this.#statements(2, depth - 1));
      this.#loops -= 2;
      this.#line(`if (++${count} < ${1 + this.#draw(3)}) goto ${label};`);
    } else {
      this.#line(`if (${this.#pure(2)}) goto ${label};`);
      this.#block("", () => this.#statements(2, depth - 1));
      this.#line(`${label}: ${count}++;`);
    }
    this.#show(count);
  }

  /** A walk through an array by pointers. */
  #pointers(depth: number): void {
    if (this.#arrays.length === 0) {
      this.#local();
      return;
    }
    const { name, type, length } = this.#pick(this.#arrays);
    const p = this.#name("p");
    const e = this.#name("e");
    const q = this.#name("q");
    this.#block("", () => {
      this.#line(
        `${type} *${p} = ${name}, *${e} = ${this.#pick([`${name} + ${length}`, `&${name}[${length}]`, `${p} + sizeof ${name} / sizeof *${name}`])}, **${q} = &${p};`,
      );
      switch (this.#draw(4)) {
        case 0:
          this.#line(`while (${p} < ${e}) *${p}++ ${this.#pick(["+=", "^=", "=", "-="])} ${this.#pure(1)};`);
          break;
        case 1:
          this.#line(`while (${e} != ${p}) { --${e}; show(${this.#print++}, *${e}); }`);
          break;
        case 2:
          this.#line(
            `for (; ${p} != ${e}; (*${q})++) { ${p}[0] ${this.#pick(["*=", "|=", "+="])} ${this.#pure(1)}; sink += ${e} - ${p}; }`,
          );
          break;
        default:
          this.#line(`${p} += ${1 + this.#draw(length - 1)}; ${p}[-1]++; **${q} = ${this.#pure(depth)};`);
          this.#line(`show(${this.#print++}, (${p} - ${name}) * 10 + (${p} > ${name}) + (&${p}[-1] == ${e}) + (*${q} <= ${e}));`);
          break;
      }
      this.#show(`${name}[0] ^ ${name}[${length - 1}]`);
    });
  }

  #structPointers(): void {
    if (this.#structs.length === 0) {
      this.#local();
      return;
    }
    const { name, struct } = this.#pick(this.#structs);
    const p = this.#name("s");
    const plain = struct.fields.filter((field) => !field.type.includes(":"));
    this.#block("", () => {
      this.#line(`${struct.name} *${p} = &${name};`);
      const field = this.#pick(struct.fields);
      this.#line(`${p}->${field.path} ${this.#compound()};`);
      if (plain.length > 0) {
        const other = this.#pick(plain);
        const f = this.#name("f");
        this.#line(`${other.type} *${f} = &(*${p}).${other.path};`);
        this.#line(`*${f} ${this.#chance(50) ? `= ${this.#pure(2)}` : this.#compound()};`);
      }
      const same = this.#structs.filter((one) => one.struct === struct && one.name !== name);
      if (same.length > 0)
        this.#line(this.#chance(50) ? `${this.#pick(same).name} = *${p};` : `memcpy(&${this.#pick(same).name}, ${p}, sizeof *${p});`);
      for (const shown of struct.fields) this.#show(`${p}->${shown.path}`);
    });
  }

  #strings(): void {
    const b = this.#name("b");
    const word = (): string => `"${this.#pick(WORDS)}"`;
    this.#block("", () => {
      this.#line(this.#chance(50) ? `char ${b}[64] = ${word()};` : `char ${b}[64] = {0}; strcpy(${b}, ${word()});`);
      for (let i = 1 + this.#draw(3); i > 0; i--) {
        this.#line(
          this.#pick([
            `strcat(${b}, ${word()});`,
            `sprintf(${b} + strlen(${b}), "%${this.#pick(["d", "5d", "-6d|", "05d", "+d", "x", "X", "o", "u", "08x", "#x", "c"])}", (int)(${this.#pure(1)}) & 0x7f | 0x20);`,
            `sprintf(${b} + strlen(${b}), "%${this.#pick(["d", "hd", "u", "x", "10d", "hhd", "i"])}", (int)(${this.#pure(2)}));`,
            `sprintf(${b} + strlen(${b}), "%${this.#pick(["s", "8s", "-8s", ".2s", "10.3s"])}", ${word()});`,
            `strncat(${b}, ${word()}, ${this.#draw(4)});`,
            `memmove(${b} + 1, ${b}, 6); ${b}[0] = '${this.#pick(["x", "y"])}';`,
            `memset(${b}, 'm', ${this.#draw(4)});`,
            `${b}[${this.#draw(3)}] ^= 1; if (!${b}[0]) ${b}[0] = 'k';`,
          ]),
        );
      }
      this.#line(`printf("${this.#print++} %s %d\\n", ${b}, (int)strlen(${b}));`);
      if (this.#chance(40)) this.#show(`(strstr(${b}, "b") ? strstr(${b}, "b") - ${b} : -1)`);
      if (this.#chance(40)) this.#show(`(strrchr(${b}, 'a') ? strrchr(${b}, 'a') - ${b} : -1)`);
    });
  }

  /** The bytes of a number, and numbers of bytes. */
  #bytes(): void {
    const u = this.#name("u");
    const type = this.#pick(["int", "unsigned short", "long long", "unsigned long", "float", "double"]);
    this.#block("", () => {
      this.#line(`union { ${type} n; unsigned char b[sizeof(${type})]; signed char c; unsigned short h; } ${u};`);
      this.#line(`${u}.n = ${type === "float" || type === "double" ? this.#float(1) : this.#pure(2)};`);
      this.#show(`${u}.b[0] * 256 + ${u}.b[sizeof ${u}.b - 1] + ${u}.c - ${u}.h`);
      if (type === "int" || type === "unsigned long") {
        this.#line(`${u}.b[1] = ${this.#pure(1)}; ${u}.c--;`);
        this.#show(`${u}.n`);
      }
      const v = this.#name("v");
      this.#line(`unsigned ${v}; memcpy(&${v}, "${this.#pick(["abcd", "\\001\\002\\003\\004", "\\377\\377zz"])}", 4);`);
      this.#show(`${v} + *((unsigned char *)&${v} + 1)`);
    });
  }

  #printf(): void {
    const [format, value] = this.#pick([
      ["%d", `(int)(${this.#pure(2)})`],
      ["%u %x", `(unsigned)(${this.#pure(2)}), (unsigned)(${this.#pure(1)})`],
      ["%ld|%lu", `(long)(${this.#pure(2)}), (unsigned long)(${this.#pure(1)})`],
      ["%I64d", `(long long)(${this.#pure(2)})`],
      ["%llu", `(unsigned long long)(${this.#pure(2)})`],
      ["%hd %hu", `(${this.#pure(2)}) & 0xffff, (short)(${this.#pure(1)}) & 0xffff`],
      ["%c%5c", `'a' + (${this.#pure(1)} & 15), 'z'`],
      ["%-8d|%08d|%+d", `(int)(${this.#pure(1)}), (int)(${this.#pure(1)}), (int)(${this.#pure(1)})`],
      ["%.3d|%6.2d|%-6.4x|", `(int)(${this.#pure(1)}), (int)(${this.#pure(1)}), (int)(${this.#pure(1)})`],
      ["%*d|%-*d|", `${this.#draw(9)}, (int)(${this.#pure(1)}), ${this.#draw(9)}, (int)(${this.#pure(1)})`],
      [
        "%.2f %8.1f %e",
        `(double)((${this.#pure(1)}) & 0xfff) / 8, (double)((${this.#pure(1)}) & 0xff), (double)((${this.#pure(1)}) & 0xffff)`,
      ],
      ["%g %G", `(double)((${this.#pure(1)}) & 0xfff) / 16, (double)(int)(${this.#pure(1)})`],
    ] as const);
    this.#line(`printf("${this.#print++} ${format}\\n", ${value});`);
  }

  // ------------------------------------------------------------------------------------------------------ declarations

  #struct(): void {
    const name = this.#name("S");
    const fields: Field[] = [];
    let values = 0;
    const lines: string[] = [];
    for (let i = 2 + this.#draw(4); i > 0; i--) {
      const field = `m${i}`;
      const roll = this.#draw(10);
      const inner = this.#types.filter((one) => !one.name.includes("U"));
      if (roll < 5) {
        const type = this.#integer();
        lines.push(`  ${type} ${field};`);
        fields.push({ path: field, type });
        values++;
      } else if (roll < 7) {
        const type = this.#pick(["unsigned", "int", "unsigned short", "unsigned char"]);
        const width = 1 + this.#draw(type === "unsigned char" ? 8 : type === "unsigned short" ? 13 : 20);
        lines.push(`  ${type} ${field} : ${width};`);
        fields.push({ path: field, type: `${type} : ${width}` });
        values++;
      } else if (roll < 8) {
        const type = this.#pick(["short", "unsigned char", "int", "long long"]);
        lines.push(`  ${type} ${field}[3];`);
        fields.push({ path: `${field}[${this.#draw(3)}]`, type });
        values += 3;
      } else if (roll < 9 && inner.length > 0) {
        const of = this.#pick(inner);
        lines.push(`  ${of.name} ${field};`);
        for (const one of of.fields) fields.push({ path: `${field}.${one.path}`, type: one.type });
        values += of.values;
      } else {
        const [a, b] = [this.#integer(), this.#integer()];
        lines.push(`  union { unsigned long long z${i}; ${a} x${i}; ${b} y${i}; } ${field};`);
        for (const [part, type] of [
          ["z", "unsigned long long"],
          ["x", a],
          ["y", b],
        ] as const)
          fields.push({ path: `${field}.${part}${i}`, type });
        values++;
      }
    }
    this.#line(`typedef struct ${name}tag {`);
    for (const line of lines) this.#line(line);
    this.#line(`} ${name};`);
    const { path, type } = fields[0]!;
    this.#line(`static ${name} same_${name}(${name} r, int n) { r.${path} ${type.includes(":") ? "^=" : "+="} n; return r; }`);
    this.#types.push({ name, fields, values });
  }

  #global(): void {
    const name = this.#name("g");
    const roll = this.#draw(10);
    const type = this.#integer();
    if (roll < 5) {
      this.#line(`static ${type} ${name}${this.#chance(80) ? ` = ${this.#pick(LITERALS)}` : ""};`);
      this.#scalars.push({ name, type, writable: true });
    } else if (roll < 8) {
      const length = this.#pick([2, 4, 8, 16]);
      const values = this.#chance(25) ? `{ [${this.#draw(length)}] = ${this.#draw(90)} }` : `{${this.#values(1 + this.#draw(length))}}`;
      this.#line(`static ${this.#chance(30) ? "const " : ""}${type} ${name}[${length}] = ${values};`.replace("const ", ""));
      this.#arrays.push({ name, type, length });
    } else if (this.#types.length > 0) {
      const struct = this.#pick(this.#types);
      this.#line(`static ${struct.name} ${name} = {${this.#values(1 + this.#draw(struct.values))}};`);
      this.#structs.push({ name, struct });
    }
  }

  #function(leaf: boolean): void {
    const name = this.#name("f");
    const result = this.#integer();
    const scope = this.#scope();
    // A leaf is called inside expressions: it reads its arguments alone.
    if (leaf) [this.#scalars, this.#floats, this.#arrays, this.#structs] = [[], [], [], []];
    const params = Array.from({ length: 1 + this.#draw(3) }, () => {
      const roll = this.#draw(10);
      if (roll < 2 && this.#types.length > 0) return this.#pick(this.#types).name;
      return roll < 3 ? this.#pick(["double", "float"]) : this.#integer();
    });
    const names = params.map((_, i) => `a${i}`);
    params.forEach((type, i) => {
      const struct = this.#types.find((one) => one.name === type);
      if (struct) this.#structs.push({ name: names[i]!, struct });
      else if (type === "double" || type === "float") this.#floats.push({ name: names[i]!, type, writable: true });
      else this.#scalars.push({ name: names[i]!, type, writable: true });
    });
    const known = this.#functions;
    const heads = params.map((type, i) => `${type} ${names[i]}`).join(", ");
    const count = this.#print;
    this.#line(`static ${result} ${name}(${heads})`);
    this.#inFunction = !leaf;
    this.#block("", () => {
      if (leaf) {
        this.#functions = [];
        this.#line("int own = 1;");
        this.#scalars.push({ name: "own", type: "int", writable: true });
        for (let i = this.#draw(4); i > 0; i--) {
          const roll = this.#draw(4);
          if (roll === 0) this.#local();
          else if (roll === 1) this.#line(`${this.#target()} = ${this.#pure(2)};`);
          else if (roll === 2) this.#line(`if (${this.#pure(2)}) return ${this.#pure(2)};`);
          else this.#line(`${this.#target()} ${this.#compound()};`);
        }
        this.#functions = known;
      } else {
        this.#statements(4 + this.#draw(6), 3);
        if (this.#chance(20)) this.#line(`if (${this.#pure(2)}) return ${this.#pure(1)};`);
      }
      this.#line(`return ${this.#pure(3)};`);
    });
    this.#inFunction = false;
    if (leaf) this.#print = count;
    scope();
    this.#functions.push({ name, params, result, leaf });
  }

  #recursive(): void {
    const name = this.#name("r");
    const type = this.#integer();
    this.#line(`static ${type} ${name}(int n, ${type} a)`);
    const scope = this.#scope();
    [this.#scalars, this.#floats, this.#arrays, this.#structs] = [
      [
        { name: "n", type: "int", writable: false },
        { name: "a", type, writable: true },
      ],
      [],
      [],
      [],
    ];
    this.#block("", () => {
      this.#line(`if (n <= 0) return ${this.#pure(2)};`);
      if (this.#chance(50)) this.#local();
      this.#line(`a ${this.#compound()};`);
      this.#line(`return ${name}(n - ${1 + this.#draw(2)}, ${this.#pure(2)}) ${this.#pick(["+", "^", "-", "*"])} ${this.#pure(1)};`);
    });
    scope();
    this.#pairs.push(name);
  }

  #program(): void {
    for (let i = this.#draw(4); i > 0; i--) this.#struct();
    for (let i = 2 + this.#draw(5); i > 0; i--) this.#global();
    for (let i = 1 + this.#draw(3); i > 0; i--) this.#function(true);
    if (this.#chance(60)) this.#recursive();
    // Functions of one type, for a table of pointers.
    const table: string[] = [];
    for (let i = this.#draw(3) > 0 ? 4 : 0; i > 0; i--) {
      const name = this.#name("t");
      this.#line(
        `static int ${name}(int a, int b) { return ${this.#pick(["a + b", "a - b", "a * b", "a ^ b", "(a & 15) << (b & 7)", "a > b ? a : b", "a == b", "-a", "(short)a + (char)b"])}; }`,
      );
      table.push(name);
    }
    const pointers = this.#name("T");
    if (table.length > 0)
      this.#line(`static int (*${pointers}[4])(int, int) = {${table.map((one, i) => (i % 2 ? "&" : "") + one).join(", ")}};`);
    for (let i = 1 + this.#draw(3); i > 0; i--) {
      this.#budget = 6;
      this.#function(false);
    }
    this.#line(`static void ${this.#prefix}main(void)`);
    this.#inFunction = true;
    this.#block("", () => {
      this.#budget = 30;
      this.#statements(6 + this.#draw(8), 3);
      for (const fn of this.#functions) {
        const args = fn.params.map((type) => this.#argument(type, 2));
        this.#show(`${fn.name}(${args.join(", ")})`);
      }
      for (const name of this.#pairs) this.#show(`${name}(${3 + this.#draw(6)}, ${this.#pure(1)})`);
      if (table.length > 0) {
        const p = this.#name("p");
        this.#line(`int (*${p})(int, int) = ${this.#pick(table)};`);
        this.#show(`${p}(${this.#pure(1)}, ${this.#pure(1)}) + (*${p})(1, 2)`);
        this.#line(`for (int i = 0; i < 8; i++) show(${this.#print++}, ${pointers}[i & 3](i, ${this.#pure(1)}));`);
        this.#show(`(${p} == ${table[0]}) + (${pointers}[1] == ${table[1]})`);
      }
      for (const one of this.#scalars) this.#show(one.name);
      for (const one of this.#floats) this.#line(`showf(${this.#print++}, ${one.name});`);
      for (const one of this.#arrays) this.#line(`for (int i = 0; i < ${one.length}; i++) show(${this.#print++}, ${one.name}[i]);`);
      for (const one of this.#structs) for (const field of one.struct.fields) this.#show(`${one.name}.${field.path}`);
    });
  }
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
  const programs = seeds.map((seed) => new RandomC(seed, `p${seed}`).text);
  const calls = seeds.map((seed) => `  puts("== ${seed}"); sink = 0; p${seed}main();`);
  return `${HEAD}${programs.join("\n")}\nint main(void)\n{\n${calls.join("\n")}\n  return 0;\n}\n`;
}
