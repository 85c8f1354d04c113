/** The body of a broken function with what is in the way of reading it blanked. */
import { strayBrackets } from "./balance.ts";
import { Narrowing } from "./damage.ts";
import { hasDeadEnd } from "./deadEnds.ts";
import { without } from "./mended.ts";
import { unreadAlone } from "./readShare.ts";
import type { Tokens } from "./lex.ts";
import type { Language, Parser } from "./syntax.ts";
import type { Item, TextRange } from "./types.ts";

/** Characters that are parsed for one function. */
const BUDGET = 20_000;
/** Places in one function. */
const MOST_PLACES = 4;
/** A line is little of a longer function. */
const MOST_LENGTH = 10_000;

export interface MendedBody {
  /** Text of the item, of the same length. */
  readonly text: string;
  /** What was blanked, relative to the item, in order. */
  readonly damage: readonly TextRange[];
}

/** Undefined where nothing is unread, or too much. Depends on nothing but the item's own text. */
export function mendedBody(blanked: string, tokens: Tokens, item: Item, language: Language, parser: Parser): MendedBody | undefined {
  if (item.end - item.start > MOST_LENGTH) return undefined;
  const lost = unreadAlone({ blanked, language }, item, tokens, parser);
  if (lost === undefined || lost.length === 0 || lost.length > MOST_PLACES) return undefined;
  const strays = strayBrackets(blanked, tokens, item);
  // what the grammar alone does not know (a type among arguments, a range of cases) is no junk: lowering reads it
  const junk = lost.filter((range) => hasDeadEnd(blanked, tokens, range) || strays.some((at) => at >= range.start && at < range.end));
  if (junk.length === 0) return undefined;
  const narrowing = new Narrowing(blanked, tokens, language, parser, { budget: BUDGET, within: item });
  const damage = junk.flatMap((range) => {
    const { start, end } = narrowing.ofStatements(range);
    // nothing is left to be read
    if (!/\w/.test(blanked.slice(range.start, start) + blanked.slice(end, range.end))) return [];
    return [{ start: start - item.start, end: end - item.start }];
  });
  if (damage.length === 0) return undefined;
  return { text: without(blanked.slice(item.start, item.end), damage), damage };
}
