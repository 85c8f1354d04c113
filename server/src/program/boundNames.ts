/** Names as code sees them that is lowered to be run: templates are instantiated, and in an instance its parameters are bound. */
import type { CType } from "../names/ctype.ts";
import { evaluateConstant } from "../names/constants.ts";
import { tokenize } from "../names/tokens.ts";
import { declarationFromText, typeFromText } from "../names/typetext.ts";
import type {
  FieldDeclaration,
  FunctionDeclaration,
  Instantiation,
  MacroDefinition,
  Names,
  RecordDeclaration,
  VariableDeclaration,
} from "../names/types.ts";
import type { Instance, Instances } from "./instances.ts";
import type { Binding } from "./templateArguments.ts";
import { closingAngle } from "./templateHeads.ts";

/** A name of the template's text and what it means in this instance. */
interface Renamed {
  readonly generic: string;
  readonly own: string;
}

const INT: CType = { kind: "int", bits: 32, signed: true };

export class BoundNames implements Names {
  readonly exact: Instantiation;
  private readonly types = new Map<string, CType | undefined>();
  private readonly functionAnswers = new Map<string, readonly FunctionDeclaration[]>();
  private readonly recordAnswers = new Map<string, RecordDeclaration | undefined>();

  constructor(
    private readonly all: Instances,
    /** Names of the file without templates; made when the first question comes. */
    private readonly source: () => Names,
    private readonly bindings: ReadonlyMap<string, Binding> = new Map(),
    /** The class whose members are lowered. */
    private readonly self?: Renamed,
    /** The function that is lowered. */
    private readonly fn?: Renamed,
    /** Namespace whose names need no qualifier. */
    private readonly home?: string,
  ) {
    this.exact = {
      named: (name) => this.ownFunction(name),
      isTemplate: (declaration) => all.isTemplate(declaration),
      instantiate: (declaration, args, explicit) => all.functionInstance(declaration, args, explicit, this),
      instanceOf: (record) => all.instanceOf(record),
      define: (record) => all.define(record),
    };
  }

  private plain: Names | undefined;

  private get base(): Names {
    this.plain ??= this.source();
    return this.plain;
  }

  get target(): "win32" | "win64" {
    return this.base.target;
  }

  private ownFunction(name: string): string {
    const special = this.self?.generic.includes("<") ? this.ownName(name) : undefined;
    if (special !== undefined) return special;
    const plain = stripped(name);
    if (this.fn && (plain === this.fn.generic || this.ownName(plain) === this.fn.generic)) return this.fn.own;
    return this.ownName(plain) ?? name;
  }

  /** Name in this instance of what the template's text calls `name`; undefined if it is nothing of the template. */
  private ownName(name: string): string | undefined {
    const { self } = this;
    if (self === undefined || (name !== self.generic && !name.startsWith(`${self.generic}::`))) return undefined;
    return self.own + name.slice(self.generic.length);
  }

  /** Name in the template's text. */
  private genericName(name: string | undefined): string | undefined {
    const { self } = this;
    if (self === undefined || name === undefined || (name !== self.own && !name.startsWith(`${self.own}::`))) return name;
    return self.generic + name.slice(self.own.length);
  }

  /** Names of the instance that a class belongs to, where that is another than this. */
  private elsewhere(record: string | undefined): BoundNames | undefined {
    const owner = record === undefined ? undefined : this.all.owner(record);
    return owner === undefined || owner.name === this.self?.own ? undefined : owner.names;
  }

  // ------------------------------------------------------------------------------------------------------------- types

  type(name: string, from?: string): CType | undefined {
    const fromRecord = from ?? this.home;
    const key = `${fromRecord ?? ""} ${name}`;
    if (this.types.has(key)) return this.types.get(key);
    this.types.set(key, undefined);
    const found = this.findType(name.replace(/^::/, ""), fromRecord);
    this.types.set(key, found);
    return found;
  }

  private findType(name: string, from: string | undefined): CType | undefined {
    const bound = this.bindings.get(name);
    if (bound && "type" in bound) return bound.type;
    if (this.all.record(name)) return { kind: "record", name };
    if (name.includes("<")) return this.spelledType(name, from);
    const colon = name.indexOf("::");
    if (colon > 0) {
      const head = this.bindings.get(name.slice(0, colon));
      if (head && "type" in head) return head.type.kind === "record" ? this.type(head.type.name + name.slice(colon), from) : undefined;
    }
    const owner = this.all.owner(name);
    if (owner && owner.name !== name) return owner.names.nested(name.slice(owner.name.length + 2), owner.name);
    const other = this.elsewhere(from);
    if (other) return other.type(name, from);
    const own = this.self && name === lastWord(this.self.generic) ? this.self.own : undefined;
    if (own !== undefined) return { kind: "record", name: own };
    const answer = this.base.type(name, this.genericName(from));
    if (answer !== undefined) return this.bound(answer, from);
    // A member type of what a typedef names: `Requests::iterator`.
    const last = name.lastIndexOf("::");
    const head = last > 0 ? this.type(name.slice(0, last), from) : undefined;
    return head?.kind === "record" && head.name !== name.slice(0, last) ? this.type(head.name + name.slice(last), from) : undefined;
  }

  /** `iterator` of this instance. */
  private nested(name: string, record: string): CType | undefined {
    const answer = this.base.type(`${this.self!.generic}::${name}`) ?? this.base.type(name, this.self!.generic);
    return answer === undefined ? undefined : this.bound(answer, record);
  }

  /** Type of a text with template arguments in it: `std::list<T>::iterator`. */
  private spelledType(text: string, from: string | undefined): CType | undefined {
    const plain = text.replace(/^typename\s+/, "");
    const tokens = tokenize(plain);
    const open = tokens.findIndex((token) => token.text === "<");
    const end = open < 0 ? -1 : closingAngle(tokens, open);
    if (end < 0) return undefined;
    const head = this.templateType(plain.slice(0, tokens[open]!.start), plain.slice(tokens[open]!.end, tokens[end]!.start), from);
    const rest = plain.slice(tokens[end]!.end).trim();
    if (rest === "") return head;
    return head.kind === "record" && rest.startsWith("::") ? this.type(head.name + rest.replace(/\s+/g, ""), from) : undefined;
  }

  private templateType(name: string, args: string, from: string | undefined): CType {
    const parts: string[] = [];
    let depth = 0;
    let start = 0;
    for (let i = 0; i < args.length; i++) {
      const at = args[i]!;
      if (/[<([{]/.test(at)) depth++;
      else if (/[>)\]}]/.test(at)) depth--;
      else if (at === "," && depth === 0) {
        parts.push(args.slice(start, i));
        start = i + 1;
      }
    }
    parts.push(args.slice(start));
    const given = parts.filter((part) => part.trim() !== "").map((part) => this.typeOf(part.trim(), from));
    return this.resolve({ kind: "record", name: name.trim(), args: given }, from);
  }

  /** Type of a spelled type or value. */
  typeOf(text: string, from?: string): CType {
    if (/^-?\d+$/.test(text)) return { kind: "unknown", text };
    const bound = this.bindings.get(text);
    if (bound && "value" in bound) return { kind: "unknown", text: String(bound.value) };
    const bracket = /^([^()]*[\w>*&\s])\((?!\s*\*)(.*)\)$/s.exec(text);
    if (bracket) {
      const declared = declarationFromText(`void f(${bracket[2]!})`);
      const params = declared?.params?.map((param) => this.resolve(param.type, from)) ?? [];
      return { kind: "function", result: this.typeOf(bracket[1]!.trim(), from), params, variadic: false };
    }
    if (/[<]/.test(text) && /^[\w:]/.test(text)) {
      const marks = /([\s*&]|\bconst\b)*$/.exec(text)![0];
      const spelled = this.spelledType(text.slice(0, text.length - marks.length).replace(/^(?:const|typename)\s+/, ""), from);
      if (spelled !== undefined) return wrapped(spelled, marks);
    }
    const type = typeFromText(text.replace(/^typename\s+/, ""));
    // broken code: what is left is the text itself, to be read no further
    if (type.kind === "unknown" && type.text.includes("(") && type.text.length >= text.length) return type;
    return this.resolve(type, from);
  }

  resolve(type: CType, from?: string): CType {
    const fromRecord = from ?? this.home;
    switch (type.kind) {
      case "unknown": {
        if (type.text.includes("(")) return this.typeOf(type.text, fromRecord);
        const value = this.bindings.get(type.text);
        if (value && "value" in value) return { kind: "unknown", text: String(value.value) };
        return this.type(type.text, fromRecord) ?? type;
      }
      case "pointer":
      case "reference": {
        const to = this.resolve(type.to, fromRecord);
        if (type.kind === "reference" && to.kind === "reference") return to;
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
      case "function":
        return { ...type, result: this.resolve(type.result, fromRecord), params: type.params.map((p) => this.resolve(p, fromRecord)) };
      case "record":
        return this.recordType(type, fromRecord);
      default:
        return this.base.resolve(type, this.genericName(fromRecord));
    }
  }

  private recordType(type: Extract<CType, { kind: "record" }>, from: string | undefined): CType {
    if (type.args === undefined) {
      if (this.all.record(type.name)) return type;
      const own = this.ownName(type.name);
      if (own !== undefined) return { kind: "record", name: own };
      const known = this.type(type.name, from);
      if (known?.kind === "record") return known;
      return this.base.resolve(type, this.genericName(from));
    }
    const args = type.args.map((arg) => this.resolve(arg, from));
    const template = this.template(type.name, from);
    if (template === undefined || args.some((arg) => this.all.isOpen(arg))) {
      const plain = this.base.resolve({ kind: "record", name: type.name }, this.genericName(from));
      return { kind: "record", name: plain.kind === "record" ? plain.name : type.name, args };
    }
    const instance = this.all.classInstance(template, args, this);
    return instance === undefined ? { ...type, args } : { kind: "record", name: instance.name };
  }

  private template(name: string, from: string | undefined) {
    const plain = name.replace(/^::/, "");
    const exact = this.all.classTemplate(plain);
    if (exact) return exact;
    const named =
      this.base.type(plain, this.genericName(from)) ?? this.base.resolve({ kind: "record", name: plain }, this.genericName(from));
    return named.kind === "record" ? this.all.classTemplate(named.name) : undefined;
  }

  /** An answer of the plain names, with this instance's bindings. */
  private bound(type: CType, from: string | undefined): CType {
    switch (type.kind) {
      case "unknown":
        return type.text.includes("<") || this.bindings.has(type.text.split("::")[0]!) ? (this.type(type.text, from) ?? type) : type;
      case "pointer":
      case "reference": {
        const to = this.bound(type.to, from);
        return to === type.to ? type : { ...type, to };
      }
      case "array": {
        const of = this.bound(type.of, from);
        return of === type.of ? type : { ...type, of };
      }
      case "function":
        return { ...type, result: this.bound(type.result, from), params: type.params.map((p) => this.bound(p, from)) };
      case "record": {
        if (type.args !== undefined) return this.recordType(type, from);
        const own = this.ownName(type.name);
        return own === undefined ? type : { kind: "record", name: own };
      }
      default:
        return type;
    }
  }

  // ------------------------------------------------------------------------------------------------------ declarations

  macro(name: string): MacroDefinition | undefined {
    return this.base.macro(name);
  }

  record(name: string): RecordDeclaration | undefined {
    if (this.recordAnswers.has(name)) return this.recordAnswers.get(name);
    const found = this.findRecord(name);
    // A closure is defined when the function around it is lowered.
    if (found !== undefined || !name.includes("<lambda@")) this.recordAnswers.set(name, found);
    return found;
  }

  private findRecord(name: string): RecordDeclaration | undefined {
    const made = this.all.record(this.ownName(name) ?? name);
    if (made) return made;
    const found = this.base.record(name);
    if (found === undefined && this.isInstance) {
      for (const other of this.all.everywhere()) {
        const seen = other.record(name);
        if (seen) return seen;
      }
    }
    if (found === undefined) {
      const behind = this.type(name);
      return behind?.kind === "record" && behind.name !== name ? this.record(behind.name) : undefined;
    }
    if (found.external === true || this.all.classTemplate(found.name)) return found;
    return {
      ...found,
      bases: this.bases(found, found.name),
      fields: found.fields.map((field) => ({ ...field, type: this.resolve(field.type, found.name) })),
      methods: found.methods.map((method) => this.function(method)),
    };
  }

  /** Bases of a class with the instances of templates among them. */
  bases(found: RecordDeclaration, from: string): readonly string[] {
    return found.bases.map((base, i) => {
      const spelled = found.baseTypes?.[i] ?? base;
      const type = spelled.includes("<") ? this.typeOf(spelled, from) : this.type(base, from);
      return type?.kind === "record" ? type.name : base;
    });
  }

  field(record: string, member: string): FieldDeclaration | undefined {
    const made = this.record(record);
    if (made === undefined) return this.base.field(record, member);
    const own = made.fields.find((field) => field.name === member);
    if (own) return own;
    for (const field of made.fields) {
      const inner = field.name === "" && field.type.kind === "record" ? this.field(field.type.name, member) : undefined;
      if (inner) return inner;
    }
    for (const base of made.bases) {
      const inherited = this.field(base, member);
      if (inherited) return inherited;
    }
    return undefined;
  }

  /** `T::member` with the class that `T` stands for here; also `Base<int>::member`. */
  private throughBinding(name: string, from: string | undefined): string | undefined {
    const at = name.lastIndexOf("::");
    if (at <= 0) return undefined;
    const head = name.slice(0, at).replace(/^typename\s+/, "");
    const isBound = this.bindings.has(head.split("::")[0]!) || head.includes("<");
    const type = isBound ? this.type(head, from) : undefined;
    return type !== undefined && (type.kind === "record" || type.kind === "enum") && type.name !== head
      ? type.name + name.slice(at)
      : undefined;
  }

  variable(name: string, from?: string): VariableDeclaration | undefined {
    const fromRecord = from ?? this.home;
    const real = this.throughBinding(name, fromRecord);
    if (real !== undefined) return this.variable(real, fromRecord);
    const owner = this.all.owner(name);
    const asked = owner?.template ? owner.template.name + name.slice(owner.name.length) : name;
    const found = this.base.variable(asked, this.genericName(fromRecord));
    if (found === undefined) return undefined;
    const type = this.resolve(found.type, fromRecord);
    return type === found.type ? found : { ...found, type };
  }

  functions(name: string, from?: string): readonly FunctionDeclaration[] {
    const fromRecord = from ?? this.home;
    const key = `${fromRecord ?? ""} ${name}`;
    const known = this.functionAnswers.get(key);
    if (known) return known;
    const found = this.findFunctions(name, fromRecord);
    this.functionAnswers.set(key, found);
    return found;
  }

  private findFunctions(name: string, from: string | undefined): readonly FunctionDeclaration[] {
    const owner = this.all.owner(name);
    if (owner && owner.name !== name) {
      const at = name.lastIndexOf("::");
      return this.all.members(name.slice(0, at), name.slice(at + 2));
    }
    const at = name.lastIndexOf("::");
    if (at > 0 && this.all.record(name.slice(0, at))) return this.all.members(name.slice(0, at), name.slice(at + 2));
    if (at > 0 && name.slice(0, at).includes("<")) {
      const type = this.type(name.slice(0, at), from);
      if (type?.kind === "record" && type.name !== name.slice(0, at)) return this.functions(type.name + name.slice(at), from);
    }
    if (at > 0) {
      const bound = this.bindings.get(name.slice(0, at));
      if (bound && "type" in bound && bound.type.kind === "record") return this.functions(bound.type.name + name.slice(at), from);
    }
    const other = this.elsewhere(from);
    if (other) return other.functions(name, from);
    const found = this.base.functions(name, this.genericName(from)).map((f) => this.function(f));
    if (!this.isInstance || (found.length > 0 && !/^operator\W/.test(name)) || !/^operator\W|::/.test(name)) return found;
    // What belongs to the arguments is declared where the template is used.
    const seen = new Set(found.map(declarationText));
    for (const other of this.all.everywhere()) {
      for (const f of other.functions(name)) {
        if (seen.has(declarationText(f))) continue;
        seen.add(declarationText(f));
        found.push(f);
      }
    }
    return found;
  }

  private get isInstance(): boolean {
    return this.self !== undefined || this.fn !== undefined;
  }

  private function(f: FunctionDeclaration): FunctionDeclaration {
    const owner = this.self === undefined ? undefined : this.all.owner(this.self.own);
    if (owner?.template && this.ownName(stripped(f.name)) !== undefined) return this.all.member(owner, f);
    if (this.all.isTemplate(f)) return f;
    const result = this.resolve(f.result, f.record);
    const params = f.params.map((param) => {
      const type = this.resolve(param.type, f.record);
      return type === param.type ? param : { ...param, type };
    });
    return result === f.result && params.every((param, i) => param === f.params[i]) ? f : { ...f, result, params };
  }

  /** Value of a constant expression; `Factorial<N - 1>::value` in it is looked up first. */
  evaluate(text: string, from?: string): { readonly value: bigint; readonly type: CType } | undefined {
    if (this.all.evaluating > MAX_EVALUATING) return undefined;
    this.all.evaluating++;
    try {
      return evaluateConstant(TEMPLATE_CONSTANT.test(text) ? this.withoutTemplates(text, from) : text, this, from);
    } finally {
      this.all.evaluating--;
    }
  }

  private withoutTemplates(text: string, from: string | undefined): string {
    const tokens = tokenize(text);
    let out = "";
    let done = 0;
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i]!.kind !== "identifier" || tokens[i + 1]?.text !== "<") continue;
      const end = closingAngle(tokens, i + 1);
      if (end < 0 || tokens[end + 1]?.text !== "::" || tokens[end + 2]?.kind !== "identifier") continue;
      const value = this.constant(text.slice(tokens[i]!.start, tokens[end + 2]!.end), from);
      if (value === undefined) continue;
      out += `${text.slice(done, tokens[i]!.start)}(${value.value})`;
      done = tokens[end + 2]!.end;
      i = end + 2;
    }
    return out + text.slice(done);
  }

  /** A static constant or an enumerator of an instance: its initialiser with the instance's parameters. */
  private constantOfInstance(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    const owner = this.all.owner(name) ?? (name.includes("::") || this.self === undefined ? undefined : this.all.owner(this.self.own));
    if (owner?.template === undefined || owner.name === name) return undefined;
    const member = this.all.owner(name) === undefined ? name : name.slice(owner.name.length + 2);
    const { constants } = this.all;
    const key = `${owner.name}::${member}`;
    if (constants.has(key)) return constants.get(key);
    // A constant that needs itself has no value.
    constants.set(key, undefined);
    const found = this.valueInInstance(owner, member);
    constants.set(key, found);
    return found;
  }

  private valueInInstance(owner: Instance, member: string): { readonly value: bigint; readonly type: CType } | undefined {
    if (owner.template === undefined) return undefined;
    const field = this.all.record(owner.name)?.fields.find((one) => one.isStatic && one.name === member);
    if (field?.initialiser !== undefined && field.type.kind !== "record") {
      const found = owner.names.evaluate(field.initialiser.text.replace(/^\s*=/, ""), owner.name);
      if (found !== undefined) return found;
    }
    const generic = `${owner.template.name}::${member}`;
    const enumerator = owner.template.file.names.enumConstants.find((one) => one.name === generic);
    if (enumerator === undefined) return undefined;
    if (enumerator.value !== undefined) return { value: enumerator.value, type: INT };
    const value = enumerator.text === undefined ? undefined : owner.names.evaluate(enumerator.text, owner.name);
    return value === undefined ? undefined : { value: value.value, type: INT };
  }

  constant(name: string, from?: string): { readonly value: bigint; readonly type: CType } | undefined {
    const fromRecord = from ?? this.home;
    const bound = this.bindings.get(name);
    if (bound && "value" in bound) return { value: bound.value, type: INT };
    const real = this.throughBinding(name, fromRecord);
    if (real !== undefined) return this.constant(real, fromRecord);
    const ofInstance = this.constantOfInstance(name);
    if (ofInstance !== undefined) return ofInstance;
    const other = this.elsewhere(fromRecord);
    if (other) return other.constant(name, fromRecord);
    const owner = this.all.owner(name);
    const asked = owner?.template ? owner.template.name + name.slice(owner.name.length) : name;
    const found = this.base.constant(asked, this.genericName(fromRecord));
    if (found || !this.isInstance || !name.includes("::")) return found;
    for (const other of this.all.everywhere()) {
      const seen = other.constant(name);
      if (seen) return seen;
    }
    return undefined;
  }
}

/** Constants that need constants of other instances, one in the other. */
const MAX_EVALUATING = 200;
const TEMPLATE_CONSTANT = /[\w:]+\s*</;

function declarationText(f: FunctionDeclaration): string {
  return `${f.name}@${f.offset}`;
}

function stripped(name: string): string {
  let text = name.replace(/\s+/g, "");
  if (text.includes("operator")) return text.replace(/<[^<>]*>::/g, "::");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/<(?!lambda@)[^<>]*>/g, "");
  }
  return text;
}

function lastWord(name: string): string {
  const at = name.lastIndexOf("::");
  return at < 0 ? name : name.slice(at + 2);
}

function wrapped(type: CType, marks: string): CType {
  let out = type;
  for (const mark of marks) {
    if (mark === "*") out = { kind: "pointer", to: out };
    else if (mark === "&" && out.kind !== "reference") out = { kind: "reference", to: out };
  }
  return out;
}
