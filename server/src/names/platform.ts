/** What `names/` asks of the models of Windows: one port, so that tests can put their own in its place. */
import { lookupConstant, lookupRecord, lookupType, type PlatformType } from "../platform/index.ts";
import type { CType } from "./ctype.ts";
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
  return new WindowsNames(target, unicode);
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
    if (found === undefined) return undefined;
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

  constant(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    const found = lookupConstant(name, this.target);
    return found === undefined ? undefined : { value: found.value, type: this.canonical(found.type) };
  }

  macro(): MacroDefinition | undefined {
    return undefined;
  }
  functions(): readonly FunctionDeclaration[] {
    return [];
  }
  variable(): VariableDeclaration | undefined {
    return undefined;
  }
}
