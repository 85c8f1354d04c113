/** The first pass over one file: what it is, what it includes and whether it names our calls. Keeps the text only of files with a hit. */
import { scanFact } from "../program/facts.ts";
import type { FileFact } from "../program/plan.ts";
import type { ReportedFile } from "../report/findings.ts";
import { type Detector, decodeWith } from "../source/encoding.ts";
import { scan } from "../source/scan.ts";

export interface FirstPass {
  readonly fact?: FileFact;
  /** Decoded text of a file with a hit. */
  readonly text?: string;
  readonly encoding?: string;
  readonly status: Pick<ReportedFile, "status" | "reason">;
}

const MEGA = 1024 * 1024;

/** Bytes that text never has at its beginning. */
const looksBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 4096).includes(0);

/** Undefined if only the detector can tell the encoding and none is given. `words`: functions of the program that start or cancel. */
export function firstPass(detector: Detector, uri: string, bytes: Uint8Array, words?: readonly string[]): FirstPass;
export function firstPass(detector: Detector | undefined, uri: string, bytes: Uint8Array, words?: readonly string[]): FirstPass | undefined;
export function firstPass(
  detector: Detector | undefined,
  uri: string,
  bytes: Uint8Array,
  words: readonly string[] = [],
): FirstPass | undefined {
  const found = scan(bytes, words);
  if (found.seeds.length === 0 && found.listed !== true && !looksBinary(bytes)) {
    return { fact: { uri, size: bytes.length, hits: 0, includes: found.includes }, status: { status: "passed" } };
  }
  const decoded = decodeWith(detector, bytes);
  if (decoded.kind === "undecided") return undefined;
  if (decoded.kind === "binary") return { status: { status: "binary", reason: "not a text file" } };
  if (decoded.kind === "too-large") {
    return { status: { status: "too-large", reason: `${(decoded.bytes / MEGA).toFixed(1)} MB; files above 16 MB are not read` } };
  }
  const fact = scanFact(uri, decoded.text, bytes.length, words);
  return { fact, status: { status: "passed" }, ...(fact.hits > 0 ? { text: decoded.text } : {}), encoding: decoded.encoding };
}
