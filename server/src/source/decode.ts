/** Bytes of a file to text by every means, the statistical detector's tables included; `encoding.ts` alone does without them. */
import { analyse } from "chardet";
import { type Decoded, decodeWith } from "./encoding.ts";

export { type Decoded, type Detector, MAX_BYTES, wideWithoutMark } from "./encoding.ts";
export { analyse as detector };

/** `encoding` skips the detection. Throws a RangeError if the platform does not know it. */
export function decode(bytes: Uint8Array, encoding?: string): Decoded {
  return decodeWith(analyse, bytes, encoding);
}
