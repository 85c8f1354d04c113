/**
 * What one file declares (no bodies), and the read-only interface that lowering asks.
 * All offsets here are absolute UTF-16 offsets in the file's text.
 */
import type { CType } from "./ctype.ts";

export interface MacroDefinition {
  readonly name: string;
  /** Absent for object-like macros. */
  readonly params?: readonly string[];
  readonly body: string;
  readonly offset: number;
}

export interface FieldDeclaration {
  readonly name: string;
  readonly type: CType;
  readonly offset: number;
  readonly isStatic: boolean;
  /** Width of a bit-field. */
  readonly bits?: number;
  /** Spelling of a default member initialiser. */
  readonly initialiser?: { readonly text: string; readonly offset: number };
}

export interface RecordDeclaration {
  /** Qualified name (`N::CFoo`). */
  readonly name: string;
  readonly kind: "struct" | "class" | "union";
  readonly bases: readonly string[];
  /** The same as spelled, where one of them has template arguments (`CWindowImpl<CMain>`). */
  readonly baseTypes?: readonly string[];
  /** Places in `bases` of those that are virtual, where there are any. */
  readonly virtualBases?: readonly number[];
  readonly fields: readonly FieldDeclaration[];
  /** Member functions declared in the class body. */
  readonly methods: readonly FunctionDeclaration[];
  /** A class of a library, from the models: what is listed is not all, and it has constructors and a destructor. */
  readonly external?: boolean;
  /** `#pragma pack` in force at the definition, in bytes. */
  readonly pack?: number;
  readonly offset: number;
  readonly end: number;
}

export interface FunctionDeclaration {
  /** Qualified name. */
  readonly name: string;
  readonly record?: string;
  readonly result: CType;
  /** `default` is the spelling of a C++ default argument. */
  readonly params: readonly { readonly name: string; readonly type: CType; readonly default?: string }[];
  readonly variadic: boolean;
  readonly isStatic: boolean;
  readonly isVirtual: boolean;
  readonly internal: boolean;
  readonly isConstructor: boolean;
  readonly isDestructor: boolean;
  /** True for a definition (the file has the body as an item). */
  readonly defined: boolean;
  /** Offset of the name. */
  readonly offset: number;
  /** Index into `SourceFile.items` when defined. */
  readonly item?: number;
}

export interface VariableDeclaration {
  readonly name: string;
  readonly type: CType;
  readonly internal: boolean;
  readonly isExtern: boolean;
  /** Its value cannot change after the initialiser. */
  readonly isConst?: boolean;
  /** Initialiser text and its offset, for constants, tables of function pointers and sentinels. */
  readonly initialiser?: { readonly text: string; readonly offset: number };
  readonly offset: number;
}

export interface EnumConstant {
  readonly name: string;
  readonly value: bigint | undefined;
  /** Spelling of a value that needs names of other files. */
  readonly text?: string;
  /** Name of the enum, if it has one. */
  readonly enum?: string;
  readonly offset: number;
}

/** An entry of a message map or response table: `ON_MESSAGE(WM_X, OnX)` of class `CFoo`. */
export interface TableEntry {
  readonly macro: string;
  readonly args: readonly string[];
  readonly offset: number;
  readonly end: number;
}

export interface MessageTable {
  readonly framework: "mfc" | "owl" | "atl" | "vcl" | "other";
  /** Macro that opens the table (`BEGIN_MESSAGE_MAP`, `BEGIN_DISPATCH_MAP`). */
  readonly head: string;
  /** Class whose messages the table routes, and its base as written in the table head. */
  readonly record: string;
  readonly base?: string;
  readonly entries: readonly TableEntry[];
  readonly offset: number;
}

/** Index of one file's declarations. Plain data, rebuilt from the tree when the file changes. */
export interface FileNames {
  readonly uri: string;
  readonly includes: readonly { readonly path: string; readonly angle: boolean; readonly offset: number }[];
  readonly macros: readonly MacroDefinition[];
  readonly typedefs: readonly { readonly name: string; readonly type: CType; readonly offset: number }[];
  readonly records: readonly RecordDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly variables: readonly VariableDeclaration[];
  readonly enumConstants: readonly EnumConstant[];
  readonly tables: readonly MessageTable[];
  /** `using namespace X` and `using X::y`, namespace aliases. */
  readonly usings: readonly string[];
}

/** What lowering asks. Answers come from the file itself, the files of its unit that it includes, then `platform/`. */
export interface Names {
  readonly target: "win32" | "win64";
  /** Canonical type behind a typedef or Windows name; undefined if nothing visible declares it. */
  type(name: string, fromRecord?: string): CType | undefined;
  /** The same type with every name in it replaced by what it stands for; unknown names stay `unknown`. */
  resolve(type: CType, fromRecord?: string): CType;
  /** Object- or function-like macro of the program or of the platform. */
  macro(name: string): MacroDefinition | undefined;
  record(name: string): RecordDeclaration | undefined;
  /** Field of the record or of one of its visible bases. */
  field(record: string, member: string): FieldDeclaration | undefined;
  variable(name: string, fromRecord?: string): VariableDeclaration | undefined;
  /** All visible declarations of that name (overloads). */
  functions(name: string, fromRecord?: string): readonly FunctionDeclaration[];
  constant(name: string, fromRecord?: string): { readonly value: bigint; readonly type: CType } | undefined;
  /**
   * Present where code is lowered to be run: templates are instantiated for their arguments, and objects are copied, moved and ended as the
   * standard says. Analysis asks names without it.
   */
  readonly exact?: Instantiation;
}

/** Templates as the code that uses them makes them. */
export interface Instantiation {
  /** Name that a function of this lowering gets: that of the instance where its head names a template. */
  named(name: string): string;
  isTemplate(declaration: FunctionDeclaration): boolean;
  /**
   * The function that a call with arguments of these types means: the declaration itself if it is no template, its instance, or undefined if
   * the arguments do not fit. `undefined` as a type: not known before the parameter is (`{1, 2}`).
   */
  instantiate(
    declaration: FunctionDeclaration,
    args: readonly (CType | undefined)[],
    explicit: readonly CType[],
    fromRecord?: string,
  ): FunctionDeclaration | undefined;
  /** Template and arguments of an instantiated class. */
  instanceOf(record: string): { readonly template: string; readonly args: readonly CType[] } | undefined;
  /** A class that only the compiler knows: a closure. */
  define(record: RecordDeclaration): void;
}
