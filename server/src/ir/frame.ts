/** The text that nodes refer to, and where its pieces come from: the item itself, or a text made from it by macros or repair. */
import type { Syntax } from "../names/syntax.ts";
import type { Range } from "./types.ts";

/** A piece of made text that stands in the item as well. */
export interface Segment {
  /** Offsets in the made text. */
  readonly start: number;
  readonly end: number;
  /** Offset of its first character, relative to the item. */
  readonly origin: number;
}

/** A piece of made text in which other macros are being expanded than in the rest. */
export interface Lent {
  readonly start: number;
  readonly end: number;
  readonly macros: readonly string[];
}

export interface Frame {
  readonly text: string;
  /** Range of a node relative to the item. */
  range(node: { readonly start: number; readonly end: number }): Range;
  /** Macro of the program whose expansion this is. */
  readonly macro?: string;
  /** Range of what has no place of its own in the item: the use of the macro. */
  readonly whole?: Range;
  /** How many expansions this one lies in. */
  readonly depth: number;
  /** Macros that are being expanded at an offset of the text: an argument may use again the macro that it is given to. */
  macrosAt(at: number): readonly string[];
}

/** Text in which offsets differ from those of the item by a constant. */
export function plainFrame(text: string, base: number): Frame {
  return { text, depth: 0, macrosAt: () => [], range: (node) => ({ start: node.start - base, end: node.end - base }) };
}

/**
 * Made text: nodes inside a copied piece have the range of that piece, a node across pieces spans from the first to the last
 * of them, and a node that was made anew has the range of `whole`.
 */
export function madeFrame(
  text: string,
  segments: readonly Segment[],
  whole: Range,
  macros: readonly string[],
  lent: readonly Lent[],
  depth: number,
  macro?: string,
): Frame {
  const macrosAt = (at: number): readonly string[] => lent.find((one) => one.start <= at && at < one.end)?.macros ?? macros;
  const range = (node: { readonly start: number; readonly end: number }): Range => {
    const first = segments.find((s) => s.start <= node.start && node.start < s.end);
    const last = first !== undefined && node.end <= first.end ? first : segments.find((s) => s.start < node.end && node.end <= s.end);
    if (first === undefined || last === undefined) return whole;
    const start = first.origin + node.start - first.start;
    const end = last.origin + node.end - last.start;
    return start <= end ? { start, end } : whole;
  };
  return macro === undefined ? { text, range, macrosAt, depth, whole } : { text, range, macrosAt, depth, whole, macro };
}

export function spelled(node: Syntax, frame: Frame): string {
  return frame.text.slice(node.start, node.end);
}
