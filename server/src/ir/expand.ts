/** Expansion of the program's own macros: the body as a text of its own, parsed, with the places of its arguments kept. */
import { copySyntax, field, named, type Syntax } from "../names/syntax.ts";
import { type Token, tokenize } from "../names/tokens.ts";
import type { MacroDefinition } from "../names/types.ts";
import type { Language, Parser } from "../source/syntax.ts";
import type { Lowering } from "./context.ts";
import { type Frame, type Lent, madeFrame, type Segment } from "./frame.ts";
import type { Range } from "./types.ts";

export interface Expansion {
  readonly frame: Frame;
  readonly statements: readonly Syntax[];
}

const MAX_TEXT = 20_000;
const MAX_NESTING = 12;
const HEAD = "void f(){";

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Piece {
  readonly text: string;
  /** Where it stands in the item; absent for the macro's own text. */
  readonly origin?: number;
  /** Macros that were being expanded there. */
  readonly macros?: readonly string[];
}

/** Statements that a text consists of; undefined if it cannot be read without errors. */
export function parseStatements(text: string, language: Language, parser: Parser): readonly Syntax[] | undefined {
  const tree = parser.parse(`${HEAD}${text}\n;}`, language);
  if (tree === undefined) return undefined;
  try {
    const root = copySyntax(tree.rootNode);
    if (root.hasError) return undefined;
    const body =
      root.children.length === 1 && root.children[0]!.type === "function_definition" ? field(root.children[0]!, "body") : undefined;
    if (body === undefined) return undefined;
    // The `;` behind the text is an empty statement unless the text needed it.
    return named(body).filter((s) => !(s.type === "expression_statement" && s.children.every((c) => c.type === ";")));
  } finally {
    tree.delete();
  }
}

/** Puts pieces together and parses them as statements; offsets of the nodes lie in the frame's text. */
export function parsePieces(
  c: Lowering,
  pieces: readonly Piece[],
  whole: Range,
  macros: readonly string[],
  macro?: string,
): Expansion | undefined {
  let text = HEAD;
  const segments: Segment[] = [];
  const lent: Lent[] = [];
  for (const piece of pieces) {
    if (piece.origin !== undefined && piece.text !== "") {
      segments.push({ start: text.length, end: text.length + piece.text.length, origin: piece.origin });
    }
    if (piece.macros !== undefined) lent.push({ start: text.length, end: text.length + piece.text.length, macros: piece.macros });
    text += piece.text;
  }
  if (text.length > MAX_TEXT) return undefined;
  const statements = parseStatements(text.slice(HEAD.length), c.item.language, c.item.parser);
  return statements === undefined
    ? undefined
    : { frame: madeFrame(`${text}\n;}`, segments, whole, macros, lent, c.frame.depth + 1, macro), statements };
}

/** The macro of that name at an offset of the frame's text, unless it is being expanded already or expansion went too deep. */
export function expandableMacro(c: Lowering, name: string, at: number): MacroDefinition | undefined {
  if (c.frame.depth >= MAX_NESTING || c.frame.macrosAt(at).includes(name)) return undefined;
  return c.names.macro(name);
}

/** Expansion of an object-like macro used at `node`. */
export function expandObject(c: Lowering, macro: MacroDefinition, node: Span, behind: readonly Piece[] = []): Expansion | undefined {
  return parsePieces(
    c,
    [{ text: macro.body }, ...behind],
    c.range(node),
    [...c.frame.macrosAt(node.start), macro.name],
    outermost(c, macro.name),
  );
}

/** Expansion of a function-like macro. `list` is the argument list with its brackets. */
export function expandCall(
  c: Lowering,
  macro: MacroDefinition,
  node: Span,
  list: Span,
  behind: readonly Piece[] = [],
): Expansion | undefined {
  const given = argumentPieces(c, list);
  const args = pastesLater(c, macro) ? given.map((piece) => expandedFirst(c, piece)) : given;
  const params = macro.params ?? [];
  const variadic = params[params.length - 1]?.endsWith("...") === true;
  const plain = variadic ? params.slice(0, -1) : params;
  if (!variadic && args.length !== plain.length && !(plain.length === 0 && args.length <= 1) && !(plain.length === 1 && args.length === 0))
    return undefined;
  const pieces = substitute(macro.body, plain, args, variadic ? params[params.length - 1]! : undefined);
  return parsePieces(c, [...pieces, ...behind], c.range(node), [...c.frame.macrosAt(node.start), macro.name], outermost(c, macro.name));
}

/** The body hands something on to a macro that makes a string or a name of it: `#define STR(x) STR2(x)`. */
function pastesLater(c: Lowering, macro: MacroDefinition): boolean {
  if (macro.body.includes("#")) return false;
  return tokenize(macro.body).some((token) => {
    const inner = token.kind === "identifier" && token.text !== macro.name ? c.names.macro(token.text) : undefined;
    return inner?.params !== undefined && inner.body.includes("#");
  });
}

/** An argument that is the name of a macro is expanded before it is handed on. */
function expandedFirst(c: Lowering, piece: Piece): Piece {
  let text = piece.text.trim();
  for (let i = 0; i < MAX_NESTING; i++) {
    const macro = /^[A-Za-z_]\w*$/.test(text) ? c.names.macro(text) : undefined;
    if (macro === undefined || macro.params !== undefined || macro.body === "" || macro.body === text) break;
    text = macro.body;
  }
  return text === piece.text.trim() ? piece : { text };
}

/** A node of the current frame as a piece, with its place if the frame has it in one. */
export function pieceOf(c: Lowering, node: Span): Piece {
  const text = ` ${c.frame.text.slice(node.start, node.end)}`;
  const range = c.range(node);
  const macros = c.frame.macrosAt(node.start);
  return range.end - range.start === node.end - node.start ? { text, macros, origin: range.start - 1 } : { text, macros };
}

/** A person sees the macro that stands in the text, not the ones inside it. */
function outermost(c: Lowering, name: string): string {
  return c.frame.macro ?? name;
}

/** The arguments of a call as text with its place, split at the commas outside brackets. */
function argumentPieces(c: Lowering, list: Span): Piece[] {
  const { text } = c.frame;
  const inner = text.slice(list.start + 1, text[list.end - 1] === ")" ? list.end - 1 : list.end);
  const tokens = tokenize(inner);
  if (tokens.length === 0) return [];
  const pieces: Piece[] = [];
  const push = (from: number, to: number): void => {
    if (from >= to) {
      pieces.push({ text: "" });
      return;
    }
    const start = list.start + 1 + tokens[from]!.start;
    const end = list.start + 1 + tokens[to - 1]!.end;
    const range = c.range({ start, end });
    const same = range.end - range.start === end - start;
    const piece: Piece = { text: text.slice(start, end), macros: c.frame.macrosAt(start) };
    pieces.push(same ? { ...piece, origin: range.start } : piece);
  };
  let depth = 0;
  let from = 0;
  tokens.forEach((token, i) => {
    if (token.kind !== "punctuator") return;
    if ("([{".includes(token.text)) depth++;
    else if (")]}".includes(token.text)) depth--;
    else if (token.text === "," && depth === 0) {
      push(from, i);
      from = i + 1;
    }
  });
  push(from, tokens.length);
  return pieces;
}

/** The body with its parameters replaced; `#p` becomes a string, `a##b` one token. */
function substitute(body: string, params: readonly string[], args: readonly Piece[], variadic: string | undefined): Piece[] {
  const tokens = tokenize(body);
  const out: Piece[] = [];
  const rest = args.slice(params.length);
  const argumentOf = (token: Token): readonly Piece[] | undefined => {
    if (token.kind !== "identifier") return undefined;
    const index = params.indexOf(token.text);
    if (index >= 0) return [args[index] ?? { text: "" }];
    if (variadic !== undefined && (token.text === "__VA_ARGS__" || (variadic !== "..." && token.text === variadic.slice(0, -3)))) {
      return rest.flatMap((piece, i) => (i === 0 ? [piece] : [{ text: ", " }, piece]));
    }
    return undefined;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const next = tokens[i + 1];
    if (token.text === "#" && next !== undefined && argumentOf(next) !== undefined) {
      const text = argumentOf(next)!
        .map((p) => p.text)
        .join("");
      out.push({ text: ` ${JSON.stringify(text.replace(/\s+/g, " "))}` });
      i++;
      continue;
    }
    if (token.text === "##") {
      // Glue: the blank between the neighbours is left out.
      const before = out[out.length - 1];
      if (before !== undefined && before.origin === undefined && before.text.trim() === "") out.pop();
      if (next !== undefined) {
        out.push(...(argumentOf(next) ?? [{ text: next.text }]));
        i++;
      }
      continue;
    }
    out.push({ text: token.spaced || i === 0 || needsBlank(tokens[i - 1]!, token) ? " " : "" });
    out.push(...(argumentOf(token) ?? [{ text: token.text }]));
  }
  return out;
}

function needsBlank(before: Token, after: Token): boolean {
  return /\w$/.test(before.text) && /^\w/.test(after.text);
}
