/** The answers that lowering and the program model get, over the files in view and then the models of Windows. */
import { type CType, INT, isInteger, wrapInteger } from "./ctype.ts";
import { evaluateConstant } from "./constants.ts";
import type { Constant } from "./literals.ts";
import { type PlatformNames, platformNames } from "./platform.ts";
import { keywordType, qualify } from "./specifiers.ts";
import { declarationFromText } from "./typetext.ts";
import type {
  EnumConstant,
  FieldDeclaration,
  FileNames,
  FunctionDeclaration,
  MacroDefinition,
  Names,
  RecordDeclaration,
  VariableDeclaration,
} from "./types.ts";

export interface NamesOptions {
  /** Definitions from a project or the command line (`UNICODE`, `WM_X=1025`); they are looked up last. */
  readonly macros?: readonly MacroDefinition[];
  /** `TCHAR` and its kin are wide; true if not given, as in the configuration of a text. */
  readonly unicode?: boolean;
  /** What stands behind the files; the models of `platform/` unless a test gives its own. */
  readonly platform?: PlatformNames;
}

const MAX_DEPTH = 32;

/**
 * Names as seen from a file: `files[0]` is the file itself, then what it includes, nearest first; where two files declare
 * the same name the earlier one wins. The result is immutable and remembers its answers.
 */
export function createNames(files: readonly FileNames[], target: "win32" | "win64", options: NamesOptions = {}): Names {
  return new FilesNames(files, target, options);
}

function firstByName<T extends { readonly name: string }>(lists: Iterable<readonly T[]>): Map<string, T> {
  const out = new Map<string, T>();
  for (const list of lists) for (const entry of list) if (!out.has(entry.name)) out.set(entry.name, entry);
  return out;
}

/** `list.map(make)`, or the list itself if nothing in it changed. */
function mapped<T>(list: readonly T[], make: (entry: T) => T): readonly T[] {
  let out: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const entry = list[i] as T;
    const made = make(entry);
    if (made !== entry) out ??= list.slice(0, i);
    out?.push(made);
  }
  return out ?? list;
}

class FilesNames implements Names {
  private readonly typedefs: Map<string, FileNames["typedefs"][number]>;
  private readonly macros: Map<string, MacroDefinition>;
  private readonly records: Map<string, RecordDeclaration>;
  private readonly variables = new Map<string, VariableDeclaration>();
  private readonly overloads = new Map<string, FunctionDeclaration[]>();
  private readonly enumerators: Map<string, EnumConstant>;
  private readonly enums = new Set<string>();
  private readonly namespaces: string[] = [];
  private readonly aliases = new Map<string, string>();

  private readonly typeAnswers = new Map<string, CType | undefined>();
  private readonly recordAnswers = new Map<string, RecordDeclaration | undefined>();
  private readonly fieldAnswers = new Map<string, FieldDeclaration | undefined>();
  private readonly functionAnswers = new Map<string, readonly FunctionDeclaration[]>();
  private readonly variableAnswers = new Map<string, VariableDeclaration | undefined>();
  private readonly constantAnswers = new Map<string, Constant | undefined>();
  private readonly platform: PlatformNames;
  private depth = 0;

  constructor(
    files: readonly FileNames[],
    readonly target: "win32" | "win64",
    options: NamesOptions,
  ) {
    this.typedefs = firstByName(files.map((f) => f.typedefs));
    this.macros = firstByName([...files.map((f) => f.macros), options.macros ?? []]);
    this.records = firstByName(files.map((f) => f.records));
    this.enumerators = firstByName(files.map((f) => f.enumConstants));
    this.platform = options.platform ?? platformNames(target, options.unicode ?? true);
    for (const file of files) {
      for (const constant of file.enumConstants) if (constant.enum !== undefined) this.enums.add(constant.enum);
      for (const v of file.variables) {
        // A definition says more than an `extern`, and a static member's definition more than its declaration.
        const seen = this.variables.get(v.name);
        if (seen === undefined || (seen.isExtern && !v.isExtern)) this.variables.set(v.name, v);
      }
      for (const f of file.functions) this.addFunction(f);
      for (const record of file.records) for (const method of record.methods) this.addFunction(method);
      for (const using of file.usings) this.addUsing(using);
    }
  }

  private addFunction(f: FunctionDeclaration): void {
    const list = this.overloads.get(f.name);
    if (list === undefined) this.overloads.set(f.name, [f]);
    else list.push(f);
  }

  private addUsing(text: string): void {
    const whole = /^namespace\s+(?:(\w+)\s*=\s*)?([\w:]+)$/.exec(text);
    if (whole !== null) {
      if (whole[1] !== undefined) this.aliases.set(whole[1], whole[2]!);
      else this.namespaces.push(whole[2]!);
      return;
    }
    const name = /^(?:typename\s+)?([\w:]+)$/.exec(text)?.[1]?.replace(/^::/, "");
    if (name?.includes("::")) this.aliases.set(name.slice(name.lastIndexOf("::") + 2), name);
  }

  /** Spellings under which a name may be declared, innermost scope first. */
  private *spellings(name: string, from: string | undefined): Generator<string> {
    const plain = name.replace(/^::/, "");
    if (!name.startsWith("::")) {
      for (let scope = from ?? ""; scope !== ""; scope = scope.includes("::") ? scope.slice(0, scope.lastIndexOf("::")) : "") {
        yield qualify(scope, plain);
        for (const base of this.basesOf(scope)) yield qualify(base, plain);
      }
    }
    yield plain;
    const head = plain.split("::")[0]!;
    const alias = this.aliases.get(head);
    if (alias !== undefined && alias !== head) yield alias + plain.slice(head.length);
    for (const space of this.namespaces) yield qualify(space, plain);
  }

  /** Visible bases, nearest first. */
  private basesOf(record: string): string[] {
    const out: string[] = [];
    const queue = [record];
    for (let i = 0; i < queue.length && out.length < MAX_DEPTH; i++) {
      for (const written of this.findRecord(queue[i]!)?.bases ?? []) {
        const base = this.baseName(queue[i]!, written);
        if (base !== record && !out.includes(base)) {
          out.push(base);
          queue.push(base);
        }
      }
    }
    return out;
  }

  /** The class that a base clause means: one of an enclosing scope of the derived class, or a typedef's. */
  private baseName(record: string, written: string): string {
    for (let scope = record; scope.includes("::"); ) {
      scope = scope.slice(0, scope.lastIndexOf("::"));
      if (this.records.has(qualify(scope, written))) return qualify(scope, written);
    }
    if (this.records.has(written)) return written;
    const typedef = this.typedefs.get(written)?.type;
    return typedef?.kind === "record" ? typedef.name : written;
  }

  private guarded<T>(cache: Map<string, T>, key: string, compute: () => T, absent: T): T {
    if (cache.has(key)) return cache.get(key) as T;
    if (this.depth > MAX_DEPTH) return absent;
    // A name that is defined by itself finds nothing on its second turn.
    cache.set(key, absent);
    this.depth++;
    const answer = compute();
    this.depth--;
    cache.set(key, answer);
    return answer;
  }

  type(name: string, fromRecord?: string): CType | undefined {
    return this.guarded(this.typeAnswers, `${fromRecord ?? ""} ${name}`, () => this.findType(name, fromRecord), undefined);
  }

  private findType(name: string, fromRecord: string | undefined): CType | undefined {
    const keyword = keywordType(name);
    if (keyword !== undefined) return keyword;
    for (const spelling of this.spellings(name, fromRecord)) {
      const typedef = this.typedefs.get(spelling);
      if (typedef !== undefined) {
        const scope = spelling.includes("::") ? spelling.slice(0, spelling.lastIndexOf("::")) : undefined;
        // `typedef struct CFoo CFoo`, or one name for a pointer to itself.
        if (typedef.type.kind === "record" && typedef.type.name === spelling) return typedef.type;
        return this.resolve(typedef.type, scope);
      }
      if (this.records.has(spelling)) return { kind: "record", name: spelling };
      if (this.enums.has(spelling)) return { kind: "enum", name: spelling };
    }
    for (const spelling of this.spellings(name, fromRecord)) {
      const platform = this.platform.type(spelling);
      if (platform !== undefined) return this.resolve(platform);
      const record = this.platform.record(spelling);
      if (record !== undefined) return { kind: "record", name: record.name };
    }
    return this.macroType(name, fromRecord);
  }

  /** `#define LPWSTR16 unsigned short *`. */
  private macroType(name: string, fromRecord: string | undefined): CType | undefined {
    const macro = this.macros.get(name);
    if (macro === undefined || macro.params !== undefined || !/^[A-Za-z_][\w\s:*]*$/.test(macro.body)) return undefined;
    const found = declarationFromText(macro.body);
    if (found === undefined || found.untyped || found.name !== "") return undefined;
    const type = this.resolve(found.type, fromRecord);
    return type.kind === "unknown" ? undefined : type;
  }

  resolve(type: CType, fromRecord?: string): CType {
    switch (type.kind) {
      case "unknown":
        return this.type(type.text, fromRecord) ?? type;
      case "pointer":
      case "reference": {
        const to = this.resolve(type.to, fromRecord);
        return to === type.to ? type : { ...type, to };
      }
      case "array": {
        const of = this.resolve(type.of, fromRecord);
        if (type.lengthText === undefined) return of === type.of ? type : { ...type, of };
        const length = evaluateConstant(type.lengthText, this, fromRecord)?.value;
        return length !== undefined && length >= 0n && length < 1n << 31n
          ? { kind: "array", of, length: Number(length) }
          : { kind: "array", of };
      }
      case "function": {
        const result = this.resolve(type.result, fromRecord);
        const params = type.params.map((p) => this.resolve(p, fromRecord));
        return { ...type, result, params };
      }
      case "record": {
        if (type.name.startsWith("<anon")) return type;
        // The tag may stand for a record of an inner scope, of a namespace, or be a typedef name.
        for (const spelling of this.spellings(type.name, fromRecord)) {
          if (this.records.has(spelling)) return spelling === type.name ? type : { ...type, name: spelling };
        }
        if (this.typedefs.has(type.name)) {
          const behind = this.type(type.name, fromRecord);
          if (behind?.kind === "record") return behind;
        }
        const args = type.args?.map((a) => this.resolve(a, fromRecord));
        const known = args === undefined ? type : { ...type, args };
        for (const spelling of this.spellings(type.name, fromRecord)) {
          const tag = this.platform.record(spelling)?.name;
          if (tag !== undefined) return tag === type.name ? known : { ...known, name: tag };
        }
        return known;
      }
      case "enum": {
        for (const spelling of this.spellings(type.name, fromRecord)) {
          if (this.enums.has(spelling)) return spelling === type.name ? type : { ...type, name: spelling };
        }
        return type;
      }
      default:
        return type;
    }
  }

  macro(name: string): MacroDefinition | undefined {
    return this.macros.get(name) ?? this.platform.macro(name);
  }

  private findRecord(name: string): RecordDeclaration | undefined {
    return this.records.get(name) ?? this.platform.record(name);
  }

  record(name: string): RecordDeclaration | undefined {
    return this.guarded(
      this.recordAnswers,
      name,
      () => {
        let found = this.findRecord(name);
        if (found === undefined) {
          const behind = this.type(name);
          if (behind?.kind === "record" && behind.name !== name) found = this.findRecord(behind.name);
        }
        if (found === undefined) return undefined;
        const scope = found.name;
        // what needs no resolving is handed on as it is: its hash is known, and no file makes a copy of it
        const fields = mapped(found.fields, (f) => {
          const type = this.resolve(f.type, scope);
          return type === f.type ? f : { ...f, type };
        });
        const methods = mapped(found.methods, (m) => this.resolvedFunction(m));
        const bases = mapped(found.bases, (b) => {
          const type = this.type(b, scope);
          return type?.kind === "record" ? type.name : b;
        });
        return fields === found.fields && methods === found.methods && bases === found.bases ? found : { ...found, fields, methods, bases };
      },
      undefined,
    );
  }

  private resolvedFunction(f: FunctionDeclaration): FunctionDeclaration {
    const scope = f.record ?? (f.name.includes("::") ? f.name.slice(0, f.name.lastIndexOf("::")) : undefined);
    const result = this.resolve(f.result, scope);
    const params = mapped(f.params, (p) => {
      const type = this.resolve(p.type, scope);
      return type === p.type ? p : { ...p, type };
    });
    return result === f.result && params === f.params ? f : { ...f, result, params };
  }

  field(record: string, member: string): FieldDeclaration | undefined {
    return this.guarded(this.fieldAnswers, `${record} ${member}`, () => this.findField(record, member), undefined);
  }

  private findField(name: string, member: string): FieldDeclaration | undefined {
    const record = this.record(name);
    if (record === undefined) return undefined;
    const own = record.fields.find((f) => f.name === member);
    if (own !== undefined) return own;
    for (const f of record.fields) {
      const inner = f.name === "" && f.type.kind === "record" ? this.field(f.type.name, member) : undefined;
      if (inner !== undefined) return inner;
    }
    for (const base of record.bases) {
      const inherited = this.field(base, member);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  variable(name: string, fromRecord?: string): VariableDeclaration | undefined {
    return this.guarded(
      this.variableAnswers,
      `${fromRecord ?? ""} ${name}`,
      () => {
        for (const spelling of this.spellings(name, fromRecord)) {
          const found = this.variables.get(spelling);
          if (found === undefined) continue;
          const scope = spelling.includes("::") ? spelling.slice(0, spelling.lastIndexOf("::")) : undefined;
          const type = this.completed(this.resolve(found.type, scope), found);
          return type === found.type ? found : { ...found, type };
        }
        return this.platform.variable(name);
      },
      undefined,
    );
  }

  /** `T x[] = { … }` has as many elements as its initialiser has parts; strings one more than characters. */
  private completed(type: CType, variable: VariableDeclaration): CType {
    if (type.kind !== "array" || type.length !== undefined || variable.initialiser === undefined) return type;
    const length = initialiserLength(variable.initialiser.text);
    return length === undefined ? type : { ...type, length };
  }

  functions(name: string, fromRecord?: string): readonly FunctionDeclaration[] {
    return this.guarded(
      this.functionAnswers,
      `${fromRecord ?? ""} ${name}`,
      () => {
        for (const spelling of this.spellings(name, fromRecord)) {
          const found = this.overloads.get(spelling);
          if (found !== undefined) return mapped(found, (f) => this.resolvedFunction(f));
          const platform = this.platform.functions(spelling);
          if (platform.length > 0) return mapped(platform, (f) => this.resolvedFunction(f));
        }
        return [];
      },
      [],
    );
  }

  constant(name: string, fromRecord?: string): Constant | undefined {
    return this.guarded(this.constantAnswers, `${fromRecord ?? ""} ${name}`, () => this.findConstant(name, fromRecord), undefined);
  }

  private findConstant(name: string, fromRecord: string | undefined): Constant | undefined {
    const macro = this.macros.get(name);
    if (macro !== undefined && macro.params === undefined) {
      // A macro that renames itself (`#define WM_X WM_X`) stands for what is behind it.
      if (macro.body.trim() !== name) return evaluateConstant(macro.body, this, fromRecord);
    }
    for (const spelling of this.spellings(name, fromRecord)) {
      const enumerator = this.enumerators.get(spelling);
      if (enumerator !== undefined) {
        const type: CType = enumerator.enum === undefined ? INT : { kind: "enum", name: enumerator.enum };
        const value =
          enumerator.value ?? (enumerator.text === undefined ? undefined : evaluateConstant(enumerator.text, this, fromRecord)?.value);
        return value === undefined ? undefined : { value: wrapInteger(value, INT, this.target), type };
      }
      const variable = this.variables.get(spelling);
      if (variable?.isConst === true && variable.initialiser !== undefined) {
        const type = this.resolve(variable.type, fromRecord);
        const value = isInteger(type) ? evaluateConstant(variable.initialiser.text, this, fromRecord) : undefined;
        if (value !== undefined) return { value: wrapInteger(value.value, type, this.target), type };
      }
      if (variable !== undefined) return undefined;
    }
    return this.platform.constant(name);
  }
}

function initialiserLength(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^(?:L|u8|u)?"(?:[^"\\]|\\.)*"$/.test(trimmed))
    return trimmed.replace(/^\w*"|"$/g, "").replace(/\\(?:x[\da-fA-F]+|[0-7]{1,3}|.)/g, ".").length + 1;
  if (!trimmed.startsWith("{") || /\[[^\]]*\]\s*=/.test(trimmed)) return undefined;
  let depth = 0;
  let count = 0;
  let hasPart = false;
  for (const match of trimmed.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|[{}()[\],]|[^\s]/g)) {
    const text = match[0];
    if (/^\/[/*]/.test(text)) continue;
    if (text === "{" || text === "(" || text === "[") {
      if (depth > 0) hasPart = true;
      depth++;
    } else if (text === "}" || text === ")" || text === "]") depth--;
    else if (text === "," && depth === 1) {
      count++;
      hasPart = false;
    } else hasPart = true;
  }
  return count + Number(hasPart);
}
