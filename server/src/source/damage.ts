/** The smallest stretch of a damaged range that is in the way of reading the rest of it. */
import { deadEnd, type Piece, piecesOf } from "./deadEnds.ts";
import { type Tokens, tokenFrom } from "./lex.ts";
import type { Language, Parser, SyntaxNode } from "./syntax.ts";
import type { TextRange } from "./types.ts";

/** Characters that are parsed for one file to find such stretches, and runs of tokens that are looked at. */
const BUDGET = 200_000;
/** Longer ranges are not one line any more. */
const MOST_TOKENS = 250;
/** Runs of tokens that are looked at for one range; most are told by their brackets and neighbours. */
const MOST_RUNS = 40_000;

/** What stands around a range to read it. */
interface Around {
  readonly before: string;
  readonly after: string;
  /** What the text has to be, beside being read without an error. */
  readonly isWanted?: (root: SyntaxNode) => boolean;
}

const BRACKETS = ["()", "[]", "{}"];
/** A line behind which its statement goes on in the next one. */
const OPEN_ENDED = /(?:[):]|\b(?:else|do))$/;
/** A token that ends a statement, or the part of it that stands on its own line. */
const CLOSED = /^(?:[;{}):]|else|do)$/;

export interface NarrowingOptions {
  /** Characters that are parsed at most. */
  readonly budget?: number;
  /** Nothing outside of it is looked at. */
  readonly within?: TextRange;
}

export class Narrowing {
  private left: number;

  constructor(
    private readonly blanked: string,
    private readonly tokens: Tokens,
    private readonly language: Language,
    private readonly parser: Parser,
    private readonly options: NarrowingOptions = {},
  ) {
    this.left = options.budget ?? BUDGET;
  }

  /** The shortest run of tokens without which the statements of an unread range can be read; the range itself where none is found. */
  ofStatements(range: TextRange): TextRange {
    const end = this.endOfStatement(range);
    // a condition whose body is on the next line, or a brace that others close
    const around = (open: number, last: string): Around | undefined =>
      open === 0 || open === 1 ? { before: "void f() {", after: `${OPEN_ENDED.test(last) ? ";" : ""}${"}".repeat(open + 1)}` } : undefined;
    return this.search(range, end, around) ?? range;
  }

  /** The same for a range that can be read together with its whole text alone. */
  ofText(range: TextRange): TextRange {
    const around = { before: this.blanked.slice(0, range.start), after: this.blanked.slice(range.end) };
    return this.search(range, range.end, () => around) ?? range;
  }

  /** The same for the head of a function, up to its brace; undefined where none is found. */
  ofHead(range: TextRange): TextRange | undefined {
    const around = { before: "", after: "{}", isWanted: isFunction };
    return this.search(range, range.end, (open) => (open === 0 ? around : undefined));
  }

  /** The same for a declaration outside of functions, with its semicolon. */
  ofDeclaration(range: TextRange): TextRange | undefined {
    const around = { before: "", after: "", isWanted: isDeclaration };
    return this.search(range, range.end, (open) => (open === 0 ? around : undefined));
  }

  /** Whether a text is read, and as what is wanted. */
  isHead(range: TextRange): boolean {
    return this.isRead(`${this.blanked.slice(range.start, range.end)}{}`, isFunction);
  }

  isDeclaration(range: TextRange): boolean {
    return this.isRead(this.blanked.slice(range.start, range.end), isDeclaration);
  }

  /** Behind the semicolon up to which a statement goes on that a range holds the beginning of. */
  private endOfStatement(range: TextRange): number {
    const { starts, ends, count } = this.tokens;
    const behind = tokenFrom(this.tokens, range.end);
    if (behind === 0 || CLOSED.test(this.blanked.slice(starts[behind - 1] ?? 0, ends[behind - 1] ?? 0))) return range.end;
    const limit = this.options.within?.end ?? this.blanked.length;
    for (let i = behind; i < count && i < behind + MOST_TOKENS && (starts[i] ?? 0) < limit; i++) {
      const char = this.blanked.charAt(starts[i] ?? 0);
      if (char === "{" || char === "}" || char === "#") break;
      if (char === ";") return ends[i] ?? range.end;
    }
    return range.end;
  }

  /** The run is looked for within `range`; what follows up to `end` is read with it. `around` gets the number of braces that the rest leaves open, and its last word. */
  private search(range: TextRange, end: number, around: (open: number, last: string) => Around | undefined): TextRange | undefined {
    const pieces = piecesOf(this.blanked, this.tokens, { start: range.start, end });
    const n = pieces.length;
    const inside = pieces.findLastIndex((piece) => piece.start < range.end) + 1;
    if (n < 2 || n > MOST_TOKENS) return undefined;
    // how many there are before each piece of what no program has
    const wrong = [0];
    for (let i = 0; i < n; i++) wrong.push((wrong[i] ?? 0) + (deadEnd(pieces, i) ? 1 : 0));
    const isWrong = (from: number, to: number): boolean => {
      if ((wrong[from] ?? 0) > 0) return true;
      if ((wrong[n] ?? 0) - (wrong[Math.min(n, to + 4)] ?? 0) > 0) return true;
      // those behind the run have others before them now
      for (let i = 0; i < 3 && to + 1 + i < n; i++) if (deadEnd(pieces, to + 1 + i, { from, behind: to + 1 })) return true;
      return false;
    };
    const depths = BRACKETS.map((pair) => depthsOf(pair, pieces));
    const open = (kind: number, from: number, to: number): number => {
      const depth = depths[kind] ?? [];
      return (depth[n] ?? 0) - (depth[to + 1] ?? 0) + (depth[from] ?? 0);
    };
    const elsewhere = this.usedElsewhere(pieces);
    let runs = 0;
    for (let length = 1; length < n && length <= inside; length++) {
      // words that the text knows are hardly what does not belong into it
      for (const withKnown of [false, true]) {
        for (let from = 0; from + length <= inside; from++) {
          const to = from + length - 1;
          if (runs++ > 2 * MOST_RUNS || this.left <= 0) return undefined;
          const isKnown = (elsewhere[to + 1] ?? 0) > (elsewhere[from] ?? 0);
          if (isKnown !== withKnown || open(0, from, to) !== 0 || open(1, from, to) !== 0) continue;
          this.left--;
          if (isWrong(from, to)) continue;
          const context = around(open(2, from, to), pieces[to === n - 1 ? from - 1 : n - 1]?.text ?? "");
          if (context === undefined) continue;
          const out = { start: pieces[from]?.start ?? 0, end: pieces[to]?.end ?? 0 };
          const text = `${this.blanked.slice(range.start, out.start)} ${this.blanked.slice(out.end, end)}`;
          if (this.isRead(context.before + text + context.after, context.isWanted)) return out;
        }
      }
    }
    return undefined;
  }

  private words: Map<string, number> | undefined;

  /** How many pieces before each one are words that stand elsewhere in the text too. */
  private usedElsewhere(pieces: readonly Piece[]): readonly number[] {
    if (this.words === undefined) {
      this.words = new Map();
      for (const { text } of piecesOf(this.blanked, this.tokens, this.options.within ?? { start: 0, end: this.blanked.length }))
        if (WORD.test(text)) this.words.set(text, (this.words.get(text) ?? 0) + 1);
    }
    const here = new Map<string, number>();
    for (const { text } of pieces) here.set(text, (here.get(text) ?? 0) + 1);
    const counts = [0];
    pieces.forEach(({ text }, i) => {
      counts.push((counts[i] ?? 0) + ((this.words?.get(text) ?? 0) > (here.get(text) ?? 0) ? 1 : 0));
    });
    return counts;
  }

  private isRead(text: string, isWanted: ((root: SyntaxNode) => boolean) | undefined): boolean {
    this.left -= text.length;
    if (this.left <= 0) return false;
    const tree = this.parser.parse(text, this.language);
    if (tree === undefined) return false;
    const isRead = !tree.rootNode.hasError && (isWanted?.(tree.rootNode) ?? true);
    tree.delete();
    return isRead;
  }
}

/** The grammar takes them for names or macros outside of bodies. */
const STATEMENT_WORD = /\b(?:break|case|continue|do|else|for|goto|if|return|switch|while)\b/;
const WORD = /^[A-Za-z_]\w*$/;

function onlyNode(root: SyntaxNode): SyntaxNode | undefined {
  const nodes = root.namedChildren.filter(({ type }) => type !== "comment");
  return nodes.length === 1 ? nodes[0] : undefined;
}

function isFunction(root: SyntaxNode): boolean {
  const node = onlyNode(root);
  const definition = node?.type === "template_declaration" ? node.namedChildren.find(({ type }) => type === "function_definition") : node;
  return (
    definition?.type === "function_definition" && definition.childForFieldName("declarator") !== null && !STATEMENT_WORD.test(root.text)
  );
}

function isDeclaration(root: SyntaxNode): boolean {
  return /^(?:declaration|type_definition)$/.test(onlyNode(root)?.type ?? "") && !STATEMENT_WORD.test(root.text);
}

/** Brackets of a kind that are open before each piece, and behind the last. */
function depthsOf(pair: string, pieces: readonly Piece[]): readonly number[] {
  const depths = [0];
  pieces.forEach(({ text }, i) => {
    depths.push((depths[i] ?? 0) + (text === pair[0] ? 1 : text === pair[1] ? -1 : 0));
  });
  return depths;
}
