/** A unit straight from texts, for tests and for one-off questions: the files are one program, whatever they define. */
import type { Declared } from "./declared.ts";
import { createIncludeGraph } from "./plan.ts";
import type { Parser } from "../source/syntax.ts";
import { FileCache } from "./cache.ts";
import { scanFact } from "./facts.ts";
import { knownFunctions } from "./known.ts";
import type { Target, Unit } from "./types.ts";
import { createUnit } from "./unit.ts";
import { fileInput } from "./workspace.ts";

export interface TextUnitOptions {
  readonly target?: Target;
  readonly unicode?: boolean;
  readonly defines?: ReadonlyMap<string, string | undefined>;
  readonly wrappers?: Declared;
}

/** Files by uri. Their trees live as long as the parser. */
export function unitOfTexts(parser: Parser, texts: Readonly<Record<string, string>>, options: TextUnitOptions = {}): Unit {
  const target = options.target ?? "win32";
  const cache = new FileCache(parser, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true, options.wrappers);
  const graph = createIncludeGraph(new Map(Object.entries(texts).map(([uri, text]) => [uri, scanFact(uri, text)])), () => []);
  const configuration = {
    target,
    unicode: options.unicode ?? false,
    ...(options.defines === undefined ? {} : { defines: options.defines }),
  };
  return createUnit({
    target,
    files: Object.entries(texts).map(([uri, text]) => {
      const file = cache.get(uri, text, configuration, "");
      return {
        uri,
        source: file.source,
        names: file.names,
        visible: graph.closure(uri),
        lower: (declaration, names) => file.lower(declaration, names),
        lowerToRun: (declaration, names) => file.lowerToRun(declaration, names),
      };
    }),
    macros: [...(options.defines ?? [])].flatMap(([name, body]) => (body === undefined ? [] : [{ name, body, offset: 0 }])),
    known: knownFunctions,
    wrappers: options.wrappers ?? new Map(),
    closed: true,
    missing: [],
    read: (uri, text) => fileInput(cache.get(uri, text, configuration, "")),
  });
}
