import { Edit, Language as Grammar, type Node, type Tree, Parser as WebParser } from "web-tree-sitter";
import { type Language, type ParseLimits, type Parser, type SyntaxNode, type SyntaxTree, stopCondition, type TreeEdit } from "./syntax.ts";

export type { Language, ParseLimits, Parser, SyntaxNode, SyntaxTree, TextPoint, TreeEdit } from "./syntax.ts";

/** What an entry hands in; nothing here reads a file or a clock. */
export interface ParserFiles {
  /** Bytes of web-tree-sitter.wasm; undefined if `locateFile` answers an address that the host can load. */
  readonly runtimeWasm?: Uint8Array;
  readonly locateFile?: (name: string, folder: string) => string;
  /** Bytes of tree-sitter-c.wasm and tree-sitter-cpp.wasm. */
  readonly c: Uint8Array;
  readonly cpp: Uint8Array;
  /** Clock in milliseconds, needed for `ParseLimits.budgetMs` alone. */
  readonly now?: () => number;
}

let runtime: Promise<void> | undefined;

/** Loads runtime and grammars and makes a parser. The runtime is loaded once per process, grammars once per parser. */
export async function initialiseParser(files: ParserFiles): Promise<Parser> {
  // `locateFile` is always given: under CommonJS and in classic scripts the runtime cannot find its own folder.
  runtime ??= WebParser.init({
    locateFile: files.locateFile ?? ((name: string) => name),
    ...(files.runtimeWasm === undefined ? {} : { wasmBinary: files.runtimeWasm }),
  }).catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  await runtime;
  return new WebAssemblyParser(await Grammar.load(files.c), await Grammar.load(files.cpp), files.now);
}

class WebAssemblyParser implements Parser {
  liveTrees = 0;
  private parser = new WebParser();

  constructor(
    private readonly c: Grammar,
    private readonly cpp: Grammar,
    private readonly now: (() => number) | undefined,
  ) {}

  parse(text: string, language: Language, old?: SyntaxTree, limits?: ParseLimits): SyntaxTree | undefined {
    this.parser.setLanguage(language === "c" ? this.c : this.cpp);
    const stop = stopCondition(limits, this.now);
    const oldTree = old instanceof WebAssemblyTree ? old.tree : null;
    const tree = this.run(text, oldTree, stop);
    if (tree === undefined) return undefined;
    if (tree === null) {
      // Without this the next call would go on with the text that was cut.
      this.parser.reset();
      return undefined;
    }
    return new WebAssemblyTree(tree, (change) => {
      this.liveTrees += change;
    });
  }

  /** Undefined if the runtime gave up; null if it was stopped. */
  private run(text: string, old: Tree | null, stop: (() => boolean) | undefined): Tree | null | undefined {
    try {
      return this.parser.parse(text, old, stop === undefined ? {} : { progressCallback: stop });
    } catch (error) {
      // A text with too many readings (`a<b&&c<b&&…`, thousands of times, in C++) fills the 2 GiB of the runtime at one
      // blow, where no callback could stop it. Deleting the parser gives them back.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.parser.delete();
      this.parser = new WebParser();
      return undefined;
    }
  }

  delete(): void {
    this.parser.delete();
  }
}

class WebAssemblyTree implements SyntaxTree {
  private root: Node | undefined;
  private deleted = false;

  constructor(
    readonly tree: Tree,
    private readonly count: (change: 1 | -1) => void,
  ) {
    count(1);
  }

  get rootNode(): SyntaxNode {
    if (this.deleted) throw new Error("the tree has been deleted by its owner");
    this.root ??= this.tree.rootNode;
    return this.root;
  }

  edit(edit: TreeEdit): void {
    this.root = undefined;
    this.tree.edit(new Edit({ ...edit }));
  }

  copy(): SyntaxTree {
    if (this.deleted) throw new Error("the tree has been deleted by its owner");
    return new WebAssemblyTree(this.tree.copy(), this.count);
  }

  delete(): void {
    if (this.deleted) throw new Error("the tree has been deleted twice");
    this.deleted = true;
    this.root = undefined;
    this.tree.delete();
    this.count(-1);
  }
}
