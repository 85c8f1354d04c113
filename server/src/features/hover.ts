/** Hover: the calls, their arguments, errors, constants and macros, from the facts of `winsock/`. Nothing else gets a card. */
import type { SyntaxNode } from "../source/syntax.ts";
import type { SourceFile } from "../source/types.ts";
import { hoverCard, parameterCard } from "../winsock/documentation.ts";
import { winsockFunction } from "../winsock/functions.ts";

export interface HoverCard {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

const SILENT = new Set(["comment", "system_lib_string"]);
/** What stands in these is no name of the program; as a whole they may be an argument. */
const LITERALS = new Set(["string_literal", "string_content", "raw_string_literal", "char_literal", "escape_sequence", "character"]);

/** The called function's plain name, whatever stands before it (`::`, `pfn->`). */
function calledName(call: SyntaxNode): string | undefined {
  return /(\w+)\s*\)?\s*$/.exec(call.childForFieldName("function")?.text ?? "")?.[1];
}

/** The argument of one of our calls that the node lies in. */
function argumentCard(node: SyntaxNode): HoverCard | undefined {
  let child = node;
  for (let up = node.parent; up; child = up, up = up.parent) {
    if (up.type !== "argument_list") continue;
    const call = up.parent;
    const name = call?.type === "call_expression" ? calledName(call) : undefined;
    if (name === undefined) return undefined;
    const fn = winsockFunction(name);
    if (!fn) continue;
    let index = 0;
    for (let i = 0; i < up.childCount; i++) {
      const part = up.child(i);
      if (!part || part.startIndex >= child.startIndex) break;
      if (part.type === ",") index++;
    }
    const markdown = parameterCard(fn.name, index);
    return markdown === undefined ? undefined : { markdown, start: child.startIndex, end: child.endIndex };
  }
  return undefined;
}

/** Card for a UTF-16 offset of the file; undefined where we have nothing to say. */
export function hoverAt(source: SourceFile, offset: number): HoverCard | undefined {
  const node = source.tree.rootNode.descendantForIndex(offset, offset);
  if (!node || SILENT.has(node.type)) return undefined;
  if (LITERALS.has(node.type) || (node.parent && LITERALS.has(node.parent.type))) return argumentCard(node);
  // the name is read from the text: blanked words and broken code leave no node for it
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(source.text[start - 1] ?? "")) start--;
  while (end < source.text.length && /\w/.test(source.text[end] ?? "")) end++;
  const word = source.text.slice(start, end);
  if (/^[A-Za-z_]\w*$/.test(word)) {
    const markdown = hoverCard(word);
    if (markdown !== undefined) return { markdown, start, end };
  }
  if (/^[(),]$/.test(node.type)) return undefined;
  return argumentCard(node);
}
