/**
 * The first pass over every file of a tree: does it name a call that starts or cancels a request, and what does it include?
 * Works on bytes and reads nothing twice, since almost no file does.
 */
import { wideWithoutMark } from "./encoding.ts";
import { OVERLAPPED_START, seedNames } from "./seeds.ts";

export interface ScanResult {
  /** Distinct seed names, in the order of `seedNames`, then GetAddrInfoEx: whether that one is overlapped the decoded text tells. */
  readonly seeds: readonly string[];
  readonly includes: readonly IncludeName[];
  /** One of the further words stands in it. */
  readonly listed?: true;
}

export interface IncludeName {
  readonly path: string;
  /** `<path>` and not `"path"`. */
  readonly angle: boolean;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/**
 * The words of the search, all looked for at once: a table tells for the last byte of the window how far no word can
 * end, so most bytes are never read.
 */
class WordSearch {
  private readonly words: readonly Uint8Array[];
  private readonly shifts = new Uint8Array(256);
  private readonly window: number;

  constructor(names: readonly string[]) {
    this.words = names.map(ascii);
    this.window = Math.min(...names.map((name) => name.length));
    this.shifts.fill(this.window);
    for (const word of this.words) {
      for (let i = 0; i < this.window; i++) {
        const byte = word[i] ?? 0;
        this.shifts[byte] = Math.min(this.shifts[byte] ?? 0, this.window - 1 - i);
      }
    }
  }

  /** Calls `found` with the index of each word that starts at a place, until it answers false. */
  run(bytes: Uint8Array, found: (word: number, at: number) => boolean): void {
    const { shifts, window, words } = this;
    let end = window - 1;
    while (end < bytes.length) {
      const shift = shifts[bytes[end] as number] as number;
      if (shift > 0) {
        end += shift;
        continue;
      }
      const start = end - window + 1;
      for (let i = 0; i < words.length; i++) if (matches(bytes, start, words[i] as Uint8Array) && !found(i, start)) return;
      end++;
    }
  }
}

function matches(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

const names = [...seedNames, OVERLAPPED_START];
const search = new WordSearch(names);

let listed: { readonly words: readonly string[]; readonly search: WordSearch } | undefined;

/** Whether one of a person's own words stands in the bytes. */
function containsListed(bytes: Uint8Array, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  if (listed?.words.join() !== words.join()) listed = { words, search: new WordSearch(words) };
  return contains(bytes, listed.search);
}

/**
 * Also reads UTF-16, with and without a byte order mark; any other encoding has these names in ASCII. `words` are further names to look
 * for: whether there is one is told by `listed`.
 */
export function scan(bytes: Uint8Array, words: readonly string[] = []): ScanResult {
  const narrow = narrowed(bytes);
  const seen = new Set<number>();
  search.run(narrow, (word) => {
    seen.add(word);
    return seen.size < names.length;
  });
  return {
    seeds: names.filter((_, i) => seen.has(i)),
    includes: includesOf(narrow),
    ...(containsListed(narrow, words) ? { listed: true } : {}),
  };
}

/** The same for text that is already decoded (an open document). */
export function scanText(text: string): ScanResult {
  return scan(new TextEncoder().encode(text));
}

function contains(bytes: Uint8Array, word: WordSearch): boolean {
  let found = false;
  word.run(bytes, () => {
    found = true;
    return false;
  });
  return found;
}

function narrowed(bytes: Uint8Array): Uint8Array {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const wide = little ? "utf-16le" : big ? "utf-16be" : bytes.subarray(0, 256).includes(0) ? wideWithoutMark(bytes) : undefined;
  return wide === undefined ? bytes : new TextEncoder().encode(new TextDecoder(wide).decode(bytes));
}

const INCLUDE = ascii("include");
const IMPORT = ascii("import");

function includesOf(bytes: Uint8Array): IncludeName[] {
  const includes: IncludeName[] = [];
  const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9;
  for (let hash = bytes.indexOf(35); hash >= 0; hash = bytes.indexOf(35, hash + 1)) {
    let before = hash - 1;
    while (isBlank(bytes[before])) before--;
    if (before >= 0 && bytes[before] !== 10 && bytes[before] !== 13 && !(before === 2 && bytes[0] === 0xef)) continue;
    let at = hash + 1;
    while (isBlank(bytes[at])) at++;
    if (matches(bytes, at, INCLUDE)) at += INCLUDE.length;
    else if (matches(bytes, at, IMPORT)) at += IMPORT.length;
    else continue;
    while (isBlank(bytes[at])) at++;
    const close = bytes[at] === 34 ? 34 : bytes[at] === 60 ? 62 : 0;
    if (close === 0) continue;
    let end = at + 1;
    while (end < bytes.length && bytes[end] !== close && bytes[end] !== 10 && bytes[end] !== 13) end++;
    if (bytes[end] === close) includes.push({ path: new TextDecoder().decode(bytes.subarray(at + 1, end)), angle: close === 62 });
  }
  return includes;
}
