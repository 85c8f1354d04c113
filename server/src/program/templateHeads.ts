/** Heads of templates: `template <class T, int N = 4>`, read from the text before what they stand in front of. */
import { closing, type Token, tokenize } from "../names/tokens.ts";

export interface TemplateParameter {
  readonly name: string;
  /** A type, or a value (`int N`). */
  readonly isType: boolean;
  /** `class... T`: any number of them. */
  readonly pack?: true;
  /** Spelling of the default. */
  readonly default?: string;
}

/** Longest head that is looked for. */
const REACH = 600;

/**
 * Parameters of the template that is declared at `offset` (the place of its name); undefined if it is none, or an explicit specialisation.
 * `text` is the file's, with Windows words blanked.
 */
export function templateHead(text: string, offset: number): readonly TemplateParameter[] | undefined {
  const start = Math.max(0, offset - REACH);
  const before = text.slice(start, offset);
  const at = before.lastIndexOf("template");
  if (at < 0 || /\w/.test(before[at - 1] ?? " ")) return undefined;
  const tokens = tokenize(before.slice(at + 8));
  if (tokens[0]?.text !== "<") return undefined;
  const end = closingAngle(tokens, 0);
  if (end < 0 || tokens.slice(end + 1).some((token) => /^[;{}]$/.test(token.text))) return undefined;
  const parameters = parametersIn(tokens.slice(1, end), before.slice(at + 8));
  return parameters.length > 0 ? parameters : undefined;
}

/** Index of the `>` that closes the `<` at `open`; -1 if it stays open. */
export function closingAngle(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { text } = tokens[i]!;
    if (text === "(" || text === "[" || text === "{") {
      const end = closing(tokens, i);
      if (end <= i) return -1;
      i = end;
    } else if (text === "<") depth++;
    else if (text === ">" || text === ">>") {
      depth -= text.length;
      if (depth <= 0) return i;
    }
  }
  return -1;
}

function parametersIn(tokens: readonly Token[], text: string): TemplateParameter[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[<([{]$/.test(token.text)) depth++;
    else if (/^[>)\]}]$/.test(token.text)) depth--;
    else if (token.text === ">>") depth -= 2;
    if (token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.flatMap((part): TemplateParameter[] => {
    const equals = part.findIndex((token) => token.text === "=");
    const head = equals < 0 ? part : part.slice(0, equals);
    const name = head.findLast((token) => token.kind === "identifier");
    if (name === undefined) return [];
    const pack = head.some((token) => token.text === "...") ? { pack: true as const } : {};
    const isType = head[0]!.text === "class" || head[0]!.text === "typename";
    const first = part[equals + 1];
    const value = equals < 0 || first === undefined ? undefined : text.slice(first.start, part.at(-1)!.end);
    return [{ name: name.text, isType, ...pack, ...(value === undefined ? {} : { default: value }) }];
  });
}
