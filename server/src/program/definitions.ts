/**
 * Function definitions of a text, found without a parse: `name(…) … {` outside any body. Decides which file is worth parsing
 * for an external name, so it may miss odd spellings (then the name stays unresolved) but must be fast and never hang.
 */

export interface TextDefinition {
  /** As written before the parameter list: `CFoo::OnReply`, `WndProc`, `CFoo::~CFoo`. */
  readonly name: string;
  /** Number of parameters as far as commas tell. */
  readonly params: number;
  /** `static` stands before it, or an anonymous namespace around it. */
  readonly internal: boolean;
  readonly offset: number;
}

const NOT_A_NAME = new Set([
  "if",
  "for",
  "while",
  "switch",
  "return",
  "sizeof",
  "catch",
  "do",
  "else",
  "defined",
  "extern",
  "namespace",
  "class",
  "struct",
  "union",
  "enum",
  "__declspec",
  "__attribute__",
  "throw",
  "noexcept",
  "decltype",
  "__except",
  "alignas",
  "operator",
]);

/** One step of the scan: a comment, string, directive, word, or single character. */
const TOKEN =
  /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\r\n])*"?|'(?:\\[\s\S]|[^'\\\r\n])*'?|#(?:\\(?:\r\n?|\n)|[^\r\n])*|(?:~\s*)?[A-Za-z_]\w*(?:\s*::\s*~?\s*[A-Za-z_]\w*)*|[{}();,=:<>[\]]|\r\n?|\n/g;

/** Definitions in the order of the text. */
export function textDefinitions(text: string): TextDefinition[] {
  const found: TextDefinition[] = [];
  /** Braces that open a namespace, class or `extern "C"`: definitions may stand inside. */
  const scopes: ("open" | "anonymous" | "class" | "body")[] = [];
  let parens = 0;
  let word = "";
  let wordAt = 0;
  /** The candidate: the word before the first parenthesis since the last `;`, `{` or `}`. */
  let name = "";
  let nameAt = 0;
  let params = 0;
  let closed = false;
  let isStatic = false;
  let assigned = false;
  let scopeWord = "";
  let scopeNamed = false;
  let lineStart = true;
  const reset = () => {
    name = "";
    word = "";
    params = 0;
    closed = false;
    isStatic = false;
    assigned = false;
    scopeWord = "";
    scopeNamed = false;
    parens = 0;
  };
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const first = token.charCodeAt(0);
    const atLineStart = lineStart;
    lineStart = first === 10 || first === 13;
    if (lineStart || first === 35 /* # */ || (first === 47 && token.length > 1)) continue;
    const inBody = scopes.at(-1) === "body";
    if (token === "{") {
      if (inBody) scopes.push("body");
      else if (scopeWord !== "" && !(closed && name !== "")) {
        scopes.push(scopeWord === "class" ? "class" : scopeWord === "namespace" && !scopeNamed ? "anonymous" : "open");
      } else {
        if (name !== "" && closed && parens === 0 && !assigned) {
          const inClass = scopes.includes("class");
          if (!inClass)
            found.push({ name: name.replace(/\s+/g, ""), params, internal: isStatic || scopes.includes("anonymous"), offset: nameAt });
        }
        scopes.push("body");
      }
      reset();
    } else if (token === "}") {
      // a brace in column 0 ends a function whatever the branches of an #if did to the count
      if (atLineStart && inBody) while (scopes.at(-1) === "body") scopes.pop();
      else scopes.pop();
      reset();
    } else if (inBody) {
    } else if (token === "(") {
      if (parens === 0 && !closed && word !== "" && !NOT_A_NAME.has(word)) {
        name = word;
        nameAt = wordAt;
        params = 0;
        closed = false;
      }
      parens++;
      word = "";
    } else if (token === ")") {
      if (parens > 0) parens--;
      if (parens === 0 && name !== "") {
        if (word !== "" && word !== "void" && !closed) params = Math.max(params, 1);
        closed = true;
      }
      word = "";
    } else if (token === ",") {
      if (parens === 1 && !closed) params = params === 0 ? 2 : params + 1;
    } else if (token === ";") {
      // K&R: `int f(a) int a; {` keeps the candidate as long as only declarations follow
      if (!(closed && name !== "" && word !== "")) reset();
      else word = "";
    } else if (token === "=") {
      if (parens === 0 && !closed) assigned = true;
    } else if (first === 34 || first === 39) {
      if (scopeWord === "" && word === "extern") scopeWord = "extern";
    } else if (token.length > 1 || /\w/.test(token)) {
      if (closed && parens === 0 && name !== "" && (token === "class" || token === "struct")) continue;
      word = token;
      wordAt = match.index;
      if (parens === 0) {
        if (token === "static") isStatic = true;
        else if (token === "namespace") scopeWord = "namespace";
        else if (token === "class" || token === "struct" || token === "union") scopeWord = "class";
        else if (token === "enum") scopeWord = "";
        else if (scopeWord === "namespace") scopeNamed = true;
      }
    }
  }
  return found;
}

/** Names that every program has one of, and that no other program calls. */
export const ENTRY_NAMES: ReadonlySet<string> = new Set([
  "main",
  "wmain",
  "_tmain",
  "WinMain",
  "wWinMain",
  "_tWinMain",
  "DllMain",
  "DllEntryPoint",
  "LibMain",
  "DLLMain",
]);

/** Names by which two files that define the same one can be told to belong to different programs. */
export function externalNames(definitions: readonly TextDefinition[]): Set<string> {
  return new Set(definitions.filter((d) => !d.internal).map((d) => (ENTRY_NAMES.has(d.name) ? "main" : `${d.name}/${d.params}`)));
}
