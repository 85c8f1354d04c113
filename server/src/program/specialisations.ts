/** Specialisations of templates, full and partial: `template <> struct Name<int>`, `template <class T> struct Name<T *>`. */
import { type CType, typeText } from "../names/ctype.ts";
import { tokenize } from "../names/tokens.ts";
import type { FunctionDeclaration, RecordDeclaration } from "../names/types.ts";
import { typeFromText } from "../names/typetext.ts";
import { BoundNames } from "./boundNames.ts";
import type { ClassTemplate, Instances, TemplateFile } from "./instances.ts";
import { type Binding, bindParts, plainSpelling } from "./templateArguments.ts";
import { type TemplateParameter, templateHead } from "./templateHeads.ts";

interface Special {
  readonly template: ClassTemplate;
  /** Spellings of the arguments in the head. */
  readonly patterns: readonly string[];
}

interface SpecialFunction {
  readonly declaration: FunctionDeclaration;
  readonly file: TemplateFile;
  readonly patterns: readonly string[];
}

const SPELLED = /^([\w:]+)<(.+)>$/s;

export class Specialisations {
  private readonly classes = new Map<string, Special[]>();
  private readonly functions = new Map<string, SpecialFunction[]>();

  constructor(private readonly all: Instances) {}

  /** Takes the class if it is a specialisation. */
  readClass(record: RecordDeclaration, file: TemplateFile): boolean {
    const [, name, args] = SPELLED.exec(record.name) ?? [];
    if (name === undefined || args === undefined) return false;
    const params = templateHead(file.text, record.offset) ?? [];
    const outside = file.names.functions.filter((f) => f.record !== undefined && squeezed(f.record) === squeezed(record.name));
    const template: ClassTemplate = { name: record.name, file, params, record, outside };
    add(this.classes, name, { template, patterns: split(args) });
    return true;
  }

  readFunction(declaration: FunctionDeclaration, file: TemplateFile): void {
    const [, name, args] = declaration.record === undefined ? (SPELLED.exec(declaration.name) ?? []) : [];
    if (name !== undefined && args !== undefined) add(this.functions, name, { declaration, file, patterns: split(args) });
  }

  /** The most special one that fits the arguments, with what its parameters stand for. */
  chosen(
    name: string,
    args: readonly CType[],
  ): { readonly template: ClassTemplate; readonly bindings: ReadonlyMap<string, Binding> } | undefined {
    let best: { readonly template: ClassTemplate; readonly bindings: ReadonlyMap<string, Binding>; readonly rank: number } | undefined;
    for (const { template, patterns } of this.classes.get(name) ?? []) {
      const bindings = patterns.length === args.length ? this.match(template.params, patterns, args, template.file) : undefined;
      if (bindings === undefined) continue;
      const rank = patterns.join().length - template.params.length * 100;
      if (best === undefined || rank > best.rank) best = { template, bindings, rank };
    }
    return best;
  }

  ofFunction(name: string, args: readonly CType[]): SpecialFunction | undefined {
    return this.functions
      .get(name)
      ?.find(({ patterns, file }) => patterns.length === args.length && this.match([], patterns, args, file) !== undefined);
  }

  private match(
    params: readonly TemplateParameter[],
    patterns: readonly string[],
    args: readonly CType[],
    file: TemplateFile,
  ): Map<string, Binding> | undefined {
    const bindings = new Map<string, Binding>();
    const names = new BoundNames(this.all, () => this.all.plainNames(file.uri));
    const open = new Map(params.map((param) => [param.name, param]));
    const fits = patterns.every((pattern, i) => {
      // Constness is no part of our types: `Name<const T>` would take everything.
      if (/\bconst\b/.test(pattern) && !/[*&]/.test(pattern)) return false;
      return agrees(/^-?\w+$/.test(pattern) ? { kind: "unknown", text: pattern } : typeFromText(pattern), args[i]!);
    });
    return fits && params.every((param) => bindings.has(param.name)) ? bindings : undefined;

    function agrees(pattern: CType, arg: CType): boolean {
      switch (pattern.kind) {
        case "unknown": {
          const param = open.get(pattern.text);
          if (param !== undefined) return bind(param, arg);
          if (arg.kind === "unknown") return arg.text === (names.evaluate(pattern.text)?.value ?? pattern.text).toString();
          return same(names.typeOf(pattern.text), arg);
        }
        case "pointer":
          return arg.kind === "pointer" && agrees(pattern.to, arg.to);
        case "reference":
          return arg.kind === "reference" && agrees(pattern.to, arg.to);
        case "array": {
          if (arg.kind !== "array" || !agrees(pattern.of, arg.of)) return false;
          const param = pattern.lengthText === undefined ? undefined : open.get(pattern.lengthText);
          if (param !== undefined) return arg.length !== undefined && bind(param, { kind: "unknown", text: String(arg.length) });
          return pattern.length === arg.length;
        }
        case "function":
          return (
            arg.kind === "function" &&
            pattern.params.length === arg.params.length &&
            agrees(pattern.result, arg.result) &&
            pattern.params.every((one, i) => agrees(one, arg.params[i]!))
          );
        case "record": {
          const of = pattern.args === undefined || arg.kind !== "record" ? undefined : names.exact.instanceOf(arg.name);
          if (of === undefined) return same(names.resolve(pattern), arg);
          const isSame = of.template === pattern.name || of.template.endsWith(`::${pattern.name}`);
          return isSame && pattern.args!.every((one, i) => of.args[i] !== undefined && agrees(one, of.args[i]));
        }
        default:
          return same(pattern, arg);
      }
    }

    function bind(param: TemplateParameter, arg: CType): boolean {
      const known = bindings.get(param.name);
      if (!param.isType) {
        if (arg.kind !== "unknown" || !/^-?\d+$/.test(arg.text)) return false;
        const value = BigInt(arg.text);
        if (known !== undefined) return "value" in known && known.value === value;
        bindings.set(param.name, { value });
        return true;
      }
      if (known !== undefined) return "type" in known && same(known.type, arg);
      bindParts(param.name, arg, bindings);
      return true;
    }
  }
}

function add<T>(map: Map<string, T[]>, name: string, one: T): void {
  const list = map.get(name);
  if (list) list.push(one);
  else map.set(name, [one]);
}

function same(a: CType, b: CType): boolean {
  return typeText(plainSpelling(a)) === typeText(plainSpelling(b));
}

function squeezed(name: string): string {
  return name.replace(/\s+/g, "");
}

function split(args: string): string[] {
  const text = `(${args})`;
  const tokens = tokenize(text);
  const parts: string[] = [];
  let depth = 0;
  let start = 1;
  for (const token of tokens.slice(1, -1)) {
    if (/^[<([{]$/.test(token.text)) depth++;
    else if (/^[>)\]}]$/.test(token.text)) depth--;
    else if (token.text === ">>") depth -= 2;
    else if (token.text === "," && depth === 0) {
      parts.push(text.slice(start, token.start).trim());
      start = token.end;
    }
  }
  parts.push(text.slice(start, -1).trim());
  return parts;
}
