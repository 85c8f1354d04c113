/** Types of C and C++ as far as lowering, analysis and interpreter need them. Sizes come from the target, not from here. */
export type CType =
  | { readonly kind: "void" }
  | { readonly kind: "bool" }
  /** `name` is the spelling that matters to a reader (`HANDLE` never appears here, `DWORD` may). */
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean; readonly name?: string }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "pointer"; readonly to: CType; readonly name?: string }
  /** C++ reference; loads and stores of a variable of this type go through it (the lowering emits the `deref`). */
  | { readonly kind: "reference"; readonly to: CType }
  | { readonly kind: "array"; readonly of: CType; readonly length?: number }
  /** struct, union or class by its (qualified) name; anonymous ones get `<anon@offset>`. */
  | { readonly kind: "record"; readonly name: string; readonly args?: readonly CType[] }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "function"; readonly result: CType; readonly params: readonly CType[]; readonly variadic: boolean }
  /** A type whose definition is not visible; `text` is its spelling. */
  | { readonly kind: "unknown"; readonly text: string };
