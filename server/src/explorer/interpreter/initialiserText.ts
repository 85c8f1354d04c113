/** The text of an initialiser with the macros of the program expanded that stand for more than one value. */
import { closing, splitArguments, type Token, tokenize } from "../../names/tokens.ts";
import type { Names } from "../../names/types.ts";

const MAX_NESTING = 12;
const MAX_TOKENS = 200_000;

export function initialiserTokens(text: string, names: Names): readonly Token[] {
  const tokens = tokenize(text);
  const isMacro = (token: Token): boolean => token.kind === "identifier" && names.macro(token.text) !== undefined;
  return tokens.some(isMacro) ? tokenize(expanded(text, tokens, names, [])) : tokens;
}

function expanded(text: string, tokens: readonly Token[], names: Names, inside: readonly string[]): string {
  if (inside.length > MAX_NESTING || tokens.length > MAX_TOKENS) return text;
  let out = "";
  let done = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const macro = token.kind === "identifier" && !inside.includes(token.text) ? names.macro(token.text) : undefined;
    if (macro === undefined) continue;
    let body = macro.body;
    let last = i;
    if (macro.params !== undefined) {
      if (tokens[i + 1]?.text !== "(") continue;
      last = closing(tokens, i + 1);
      if (last <= i + 1) continue;
      const args = splitArguments(tokens, i + 1, last).map(([from, to]) =>
        to > from ? text.slice(tokens[from]!.start, tokens[to - 1]!.end) : "",
      );
      body = substituted(body, macro.params, args);
    } else if (!/[{(,"]/.test(body)) continue;
    out += `${text.slice(done, token.start)} ${expanded(body, tokenize(body), names, [...inside, token.text])} `;
    done = tokens[last]!.end;
    i = last;
  }
  return out + text.slice(done);
}

/** `#p` becomes a string, `a##b` one token. */
function substituted(body: string, params: readonly string[], args: readonly string[]): string {
  const tokens = tokenize(body);
  let out = "";
  tokens.forEach((token, i) => {
    if (token.text === "##" || (token.text === "#" && params.includes(tokens[i + 1]?.text ?? ""))) return;
    const index = token.kind === "identifier" ? params.indexOf(token.text) : -1;
    const variadic = token.text === "__VA_ARGS__" ? args.slice(params.length - 1).join(", ") : undefined;
    const text = index >= 0 ? (args[index] ?? "") : (variadic ?? token.text);
    const isString = index >= 0 && tokens[i - 1]?.text === "#";
    out += `${tokens[i - 1]?.text === "##" ? "" : " "}${isString ? JSON.stringify(text) : text}`;
  });
  return out;
}
