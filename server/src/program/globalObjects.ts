/** Objects with static storage whose class has code: what constructs them before the program runs, and ends them after it. */
import type { CType, IrFunction } from "../ir/types.ts";
import { closing, splitArguments, tokenize } from "../names/tokens.ts";
import type { FileNames, FunctionDeclaration, Names, VariableDeclaration } from "../names/types.ts";
import type { RunFunction } from "./instances.ts";

/** Indexes of these functions; see `running.ts` for the others. */
const FIRST_GLOBAL = 450_000;
const MAX_DEPTH = 12;
/** Elements of one array that are constructed. */
const MAX_ELEMENTS = 256;

interface GlobalFile {
  readonly uri: string;
  readonly names: FileNames;
}

interface TextFile {
  readonly names: FileNames;
  readonly source: { readonly items: readonly { readonly start: number }[] };
  lowerToRun(declaration: FunctionDeclaration, names: Names): readonly IrFunction[];
}

export interface GlobalObjects {
  /** In the order in which the files define them. */
  readonly construct: readonly RunFunction[];
  /** The other way round. */
  readonly destroy: readonly RunFunction[];
}

/** @param bound names of a file in which `name` is a type; @param read reads a text that is no file of the program. */
export function globalObjects(
  files: readonly GlobalFile[],
  names: (uri: string) => Names,
  bound: (uri: string, name: string, type: CType, home: string | undefined) => Names,
  read: (uri: string, text: string) => TextFile,
): GlobalObjects {
  const construct: RunFunction[] = [];
  const destroy: RunFunction[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const view = names(file.uri);
    for (const variable of file.names.variables) {
      if (variable.isExtern || (!variable.internal && seen.has(variable.name))) continue;
      const scope = variable.name.includes("::") ? variable.name.slice(0, variable.name.lastIndexOf("::")) : undefined;
      const whole = view.resolve(variable.type, scope);
      const type = whole.kind === "array" ? whole.of : whole;
      if (type.kind !== "record" || !hasCode(view, type, 0)) continue;
      seen.add(variable.name);
      const index = FIRST_GLOBAL + construct.length * 2;
      const text = whole.kind === "array" ? textForArray(variable, whole.length, index) : textFor(variable, index);
      const made = read(`std:global-${index}.cpp`, text);
      const typed = bound(file.uri, typeName(index), type, scope);
      const [begin, end] = made.names.functions;
      if (begin?.item === undefined || end?.item === undefined) continue;
      // The places of these functions are those of the variable.
      const at = (f: FunctionDeclaration): number => variable.offset - (text.indexOf("&") + 1 - made.source.items[f.item!]!.start);
      construct.push(new GlobalFunction(index, file.uri, begin, at(begin), () => made.lowerToRun(begin, typed)));
      destroy.unshift(new GlobalFunction(index + 1, file.uri, end, at(begin), () => made.lowerToRun(end, typed)));
    }
  }
  return { construct, destroy };
}

function typeName(index: number): string {
  return `__global_${index}`;
}

function textFor(variable: VariableDeclaration, index: number): string {
  const written = variable.initialiser?.text.trim() ?? "";
  const initial = written === "" || /^[({]/.test(written) ? written : `(${written})`;
  const type = typeName(index);
  return `void __begin_${index}() { new ((void *)&${variable.name}) ${type}${initial}; }\nvoid __end_${index}() { (&${variable.name})->~${type}(); }\n`;
}

/** Elements of an array, one by one; what the initialiser leaves out is constructed without arguments. */
function textForArray(variable: VariableDeclaration, length: number | undefined, index: number): string {
  const written = variable.initialiser?.text.trim().replace(/^=\s*/, "") ?? "";
  const tokens = tokenize(written);
  const items =
    tokens[0]?.text === "{"
      ? splitArguments(tokens, 0, closing(tokens, 0)).map(([from, to]) =>
          to > from ? written.slice(tokens[from]!.start, tokens[to - 1]!.end) : "",
        )
      : [];
  const given = items.filter((item) => item !== "");
  const count = Math.min(MAX_ELEMENTS, length ?? given.length);
  const type = typeName(index);
  const begin = Array.from({ length: count }, (_, i) => {
    const item = given[i] ?? "";
    return `new ((void *)&${variable.name}[${i}]) ${type}${item === "" || item.startsWith("{") ? item : `(${item})`};`;
  });
  const end = Array.from({ length: count }, (_, i) => `(&${variable.name}[${count - 1 - i}])->~${type}();`);
  return `void __begin_${index}() { ${begin.join(" ")} }\nvoid __end_${index}() { ${end.join(" ")} }\n`;
}

/** Constructing or ending an object of that type runs code of the program or of the library. */
function hasCode(names: Names, type: CType, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (type.kind === "array") return hasCode(names, type.of, depth + 1);
  const record = type.kind === "record" ? names.record(type.name) : undefined;
  if (record === undefined || record.external === true) return false;
  return (
    record.methods.some((method) => method.isConstructor || method.isDestructor || method.isVirtual) ||
    record.bases.some((base) => hasCode(names, { kind: "record", name: base }, depth + 1)) ||
    record.fields.some((field) => !field.isStatic && (field.initialiser !== undefined || hasCode(names, field.type, depth + 1)))
  );
}

class GlobalFunction implements RunFunction {
  readonly name: string;
  readonly last: string;
  private made: readonly IrFunction[] | undefined;

  constructor(
    readonly index: number,
    readonly uri: string,
    readonly declaration: FunctionDeclaration,
    readonly offset: number,
    private readonly lower: () => readonly IrFunction[],
  ) {
    this.name = declaration.name;
    this.last = declaration.name;
  }

  get parts(): readonly IrFunction[] {
    this.made ??= this.lower();
    return this.made;
  }
  get ir(): IrFunction {
    return this.parts[0]!;
  }
}
