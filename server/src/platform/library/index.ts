/**
 * The standard library of C++ as text that the interpreter runs like the program's own: so a reference into a vector dies when it grows, and a
 * destructor runs where it would. Written for this; only what such programs use. `__std_…` are models of `platform/run`.
 */
import { algorithms } from "./algorithms.ts";
import { core, errors } from "./core.ts";
import { functional } from "./functional.ts";
import { keyedContainers } from "./keyed.ts";
import { owners } from "./owners.ts";
import { sequences } from "./sequences.ts";
import { streams } from "./streams.ts";
import { strings } from "./text.ts";
import { threads } from "./threads.ts";

/** Uri of this text; none of its places are shown to a person. */
export const LIBRARY = "std:library.cpp";

const USES_LIBRARY =
  /\bstd\s*::|#\s*include\s*<(?:algorithm|array|atomic|condition_variable|deque|exception|fstream|functional|iomanip|iostream|istream|list|map|memory|mutex|new|numeric|ostream|queue|set|sstream|stack|stdexcept|string|thread|typeinfo|unordered_map|unordered_set|utility|vector)>|\busing\s+namespace\s+std\b/;

/** Parts that a program may do without, with what it would name to need them. */
const PARTS: readonly { readonly text: string; readonly names: RegExp }[] = [
  { text: sequences, names: /\b(?:vector|array|list|deque|queue|stack|priority_queue)\b/ },
  { text: keyedContainers, names: /\b(?:map|multimap|set|multiset|unordered_map|unordered_set)\b/ },
  { text: owners, names: /\b(?:unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|default_delete|function)\b/ },
  // not the bind of Winsock
  { text: functional, names: /\bstd\s*::\s*bind\b|\bplaceholders\b/ },
  { text: streams, names: /\b(?:[io]?stringstream|cout|cerr|clog|cin|[io]stream|[io]fstream|setw|setfill)\b/ },
  { text: threads, names: /\b(?:thread|mutex|recursive_mutex|lock_guard|unique_lock|scoped_lock|condition_variable|atomic\w*|chrono)\b/ },
  { text: algorithms, names: namesIn(algorithms) },
];

/** A word for each function of the text. */
function namesIn(text: string): RegExp {
  const names = new Set([...text.matchAll(/(\w+)\([^()]*\) \{/g)].map((match) => match[1]!));
  return new RegExp(`\\b(?:${[...names].join("|")})\\s*(?:<|\\()`);
}

/** The library for a program of these texts, without what they do not name; undefined if they use nothing of it. */
export function libraryText(texts: readonly string[]): string | undefined {
  if (!texts.some((text) => USES_LIBRARY.test(text))) return undefined;
  const parts = PARTS.filter(({ names }) => texts.some((text) => names.test(text)));
  return `${core}${strings}${errors}${parts.map((part) => part.text).join("")}}
`;
}
