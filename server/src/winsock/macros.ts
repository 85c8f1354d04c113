/**
 * The header's function-like macros as expressions on their arguments, so that a program that uses them needs no headers. Each body has
 * the value the Windows SDK's definition has; nothing is copied from it.
 */

export type MacroExpression =
  | { readonly kind: "argument"; readonly index: number }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "and" | "or" | "shl" | "shr"; readonly left: MacroExpression; readonly right: MacroExpression }
  | { readonly kind: "cast"; readonly type: MacroType; readonly operand: MacroExpression };

/** The types the macros cast to. DWORD_PTR is unsigned and as wide as a pointer. */
export type MacroType = "BYTE" | "WORD" | "short" | "int" | "LONG" | "DWORD" | "DWORD_PTR" | "WPARAM" | "LPARAM" | "LRESULT";

export interface WinsockMacro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly type: MacroType;
  readonly body: MacroExpression;
  /**
   * `async`: takes apart the lParam of a completion; `select`: the lParam of a WSAAsyncSelect message; `reply`: builds such a value on the
   * provider's side; `word`: general.
   */
  readonly family: "async" | "select" | "reply" | "word";
  /** Which 16 bits of the argument it reads. */
  readonly half?: "low" | "high";
}

const argument = (index: number): MacroExpression => ({ kind: "argument", index });
const constant = (value: number): MacroExpression => ({ kind: "constant", value });
const cast = (type: MacroType, operand: MacroExpression): MacroExpression => ({ kind: "cast", type, operand });
const and = (left: MacroExpression, mask: number): MacroExpression => ({ kind: "and", left, right: constant(mask) });
const shr = (left: MacroExpression, bits: number): MacroExpression => ({ kind: "shr", left, right: constant(bits) });

/** `width` bits of an argument, starting at bit `from`. */
const part = (type: MacroType, index: number, from: number, width: number): MacroExpression => {
  const wide = cast("DWORD_PTR", argument(index));
  return cast(type, and(from === 0 ? wide : shr(wide, from), 2 ** width - 1));
};

/** Argument 0 in the low bits, argument 1 above it. */
const join = (type: MacroType, width: number): MacroExpression =>
  cast(type, {
    kind: "or",
    left: and(cast("DWORD_PTR", argument(0)), 2 ** width - 1),
    right: { kind: "shl", left: and(cast("DWORD_PTR", argument(1)), 2 ** width - 1), right: constant(width) },
  });

const half = (name: string, family: WinsockMacro["family"], which: "low" | "high", parameter = "lParam"): WinsockMacro => ({
  name,
  parameters: [parameter],
  type: "WORD",
  body: part("WORD", 0, which === "low" ? 0 : 16, 16),
  family,
  half: which,
});

const joined = (name: string, type: MacroType, family: WinsockMacro["family"], parameters: readonly string[], width = 16): WinsockMacro => {
  // MAKEWPARAM and its kin go through an unsigned 32-bit value: no sign bits reach the upper half on win64.
  const body = type === "LONG" || type === "WORD" ? join(type, width) : cast(type, join("DWORD", width));
  return { name, parameters, type, body, family };
};

export const macros: readonly WinsockMacro[] = [
  half("WSAGETASYNCERROR", "async", "high"),
  half("WSAGETASYNCBUFLEN", "async", "low"),
  half("WSAGETSELECTERROR", "select", "high"),
  half("WSAGETSELECTEVENT", "select", "low"),
  joined("WSAMAKEASYNCREPLY", "LONG", "reply", ["buflen", "error"]),
  joined("WSAMAKESELECTREPLY", "LONG", "reply", ["event", "error"]),
  half("LOWORD", "word", "low", "l"),
  half("HIWORD", "word", "high", "l"),
  { name: "LOBYTE", parameters: ["w"], type: "BYTE", body: part("BYTE", 0, 0, 8), family: "word" },
  { name: "HIBYTE", parameters: ["w"], type: "BYTE", body: part("BYTE", 0, 8, 8), family: "word" },
  joined("MAKEWORD", "WORD", "word", ["low", "high"], 8),
  joined("MAKELONG", "LONG", "word", ["low", "high"]),
  joined("MAKEWPARAM", "WPARAM", "word", ["low", "high"]),
  joined("MAKELPARAM", "LPARAM", "word", ["low", "high"]),
  joined("MAKELRESULT", "LRESULT", "word", ["low", "high"]),
  { name: "GET_X_LPARAM", parameters: ["lp"], type: "int", body: cast("int", cast("short", part("WORD", 0, 0, 16))), family: "word" },
  { name: "GET_Y_LPARAM", parameters: ["lp"], type: "int", body: cast("int", cast("short", part("WORD", 0, 16, 16))), family: "word" },
];

const byName = new Map(macros.map((m) => [m.name, m]));

export function winsockMacro(name: string): WinsockMacro | undefined {
  return byName.get(name);
}

const widths: Readonly<Record<MacroType, readonly [bits: number | "pointer", signed: boolean]>> = {
  BYTE: [8, false],
  WORD: [16, false],
  short: [16, true],
  int: [32, true],
  LONG: [32, true],
  DWORD: [32, false],
  DWORD_PTR: ["pointer", false],
  WPARAM: ["pointer", false],
  LPARAM: ["pointer", true],
  LRESULT: ["pointer", true],
};

/** Value of a macro for whole-number arguments; `pointerBits` is 32 or 64. Two's complement throughout. */
export function evaluateMacro(macro: WinsockMacro, args: readonly bigint[], pointerBits: 32 | 64 = 64): bigint {
  const walk = (e: MacroExpression): bigint => {
    switch (e.kind) {
      case "argument":
        return args[e.index] ?? 0n;
      case "constant":
        return BigInt(e.value);
      case "and":
        return walk(e.left) & walk(e.right);
      case "or":
        return walk(e.left) | walk(e.right);
      case "shl":
        return walk(e.left) << walk(e.right);
      case "shr":
        return walk(e.left) >> walk(e.right);
      case "cast": {
        const [bits, signed] = widths[e.type];
        const width = bits === "pointer" ? pointerBits : bits;
        return signed ? BigInt.asIntN(width, walk(e.operand)) : BigInt.asUintN(width, walk(e.operand));
      }
    }
  };
  return walk(macro.body);
}
