/** Length-preserving edits of a text, collected in any order and applied at once. Line ends inside a range stay. */
export class Patches {
  private readonly list: { readonly start: number; readonly end: number; readonly text: string }[] = [];

  /** Puts `text` at the start of the range and blanks over the rest of it. `text` must fit in. */
  replace(start: number, end: number, text: string): void {
    if (text.length > end - start) throw new RangeError(`"${text}" does not fit into ${end - start} characters`);
    if (end > start) this.list.push({ start, end, text });
  }

  /** Puts one character in the place of a blank or of a line end. */
  replaceBlank(at: number, char: string): void {
    this.list.push({ start: at, end: at + 1, text: char });
  }

  /** Of patches that overlap, the one that starts first wins where they do. */
  apply(text: string): string {
    this.list.sort((a, b) => a.start - b.start || b.end - a.end);
    const parts: string[] = [];
    let done = 0;
    for (const patch of this.list) {
      if (patch.end <= done) continue;
      const start = Math.max(patch.start, done);
      parts.push(text.slice(done, start));
      const blanks = text.slice(start, patch.end).replace(/[^\r\n]/g, " ");
      parts.push(start === patch.start && patch.text !== "" ? patch.text + blanks.slice(patch.text.length) : blanks);
      done = patch.end;
    }
    parts.push(text.slice(done));
    return normalise(parts.join(""));
  }
}

/** The grammars end a preprocessor line at LF alone; control characters other than blanks are no tokens of theirs. */
function normalise(text: string): string {
  return /[\r\0-\x08\x0e-\x1f\x7f]/.test(text) ? text.replace(/\r(?!\n)/g, "\n").replace(/[\0-\x08\x0e-\x1f\x7f]/g, " ") : text;
}
