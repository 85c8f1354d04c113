/** What `names/` asks of the models of Windows: one port, so that tests can put their own in its place. */
import type { CType } from "./ctype.ts";
import type { FunctionDeclaration, MacroDefinition, RecordDeclaration, VariableDeclaration } from "./types.ts";

export interface PlatformNames {
  type(name: string, target: "win32" | "win64"): CType | undefined;
  record(name: string, target: "win32" | "win64"): RecordDeclaration | undefined;
  constant(name: string): { readonly value: bigint; readonly type: CType } | undefined;
  macro(name: string): MacroDefinition | undefined;
  functions(name: string): readonly FunctionDeclaration[];
  variable(name: string): VariableDeclaration | undefined;
}

export const NO_PLATFORM: PlatformNames = {
  type: () => undefined,
  record: () => undefined,
  constant: () => undefined,
  macro: () => undefined,
  functions: () => [],
  variable: () => undefined,
};
