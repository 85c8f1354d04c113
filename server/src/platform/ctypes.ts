/**
 * Types as `platform/` writes them. The shape is that of `names/`' CType, so a value of this type can be used there as it is; it is
 * declared here because `platform/` depends on no other layer.
 */
export type Target = "win32" | "win64";

export type PlatformType =
  | { readonly kind: "void" }
  | { readonly kind: "bool" }
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean; readonly name?: string }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "pointer"; readonly to: PlatformType; readonly name?: string }
  | { readonly kind: "reference"; readonly to: PlatformType }
  | { readonly kind: "array"; readonly of: PlatformType; readonly length?: number }
  | { readonly kind: "record"; readonly name: string }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "function"; readonly result: PlatformType; readonly params: readonly PlatformType[]; readonly variadic: boolean }
  | { readonly kind: "unknown"; readonly text: string };

/** What changes the meaning of a Windows name. */
export interface Environment {
  readonly target: Target;
  /** `TCHAR` and the functions without A or W mean the wide ones. */
  readonly unicode?: boolean;
}

/** Splits at commas outside brackets of every kind. */
export function splitList(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if ("([{<".includes(c)) depth++;
    else if (")]}>".includes(c)) depth--;
    else if (c === "," && depth === 0) {
      out.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  if (last !== "" || out.length > 0) out.push(last);
  return out;
}
