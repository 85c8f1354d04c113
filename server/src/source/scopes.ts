/** Where a token stands: among declarations, among statements, or in a list of values. */
import type { TokenView } from "./tokenView.ts";
import { isColumnZero } from "./cuts.ts";
import { isLineEnd } from "./lex.ts";

/** `scope`: file, namespace, class; `code`: body of a function; `list`: initialiser or enumerators. */
export type ScopeKind = "scope" | "code" | "list";

interface Level {
  readonly kind: ScopeKind;
  /** The line of the opening brace starts in column 0. */
  readonly outermost: boolean;
  parentheses: number;
  /** Seen since the last boundary at this level. */
  record: boolean;
  enumeration: boolean;
  arguments: boolean;
}

const level = (kind: ScopeKind, outermost: boolean): Level => ({
  kind,
  outermost,
  parentheses: 0,
  record: false,
  enumeration: false,
  arguments: false,
});

const RECORDS = new Set(["class", "struct", "union", "namespace", "interface", "__interface"]);

/** Follows the braces of a view, token by token. A brace in column 0 ends whatever body was left open. */
export class ScopeTracker {
  private readonly levels: Level[] = [level("scope", true)];
  private boundary = true;

  constructor(private readonly view: TokenView) {}

  private get top(): Level {
    return this.levels[this.levels.length - 1] as Level;
  }

  get kind(): ScopeKind {
    return this.top.kind;
  }

  get parentheses(): number {
    return this.top.parentheses;
  }

  /** True if the next token starts an item or a statement. */
  get atStart(): boolean {
    return this.boundary && this.top.parentheses === 0;
  }

  /** What was read last counts as a whole item or statement. */
  markBoundary(): void {
    this.boundary = true;
    this.clear();
  }

  private clear(): void {
    const top = this.top;
    top.record = false;
    top.enumeration = false;
    top.arguments = false;
  }

  /** Takes the token at `at`; directives must not be handed in. */
  step(at: number): void {
    const char = this.view.char(at);
    const top = this.top;
    switch (char) {
      case "":
        this.word(at, top);
        this.boundary = false;
        return;
      case "(":
      case "[":
        top.parentheses++;
        top.arguments = true;
        this.boundary = false;
        return;
      case ")":
      case "]":
        top.parentheses = Math.max(0, top.parentheses - 1);
        this.boundary = false;
        return;
      case "{":
        this.levels.push(level(this.kindOfBrace(at, top), lineStartsInColumnZero(this.view.text, this.view.start(at))));
        this.boundary = true;
        return;
      case "}":
        if (isColumnZero(this.view.text, this.view.start(at))) this.closeBodies();
        else if (this.levels.length > 1) this.levels.pop();
        this.markBoundary();
        return;
      case ";":
        if (top.parentheses === 0) this.markBoundary();
        return;
      case ":":
        if (/^(?:public|private|protected|default|signals|slots|__published)$/.test(this.view.word(at - 1))) this.markBoundary();
        else this.boundary = top.kind === "code" && this.boundary;
        return;
      default:
        this.boundary = false;
    }
  }

  private word(at: number, top: Level): void {
    const word = this.view.word(at);
    if (RECORDS.has(word)) top.record = true;
    else if (word === "enum") top.enumeration = true;
    else if (word === "" && this.view.word(at - 1) === "extern" && this.view.char(at + 1) === "{") top.record = true;
  }

  private kindOfBrace(at: number, top: Level): ScopeKind {
    const before = this.view.char(at - 1);
    if (top.enumeration || top.kind === "list" || before === "=" || before === ",") return "list";
    if (top.parentheses > 0) return before === ")" || before === "]" ? "code" : "list";
    return top.record && !top.arguments ? "scope" : "code";
  }

  /** A brace in column 0 closes what opened in a line that starts there, and everything left open inside it. */
  private closeBodies(): void {
    let popped = false;
    while (this.levels.length > 1 && !this.top.outermost) {
      this.levels.pop();
      popped = true;
    }
    if (this.levels.length > 1 && (!popped || this.top.kind !== "scope")) this.levels.pop();
    this.top.parentheses = 0;
  }
}

/** Longest line in front of a brace that is looked at; longer ones are no code that a person laid out. */
const MAX_HEAD = 400;

function lineStartsInColumnZero(text: string, offset: number): boolean {
  let start = offset;
  const limit = Math.max(0, offset - MAX_HEAD);
  while (start > limit && !isLineEnd(text.charCodeAt(start - 1))) start--;
  return text.charCodeAt(start) > 32;
}
