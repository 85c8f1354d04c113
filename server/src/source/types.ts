/** What the source layer hands to the layers above. Offsets are absolute UTF-16 code units; ends are exclusive. */
import type { LineIndex } from "./lines.ts";
import type { Language, SyntaxTree } from "./syntax.ts";

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** `MACRO(a, b)`, or `MACRO` without parentheses (then `args` is empty). */
export interface MacroUse extends TextRange {
  readonly macro: string;
  readonly args: readonly MacroArgument[];
}

export interface MacroArgument extends TextRange {
  /** As written, without surrounding blanks and with comments kept out. */
  readonly text: string;
}

/**
 * A block of table macros between a head (`BEGIN_MESSAGE_MAP(CFoo, CWnd)`, `DEFINE_RESPONSE_TABLE1(TFoo, TWindow)`) and
 * its end macro. Which framework it belongs to and what an entry means is read from `platform/`, not here.
 */
export interface MacroTable extends TextRange {
  readonly head: MacroUse;
  readonly entries: readonly MacroUse[];
  /** Absent if the end macro is missing (a file cut short, a table still being typed). */
  readonly tail?: MacroUse;
}

/**
 * - `active`: the branch stays in the text, and the configuration says so;
 * - `inactive`: blanked, because the configuration decides against it or another branch was chosen;
 * - `kept`: undecided, stays in the text together with its siblings: a branch of the flow on `config(condition)`.
 */
export type BranchState = "active" | "inactive" | "kept";

export interface ConditionalBranch {
  /** Normalised own condition (`defined(UNICODE)`, `!defined(X) && Y > 2`); undefined for `#else`. */
  readonly condition: string | undefined;
  /** The `#if`, `#elif` or `#else` line. */
  readonly directive: TextRange;
  /** From the end of that line to the start of the next directive of the group. */
  readonly body: TextRange;
  readonly state: BranchState;
}

/**
 * One `#if … #endif`.
 * - `decided`: the configuration settled every branch; the directives are blanked with the inactive ones;
 * - `chosen`: undecided, but the group cuts through a statement or a brace, so one branch was taken (assumption `config`);
 * - `kept`: undecided, branches are whole statements or items and stand in the tree as `preproc_if` and its kin.
 */
export interface ConditionalGroup extends TextRange {
  readonly status: "decided" | "chosen" | "kept";
  readonly branches: readonly ConditionalBranch[];
  /** The `#endif` line; undefined if it is missing. */
  readonly endif: TextRange | undefined;
  /** Index of the enclosing group in `SourceFile.conditionals`. */
  readonly parent: number | undefined;
  /** True for the guard around a header; such a group is `decided`. */
  readonly guard: boolean;
}

/** A `#define`, `#include`, `#pragma`, …, read from the text whatever the parser makes of its surroundings. */
export interface PreprocessorLine extends TextRange {
  /** Name of the directive. */
  readonly kind: string;
  /** What follows the name: comments as one blank, continuation lines joined. */
  readonly rest: string;
}

export interface Item extends TextRange {
  /** `function` is a definition with a body, also one inside a class; `declaration` anything else that is no table. */
  readonly kind: "function" | "declaration" | "table";
  /**
   * Functions: hash of the tokens and of where each stands relative to the start, so equal keys mean equal lowering,
   * offsets included, wherever the item stands. Others: hash of the tokens alone; the bodies of functions inside a class
   * are left out, since they are items of their own.
   */
  readonly key: string;
  /** The range holds an ERROR or MISSING node. */
  readonly broken: boolean;
  /** The tree has no node of its own for this item: it was cut by braces and known item starts. */
  readonly cut: boolean;
  /** Something was blanked to read it, see `SourceFile.damage`. */
  readonly mended?: true;
  /** Name as written before the parameter list (`CFoo::OnBar`, `~T`, `operator new`), or the record's name. */
  readonly name?: string;
  /** Body of a function, braces included; absent if the parser found none. */
  readonly body?: TextRange;
  /** Index of the class or struct item it stands in. */
  readonly parent?: number;
  /** Index in `SourceFile.tables` for kind `table`. */
  readonly table?: number;
}

/** One text under one configuration, parsed. Owned by who opened it; `closeSource` deletes its tree. */
export interface SourceFile {
  readonly uri: string;
  readonly language: Language;
  /** Decoded text. */
  readonly text: string;
  /** Same length as `text`; what the tree was parsed from. */
  readonly blanked: string;
  readonly lines: LineIndex;
  readonly conditionals: readonly ConditionalGroup[];
  readonly tables: readonly MacroTable[];
  /** Macros that stand alone where an item or member would (`IMPLEMENT_DYNAMIC(CFoo, CWnd)`, `DECLARE_MESSAGE_MAP()`); blanked. */
  readonly macros: readonly MacroUse[];
  /** Preprocessor lines that stay under this configuration, conditions excluded. */
  readonly directives: readonly PreprocessorLine[];
  /** Conditions whose truth was chosen for want of anything better (assumption `config`). */
  readonly chosen: ReadonlyMap<string, boolean>;
  readonly tree: SyntaxTree;
  /**
   * False if the tree was reached by an edit of a large text and holds errors: a parse from scratch may recover from
   * them in another way. Open the text again once typing pauses.
   */
  readonly settled: boolean;
  /** In order of their starts. */
  readonly items: readonly Item[];
  /** Ranges of ERROR nodes, disjoint and in order. A MISSING node is an empty range. */
  readonly errorRanges: readonly TextRange[];
  /** What heads of functions and declarations hold that does not belong there: blanked to read the rest, disjoint and in order. */
  readonly damage: readonly TextRange[];
  /** 100 × share of the text that was read, found out when it is first asked for. */
  readonly parsedPercent: () => number;
}
