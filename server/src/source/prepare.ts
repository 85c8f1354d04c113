/** Text to the text that is parsed: conditions decided, tables taken out, words blanked. Pure; same length. */
import { blankWords } from "./blank.ts";
import type { Configuration } from "./configuration.ts";
import { decide } from "./conditionals.ts";
import { readGroups } from "./groups.ts";
import { lex, TokenKind, type Tokens, tokenFrom } from "./lex.ts";
import { Patches } from "./patches.ts";
import type { Language } from "./syntax.ts";
import { readTables } from "./tables.ts";
import { TokenView } from "./tokenView.ts";
import type { ConditionalGroup, MacroTable, MacroUse, PreprocessorLine } from "./types.ts";
import { vocabulary } from "./words.ts";

export interface PreparedText {
  readonly blanked: string;
  readonly conditionals: readonly ConditionalGroup[];
  readonly tables: readonly MacroTable[];
  readonly macros: readonly MacroUse[];
  /** Conditions whose truth had to be chosen; the other files of the unit follow by `Configuration.assumed`. */
  readonly chosen: ReadonlyMap<string, boolean>;
  /** Lines other than conditions that stay under this configuration. */
  readonly directives: readonly PreprocessorLine[];
}

/** Throws a RangeError of one line for a listed word that cannot be read, see words.ts. */
export function prepare(text: string, language: Language, configuration: Configuration): PreparedText {
  const words = vocabulary(configuration.words);
  const tokens = lex(text);
  const groups = readGroups(text, tokens);
  const { groups: conditionals, alive, chosen } = decide(text, tokens, groups, configuration, language);
  const directives: PreprocessorLine[] = [];
  for (const [token, { kind, rest }] of groups.directives) {
    if (alive[token] === 0 || /^(?:if|el|endif)/.test(kind)) continue;
    directives.push({ kind, rest, start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 });
  }
  const patches = new Patches();
  for (const group of conditionals) blankGroup(group, patches);
  for (const token of groups.stray) patches.replace(tokens.starts[token] ?? 0, tokens.ends[token] ?? 0, "");
  const tables = readTables(new TokenView(text, tokens, alive, false), words.tables);
  for (const table of tables) blankTable(table, tokens, groups.directives.keys(), conditionals, alive, patches);
  const view = new TokenView(text, tokens, alive, true);
  const macros = blankWords({ view, vocabulary: words, directives: groups.directives, patches });
  return { blanked: patches.apply(text), conditionals, tables, macros, chosen, directives };
}

function blankGroup(group: ConditionalGroup, patches: Patches): void {
  for (const { state, body, directive } of group.branches) {
    if (state === "inactive") patches.replace(body.start, body.end, "");
    if (group.status !== "kept") patches.replace(directive.start, directive.end, "");
  }
  if (group.status !== "kept" && group.endif !== undefined) patches.replace(group.endif.start, group.endif.end, "");
}

/** The table goes with its macros and the groups inside it; a directive of a group that reaches out of it stays. */
function blankTable(
  table: MacroTable,
  tokens: Tokens,
  directives: Iterable<number>,
  conditionals: readonly ConditionalGroup[],
  alive: Uint8Array,
  patches: Patches,
): void {
  const within = (at: number): boolean => at >= table.start && at < table.end;
  const keeps = new Set<number>();
  for (const group of conditionals) {
    if (within(group.start) && group.end <= table.end) continue;
    for (const at of [...group.branches.map(({ directive }) => directive), ...(group.endif === undefined ? [] : [group.endif])])
      keeps.add(at.start);
  }
  let start = table.start;
  for (const token of directives) {
    const at = tokens.starts[token] ?? 0;
    if (!within(at) || alive[token] === 0 || !keeps.has(at)) continue;
    patches.replace(start, at, "");
    start = tokens.ends[token] ?? start;
  }
  patches.replace(start, table.end, "");
  for (let i = tokenFrom(tokens, table.start); i < tokens.count; i++) {
    const at = tokens.starts[i] ?? 0;
    if (at >= table.end) break;
    if (within(at) && !(tokens.kinds[i] === TokenKind.directive && keeps.has(at))) alive[i] = 0;
  }
}
