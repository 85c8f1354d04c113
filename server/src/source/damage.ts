/** The smallest stretch of a damaged range that is in the way of reading the rest of it. */
import { type Tokens, tokenFrom } from "./lex.ts";
import type { Language, Parser } from "./syntax.ts";
import type { TextRange } from "./types.ts";

/** Characters that are parsed for one file to find such stretches. */
const BUDGET = 200_000;
/** Longer ranges are not one line any more. */
const MOST_TOKENS = 250;
/** Runs of tokens that are looked at for one range; most are told by their brackets. */
const MOST_RUNS = 40_000;

/** What stands around a range to read it. */
interface Around {
  readonly before: string;
  readonly after: string;
}

const BRACKETS = ["()", "[]", "{}"];
/** Outside of literals no part of a program. */
const FOREIGN = /^(?:[@$`\\#]|\d+[g-km-tv-wyzG-KM-TV-WYZ_]\w*|['"])$/;
/** No expression has the second behind the first with a space between. */
const NEVER: readonly [RegExp, RegExp] = [/[%|^/.,?=!]$/, /^[%|^/,?=<>.;)\]]/];

/** Words that begin a statement; the grammar takes some for names in the middle of an expression. */
const BEGINS = /^(?:break|case|continue|default|do|else|for|goto|if|return|switch|while)$/;
/** What a statement can stand behind. */
const BEFORE_STATEMENT = /^(?:[;:{})]|do|else)$/;

export class Narrowing {
  private left = BUDGET;

  constructor(
    private readonly blanked: string,
    private readonly tokens: Tokens,
    private readonly language: Language,
    private readonly parser: Parser,
  ) {}

  /** The shortest run of tokens without which the statements of an unread range can be read; the range itself where none is found. */
  ofStatements(range: TextRange): TextRange {
    // a condition whose body is on the next line, or a brace that others close
    return this.search(range, (open) =>
      open === 0 || open === 1 ? { before: "void f() {", after: open === 0 ? ";}" : ";}}" } : undefined,
    );
  }

  /** The same for a range that can be read together with its whole text alone. */
  ofText(range: TextRange): TextRange {
    const around = { before: this.blanked.slice(0, range.start), after: this.blanked.slice(range.end) };
    return this.search(range, () => around);
  }

  /** `around` gets the number of braces that the rest leaves open. */
  private search(range: TextRange, around: (open: number) => Around | undefined): TextRange {
    const first = tokenFrom(this.tokens, range.start);
    const { starts, ends, count } = this.tokens;
    let n = 0;
    while (first + n < count && (starts[first + n] ?? 0) < range.end) n++;
    if (n < 2 || n > MOST_TOKENS) return range;
    const token = (i: number): string => this.blanked.slice(starts[first + i] ?? 0, ends[first + i] ?? 0);
    const clash = (i: number, j: number): boolean =>
      ((ends[first + i] ?? 0) < (starts[first + j] ?? 0) && NEVER[0].test(token(i)) && NEVER[1].test(token(j))) ||
      (BEGINS.test(token(j)) && !BEFORE_STATEMENT.test(token(i)));
    // how many there are before each token of what no program has: itself foreign, or in clash with the one before
    const wrong = [0];
    for (let i = 0; i < n; i++) wrong.push((wrong[i] ?? 0) + (FOREIGN.test(token(i)) || (i > 0 && clash(i - 1, i)) ? 1 : 0));
    const isWrong = (from: number, to: number): boolean => {
      if ((wrong[from] ?? 0) > 0) return true;
      // the token behind the run has another before it now
      const behind = to + 1;
      if (behind >= n) return false;
      const rest = (wrong[n] ?? 0) - (wrong[behind + 1] ?? 0);
      return rest > 0 || FOREIGN.test(token(behind)) || (from > 0 && clash(from - 1, behind));
    };
    const depths = BRACKETS.map((pair) => this.depthsOf(pair, first, n));
    const open = (kind: number, from: number, to: number): number => {
      const depth = depths[kind] ?? [];
      return (depth[n] ?? 0) - (depth[to + 1] ?? 0) + (depth[from] ?? 0);
    };
    let runs = 0;
    for (let length = 1; length < n; length++) {
      for (let from = 0; from + length <= n; from++) {
        const to = from + length - 1;
        if (runs++ > MOST_RUNS || this.left <= 0) return range;
        if (isWrong(from, to) || open(0, from, to) !== 0 || open(1, from, to) !== 0) continue;
        const context = around(open(2, from, to));
        if (context === undefined) continue;
        const out = { start: starts[first + from] ?? 0, end: ends[first + to] ?? 0 };
        if (this.reads(range, out, context)) return out;
      }
    }
    return range;
  }

  /** Brackets of a kind that are open before each token, and behind the last. */
  private depthsOf(pair: string, first: number, n: number): readonly number[] {
    const depths = [0];
    for (let i = 0; i < n; i++) {
      const char = this.blanked.slice(this.tokens.starts[first + i] ?? 0, this.tokens.ends[first + i] ?? 0);
      depths.push((depths[i] ?? 0) + (char === pair[0] ? 1 : char === pair[1] ? -1 : 0));
    }
    return depths;
  }

  private reads(range: TextRange, out: TextRange, { before, after }: Around): boolean {
    const text = `${before}${this.blanked.slice(range.start, out.start)} ${this.blanked.slice(out.end, range.end)}${after}`;
    this.left -= text.length;
    const tree = this.parser.parse(text, this.language);
    const isRead = tree?.rootNode.hasError === false;
    tree?.delete();
    return isRead;
  }
}
