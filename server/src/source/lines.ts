/** Where the lines of a text start. CR, LF and CRLF each end a line, as editors count. */
export interface LineIndex {
  readonly lineCount: number;
  /** Offset of the first character of a line (from 0); the length of the text for lines behind the last. */
  lineStart(line: number): number;
  /** Offset behind the last character of a line, its line end not included. */
  lineEnd(line: number): number;
  /** Line from 0 and column in UTF-16 code units. Offsets outside the text are moved to its nearest end. */
  position(offset: number): { readonly line: number; readonly column: number };
  /** Columns behind the end of the line are moved to it, lines behind the last to the end of the text. */
  offset(line: number, column: number): number;
}

const LF = 10;
const CR = 13;

export function lineIndex(text: string): LineIndex {
  return new Lines(text, lineStarts(text));
}

function lineStarts(text: string): Uint32Array {
  let starts = new Uint32Array(Math.max(16, text.length >> 4));
  let count = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > CR || (code !== LF && code !== CR)) continue;
    if (code === CR && text.charCodeAt(at + 1) === LF) at++;
    if (count === starts.length) {
      const larger = new Uint32Array(2 * count);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = at + 1;
  }
  return starts.slice(0, count);
}

class Lines implements LineIndex {
  constructor(
    private readonly text: string,
    private readonly starts: Uint32Array,
  ) {}

  get lineCount(): number {
    return this.starts.length;
  }

  lineStart(line: number): number {
    if (line < 0) return 0;
    return this.starts[line] ?? this.text.length;
  }

  lineEnd(line: number): number {
    if (line < 0) return 0;
    const next = this.starts[line + 1];
    if (next === undefined) return this.text.length;
    return this.text.charCodeAt(next - 1) === LF && this.text.charCodeAt(next - 2) === CR && next - 2 >= this.lineStart(line)
      ? next - 2
      : next - 1;
  }

  position(offset: number): { readonly line: number; readonly column: number } {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: at - (this.starts[low] ?? 0) };
  }

  offset(line: number, column: number): number {
    if (line < 0) return 0;
    return Math.min(this.lineStart(line) + Math.max(column, 0), this.lineEnd(line));
  }
}
