/** Heads of functions whose tree is broken, read from their text. */
import { declarationFromText } from "./typetext.ts";
import type { FunctionDeclaration } from "./types.ts";

/** `text` is what stands before the body, `start` its offset; `known` the name that the item cutter made out. */
export function headFromText(text: string, start: number, known: string | undefined): FunctionDeclaration | undefined {
  // Constructor initialisers and trailing declarations of K&R parameters are no part of the head.
  const open = known === undefined ? -1 : text.indexOf(`${known}`);
  const found = declarationFromText(cutHead(text, open));
  const name = found?.name !== undefined && found.name !== "" ? found.name : known;
  if (name === undefined) return undefined;
  const parts = name.split("::");
  const simple = parts[parts.length - 1]!;
  const record = parts.length > 1 ? parts.slice(0, -1).join("::") : undefined;
  const type = found?.type.kind === "function" ? found.type : undefined;
  const isDestructor = simple.startsWith("~");
  return {
    name,
    ...(record === undefined ? {} : { record }),
    result: type?.result ?? { kind: "int", bits: 32, signed: true },
    params: found?.params ?? [],
    variadic: type?.variadic ?? false,
    isStatic: false,
    isVirtual: found?.words.includes("virtual") ?? false,
    internal: record === undefined && (found?.words.includes("static") ?? false),
    isConstructor: !isDestructor && record !== undefined && simple === parts[parts.length - 2],
    isDestructor,
    defined: true,
    offset: start + Math.max(0, found !== undefined && found.offset >= 0 ? found.offset : open) + name.length - simple.length,
  };
}

/** The head up to the bracket that closes its parameters. */
function cutHead(text: string, nameAt: number): string {
  const from = text.indexOf("(", Math.max(0, nameAt));
  if (from < 0) return text;
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return text.slice(0, i + 1);
  }
  return text;
}
