/**
 * Templates for code that is run: a class or function template, its arguments, and the functions that come of them. An instance is the same
 * text lowered again with its parameters bound; so every place in it is a place of the template.
 */
import type { CType, IrFunction } from "../ir/types.ts";
import { typeText } from "../names/ctype.ts";
import type { FileNames, FunctionDeclaration, Names, RecordDeclaration } from "../names/types.ts";
import { BoundNames } from "./boundNames.ts";
import { lastPart, plainName } from "./functions.ts";
import { Specialisations } from "./specialisations.ts";
import { type Binding, bindParts, plainSpelling } from "./templateArguments.ts";
import { type TemplateParameter, templateHead } from "./templateHeads.ts";
import type { ProgramFunction } from "./types.ts";

/** What the instances need of a file. */
export interface TemplateFile {
  readonly uri: string;
  readonly names: FileNames;
  readonly text: string;
  readonly items: readonly { readonly start: number; readonly end: number }[];
  /** Not cached: the names differ from instance to instance. */
  lower(declaration: FunctionDeclaration, names: Names): readonly IrFunction[];
}

export interface ClassTemplate {
  readonly name: string;
  readonly file: TemplateFile;
  readonly params: readonly TemplateParameter[];
  readonly record: RecordDeclaration;
  /** Members that are defined outside the class. */
  readonly outside: readonly FunctionDeclaration[];
}

interface FunctionTemplate {
  readonly file: TemplateFile;
  readonly params: readonly TemplateParameter[];
}

export interface Instance {
  /** Name of the class or function. */
  readonly name: string;
  readonly template: ClassTemplate | undefined;
  readonly args: readonly CType[];
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly names: BoundNames;
}

/** A function that is lowered to be run. */
export interface RunFunction extends ProgramFunction {
  /** Last part of the name. */
  readonly last: string;
  readonly declaration: FunctionDeclaration;
  readonly parts: readonly IrFunction[];
}

/** Indexes of functions of instances; those of the unit are below. */
export const FIRST_INSTANCE = 500_000;
/** Instances of one program after which templates stay what they are. */
const MAX_INSTANCES = 4000;
const MAX_NESTING = 16;

/** Which declaration a call means. */
export function declarationKey(declaration: Pick<FunctionDeclaration, "name" | "offset">): string {
  return `${declaration.name}@${declaration.offset}`;
}

export class Instances {
  private readonly classes = new Map<string, ClassTemplate>();
  private readonly functions = new Map<string, FunctionTemplate>();
  private readonly made = new Map<string, Instance>();
  private readonly records = new Map<string, RecordDeclaration>();
  private readonly declared = new Map<string, FunctionDeclaration>();
  private readonly runnable = new Map<string, RunFunction>();
  private readonly fileOf = new Map<string, TemplateFile>();
  private readonly paramNames = new Set<string>();
  private readonly defined = new Map<string, RecordDeclaration>();
  private readonly specialisations = new Specialisations(this);
  /** Constants of instances by name; undefined: not constant, or being evaluated. */
  readonly constants = new Map<string, { readonly value: bigint; readonly type: CType } | undefined>();
  /** Constants that are being evaluated, one for the other. */
  evaluating = 0;
  private count = 0;
  private depth = 0;

  constructor(
    readonly files: readonly TemplateFile[],
    readonly plainNames: (uri: string) => Names,
  ) {
    for (const file of files) this.readFile(file);
  }

  private readFile(file: TemplateFile): void {
    const { names, text } = file;
    const hasTemplates = /\btemplate\b/.test(text);
    for (const record of hasTemplates ? names.records : []) {
      if (this.specialisations.readClass(record, file)) continue;
      const params = templateHead(text, record.offset);
      if (params === undefined || this.classes.has(record.name)) continue;
      for (const param of params) this.paramNames.add(param.name);
      const outside = names.functions.filter((f) => f.record !== undefined && plainName(f.record) === record.name);
      this.classes.set(record.name, { name: record.name, file, params, record, outside });
    }
    for (const f of [...names.functions, ...names.records.flatMap((record) => record.methods)]) {
      const key = declarationKey(f);
      this.fileOf.set(key, file);
      if (hasTemplates) this.specialisations.readFunction(f, file);
      const params = hasTemplates ? templateHead(text, f.offset) : undefined;
      // The head in front of `Ring<T>::push` belongs to the class.
      if (params === undefined || (f.record !== undefined && !this.isInClass(f, names))) continue;
      for (const param of params) this.paramNames.add(param.name);
      this.functions.set(key, { file, params });
    }
  }

  private isInClass(f: FunctionDeclaration, names: FileNames): boolean {
    return names.records.some((record) => record.name === f.record && record.offset <= f.offset && f.offset < record.end);
  }

  private readonly views = new Map<string, Names>();

  /** Names of every file, for arguments of templates: they are declared where the template is used, not where it stands. */
  everywhere(): readonly Names[] {
    return this.files.map((file) => {
      let names = this.views.get(file.uri);
      if (names === undefined) {
        names = new BoundNames(this, () => this.plainNames(file.uri));
        this.views.set(file.uri, names);
      }
      return names;
    });
  }

  // ----------------------------------------------------------------------------------------------------------- classes

  classTemplate(name: string): ClassTemplate | undefined {
    return this.classes.get(name);
  }

  /** The type is made of a template's own parameters: code that nobody instantiated. */
  isOpen(type: CType): boolean {
    switch (type.kind) {
      case "unknown":
        return this.paramNames.has(type.text);
      case "pointer":
      case "reference":
        return this.isOpen(type.to);
      case "array":
        return this.isOpen(type.of);
      case "record":
        return type.args?.some((arg) => this.isOpen(arg)) ?? false;
      case "function":
        return this.isOpen(type.result) || type.params.some((param) => this.isOpen(param));
      default:
        return false;
    }
  }

  /** The instance of a class template; undefined if there are too many already. Missing arguments take their defaults. */
  classInstance(template: ClassTemplate, given: readonly CType[], from: Names): Instance | undefined {
    if (this.depth > MAX_NESTING || this.count > MAX_INSTANCES) return undefined;
    const bound = this.bind(template.params, given, template.file, new Map(), from, scopeOf(template.name));
    if (bound === undefined) return undefined;
    const name = `${template.name}${argumentText(bound.args)}`;
    const known = this.made.get(name);
    if (known) return known;
    this.count++;
    const special = this.specialisations.chosen(template.name, bound.args);
    if (special !== undefined) return this.add(name, special.template, bound.args, new Map(special.bindings), special.template.file);
    functionParts(template, bound.args, bound.bindings);
    return this.add(name, template, bound.args, bound.bindings, template.file);
  }

  private add(
    name: string,
    template: ClassTemplate | undefined,
    args: readonly CType[],
    bindings: Map<string, Binding>,
    file: TemplateFile,
    generic = template?.name,
    own = name,
  ): Instance {
    const names = new BoundNames(this, () => this.plainNames(file.uri), bindings, generic === undefined ? undefined : { generic, own });
    const instance: Instance = { name, template, args, bindings, names };
    this.made.set(name, instance);
    return instance;
  }

  private bind(
    params: readonly TemplateParameter[],
    given: readonly (CType | undefined)[],
    file: TemplateFile,
    outer: ReadonlyMap<string, Binding>,
    from: Names,
    scope: string,
  ): { args: CType[]; bindings: Map<string, Binding> } | undefined {
    // What a pack stands for is not read: no instance is better than one with a hole.
    if (params.some((param) => param.pack)) return undefined;
    const bindings = new Map(outer);
    const args: CType[] = [];
    this.depth++;
    try {
      for (const [i, param] of params.entries()) {
        let arg = given[i];
        if (arg === undefined && param.default !== undefined) {
          const names = new BoundNames(this, () => this.plainNames(file.uri), bindings, undefined);
          arg = param.isType ? names.typeOf(param.default, scope) : { kind: "unknown", text: param.default };
        }
        if (arg === undefined) return undefined;
        if (!param.isType) {
          const value = arg.kind === "unknown" ? this.valueOf(arg.text, from, file, bindings) : undefined;
          if (value === undefined) return undefined;
          bindings.set(param.name, { value });
          arg = { kind: "unknown", text: String(value) };
        } else bindParts(param.name, arg, bindings);
        args.push(arg);
      }
      return { args, bindings };
    } finally {
      this.depth--;
    }
  }

  /** An argument that is a value; a default may name the parameters before it. */
  private valueOf(text: string, from: Names, file: TemplateFile, bindings: ReadonlyMap<string, Binding>): bigint | undefined {
    if (/^-?\d+$/.test(text)) return BigInt(text);
    const asked = from instanceof BoundNames ? from.evaluate(text) : from.constant(text);
    return (asked ?? new BoundNames(this, () => this.plainNames(file.uri), bindings).evaluate(text))?.value;
  }

  /** The instance whose class, or a class nested in it, has this name. */
  owner(record: string): Instance | undefined {
    if (!record.includes(OPEN)) return undefined;
    for (let at = record.lastIndexOf(CLOSE) + 1; at > 0; ) {
      const found = this.made.get(record.slice(0, at));
      if (found) return found;
      at = record.lastIndexOf(CLOSE, at - 2) + 1;
    }
    return undefined;
  }

  /** Declaration of a class that is an instance or is nested in one. */
  record(name: string): RecordDeclaration | undefined {
    const known = this.records.get(name) ?? this.defined.get(name);
    if (known) return known;
    const owner = this.owner(name);
    if (owner?.template === undefined) return undefined;
    const { template, names } = owner;
    const generic = template.name + name.slice(owner.name.length);
    const raw = generic === template.name ? template.record : template.file.names.records.find((record) => record.name === generic);
    if (raw === undefined) return undefined;
    const made: RecordDeclaration = {
      ...raw,
      name,
      bases: names.bases(raw, name),
      fields: raw.fields.map((field) => ({ ...field, type: names.resolve(field.type, name) })),
      methods: [],
    };
    this.records.set(name, made);
    const withMethods: RecordDeclaration = { ...made, methods: raw.methods.map((method) => this.member(owner, method)) };
    this.records.set(name, withMethods);
    return withMethods;
  }

  define(record: RecordDeclaration): void {
    this.defined.set(record.name, record);
  }

  // --------------------------------------------------------------------------------------------------------- functions

  isTemplate(declaration: Pick<FunctionDeclaration, "name" | "offset">): boolean {
    return this.functions.has(this.genericKey(declaration));
  }

  /** The template takes any number of types or values, which is not read. */
  hasPack(declaration: Pick<FunctionDeclaration, "name" | "offset">): boolean {
    return this.functions.get(this.genericKey(declaration))?.params.some((param) => param.pack) === true;
  }

  /** Key of the declaration in the template that a member of an instance comes from. */
  private genericKey(declaration: Pick<FunctionDeclaration, "name" | "offset">): string {
    const owner = this.owner(declaration.name);
    const name = owner?.template === undefined ? declaration.name : owner.template.name + declaration.name.slice(owner.name.length);
    return declarationKey({ name, offset: declaration.offset });
  }

  /** A member function of an instance: its types with the parameters bound, unless it is a template itself. */
  member(owner: Instance, raw: FunctionDeclaration): FunctionDeclaration {
    const generic = owner.template!.name;
    const plain = raw.name.startsWith(`${generic}::`) ? raw.name : plainName(raw.name);
    const name = owner.name + plain.slice(generic.length);
    const key = declarationKey({ name, offset: raw.offset });
    const known = this.declared.get(key);
    if (known) return known;
    const record = owner.name + plainName(raw.record ?? generic).slice(generic.length);
    // A member template keeps its own parameters open; those of the class are bound.
    const made: FunctionDeclaration = { ...raw, ...this.types(raw, owner.names, record), name, record };
    this.declared.set(key, made);
    return made;
  }

  private types(raw: FunctionDeclaration, names: Names, record: string | undefined): Pick<FunctionDeclaration, "result" | "params"> {
    return {
      result: names.resolve(raw.result, record),
      params: raw.params.map((param) => ({ ...param, type: names.resolve(param.type, record) })),
    };
  }

  /** Declarations of that member of an instance, those outside the class among them where they have a body. */
  members(record: string, simple: string): readonly FunctionDeclaration[] {
    return this.record(record)?.methods.filter((method) => simpleName(method.name) === simple) ?? [];
  }

  /** Members of all instances with that last part of the name. */
  ending(last: string): readonly RunFunction[] {
    const found: RunFunction[] = [];
    for (const { name, template } of [...this.made.values()]) {
      if (template === undefined || !template.record.methods.some((method) => simpleName(method.name) === last)) continue;
      for (const member of this.members(name, last)) found.push(...[this.definition(member) ?? []].flat());
    }
    return found;
  }

  /** The definition of a function template that was declared before, with the default arguments of the declaration. */
  private bodyOf(declaration: FunctionDeclaration, file: TemplateFile): FunctionDeclaration | undefined {
    const { name, params } = declaration;
    const found = file.names.functions.find(
      (f) => f.item !== undefined && f.name === name && f.params.length === params.length && this.isTemplate(f),
    );
    return found && { ...found, params: found.params.map((param, i) => ({ ...params[i], ...param })) };
  }

  functionInstance(
    declaration: FunctionDeclaration,
    args: readonly (CType | undefined)[],
    explicit: readonly CType[],
    from: Names,
  ): FunctionDeclaration | undefined {
    const template = this.functions.get(this.genericKey(declaration));
    if (template === undefined) return declaration;
    const body = declaration.item === undefined ? this.bodyOf(declaration, template.file) : undefined;
    if (body !== undefined) return this.functionInstance(body, args, explicit, from);
    if (args.length > declaration.params.length || this.count > MAX_INSTANCES) return undefined;
    const least = declaration.params.filter((param) => param.default === undefined).length;
    if (args.length < least && args.length > 0) return undefined;
    const open = new Map<string, CType | undefined>(template.params.map((param, i) => [param.name, explicit[i]]));
    for (const [i, arg] of args.entries()) {
      if (arg !== undefined && !this.deduce(declaration.params[i]!.type, arg, open)) return undefined;
    }
    // In the library's text `Iterator` is nothing that `vector<int>(4, 9)` could mean.
    const iterator = open.get("Iterator");
    if (iterator !== undefined && iterator.kind !== "pointer" && iterator.kind !== "record") return undefined;
    const owner = this.owner(declaration.name);
    const outer = owner?.bindings ?? new Map<string, Binding>();
    const bound = this.bind(
      template.params,
      template.params.map((param) => open.get(param.name)),
      template.file,
      outer,
      from,
      scopeOf(declaration.name),
    );
    if (bound === undefined) return undefined;
    const name = `${declaration.name}${argumentText(bound.args)}`;
    const key = declarationKey({ name, offset: declaration.offset });
    const known = this.declared.get(key);
    if (known) return known;
    this.count++;
    const special = this.specialisations.ofFunction(declaration.name, bound.args);
    if (special !== undefined) {
      this.declared.set(key, special.declaration);
      const own = declarationKey(special.declaration);
      if (!this.runnable.has(own)) {
        const plain = new BoundNames(this, () => this.plainNames(special.file.uri));
        this.runnable.set(own, this.run(special.declaration, special.file, plain));
      }
      return special.declaration;
    }
    const generic = owner?.template?.name;
    const names = new BoundNames(
      this,
      () => this.plainNames(template.file.uri),
      bound.bindings,
      generic === undefined ? undefined : { generic, own: owner!.name },
      { generic: declaration.name, own: name },
      scopeOf(plainName(template.file.names.functions.find((f) => f.offset === declaration.offset)?.name ?? "")),
    );
    const made: FunctionDeclaration = { ...declaration, ...this.types(declaration, names, declaration.record), name };
    this.declared.set(key, made);
    if (made.item !== undefined) this.runnable.set(key, this.run(made, template.file, names));
    return made;
  }

  private run(declaration: FunctionDeclaration, file: TemplateFile, names: Names): RunFunction {
    return new InstanceFunction(FIRST_INSTANCE + this.runnable.size, declaration, file, names);
  }

  /** The function behind a declaration of an instance; undefined if it has no body in view. */
  definition(declaration: Pick<FunctionDeclaration, "name" | "offset">): RunFunction | undefined {
    return this.definitionOf(declarationKey(declaration));
  }

  /** The same by the key that a call carries. */
  definitionOf(key: string): RunFunction | undefined {
    const known = this.runnable.get(key);
    if (known) return known;
    const declaration = this.declared.get(key);
    const owner = declaration === undefined ? undefined : this.owner(declaration.name);
    if (declaration === undefined || owner?.template === undefined || this.isTemplate(declaration)) return undefined;
    const { template, names } = owner;
    let body: FunctionDeclaration | undefined = declaration.item === undefined ? undefined : declaration;
    let used: Names = names;
    if (body === undefined) {
      const simple = simpleName(declaration.name);
      const same = template.outside.filter(
        (f) => f.item !== undefined && simpleName(plainName(f.name)) === simple && f.params.length === declaration.params.length,
      );
      const raw =
        same.find((f) => template.record.methods.some((m) => sameTypes(m, f) && declarationKey(m) === this.genericKey(declaration))) ??
        same[0];
      if (raw === undefined) return undefined;
      // Its own head may give the parameters other names.
      const own = templateHead(template.file.text, raw.offset) ?? template.params;
      const bindings = new Map(owner.bindings);
      own.forEach((param, i) => {
        const value = owner.bindings.get(template.params[i]?.name ?? "");
        if (value) bindings.set(param.name, value);
      });
      used = new BoundNames(this, () => this.plainNames(template.file.uri), bindings, { generic: template.name, own: owner.name });
      body = { ...raw, name: declaration.name, record: declaration.record! };
    }
    const made = this.run({ ...body, params: declaration.params, result: declaration.result }, template.file, used);
    this.runnable.set(key, made);
    return made;
  }

  instanceOf(record: string): { readonly template: string; readonly args: readonly CType[] } | undefined {
    const found = this.made.get(record);
    return found?.template === undefined ? undefined : { template: found.template.name, args: found.args };
  }

  /** Compares a parameter with an argument and notes what its open names stand for. False if they cannot agree. */
  private deduce(param: CType, arg: CType, open: Map<string, CType | undefined>): boolean {
    const plain: CType = arg.kind === "reference" ? arg.to : arg;
    switch (param.kind) {
      case "reference":
        return this.deduce(param.to, plain, open);
      case "unknown": {
        if (!open.has(param.text)) return true;
        const decayed: CType =
          plain.kind === "array" ? { kind: "pointer", to: plain.of } : plain.kind === "function" ? { kind: "pointer", to: plain } : plain;
        if (open.get(param.text) === undefined) open.set(param.text, decayed);
        return true;
      }
      case "pointer": {
        if (plain.kind === "pointer") return this.deduce(param.to, plain.to, open);
        if (plain.kind === "array") return this.deduce(param.to, plain.of, open);
        return !mentions(param, open);
      }
      case "record": {
        if (param.args === undefined) return true;
        const of = plain.kind === "record" ? this.instanceOf(plain.name) : undefined;
        if (of === undefined) return !mentions(param, open);
        if (of.template !== param.name && !of.template.endsWith(`::${param.name}`)) return false;
        return param.args.every((one, i) => of.args[i] === undefined || this.deduce(one, of.args[i], open));
      }
      case "function":
        if (plain.kind !== "function") return false;
        return (
          this.deduce(param.result, plain.result, open) &&
          param.params.every((one, i) => plain.params[i] === undefined || this.deduce(one, plain.params[i], open))
        );
      default:
        return true;
    }
  }
}

/** A function of an instance, lowered when it first runs. */
class InstanceFunction implements RunFunction {
  readonly uri: string;
  readonly offset: number;
  readonly name: string;
  readonly record?: string;
  readonly isLowered = true;
  readonly last: string;
  private lowered: readonly IrFunction[] | undefined;

  constructor(
    readonly index: number,
    readonly declaration: FunctionDeclaration,
    private readonly file: TemplateFile,
    private readonly names: Names,
  ) {
    this.uri = file.uri;
    this.offset = declaration.item === undefined ? 0 : (file.items[declaration.item]?.start ?? 0);
    this.name = declaration.name;
    this.last = lastPart(declaration.name);
    if (declaration.record !== undefined) this.record = declaration.record;
  }

  get parts(): readonly IrFunction[] {
    this.lowered ??= this.file.lower(this.declaration, this.names);
    return this.lowered;
  }
  get ir(): IrFunction {
    return this.parts[0]!;
  }
}

export const OPEN = "⟨";
export const CLOSE = "⟩";

/** `⟨int, const char *⟩`: no `<` or `::` in it, so that the name is one word for everybody. */
function argumentText(args: readonly CType[]): string {
  return `${OPEN}${args.map((arg) => typeText(plainSpelling(arg)).replace(/::/g, "∷").replace(/</g, OPEN).replace(/>/g, CLOSE)).join(", ")}${CLOSE}`;
}

/** `std::function<R(A, B)>`: its parts are names in the template's text. */
function functionParts(template: ClassTemplate, args: readonly CType[], bindings: Map<string, Binding>): void {
  const type = args[0];
  if (type?.kind !== "function" || template.params.length !== 1) return;
  bindings.set("RESULT", { type: type.result });
  bindings.set("ARITY", { value: BigInt(type.params.length) });
  for (let i = 0; i < 4; i++) bindings.set(`ARG${i}`, { type: type.params[i] ?? { kind: "int", bits: 32, signed: true } });
}

function mentions(type: CType, open: ReadonlyMap<string, unknown>): boolean {
  switch (type.kind) {
    case "unknown":
      return open.has(type.text);
    case "pointer":
    case "reference":
      return mentions(type.to, open);
    case "array":
      return mentions(type.of, open);
    case "record":
      return type.args?.some((arg) => mentions(arg, open)) ?? false;
    case "function":
      return mentions(type.result, open) || type.params.some((param) => mentions(param, open));
    default:
      return false;
  }
}

function sameTypes(a: FunctionDeclaration, b: FunctionDeclaration): boolean {
  return a.params.length === b.params.length && a.params.every((param, i) => typeText(param.type) === typeText(b.params[i]!.type));
}

/** Last part of a name whose template arguments may be written in brackets. */
export function simpleName(name: string): string {
  const at = name.lastIndexOf("::");
  const last = at < 0 ? name : name.slice(at + 2);
  return last;
}

/** Namespace or class around a name. */
function scopeOf(name: string): string {
  const at = name.lastIndexOf("::");
  return at < 0 ? "" : name.slice(0, at);
}
