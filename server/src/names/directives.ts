/** Macro definitions, includes and packing of a file, read from its lines: an ERROR node of the tree cannot hide them. */
import type { MacroDefinition } from "./types.ts";

export interface Directives {
  readonly macros: MacroDefinition[];
  readonly includes: { path: string; angle: boolean; offset: number }[];
  /** `#pragma pack` as it stands from an offset on, in bytes; 0 = the compiler's own. In order of offsets. */
  readonly packing: { offset: number; bytes: number }[];
  /** Names that an `#undef` takes away, with its place. */
  readonly undefined: { name: string; offset: number }[];
}

const PIECES =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\r\n])*|"(?:[^"\\\r\n]|\\(?:\r\n|[\s\S]))*"?|'(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*'?|(?<=^|[\r\n])[ \t\f\v]*#[ \t]*(define|undef|include|include_next|import|pragma)\b((?:\\[ \t]*(?:\r\n|[\r\n])|\/\*[\s\S]*?\*\/|\/(?![*/])|[^\r\n/\\]|\\)*)/g;

/** Reads the directives of `text` (conditions that are false must be blanked already). */
export function readDirectives(text: string): Directives {
  const out: Directives = { macros: [], includes: [], packing: [], undefined: [] };
  const packs: number[] = [];
  let pack = 0;
  if (!text.includes("#")) return out;
  for (const match of text.matchAll(PIECES)) {
    const word = match[1];
    if (word === undefined) continue;
    const rest = match[2] ?? "";
    const offset = match.index + match[0].indexOf("#");
    if (word === "define") {
      const macro = readDefine(rest, offset);
      if (macro !== undefined) out.macros.push(macro);
    } else if (word === "undef") {
      const name = /^\s*([\w$]+)/.exec(rest)?.[1];
      if (name !== undefined) out.undefined.push({ name, offset });
    } else if (word === "pragma") {
      const args = /^\s*pack\s*\(([^)]*)\)/.exec(rest)?.[1];
      if (args === undefined) continue;
      const bytes = /\b(\d+)\s*$/.exec(args)?.[1];
      if (/\bpush\b/.test(args)) packs.push(pack);
      if (/\bpop\b/.test(args)) pack = packs.pop() ?? 0;
      if (bytes !== undefined) pack = Number(bytes);
      else if (args.trim() === "") pack = 0;
      out.packing.push({ offset, bytes: pack });
    } else {
      const path = /^\s*(?:"([^"\r\n]*)"|<([^>\r\n]*)>)/.exec(rest);
      const name = path?.[1] ?? path?.[2];
      if (name !== undefined) out.includes.push({ path: name, angle: path?.[2] !== undefined, offset });
    }
  }
  return out;
}

function readDefine(rest: string, offset: number): MacroDefinition | undefined {
  const head = /^[ \t]*([A-Za-z_$][\w$]*)(\(([^)]*)\))?/.exec(rest.replace(/\\[ \t]*(?:\r\n|[\r\n])/g, (m) => " ".repeat(m.length)));
  if (head === null) return undefined;
  const body = rest
    .slice(head[0].length)
    .replace(/\\[ \t]*(?:\r\n|[\r\n])/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .trim();
  const name = head[1]!;
  if (head[2] === undefined) return { name, body, offset };
  const params = head[3]!
    .split(",")
    .map((p) => p.trim())
    .filter((p) => p !== "");
  return { name, params, body, offset };
}
