/** The parser of `--parser`. */
import { nodeParser } from "../node/parserFiles.ts";
import { UsageError } from "./output.ts";

export async function parserNamed(name: string) {
  if (name === "web") return nodeParser();
  if (name !== "native") throw new UsageError(`unknown parser '${name}'; known: web, native`);
  try {
    return await (await import("../node/nativeParser.ts")).nativeParser();
  } catch (error) {
    throw new UsageError(
      `--parser native needs tree-sitter, tree-sitter-c and tree-sitter-cpp: ${error instanceof Error ? error.message.split("\n")[0] : error}`,
    );
  }
}
