/** What `names/` asks of the models of Windows: one port, so that tests can put their own in its place. */
import {
  type FrameworkClass,
  frameworkClass,
  lookupConstant,
  lookupFunction,
  lookupMember,
  lookupMethod,
  lookupRecord,
  lookupType,
  lookupVirtual,
  type PlatformType,
  signatureOf,
} from "../platform/index.ts";
import { winsockFunction } from "../winsock/index.ts";
import { type CType, unknownType } from "./ctype.ts";
import { typeFromText } from "./typetext.ts";
import type { FunctionDeclaration, MacroDefinition, RecordDeclaration, VariableDeclaration } from "./types.ts";

export interface PlatformNames {
  type(name: string): CType | undefined;
  record(name: string): RecordDeclaration | undefined;
  constant(name: string): { readonly value: bigint; readonly type: CType } | undefined;
  macro(name: string): MacroDefinition | undefined;
  functions(name: string): readonly FunctionDeclaration[];
  variable(name: string): VariableDeclaration | undefined;
}

/** The models of `platform/` for a target; `unicode` decides what `TCHAR` and its kin mean. */
export function platformNames(target: "win32" | "win64", unicode: boolean): PlatformNames {
  const key = `${target} ${unicode}`;
  let known = shared.get(key);
  if (known === undefined) {
    const models = new WindowsNames(target, unicode);
    known = {
      type: remembered((name) => models.type(name)),
      record: remembered((name) => models.record(name)),
      constant: remembered((name) => models.constant(name)),
      macro: () => models.macro(),
      functions: remembered((name) => models.functions(name)),
      variable: () => models.variable(),
    };
    shared.set(key, known);
  }
  return known;
}

/** The models never change, and each file of each unit asks the same of them. */
const shared = new Map<string, PlatformNames>();

function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const answers = new Map<string, T>();
  return (name) => {
    if (answers.has(name)) return answers.get(name) as T;
    // the names come from texts, of which an editor sees any number
    if (answers.size > 20_000) answers.clear();
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}

class WindowsNames implements PlatformNames {
  constructor(
    private readonly target: "win32" | "win64",
    private readonly unicode: boolean,
  ) {}

  type(name: string): CType | undefined {
    const found = lookupType(name, this.target, this.unicode);
    return found === undefined ? undefined : this.canonical(found);
  }

  /** Records go by the tag of their structure, so that `HOSTENT` and `struct hostent` are one type. */
  private canonical(type: PlatformType): CType {
    switch (type.kind) {
      case "record":
        return { ...type, name: lookupRecord(type.name, this.target, this.unicode)?.tag ?? type.name };
      case "pointer":
      case "reference":
        return { ...type, to: this.canonical(type.to) };
      case "array":
        return { ...type, of: this.canonical(type.of) };
      case "function":
        return { ...type, result: this.canonical(type.result), params: type.params.map((p) => this.canonical(p)) };
      default:
        return type;
    }
  }

  record(name: string): RecordDeclaration | undefined {
    const found = lookupRecord(name, this.target, this.unicode);
    if (found === undefined) return this.libraryClass(name);
    return {
      name: found.tag,
      kind: found.kind,
      bases: [],
      fields: found.fields.map((f) => ({ name: f.name, type: this.canonical(f.type), offset: 0, isStatic: false })),
      methods: [],
      ...(found.pack === undefined ? {} : { pack: found.pack }),
      offset: 0,
      end: 0,
    };
  }

  private libraryClass(name: string): RecordDeclaration | undefined {
    const found = this.framework(name);
    if (found === undefined) return undefined;
    const prefix = name.includes("::") ? name.slice(0, name.lastIndexOf("::") + 2) : "";
    return {
      name,
      kind: "class",
      bases: found.bases.map((b) => prefix + b),
      fields: found.members.flatMap((text) => {
        const member = /(\w+)$/.exec(text)?.[1];
        const known = member === undefined ? undefined : lookupMember(found.name, member, found.framework);
        return member === undefined || known === undefined
          ? []
          : [{ name: member, type: this.typeOfText(known.type), offset: 0, isStatic: false }];
      }),
      methods: [],
      external: true,
      offset: 0,
      end: 0,
    };
  }

  /** Names of the standard library are ours only with their namespace: `list` and `map` are anybody's. */
  private framework(name: string): FrameworkClass | undefined {
    const found = frameworkClass(name);
    if (found === undefined || name === found.name) return found?.framework === "stl" ? undefined : found;
    return /^(?:std|stdext|__gnu_cxx|ATL|owl|WTL)::[^:]+$/.test(name) ? found : undefined;
  }

  private typeOfText(text: string): CType {
    const type = typeFromText(text);
    return type.kind === "unknown" ? (this.type(type.text) ?? type) : type;
  }

  constant(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    const found = lookupConstant(name, this.target);
    return found === undefined ? undefined : { value: found.value, type: this.canonical(found.type) };
  }

  macro(): MacroDefinition | undefined {
    return undefined;
  }

  functions(name: string): readonly FunctionDeclaration[] {
    const split = name.lastIndexOf("::");
    if (split > 0) {
      const record = name.slice(0, split);
      const found = this.framework(record) === undefined ? undefined : this.method(record, name.slice(split + 2));
      if (found !== undefined) return [found];
    }
    const winsock = winsockFunction(name);
    const prototype = winsock?.prototype ?? lookupFunction(name, this.unicode)?.prototype;
    return prototype === undefined ? [] : [this.declaration(name, prototype.replace(/\bWSAAPI\b/, ""))];
  }

  private method(record: string, name: string): FunctionDeclaration | undefined {
    const found = lookupMethod(record, name);
    if (found !== undefined) return { ...this.declaration(`${record}::${name}`, found.prototype), record };
    if (lookupVirtual(record, name) === undefined) return undefined;
    // A virtual that the framework calls; its prototype is not modelled.
    return { ...this.declaration(`${record}::${name}`, `auto ${name}(...)`), record, isVirtual: true };
  }

  private declaration(name: string, prototype: string): FunctionDeclaration {
    // Types alone are read here, so an operator may go by a plain name.
    const plain = prototype.replace(/\boperator\s*(?:\(\)|[^\s(]+)\s*\(/, "operation(");
    const signature = signatureOf({ prototype: plain }, this.target, this.unicode);
    const result = this.canonical(signature.result);
    return {
      name,
      result: result.kind === "unknown" && result.text === "auto" ? unknownType(`${name}()`) : result,
      params: signature.params.map((p) => ({ name: p.name, type: this.canonical(p.type) })),
      variadic: signature.variadic,
      isStatic: false,
      isVirtual: false,
      internal: false,
      isConstructor: false,
      isDestructor: false,
      defined: false,
      offset: 0,
    };
  }

  variable(): VariableDeclaration | undefined {
    return undefined;
  }
}
