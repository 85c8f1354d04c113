/**
 * What a workspace keeps per file: its parsed source, its index of declarations and the lowered functions of its items. Trees live
 * outside the garbage collector: only the most recently used stay, the others are deleted and parsed again if somebody asks.
 */
import type { IrFunction } from "../ir/types.ts";
import { indexFile } from "../names/index.ts";
import { stillHolds } from "../names/recording.ts";
import type { FileNames, FunctionDeclaration, Names } from "../names/types.ts";
import type { Configuration } from "../source/configuration.ts";
import { closeSource, editSource, openSource, type SourceFile } from "../source/document.ts";
import type { Parser } from "../source/syntax.ts";
import { arranged, type Declared } from "./declared.ts";
import { lowerDeclaration, unreadable } from "./lowering.ts";

export interface CancellationToken {
  isCancelled(): boolean;
}

/** Thrown inside the core when a token says so; the workspace answers `cancelled`. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}

/** One text under one configuration. */
export class CachedFile {
  /** The source as last parsed; its tree may be deleted (`live` is then undefined). */
  private described: SourceFile;
  private live: SourceFile | undefined;
  private index: FileNames | undefined;
  /** Lowered functions of items by item key, each with what it depends on. */
  private readonly lowered = new Map<string, { readonly asked: ReadonlyMap<string, string>; readonly parts: readonly IrFunction[] }[]>();

  constructor(
    private readonly cache: FileCache,
    source: SourceFile,
    readonly configuration: Configuration,
  ) {
    this.described = source;
    this.live = source;
  }

  get text(): string {
    return this.described.text;
  }

  /** Items, lines, blanked text: valid whether or not the tree is there. Its `tree` must not be touched; see `source`. */
  get description(): SourceFile {
    return this.described;
  }

  get hasTree(): boolean {
    return this.live !== undefined;
  }

  /** The source with a tree that lives at least until other files are asked for. Throws if it can no longer be parsed. */
  get source(): SourceFile {
    this.cache.touch(this);
    if (!this.live) {
      const opened = this.reopen();
      if (!opened) throw new Error(`${this.described.uri} could not be parsed again`);
      this.live = opened;
      this.described = opened;
      this.cache.opened(this);
    }
    return this.live;
  }

  /** The same text gives the same tree: what was described from a parse from scratch needs only the tree again. */
  private reopen(): SourceFile | undefined {
    const { uri, text, blanked, language, settled } = this.described;
    const { parser } = this.cache;
    if (!settled) return openSource({ uri, text, language, parser, configuration: this.configuration });
    const tree = parser.parse(blanked, language);
    return tree && { ...this.described, tree };
  }

  get names(): FileNames {
    this.index ??= indexFile(this.source);
    return this.index;
  }

  /** The function of a declaration, then its lambdas. An unchanged item whose questions get the same answers is not lowered again. */
  lower(declaration: FunctionDeclaration, names: Names): readonly IrFunction[] {
    const item = declaration.item === undefined ? undefined : this.described.items[declaration.item];
    if (!item) throw new Error(`${declaration.name} has no item`);
    const key = `${item.key}:${declaration.name}`;
    const before = this.lowered.get(key) ?? [];
    const hit = before.find((entry) => stillHolds(entry.asked, names));
    if (hit) return hit.parts;
    this.cache.lowerings++;
    const parts = this.attempt(declaration, names);
    const asked = new Map(parts.flatMap((part) => [...part.asked]));
    // one entry for each unit that sees the file differently; the oldest goes first
    this.lowered.set(key, [{ asked, parts }, ...before].slice(0, MAX_VIEWS));
    return parts;
  }

  /** Lowers to be run, with names that change from instance to instance: nothing is kept. */
  lowerToRun(declaration: FunctionDeclaration, names: Names): readonly IrFunction[] {
    return this.attempt(declaration, names);
  }

  /** Our own failure in one function costs that function, is counted, and is told by `FileCache.failures`. */
  private attempt(declaration: FunctionDeclaration, names: Names): readonly IrFunction[] {
    try {
      return arranged(lowerDeclaration(this.source, declaration, names, this.cache.parser), this.cache.wrappers);
    } catch (error) {
      if (error instanceof Cancelled || this.cache.strict) throw error;
      const { uri } = this.described;
      this.cache.failures.push({ uri, message: `${declaration.name}: ${error instanceof Error ? error.message : String(error)}` });
      const item = this.described.items[declaration.item!];
      return [unreadable(declaration, item === undefined ? 0 : item.end - item.start)];
    }
  }

  /** The file after an edit: the tree is reused, and so are the functions of unchanged items. */
  edited(text: string): CachedFile | undefined {
    const change = difference(this.text, text);
    const source = editSource(this.source, [change], this.cache.parser, this.configuration, this.cache.limits());
    if (!source) return undefined;
    const next = new CachedFile(this.cache, source, this.configuration);
    next.adopt(this);
    return next;
  }

  /** Takes over the functions of items that both have: equal keys mean equal lowering where the questions get the same answers. */
  adopt(other: CachedFile): void {
    const keys = new Set(this.described.items.map((item) => item.key));
    for (const [key, entries] of other.lowered) if (keys.has(key.slice(0, key.indexOf(":")))) this.lowered.set(key, entries);
  }

  /** Deletes the tree; everything else stays. */
  release(): void {
    if (!this.live) return;
    closeSource(this.live);
    this.live = undefined;
    this.cache.closed(this);
  }
}

const MAX_VIEWS = 4;

/** The one replacement that turns a text into another. */
export function difference(before: string, after: string): { start: number; end: number; text: string } {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

export class FileCache {
  /** Functions lowered since the beginning, for tests and statistics. */
  lowerings = 0;
  parses = 0;
  /** Functions whose lowering failed by our own fault. */
  readonly failures: { readonly uri: string; readonly message: string }[] = [];
  private readonly files = new Map<string, CachedFile>();
  /** The last file that was made of each uri, whatever its configuration. */
  private readonly newest = new Map<string, CachedFile>();
  /** Files with a tree, least recently used first. */
  private readonly trees = new Set<CachedFile>();
  private token: CancellationToken | undefined;

  constructor(
    readonly parser: Parser,
    private readonly maxTrees: number,
    private readonly maxFiles: number,
    /** Let failures through instead of counting them (tests). */
    readonly strict = false,
    readonly wrappers: Declared = new Map(),
  ) {}

  limits() {
    const token = this.token;
    return token ? { cancelled: () => token.isCancelled() } : {};
  }

  /** The file under this configuration, parsed if its text is new. Throws `Cancelled`. */
  get(uri: string, text: string, configuration: Configuration, configurationKey: string, token?: CancellationToken): CachedFile {
    if (token?.isCancelled()) throw new Cancelled();
    this.token = token;
    try {
      const key = `${uri}\n${configurationKey}`;
      const before = this.files.get(key);
      if (before?.text === text) {
        this.files.delete(key);
        this.files.set(key, before);
        return before;
      }
      this.parses++;
      let file = before?.hasTree ? before.edited(text) : undefined;
      if (!file) {
        const source = openSource({ uri, text, parser: this.parser, configuration, limits: this.limits() });
        if (!source) throw new Cancelled();
        file = new CachedFile(this, source, configuration);
        // under another configuration most functions are the same
        const other = this.newest.get(uri);
        if (other?.text === text) file.adopt(other);
      }
      before?.release();
      this.files.delete(key);
      this.files.set(key, file);
      this.newest.set(uri, file);
      this.opened(file);
      if (this.files.size > this.maxFiles) this.forget();
      return file;
    } finally {
      this.token = undefined;
    }
  }

  opened(file: CachedFile): void {
    this.trees.add(file);
    for (const oldest of this.trees) {
      if (this.trees.size <= this.maxTrees) break;
      if (oldest !== file) oldest.release();
    }
  }

  touch(file: CachedFile): void {
    if (this.trees.delete(file)) this.trees.add(file);
  }

  closed(file: CachedFile): void {
    this.trees.delete(file);
  }

  private forget(): void {
    const [key, oldest] = this.files.entries().next().value!;
    oldest.release();
    this.files.delete(key);
    const { uri } = oldest.description;
    if (this.newest.get(uri) === oldest) this.newest.delete(uri);
  }

  /** Deletes every tree. */
  dispose(): void {
    for (const file of [...this.trees]) file.release();
    this.files.clear();
    this.newest.clear();
  }
}
