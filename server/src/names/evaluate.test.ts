import { describe, expect, it } from "vitest";
import { typeText } from "./ctype.ts";
import { evaluateTokens } from "./evaluate.ts";
import { characterLiteral, integerLiteral, stringLiteral } from "./literals.ts";
import { tokenize } from "./tokens.ts";

const value = (text: string): bigint | undefined => evaluateTokens(tokenize(text), {})?.value;
const typed = (text: string): string | undefined => {
  const found = evaluateTokens(tokenize(text), {});
  return found === undefined ? undefined : `${found.value} ${typeText(found.type)}`;
};

describe("constant expressions", () => {
  it.each([
    ["1 + 2 * 3", 7n],
    ["(1 + 2) * 3 - -4", 13n],
    ["10 - 3 - 2", 5n],
    ["1 << 4 | 3", 19n],
    ["0x10 & ~0xF", 16n],
    ["7 / 2 % 2", 1n],
    ["-7 / 2", -3n],
    ["3 > 2 && 2 >= 3 || 1", 1n],
    ["1 ? 2 : 3 ? 4 : 5", 2n],
    ["0 ? 2 : 0 ? 4 : 5", 5n],
    ["!0 + !5", 1n],
    ["'A' + 1", 66n],
    ["(unsigned char)300", 44n],
    ["(short)0x8000", -32768n],
    ["unsigned(-1)", 4294967295n],
    ["1 /* one */ + // rest\n 1", 2n],
  ])("%s = %s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it("converts as C does with Windows widths", () => {
    expect(typed("-1 + 0u")).toBe("4294967295 unsigned int");
    expect(typed("2147483647 + 1")).toBe("-2147483648 int");
    expect(typed("2147483648")).toBe("2147483648 int64");
    expect(typed("0xFFFFFFFF")).toBe("4294967295 unsigned int");
    expect(typed("1ul << 31")).toBe("2147483648 unsigned long");
    expect(typed("0x8000i16")).toBe("32768 short");
  });

  it("is undefined for what is none", () => {
    for (const text of ["", "x", "1 +", "(1", "f(1)", "1 / 0", "1 2", "sizeof(x)", "* 3", "1.5"]) expect(value(text), text).toBeUndefined();
  });

  it("knows that some operands do not matter", () => {
    expect(value("0 && x")).toBe(0n);
    expect(value("1 || x")).toBe(1n);
    expect(value("x && 0")).toBeUndefined();
  });

  it("ends on text that nests without end", () => {
    expect(value("(".repeat(5000) + "1")).toBeUndefined();
    expect(value("-".repeat(3000) + "1")).toBeUndefined();
  });
});

describe("literals", () => {
  it("reads integers of every spelling", () => {
    expect(integerLiteral("0755")?.value).toBe(493n);
    expect(integerLiteral("0b101")?.value).toBe(5n);
    expect(integerLiteral("1'000'000")?.value).toBe(1000000n);
    expect(integerLiteral("18446744073709551615ull")?.value).toBe(18446744073709551615n);
    expect(integerLiteral("08")).toBeUndefined();
    expect(integerLiteral("1.0")).toBeUndefined();
  });

  it("reads characters and strings with their escapes", () => {
    expect(characterLiteral("'\\n'")?.value).toBe(10n);
    expect(characterLiteral("'\\xff'")?.value).toBe(-1n);
    expect(characterLiteral("'AB'")?.value).toBe(0x4142n);
    expect(characterLiteral("L'\\x263a'")?.value).toBe(0x263an);
    expect(stringLiteral('"a\\tb\\0"')).toEqual({ value: "a\tb\0", wide: false });
    expect(stringLiteral('L"x\\\r\ny"')).toEqual({ value: "xy", wide: true });
    expect(stringLiteral('R"d(a)b)d"')).toEqual({ value: "a)b", wide: false });
  });
});
