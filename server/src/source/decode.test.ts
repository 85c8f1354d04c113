import { describe, expect, it } from "vitest";
import { decode, MAX_BYTES } from "./decode.ts";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));
const code = "int main(void) { return 0; }\n".repeat(40);
const found = (input: Uint8Array) => {
  const result = decode(input);
  return result.kind === "text" ? result.encoding : result.kind;
};
const wide = (text: string, little: boolean): number[] =>
  [...text].flatMap((c) => (little ? [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8] : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]));

describe("decoding", () => {
  it("reads UTF-8, with and without a byte order mark", () => {
    expect(decode(bytes("int a; // é"))).toEqual({ kind: "text", text: "int a; // é", encoding: "utf-8", bom: false });
    expect(decode(bytes([0xef, 0xbb, 0xbf], "int a;"))).toEqual({ kind: "text", text: "int a;", encoding: "utf-8", bom: true });
    expect(decode(new Uint8Array())).toEqual({ kind: "text", text: "", encoding: "utf-8", bom: false });
  });

  it.each([true, false])("reads UTF-16 of either byte order (little: %s), with and without a mark", (little) => {
    const encoding = little ? "utf-16le" : "utf-16be";
    const text = "int a; // 文字\r\n";
    expect(decode(Uint8Array.from([...(little ? [0xff, 0xfe] : [0xfe, 0xff]), ...wide(text, little)]))).toEqual({
      kind: "text",
      text,
      encoding,
      bom: true,
    });
    expect(decode(Uint8Array.from(wide(text, little)))).toEqual({ kind: "text", text, encoding, bom: false });
  });

  it("reads one Japanese comment among code as cp932", () => {
    const comment = [0x83, 0x81, 0x83, 0x93, 0x83, 0x6f, 0x91, 0x49, 0x91, 0xf0];
    const result = decode(bytes(code, "// ", comment, "\n", code));
    expect(result).toMatchObject({ encoding: "shift_jis" });
    expect(result.kind === "text" && result.text.includes("// メンバ選択\n")).toBe(true);
  });

  it.each<[string, string, number[]]>([
    // Русский комментарий к функции поиска
    [
      "windows-1251",
      "Русский комментарий",
      [
        0xd0, 0xf3, 0xf1, 0xf1, 0xea, 0xe8, 0xe9, 0x20, 0xea, 0xee, 0xec, 0xec, 0xe5, 0xed, 0xf2, 0xe0, 0xf0, 0xe8, 0xe9, 0x20, 0xea, 0x20,
        0xf4, 0xf3, 0xed, 0xea, 0xf6, 0xe8, 0xe8, 0x20, 0xef, 0xee, 0xe8, 0xf1, 0xea, 0xe0,
      ],
    ],
    // 这是一个中文注释用于测试
    [
      "gbk",
      "这是一个中文",
      [
        0xd5, 0xe2, 0xca, 0xc7, 0xd2, 0xbb, 0xb8, 0xf6, 0xd6, 0xd0, 0xce, 0xc4, 0xd7, 0xa2, 0xca, 0xcd, 0xd3, 0xc3, 0xd3, 0xda, 0xb2, 0xe2,
        0xca, 0xd4, 0xb5, 0xc4, 0xd2, 0xbb, 0xb8, 0xf6, 0xce, 0xca, 0xcc, 0xe2,
      ],
    ],
    // 한국어 주석입니다 이것은 함수를 설명합니다
    [
      "euc-kr",
      "한국어 주석",
      [
        0xc7, 0xd1, 0xb1, 0xb9, 0xbe, 0xee, 0x20, 0xc1, 0xd6, 0xbc, 0xae, 0xc0, 0xd4, 0xb4, 0xcf, 0xb4, 0xd9, 0x20, 0xc0, 0xcc, 0xb0, 0xcd,
        0xc0, 0xba, 0x20, 0xc7, 0xd4, 0xbc, 0xf6, 0xb8, 0xa6, 0x20, 0xbc, 0xb3, 0xb8, 0xed, 0xc7, 0xd5, 0xb4, 0xcf, 0xb4, 0xd9,
      ],
    ],
    // 這是一個中文註解用於測試
    [
      "big5",
      "這是一個中文",
      [
        0xb3, 0x6f, 0xac, 0x4f, 0xa4, 0x40, 0xad, 0xd3, 0xa4, 0xa4, 0xa4, 0xe5, 0xb5, 0xf9, 0xb8, 0xd1, 0xa5, 0xce, 0xa9, 0xf3, 0xb4, 0xfa,
        0xb8, 0xd5, 0xaa, 0xba, 0xa4, 0x40, 0xad, 0xd3, 0xb0, 0xdd, 0xc3, 0x44,
      ],
    ],
  ])("reads %s", (encoding, text, comment) => {
    const result = decode(bytes(code, "// ", comment, "\n// ", comment, "\n", code));
    expect(result).toMatchObject({ encoding });
    expect(result.kind === "text" && result.text.includes(`// ${text}`)).toBe(true);
  });

  it.each<[string, number[]]>([
    ["Gérard, é isolated before letters that could be trail bytes", [0x47, 0xe9, 0x72, 0x61, 0x72, 0x64]],
    ["a copyright sign", [0xa9, 0x20, 0x31, 0x39, 0x39, 0x36]],
    ["für Größe", [0x66, 0xfc, 0x72, 0x20, 0x47, 0x72, 0xf6, 0xdf, 0x65]],
    ["déjà vu à côté", [0x64, 0xe9, 0x6a, 0xe0, 0x20, 0x76, 0x75, 0x20, 0xe0, 0x20, 0x63, 0xf4, 0x74, 0xe9]],
  ])("takes western text in mostly ASCII code for no Asian one: %s", (_what, comment) => {
    const result = decode(bytes(code, "// ", comment, "\n", code));
    expect(result.kind === "text" && result.text.includes(`// ${String.fromCharCode(...comment)}`)).toBe(true);
    expect(found(bytes(code, "// ", comment, "\n", code))).toMatch(/^(windows-125\d|iso-8859-\d+)$/);
  });

  it("takes the encoding it is told", () => {
    expect(decode(Uint8Array.of(0xe9), "windows-1252")).toMatchObject({ text: "é" });
    expect(() => decode(Uint8Array.of(0xe9), "no-such")).toThrow(RangeError);
  });

  it("tells binary and too large files, but forgives a stray NUL and Ctrl-Z", () => {
    expect(found(bytes(code, [0x1a]))).toBe("utf-8");
    expect(found(bytes(code, [0], code))).toBe("utf-8");
    expect(found(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) & 255))).toBe("binary");
    expect(found(bytes("\x7fELF", [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0]))).toBe("binary");
    expect(decode(new Uint8Array(MAX_BYTES + 1))).toEqual({ kind: "too-large", bytes: MAX_BYTES + 1 });
  });
});
