/** The parser's .wasm files, beside the bundle (or in grammars/ when the sources run unbundled, as in tests). */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { initialiseParser, type Parser } from "../source/parser.ts";

const FILES = { runtimeWasm: "web-tree-sitter.wasm", c: "tree-sitter-c.wasm", cpp: "tree-sitter-cpp.wasm" } as const;

/** Folder that holds the .wasm files. */
function wasmFolder(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [dir, join(dir, "grammars")]) {
      if (existsSync(join(candidate, FILES.c))) return candidate;
    }
    if (dirname(dir) === dir) throw new Error("the parser's .wasm files are missing; run npm run setup");
    dir = dirname(dir);
  }
}

let loading: Promise<Parser> | undefined;

/** One parser for the process, loaded on first use. */
export function nodeParser(): Promise<Parser> {
  loading ??= (async () => {
    const folder = wasmFolder();
    const read = (name: string): Uint8Array => readFileSync(join(folder, name));
    return initialiseParser({ runtimeWasm: read(FILES.runtimeWasm), c: read(FILES.c), cpp: read(FILES.cpp), now: () => performance.now() });
  })();
  return loading;
}
