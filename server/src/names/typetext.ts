/** Declarations spelled as text: prototypes and types of `platform/`, heads of functions whose tree is broken. */
import { adjustParameter } from "./declarators.ts";
import { type CType, INT, pointerTo, unknownType } from "./ctype.ts";
import { keywordType } from "./specifiers.ts";
import { closing, splitArguments, type Token, tokenize } from "./tokens.ts";

export interface TextDeclaration {
  /** As written, with qualifiers; empty for an abstract declaration. */
  readonly name: string;
  /** Offset of the name in the text; -1 without one. */
  readonly offset: number;
  readonly type: CType;
  /** Words before the type (`static`, `virtual`). */
  readonly words: readonly string[];
  readonly params?: readonly { readonly name: string; readonly type: CType }[];
  /** No type was written (constructors, destructors, old C). */
  readonly untyped: boolean;
}

/** Words that stand among specifiers or pointer marks and say nothing about the type. */
const NOISE =
  /^(?:const|volatile|register|static|extern|inline|__inline|__forceinline|virtual|explicit|friend|typedef|mutable|auto|constexpr|CALLBACK|WINAPI|APIENTRY|PASCAL|WSAAPI|WSAPI|WINAPIV|STDMETHODCALLTYPE|__stdcall|__cdecl|__fastcall|__thiscall|_stdcall|_cdecl|FAR|NEAR|far|near|huge|_far|_near|__far|__near|afx_msg|IN|OUT|OPTIONAL|CONST|__restrict|restrict|__unaligned|UNALIGNED|_export|__export|__declspec|__attribute__|_In_\w*|_Out_\w*|_Inout_\w*|_Ret\w*|__in\w*|__out\w*)$/;
const KEYWORD = /^(?:unsigned|signed|long|short|int|char|float|double|void|bool|_Bool|wchar_t|__int(?:8|16|32|64))$/;
const MAX_DEPTH = 30;

/** Parses `HANDLE f(HWND, const char *name)`, `int (*)[3]`, `struct hostent *`; undefined if it is no declaration. */
export function declarationFromText(text: string): TextDeclaration | undefined {
  const tokens = tokenize(text.replace(/;\s*$/, ""));
  return new TextParser(tokens, 0).declaration();
}

/** Type of an abstract declaration (`const char *`); `unknown` if it cannot be read. */
export function typeFromText(text: string): CType {
  return declarationFromText(text)?.type ?? unknownType(text);
}

type Wrap = (type: CType) => CType;

class TextParser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly depth: number,
  ) {}

  private peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  declaration(): TextDeclaration | undefined {
    if (this.depth > MAX_DEPTH) return undefined;
    const words: string[] = [];
    const base = this.specifiers(words);
    const found = this.declarator();
    if (this.at < this.tokens.length && this.peek()!.text !== ":" && this.peek()!.text !== "=") return undefined;
    if (base === undefined && found.name === "") return undefined;
    return {
      name: found.name,
      offset: found.offset,
      type: found.wrap(base ?? INT),
      words,
      ...(found.params === undefined ? {} : { params: found.params }),
      untyped: base === undefined,
    };
  }

  private specifiers(words: string[]): CType | undefined {
    const keywords: string[] = [];
    let type: CType | undefined;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.kind !== "identifier" && token.text !== "::") break;
      if (NOISE.test(token.text)) {
        words.push(token.text);
        this.at++;
        if (/^__(?:declspec|attribute__)$/.test(token.text) && this.peek()?.text === "(") this.at = closing(this.tokens, this.at) + 1;
        continue;
      }
      if (KEYWORD.test(token.text)) {
        if (type !== undefined) break;
        keywords.push(token.text);
        this.at++;
        continue;
      }
      if (/^(?:struct|class|union|enum)$/.test(token.text)) {
        this.at++;
        const name = this.qualifiedName();
        type = token.text === "enum" ? { kind: "enum", name } : { kind: "record", name };
        continue;
      }
      if (type !== undefined || keywords.length > 0 || this.isDeclaratorName()) break;
      const name = this.qualifiedName();
      type = this.templateArguments(name) ?? unknownType(name);
    }
    return keywords.length > 0 ? (keywordType(keywords.join(" ")) ?? INT) : type;
  }

  /** The name here is what is declared, not its type: constructors, destructors, old C heads. */
  private isDeclaratorName(): boolean {
    let i = this.at;
    if (this.tokens[i]?.text === "operator") return true;
    while (this.tokens[i]?.kind === "identifier" || this.tokens[i]?.text === "::") {
      if (this.tokens[i]!.kind === "identifier" && this.tokens[i + 1]?.text !== "::") break;
      i++;
    }
    if (this.tokens[i]?.text === "~") return true;
    if (this.tokens[i + 1]?.text !== "(") return false;
    // `T (*f)(…)` has a type before the bracket, `f(int)` has not.
    const next = this.tokens[i + 2]?.text;
    return (
      next !== "*" && next !== "&" && !(this.tokens[i + 2] !== undefined && NOISE.test(next ?? "") && this.tokens[i + 3]?.text === "*")
    );
  }

  private qualifiedName(): string {
    let name = "";
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.text === "::") name += name === "" ? "" : "::";
      else if (token.kind === "identifier" && (name === "" || name.endsWith("::"))) name += token.text;
      else if (token.text === "~" && name.endsWith("::")) name += "~";
      else if (token.kind === "identifier" && name.endsWith("~")) name += token.text;
      else break;
      this.at++;
    }
    return name;
  }

  private templateArguments(name: string): CType | undefined {
    if (this.peek()?.text !== "<") return undefined;
    let depth = 0;
    let i = this.at;
    const parts: [number, number][] = [];
    let from = i + 1;
    for (; i < this.tokens.length; i++) {
      const text = this.tokens[i]!.text;
      if (text === "<") depth++;
      else if (text === ">" || text === ">>") depth -= text.length;
      else if (text === "," && depth === 1) {
        parts.push([from, i]);
        from = i + 1;
      }
      if (depth <= 0) break;
    }
    parts.push([from, i]);
    this.at = i + 1;
    const args = parts.map(([a, b]) => this.nested(a, b)?.type ?? unknownType(""));
    if (this.peek()?.text === "::") return { kind: "unknown", text: name + this.qualifiedName() };
    return { kind: "record", name, args };
  }

  private nested(from: number, to: number): TextDeclaration | undefined {
    return new TextParser(this.tokens.slice(from, to), this.depth + 1).declaration();
  }

  private declarator(): { name: string; offset: number; wrap: Wrap; params?: { name: string; type: CType }[] } {
    const marks: Wrap[] = [];
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.text === "*") marks.push((t) => pointerTo(t));
      else if (token.text === "&" || token.text === "&&") marks.push((t) => ({ kind: "reference", to: t }));
      else if (!(token.kind === "identifier" && NOISE.test(token.text))) break;
      this.at++;
    }
    const pointers: Wrap = (t) => marks.reduce((type, mark) => mark(type), t);
    const direct = this.direct();
    return {
      ...direct,
      wrap: (t) => direct.wrap(pointers(t)),
      params: marks.length > 0 && direct.params === undefined ? undefined : direct.params,
    };
  }

  private direct(): { name: string; offset: number; wrap: Wrap; params?: { name: string; type: CType }[] } {
    let name = "";
    let offset = -1;
    let inner: Wrap = (t) => t;
    let isGrouped = false;
    const token = this.peek();
    if (token?.text === "(" && this.groups()) {
      const close = closing(this.tokens, this.at);
      const sub = new TextParser(this.tokens.slice(this.at + 1, close), this.depth + 1);
      const found = this.depth > MAX_DEPTH ? { name: "", offset: -1, wrap: inner } : sub.declarator();
      this.at = close + 1;
      name = found.name;
      offset = found.offset;
      inner = found.wrap;
      isGrouped = true;
    } else if (token !== undefined && (token.kind === "identifier" || token.text === "::" || token.text === "~")) {
      offset = token.start;
      name = token.text === "~" ? this.destructorName() : this.qualifiedName();
      if (name === "operator" || name.endsWith("::operator")) {
        const from = this.at;
        while (this.at < this.tokens.length && (this.peek()!.text !== "(" || this.at === from)) this.at++;
        name += this.tokens
          .slice(from, this.at)
          .map((t) => (t.kind === "identifier" ? ` ${t.text}` : t.text))
          .join("");
      }
    }
    const suffixes: Wrap[] = [];
    let params: { name: string; type: CType }[] | undefined;
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next.text === "[") {
        const close = closing(this.tokens, this.at);
        const text = this.tokens
          .slice(this.at + 1, close)
          .map((t) => t.text)
          .join(" ");
        suffixes.push((of) =>
          text === ""
            ? { kind: "array", of }
            : /^\d+$/.test(text)
              ? { kind: "array", of, length: Number(text) }
              : { kind: "array", of, lengthText: text },
        );
        this.at = close + 1;
      } else if (next.text === "(") {
        const close = closing(this.tokens, this.at);
        const list = this.parameterList(this.at, close);
        if (suffixes.length === 0 && !isGrouped) params = list.params;
        suffixes.push((result) => ({ kind: "function", result, params: list.params.map((p) => p.type), variadic: list.variadic }));
        this.at = close + 1;
      } else if (next.kind === "identifier" && /^(?:const|volatile|override|final|noexcept|throw)$/.test(next.text)) this.at++;
      else break;
    }
    return { name, offset, wrap: (t) => inner(suffixes.reduceRight((type, wrap) => wrap(type), t)), params };
  }

  /** `(` opens a declarator in brackets (`(*f)`), not a parameter list. */
  private groups(): boolean {
    let next = this.peek(1);
    for (let i = 1; next !== undefined && next.kind === "identifier" && NOISE.test(next.text) && next.text !== "const"; )
      next = this.peek(++i);
    return next?.text === "*" || next?.text === "&" || next?.text === "(";
  }

  private destructorName(): string {
    this.at++;
    return `~${this.qualifiedName()}`;
  }

  private parameterList(open: number, close: number): { params: { name: string; type: CType }[]; variadic: boolean } {
    const params: { name: string; type: CType }[] = [];
    let variadic = false;
    for (const [from, to] of splitArguments(this.tokens, open, close)) {
      if (this.tokens[from]?.text === "...") {
        variadic = true;
        continue;
      }
      const equals = this.tokens.findIndex((t, i) => i >= from && i < to && t.text === "=");
      const found = this.nested(from, equals < 0 ? to : equals);
      if (found === undefined) continue;
      if (found.type.kind === "void" && found.name === "") continue;
      // A lone name is a type (`f(HWND)`), unless it was read as an old C parameter.
      const type = found.untyped ? unknownType(found.name) : found.type;
      params.push({ name: found.untyped ? "" : found.name, type: adjustParameter(type) });
    }
    return { params, variadic };
  }
}
