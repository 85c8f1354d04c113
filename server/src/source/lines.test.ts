import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineIndex } from "./lines.ts";

describe("line index", () => {
  it("ends lines at CR, LF and CRLF, and counts UTF-16 units", () => {
    const index = lineIndex("a\rb\nc\r\n😀d");
    expect(index.lineCount).toBe(4);
    expect([0, 1, 2, 3].map((line) => [index.lineStart(line), index.lineEnd(line)])).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [7, 10],
    ]);
    expect(index.position(9)).toEqual({ line: 3, column: 2 });
    expect(index.offset(3, 2)).toBe(9);
  });

  it("moves what lies outside to the nearest place inside", () => {
    const index = lineIndex("ab\r\ncd");
    expect(index.position(-3)).toEqual({ line: 0, column: 0 });
    expect(index.position(99)).toEqual({ line: 1, column: 2 });
    expect(index.offset(0, 99)).toBe(2);
    expect(index.offset(7, 0)).toBe(6);
    expect(index.offset(-1, 5)).toBe(0);
    expect(lineIndex("").position(0)).toEqual({ line: 0, column: 0 });
  });

  it("goes there and back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "\r", "\n", "é", "😀", "xyz"), { maxLength: 60 }).map((parts) => parts.join("")),
        (text) => {
          const index = lineIndex(text);
          expect(index.lineCount).toBe(text.split(/\r\n|\r|\n/).length);
          for (let offset = 0; offset <= text.length; offset++) {
            const { line, column } = index.position(offset);
            // Between CR and LF there is no column to come back from.
            if (!(text[offset - 1] === "\r" && text[offset] === "\n")) expect(index.offset(line, column)).toBe(offset);
          }
        },
      ),
    );
  });
});
