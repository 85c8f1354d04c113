/** Types of C and C++ as far as lowering, analysis and interpreter need them. Sizes come from the target, not from here. */
export type CType =
  | { readonly kind: "void" }
  | { readonly kind: "bool" }
  /** `name` is the spelling that matters to a reader (`HANDLE` never appears here, `DWORD` may). */
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean; readonly name?: string }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "pointer"; readonly to: CType; readonly name?: string }
  /** C++ reference; loads and stores of a variable of this type go through it (the lowering emits the `deref`). `rvalue` for `T &&`. */
  | { readonly kind: "reference"; readonly to: CType; readonly rvalue?: true }
  /** `lengthText`: a length that nobody evaluated yet; in `FileNames` only, never in the IR. */
  | { readonly kind: "array"; readonly of: CType; readonly length?: number; readonly lengthText?: string }
  /** struct, union or class by its (qualified) name; anonymous ones get `<anon:hash of the text>`. */
  | { readonly kind: "record"; readonly name: string; readonly args?: readonly CType[] }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "function"; readonly result: CType; readonly params: readonly CType[]; readonly variadic: boolean }
  /** A type whose definition is not visible; `text` is its spelling. */
  | { readonly kind: "unknown"; readonly text: string };

type IntegerBits = 8 | 16 | 32 | 64;

export const VOID: CType = { kind: "void" };
export const BOOL: CType = { kind: "bool" };
export const CHAR: CType = { kind: "int", bits: 8, signed: true, name: "char" };
export const WCHAR: CType = { kind: "int", bits: 16, signed: false, name: "wchar_t" };
export const INT: CType = { kind: "int", bits: 32, signed: true };
export const UINT: CType = { kind: "int", bits: 32, signed: false };
export const INT64: CType = { kind: "int", bits: 64, signed: true };
export const UINT64: CType = { kind: "int", bits: 64, signed: false };
export const DOUBLE: CType = { kind: "float", bits: 64 };

export function integer(bits: IntegerBits, signed: boolean, name?: string): CType {
  return name === undefined ? { kind: "int", bits, signed } : { kind: "int", bits, signed, name };
}
export function pointerTo(to: CType): CType {
  return { kind: "pointer", to };
}
export function unknownType(text: string): CType {
  return { kind: "unknown", text: text.slice(0, 80) };
}
export function pointerBits(target: "win32" | "win64"): 32 | 64 {
  return target === "win64" ? 64 : 32;
}

export function isInteger(type: CType): boolean {
  return type.kind === "int" || type.kind === "bool" || type.kind === "enum";
}
export function isArithmetic(type: CType): boolean {
  return isInteger(type) || type.kind === "float";
}
/** Pointers, and what behaves like one in an expression: arrays and functions decay. */
export function isPointerLike(type: CType): boolean {
  return type.kind === "pointer" || type.kind === "array" || type.kind === "function";
}

/** Width and signedness of an integer type: enumerations are `int`, `bool` is one byte. */
export function integerShape(type: CType): { readonly bits: IntegerBits; readonly signed: boolean } | undefined {
  if (type.kind === "int") return { bits: type.bits, signed: type.signed };
  if (type.kind === "enum") return { bits: 32, signed: true };
  if (type.kind === "bool") return { bits: 8, signed: false };
  return undefined;
}

/** The value as a variable of that type holds it: two's complement of its width; `bool` is 0 or 1. */
export function wrapInteger(value: bigint, type: CType, target: "win32" | "win64"): bigint {
  if (type.kind === "bool") return value === 0n ? 0n : 1n;
  if (type.kind === "pointer") return BigInt.asUintN(pointerBits(target), value);
  const shape = integerShape(type);
  if (shape === undefined) return BigInt.asIntN(64, value);
  return shape.signed ? BigInt.asIntN(shape.bits, value) : BigInt.asUintN(shape.bits, value);
}

const LONG = /\blong\b|^(?:LONG|ULONG|DWORD|LONG32|HRESULT|COLORREF|LCID|NTSTATUS|LSTATUS|SCODE)$/;

/** `long` and its names of the Windows headers: as wide as `int` there, and another type to C++. */
export function isLong(type: CType): boolean {
  return type.kind === "int" && type.bits === 32 && LONG.test(type.name ?? "");
}

/** Integer promotion (C11 6.3.1.1): what is narrower than `int` becomes `int`. */
export function promote(type: CType): CType {
  const shape = integerShape(type);
  if (shape === undefined) return type;
  return shape.bits < 32 || type.kind === "enum" ? INT : type;
}

/** Usual arithmetic conversions (C11 6.3.1.8) with Windows widths. Operands that are not arithmetic: the first one's type. */
export function commonArithmetic(left: CType, right: CType): CType {
  if (left.kind === "float" || right.kind === "float") {
    const bits = (left.kind === "float" && left.bits === 64) || (right.kind === "float" && right.bits === 64) ? 64 : 32;
    return left.kind === "float" && right.kind === "float" ? { kind: "float", bits } : left.kind === "float" ? left : right;
  }
  const a = promote(left);
  const b = promote(right);
  if (a.kind !== "int" || b.kind !== "int") return a.kind === "int" ? b : a;
  if (a.bits !== b.bits) return a.bits > b.bits ? a : b;
  if (a.signed !== b.signed) return a.signed ? b : a;
  return a;
}

/** Structural equality; spellings (`name`) do not count. */
export function sameType(a: CType, b: CType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "int":
      return b.kind === "int" && a.bits === b.bits && a.signed === b.signed;
    case "float":
      return b.kind === "float" && a.bits === b.bits;
    case "pointer":
    case "reference":
      return (b.kind === "pointer" || b.kind === "reference") && sameType(a.to, b.to);
    case "array":
      return b.kind === "array" && a.length === b.length && sameType(a.of, b.of);
    case "record":
      return b.kind === "record" && a.name === b.name;
    case "enum":
      return b.kind === "enum" && a.name === b.name;
    case "unknown":
      return b.kind === "unknown" && a.text === b.text;
    case "function":
      return (
        b.kind === "function" &&
        a.variadic === b.variadic &&
        a.params.length === b.params.length &&
        sameType(a.result, b.result) &&
        a.params.every((p, i) => sameType(p, b.params[i]!))
      );
    default:
      return true;
  }
}

/** The type as a reader would write it, for printers and messages. */
export function typeText(type: CType): string {
  return declare(type, "");
}

/** A declaration of `name` with that type: `int (*f)(char*)`. */
export function declare(type: CType, name: string): string {
  const glue = (base: string): string => (name === "" ? base : /^[*&]/.test(name) ? base + name : `${base} ${name}`);
  switch (type.kind) {
    case "void":
    case "bool":
      return glue(type.kind);
    case "int":
      return glue(type.name ?? integerName(type.bits, type.signed));
    case "float":
      return glue(type.bits === 64 ? "double" : "float");
    case "record":
      return glue(type.args === undefined ? type.name : `${type.name}<${type.args.map(typeText).join(", ")}>`);
    case "enum":
      return glue(type.name);
    case "unknown":
      return glue(`?${type.text}`);
    case "pointer":
    case "reference": {
      if (type.kind === "pointer" && type.name !== undefined) return glue(type.name);
      const mark = type.kind === "pointer" ? "*" : "&";
      const inner = mark + name;
      return declare(type.to, type.to.kind === "function" || type.to.kind === "array" ? `(${inner})` : inner);
    }
    case "array":
      return declare(type.of, `${name}[${type.length ?? ""}]`);
    case "function": {
      const params = [...type.params.map(typeText), ...(type.variadic ? ["..."] : [])];
      return declare(type.result, `${name}(${params.join(", ")})`);
    }
  }
}

function integerName(bits: number, signed: boolean): string {
  const name = bits === 8 ? "char" : bits === 16 ? "short" : bits === 32 ? "int" : "int64";
  return signed ? (bits === 8 ? "signed char" : name) : `unsigned ${name}`;
}
