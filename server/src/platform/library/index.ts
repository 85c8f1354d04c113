/**
 * The standard library of C++ as text that the interpreter runs like the program's own: so a reference into a vector dies when it grows, and a
 * destructor runs where it would. Written for this; only what such programs use. `__std_…` are models of `platform/run`.
 */
import { algorithms } from "./algorithms.ts";
import { core, errors } from "./core.ts";
import { keyedContainers } from "./keyed.ts";
import { owners } from "./owners.ts";
import { sequences } from "./sequences.ts";
import { strings } from "./text.ts";

/** Uri of this text; none of its places are shown to a person. */
export const LIBRARY = "std:library.cpp";

const USES_LIBRARY =
  /\bstd\s*::|#\s*include\s*<(?:algorithm|array|deque|functional|list|map|memory|queue|set|stack|stdexcept|string|unordered_map|unordered_set|utility|vector)>|\busing\s+namespace\s+std\b/;

/** The library for a program of these texts; undefined if it uses nothing of it. */
export function libraryText(texts: readonly string[]): string | undefined {
  if (!texts.some((text) => USES_LIBRARY.test(text))) return undefined;
  return `${core}${strings}${errors}${sequences}${keyedContainers}${owners}${algorithms}}
`;
}
