/**
 * What the conditions of a file get from the other files of its unit: macros that the headers it includes define for certain, and the
 * truth that was chosen elsewhere for conditions nobody decides. One pass in the order in which files are asked for: a file is parsed
 * again only if this settles a condition that its own parse left open.
 */
import type { Configuration } from "../source/configuration.ts";
import type { PreprocessorLine, SourceFile } from "../source/types.ts";
import { Cancelled } from "./cache.ts";
import { baseName } from "./uris.ts";

/** Value text by name; undefined: for certain not defined. A name that is missing is open. */
type Macros = Map<string, string | undefined>;

export interface UnitMacros<F> {
  /** The file under what its unit says. Throws what `parse` throws. */
  file(uri: string): F | undefined;
}

export interface UnitMacrosInput<F> {
  /** The file under a configuration, `key` tells configurations of one file apart; undefined if it is not in the unit. */
  parse(uri: string, configuration: Configuration, key: string): F | undefined;
  describe(file: F): SourceFile;
  /** Found files that a file includes directly. */
  included(uri: string): readonly string[];
  readonly configuration: Configuration;
  readonly key: string;
  /** Truth of conditions that is to be chosen wherever a file has to choose. */
  readonly assumed?: ReadonlyMap<string, boolean>;
}

const MAX_DEPTH = 60;

export function createUnitMacros<F>(input: UnitMacrosInput<F>): UnitMacros<F> {
  /** Files as they are without the others. */
  const alone = new Map<string, F | undefined>();
  const ends = new Map<string, Macros>();
  /** Conditions chosen so far, first come. */
  const assumed = new Map<string, boolean>(input.assumed);

  function file(uri: string, depth = 0): F | undefined {
    const known = alone.get(uri);
    const first = known ?? input.parse(uri, input.configuration, input.key);
    alone.set(uri, first);
    return first === undefined ? undefined : settle(uri, first, depth);
  }

  function settle(uri: string, first: F, depth: number): F | undefined {
    const source = input.describe(first);
    const open = openWords(source);
    if (open.size === 0) return first;
    const macros: Macros = new Map();
    for (const line of certainLines(source)) if (isInclude(line)) merge(macros, endOf(uri, line, depth));
    const given = [...macros].filter(([name]) => open.has(name) && !input.configuration.defines?.has(name)).sort(byName);
    // Only where this file had to choose as well: what can stay open is told apart by the analysis, and loses nothing.
    const truths = [...assumed].filter(([condition, truth]) => source.chosen.get(condition) === !truth).sort(byName);
    if (given.length === 0 && truths.length === 0) return first;
    const configuration: Configuration = {
      ...input.configuration,
      ...(given.length === 0 ? {} : { included: new Map(given) }),
      ...(truths.length === 0 ? {} : { assumed: new Map(truths) }),
    };
    return input.parse(uri, configuration, `${input.key}${JSON.stringify([given.map(([name, value]) => [name, value ?? null]), truths])}`);
  }

  /** What an included file leaves defined. */
  function endOf(from: string, line: PreprocessorLine, depth: number): Macros {
    const name = baseName(/["<]([^">]*)[">]/.exec(line.rest)?.[1]?.replaceAll("\\", "/") ?? "").toLowerCase();
    const uri = name === "" ? undefined : input.included(from).find((other) => baseName(other).toLowerCase() === name);
    if (uri === undefined || depth > MAX_DEPTH) return new Map();
    const known = ends.get(uri);
    if (known) return known;
    const end: Macros = new Map();
    ends.set(uri, end);
    const found = included(uri, depth + 1);
    if (found === undefined) return end;
    const source = input.describe(found);
    const certain = new Set(certainLines(source));
    for (const other of source.directives) {
      if (isInclude(other)) {
        if (certain.has(other)) merge(end, endOf(uri, other, depth + 1));
        continue;
      }
      const [, macro, parenthesis, value] = /^(\w+)(\(?)(.*)$/s.exec(other.rest) ?? [];
      if (macro === undefined || (other.kind !== "define" && other.kind !== "undef")) continue;
      if (!certain.has(other)) end.delete(macro);
      else if (other.kind === "undef") end.set(macro, undefined);
      else end.set(macro, parenthesis === "(" ? "" : (value ?? "").trim());
    }
    return end;
  }

  /** A header that cannot be read says nothing here; the failure is told when the header itself is asked for. */
  function included(uri: string, depth: number): F | undefined {
    try {
      return file(uri, depth);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return undefined;
    }
  }

  return {
    file(uri) {
      const found = file(uri);
      if (found !== undefined)
        for (const [condition, truth] of input.describe(found).chosen) if (!assumed.has(condition)) assumed.set(condition, truth);
      return found;
    },
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

const isInclude = (line: PreprocessorLine): boolean => line.kind === "include" || line.kind === "import";

function merge(into: Macros, from: Macros): void {
  for (const [name, value] of from) into.set(name, value);
}

/** Words of the conditions that the parse left open or chose. */
function openWords(source: SourceFile): Set<string> {
  const words = new Set<string>();
  for (const { status, branches } of source.conditionals) {
    if (status === "decided") continue;
    for (const { condition } of branches)
      for (const word of condition?.match(/[A-Za-z_]\w*/g) ?? []) if (word !== "defined") words.add(word);
  }
  return words;
}

/** Lines outside every group that stays open. */
function certainLines(source: SourceFile): PreprocessorLine[] {
  const open = source.conditionals.filter(({ status }) => status === "kept");
  return source.directives.filter(({ start }) => !open.some((group) => start > group.start && start < group.end));
}
