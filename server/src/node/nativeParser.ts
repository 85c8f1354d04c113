import { createRequire } from "node:module";
import type NativeTreeSitter from "tree-sitter";
import {
  type Language,
  type ParseLimits,
  type Parser,
  type SyntaxNode,
  type SyntaxTree,
  stopCondition,
  type TreeEdit,
} from "../source/syntax.ts";

/**
 * The native binding of tree-sitter behind the interface of the WebAssembly one. It is optional (`check --parser native`)
 * and installed for nobody: throws an Error of one line where the packages are absent or do not load.
 */
export function nativeParser(): Parser {
  const require = createRequire(import.meta.url);
  try {
    const TreeSitter: typeof NativeTreeSitter = require("tree-sitter");
    const c: NativeTreeSitter.Language = require("tree-sitter-c");
    const cpp: NativeTreeSitter.Language = require("tree-sitter-cpp");
    const parser = new TreeSitter();
    parser.setLanguage(c);
    return new NativeParser(parser, c, cpp);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new Error(`the native parser does not load: ${reason}`);
  }
}

class NativeParser implements Parser {
  liveTrees = 0;

  constructor(
    private readonly parser: NativeTreeSitter,
    private readonly c: NativeTreeSitter.Language,
    private readonly cpp: NativeTreeSitter.Language,
  ) {}

  parse(text: string, language: Language, old?: SyntaxTree, limits?: ParseLimits): SyntaxTree | undefined {
    this.parser.setLanguage(language === "c" ? this.c : this.cpp);
    const stop = stopCondition(limits, () => performance.now());
    // The binding copies the text through a buffer and fails on texts longer than it.
    const options = { bufferSize: Math.max(1024, 4 * text.length), ...(stop === undefined ? {} : { progressCallback: stop }) };
    const tree: NativeTreeSitter.Tree | null | undefined = this.parser.parse(text, old instanceof NativeTree ? old.tree : null, options);
    if (tree === null || tree === undefined) {
      this.parser.reset();
      return undefined;
    }
    this.liveTrees++;
    return new NativeTree(tree, () => this.liveTrees--);
  }

  delete(): void {
    this.parser.reset();
  }
}

class NativeTree implements SyntaxTree {
  private deleted = false;

  constructor(
    readonly tree: NativeTreeSitter.Tree,
    private readonly onDelete: () => void,
  ) {}

  get rootNode(): SyntaxNode {
    if (this.deleted) throw new Error("the tree has been deleted by its owner");
    return this.tree.rootNode;
  }

  edit(edit: TreeEdit): void {
    this.tree.edit(edit);
  }

  copy(): undefined {
    return undefined;
  }

  /** The binding frees the tree with the garbage collector; only the count is kept. */
  delete(): void {
    if (this.deleted) throw new Error("the tree has been deleted twice");
    this.deleted = true;
    this.onDelete();
  }
}
