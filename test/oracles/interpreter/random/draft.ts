/** The C text that is being written, what is in scope at its end, and the numbers that are drawn for it. */
import { random } from "../../../support/randomPrograms.ts";

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

interface Variable {
  readonly name: string;
  readonly writable: boolean;
}

interface ArrayOf {
  readonly name: string;
  readonly type: string;
  /** A power of two. */
  readonly length: number;
}

export interface Field {
  readonly path: string;
  readonly type: string;
}

export interface Struct {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly values: number;
}

export class Draft {
  readonly draw: (n: number) => number;
  /** Stands before every name, for the programs of one file. */
  readonly prefix: string;
  readonly lines: string[] = [];
  indent = "";
  next = 0;
  scalars: Variable[] = [];
  floats: Variable[] = [];
  arrays: ArrayOf[] = [];
  structs: { readonly name: string; readonly struct: Struct }[] = [];
  types: Struct[] = [];
  functions: { readonly name: string; readonly params: readonly string[]; readonly leaf: boolean }[] = [];
  /** Functions that call themselves. */
  recursive: string[] = [];
  /** Loops around the place that is being written. */
  loops = 0;
  /** Number of the next line that the program prints. */
  print = 0;
  /** Calls that may still be written here. */
  budget = 0;
  inFunction = false;

  constructor(seed: number, prefix: string) {
    this.draw = random(seed);
    this.prefix = prefix;
  }

  get text(): string {
    return this.lines.join("\n") + "\n";
  }

  chance(percent: number): boolean {
    return this.draw(100) < percent;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.draw(list.length)]!;
  }
  name(kind: string): string {
    return `${this.prefix}${kind}${this.next++}`;
  }
  line(text: string): void {
    this.lines.push(this.indent + text);
  }
  block(head: string, body: () => void, tail = "}"): void {
    this.line(`${head} {`);
    const outer = this.indent;
    const scope = this.scope();
    this.indent += "  ";
    body();
    this.indent = outer;
    this.line(tail);
    scope();
  }
  /** Names made from here on are forgotten by the returned function. */
  scope(): () => void {
    const [scalars, floats, arrays, structs] = [this.scalars, this.floats, this.arrays, this.structs];
    [this.scalars, this.floats, this.arrays, this.structs] = [scalars.slice(), floats.slice(), arrays.slice(), structs.slice()];
    return () => {
      [this.scalars, this.floats, this.arrays, this.structs] = [scalars, floats, arrays, structs];
    };
  }
  integer(): string {
    return this.pick(INTEGERS);
  }
  show(expression: string): void {
    this.line(`show(${this.print++}, ${expression});`);
  }
}
