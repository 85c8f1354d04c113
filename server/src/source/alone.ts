/** The text of one item, to be parsed apart from its file: where a file is broken, its items are read one by one. */
import { withoutStrays } from "./balance.ts";
import type { Tokens } from "./lex.ts";
import type { Item } from "./types.ts";

export interface AloneText {
  readonly text: string;
  /** Offset in `text` of the item's first character; positive behind a head that was put there. */
  readonly base: number;
  /** The head was too broken: the text begins with another one, and then the body. */
  readonly headless: boolean;
}

const HEAD = "void f()";

/** Texts to try for an item, the likeliest first: a later one is better only if it has fewer errors. Brackets without a partner are errors of their own in the last ones. */
export function* aloneTexts(blanked: string, tokens: Tokens, item: Item): Generator<AloneText, void> {
  const own = blanked.slice(item.start, item.end);
  yield* withAndWithoutHead(own, item);
  const balanced = withoutStrays(blanked, tokens, item);
  if (balanced !== undefined) yield* withAndWithoutHead(balanced, item);
}

function* withAndWithoutHead(text: string, item: Item): Generator<AloneText, void> {
  yield { text, base: 0, headless: false };
  if (item.body === undefined) return;
  const from = item.body.start - item.start;
  yield { text: HEAD + text.slice(from, item.body.end - item.start), base: HEAD.length - from, headless: true };
}
