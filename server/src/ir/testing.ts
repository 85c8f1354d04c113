/** For tests of this layer and those above: from a text to its functions in one call. */
import { createNames, type NamesOptions } from "../names/create.ts";
import { indexFile } from "../names/index.ts";
import type { FileNames, Names } from "../names/types.ts";
import { openSource } from "../source/document.ts";
import type { Configuration } from "../source/configuration.ts";
import type { Language, Parser } from "../source/syntax.ts";
import type { SourceFile } from "../source/types.ts";
import { lowerFunction } from "./lower.ts";
import type { IrFunction } from "./types.ts";

export interface LoweredText {
  /** Owned by the caller: `closeSource` deletes its tree. */
  readonly source: SourceFile;
  readonly file: FileNames;
  readonly names: Names;
  /** In the order of the items; the lambdas of a function follow it. */
  readonly functions: readonly IrFunction[];
}

export interface LowerTextOptions {
  readonly target?: "win32" | "win64";
  readonly uri?: string;
  readonly configuration?: Partial<Configuration>;
  readonly names?: NamesOptions;
}

/** Opens, indexes and lowers a text. Throws if the parser gives nothing, which without limits it never does. */
export function lowerText(parser: Parser, text: string, language: Language = "cpp", options: LowerTextOptions = {}): LoweredText {
  const target = options.target ?? "win64";
  const uri = options.uri ?? (language === "c" ? "file:///test.c" : "file:///test.cpp");
  const source = openSource({ uri, text, parser, language, configuration: { target, ...options.configuration } });
  if (source === undefined) throw new Error("the text could not be parsed");
  const file = indexFile(source);
  const names = createNames([file], target, options.names);
  const functions = source.items.filter((item) => item.kind === "function").flatMap((item) => lowerFunction(source, item, names, parser));
  return { source, file, names, functions };
}
