/** Hovers of documents: their parses are kept, and the texts of the cards are loaded with this module when the first hover is asked for. */
import type { Range } from "vscode-languageserver";
import { closeSource, openSource } from "../source/document.ts";
import type { LineIndex } from "../source/lines.ts";
import { SourceStore } from "../source/store.ts";
import type { Parser } from "../source/syntax.ts";
import type { SourceFile } from "../source/types.ts";
import { toRange } from "./convert.ts";
import { hoverAt } from "./hover.ts";
import type { Position } from "./protocol.ts";

/** Characters of parsed text that are kept. */
const KEPT = 2_000_000;
/** Longer texts are not parsed for a hover; a window of this many characters around the place is. */
const WINDOW = 64_000;

export class Hovers {
  private readonly sources = new SourceStore(KEPT);

  delete(uri: string): void {
    this.sources.delete(uri);
  }

  clear(): void {
    this.sources.clear();
  }

  at(
    document: { readonly uri: string; readonly text: string; readonly lines: LineIndex; readonly target: "win32" | "win64" },
    parser: Parser,
    position: Position,
  ): { readonly markdown: string; readonly range: Range } | undefined {
    const { uri, text, lines, target } = document;
    const open = (part: string): SourceFile | undefined => openSource({ uri, text: part, parser, configuration: { target } });
    const offset = lines.offset(position.line, position.character);
    const large = text.length > KEPT;
    const start = large ? lines.lineStart(lines.position(Math.max(0, offset - WINDOW / 2)).line) : 0;
    const end = large ? lines.lineEnd(lines.position(offset + WINDOW / 2).line) : text.length;
    // one line of many megabytes
    if (large && end - start > 4 * WINDOW) return undefined;
    const kept = this.sources.get(uri);
    const source = !large && kept?.text === text ? kept : open(large ? text.slice(start, end) : text);
    if (!source) return undefined;
    const card = hoverAt(source, offset - start);
    if (large) closeSource(source);
    else if (source !== kept) this.sources.put(source);
    return card && { markdown: card.markdown, range: toRange(lines, card.start + start, card.end + start) };
  }
}
