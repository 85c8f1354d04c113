/** Bytes of a file to text, or the reason why it is none. What only a statistical detector can tell is `undecided` without one. */

export const MAX_BYTES = 16 * 1024 * 1024;

export type Decoded =
  | {
      readonly kind: "text";
      readonly text: string /** Label of the platform's TextDecoder. */;
      readonly encoding: string;
      readonly bom: boolean;
    }
  | { readonly kind: "binary" }
  | { readonly kind: "too-large"; readonly bytes: number };

export interface Undecided {
  readonly kind: "undecided";
}

/** Names of encodings, the likeliest first. */
export type Detector = (sample: Uint8Array) => readonly { readonly name: string }[];

/** `encoding` skips the detection. Throws a RangeError if the platform does not know it. */
export function decodeWith(detector: Detector, bytes: Uint8Array, encoding?: string): Decoded;
export function decodeWith(detector: Detector | undefined, bytes: Uint8Array, encoding?: string): Decoded | Undecided;
export function decodeWith(detector: Detector | undefined, bytes: Uint8Array, encoding?: string): Decoded | Undecided {
  if (bytes.length > MAX_BYTES) return { kind: "too-large", bytes: bytes.length };
  if (encoding !== undefined) return { kind: "text", text: read(bytes, encoding), encoding, bom: byteOrderMark(bytes) !== undefined };
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return { kind: "text", text: read(bytes, marked), encoding: marked, bom: true };
  const wide = wideWithoutMark(bytes);
  if (wide !== undefined) return { kind: "text", text: read(bytes, wide), encoding: wide, bom: false };
  if (isBinary(bytes)) return { kind: "binary" };
  const found = narrowEncoding(bytes, detector);
  if (found === undefined) return { kind: "undecided" };
  return { kind: "text", text: read(bytes, found), encoding: found, bom: false };
}

/** The decoder drops the byte order mark. */
const read = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes);

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // FF FE 00 00 begins UTF-32, which nobody writes code in.
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0)) return "utf-16le";
  return undefined;
}

const SAMPLE = 64 * 1024;

/** Code in UTF-16 is mostly ASCII, so one byte of most pairs is zero and it is always the same one. */
export function wideWithoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length & ~1, SAMPLE);
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > 0.3 * pairs && even < 0.02 * pairs) return "utf-16le";
  if (even > 0.3 * pairs && odd < 0.02 * pairs) return "utf-16be";
  return undefined;
}

/** A stray NUL or control character does not make a text binary, one in a hundred does. */
function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, SAMPLE);
  let zeros = 0;
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0) zeros++;
    // Not: tab to carriage return, Ctrl-Z (end of file in DOS), escape (ISO-2022-JP).
    else if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 0x1a && byte !== 0x1b) controls++;
  }
  return zeros > Math.max(1, length / 1000) || controls > Math.max(2, length / 100);
}

function narrowEncoding(bytes: Uint8Array, detector: Detector | undefined): string | undefined {
  const ascii = !bytes.some((byte) => byte >= 0x80);
  if (ascii) return isShiftedJapanese(bytes) ? "iso-2022-jp" : "utf-8";
  if (decodes(bytes, "utf-8")) return "utf-8";
  const sample = foreignLines(bytes);
  if (hasKana(sample) && decodes(bytes, "shift_jis")) return "shift_jis";
  if (detector === undefined) return undefined;
  for (const { name } of detector(sample)) {
    const label = LABELS[name];
    if (label === undefined || !decodes(bytes, label)) continue;
    if (!DOUBLE_BYTE.has(label) || looksAsian(new TextDecoder(label).decode(sample))) return label;
  }
  return "windows-1252";
}

/** ISO-2022-JP switches its character set by ESC $ B or ESC $ @, and back by ESC ( B or ESC ( J. */
function isShiftedJapanese(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at >= 0; at = bytes.indexOf(0x1b, at + 1)) {
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x42 || bytes[at + 2] === 0x40)) return decodes(bytes, "iso-2022-jp");
  }
  return false;
}

/** Names that the detector answers, as labels of TextDecoder. What is missing here is not believed. */
const LABELS: Readonly<Record<string, string>> = {
  Shift_JIS: "shift_jis",
  "EUC-JP": "euc-jp",
  "EUC-KR": "euc-kr",
  Big5: "big5",
  GB18030: "gbk",
  "ISO-8859-1": "windows-1252",
  "ISO-8859-2": "iso-8859-2",
  "ISO-8859-5": "iso-8859-5",
  "ISO-8859-7": "iso-8859-7",
  "ISO-8859-9": "windows-1254",
  "windows-1250": "windows-1250",
  "windows-1251": "windows-1251",
  "windows-1252": "windows-1252",
  "windows-1253": "windows-1253",
  "windows-1254": "windows-1254",
  "KOI8-R": "koi8-r",
};

const DOUBLE_BYTE = new Set(["shift_jis", "euc-jp", "euc-kr", "big5", "gbk"]);

function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The lines with a byte beyond ASCII: in code they are few, and the detector weighs the share of what it knows. */
function foreignLines(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length && length < SAMPLE; ) {
    let end = at;
    let foreign = false;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) {
      if ((bytes[end] ?? 0) >= 0x80) foreign = true;
      end++;
    }
    if (foreign) {
      parts.push(bytes.subarray(at, end + 1));
      length += end + 1 - at;
    }
    at = end + 1;
  }
  const sample = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    sample.set(part, offset);
    offset += part.length;
  }
  return sample;
}

/**
 * One Japanese comment is too little for the detector. Kana need the lead bytes 0x82 and 0x83, which no text in Chinese,
 * Korean or a western language has in runs.
 */
function hasKana(sample: Uint8Array): boolean {
  const text = new TextDecoder("shift_jis").decode(sample);
  return (text.match(/[\u3041-\u30fe]/g)?.length ?? 0) >= 2 && looksAsian(text);
}

const ASIAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/**
 * Characters of Chinese, Japanese and Korean come in runs. An accented letter of a western text that is misread together
 * with the letter behind it stands alone among ASCII letters.
 */
function looksAsian(text: string): boolean {
  const runs = text.match(/[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff9f]+/g) ?? [];
  if (runs.length === 0) return false;
  if (/[\ue000-\uf8ff]/.test(text)) return false;
  const characters = runs.reduce((sum, run) => sum + run.length, 0);
  return ASIAN.test(text) && characters >= 2 * runs.length;
}
