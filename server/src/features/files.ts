/** The texts that the language server knows: open documents, files it read, and what the first pass keeps of every listed file. */
import { seedHits } from "../program/facts.ts";
import type { FileFact } from "../program/plan.ts";
import { isProjectFile } from "../program/projects/kinds.ts";
import type { Project } from "../program/projects/types.ts";
import type { Snapshot } from "../program/workspace.ts";
import { type Decoded, type Detector, decodeWith } from "../source/encoding.ts";
import { type LineIndex, lineIndex } from "../source/lines.ts";
import { Bounded } from "./bounded.ts";
import { firstPass } from "./firstPass.ts";
import type { Host, ListedFolder } from "./host.ts";

/** Characters of texts read from the disk that are kept; the core asks again for what it misses. */
const DISK_TEXT = 64_000_000;
/** Files of which a line index is kept. */
const INDEXES = 64;
/** Files below the folders that are listed. */
export const MOST_FILES = 200_000;
const CHUNK = 64;

interface OpenDocument {
  readonly version: number;
  readonly text: string;
}

/** Words that the settings of folders, given as uris, declare. */
type NestedWords = (folders: readonly string[]) => Promise<readonly string[]>;

export class Files {
  private readonly documents = new Map<string, OpenDocument>();
  /** Open documents that only hover reads: copies, output, very large files. */
  private readonly aside = new Map<string, OpenDocument>();
  private readonly disk = new Bounded<string>(DISK_TEXT, (text) => text.length + 64);
  private readonly facts = new Map<string, FileFact>();
  private projects: readonly Project[] = [];
  private readonly indexes = new Bounded<{ readonly text: string; readonly index: LineIndex }>(INDEXES, () => 1);

  private folders: readonly ListedFolder[] = [];
  private words: readonly string[] = [];
  private nested: NestedWords = () => Promise.resolve([]);
  /** The words of all settings: those of `words` and of the folders below. */
  private seeds: readonly string[] = [];
  private listed = false;
  /** Files whose facts are to be read again. */
  private readonly stale = new Set<string>();
  private running: Promise<void> = Promise.resolve();
  private kept: Snapshot | undefined;
  private detector: Detector | undefined;
  private readonly told = new Set<string>();

  /** Counts every change of a text: an answer computed in an older state may be stale. */
  state = 0;

  constructor(
    private readonly host: Host,
    private readonly log: (text: string) => void,
  ) {}

  private touch(): void {
    this.state++;
    this.kept = undefined;
  }

  /** Takes the text of an open document. Answers true if findings of other files may change with it. */
  open(uri: string, text: string, version: number, hoverOnly: boolean): boolean {
    const documents = hoverOnly ? this.aside : this.documents;
    const known = documents.get(uri) !== undefined;
    const before = documents.get(uri)?.text ?? this.disk.get(uri);
    documents.set(uri, { version, text });
    if (hoverOnly) {
      // a document that has grown too large is no longer part of any program
      if (this.documents.delete(uri)) this.touch();
      return false;
    }
    const left = this.aside.delete(uri);
    if (!known || left || before !== text) this.touch();
    return before !== undefined && before !== text;
  }

  close(uri: string): void {
    this.aside.delete(uri);
    this.indexes.delete(uri);
    if (!this.documents.delete(uri)) return;
    this.disk.delete(uri);
    // the client may not have told of changes on the disk
    if (this.facts.has(uri)) this.stale.add(uri);
    this.touch();
  }

  /** Files changed on the disk. `listed`: the file still stands where it stood, so that the folders need not be listed again. */
  changed(changes: readonly { readonly uri: string; readonly listed: boolean }[]): void {
    for (const { uri, listed } of changes) {
      this.disk.delete(uri);
      if (!this.documents.has(uri)) this.indexes.delete(uri);
      if (listed && this.facts.has(uri) && !isProjectFile(uri)) this.stale.add(uri);
      else {
        this.facts.delete(uri);
        this.listed = false;
      }
    }
    this.touch();
  }

  /** `words`: functions of the program that start or cancel a request; `nested`: those that settings further down name. */
  configure(folders: readonly ListedFolder[], words: readonly string[] = [], nested: NestedWords = () => Promise.resolve([])): void {
    this.words = words;
    this.nested = nested;
    this.folders = folders;
    this.listed = false;
    this.touch();
  }

  version(uri: string): number | undefined {
    return (this.documents.get(uri) ?? this.aside.get(uri))?.version;
  }

  isOpen(uri: string): boolean {
    return this.documents.has(uri);
  }

  get known(): Iterable<string> {
    return this.facts.keys();
  }

  text(uri: string): string | undefined {
    return (this.documents.get(uri) ?? this.aside.get(uri))?.text ?? this.disk.get(uri);
  }

  lines(uri: string): LineIndex | undefined {
    const text = this.text(uri);
    if (text === undefined) return undefined;
    const known = this.indexes.get(uri);
    if (known?.text === text) return known.index;
    const index = lineIndex(text);
    this.indexes.set(uri, { text, index });
    return index;
  }

  lineText(uri: string, line: number): string | undefined {
    const text = this.text(uri);
    const lines = this.lines(uri);
    return text === undefined || lines === undefined || line >= lines.lineCount
      ? undefined
      : text.slice(lines.lineStart(line), lines.lineEnd(line));
  }

  snapshot(): Snapshot {
    if (!this.kept) {
      const texts = new Map(this.disk.entries());
      for (const [uri, document] of this.documents) texts.set(uri, document.text);
      this.kept = { texts, facts: new Map(this.facts), projects: this.projects };
    }
    return this.kept;
  }

  /** Waits until the folders are listed and every listed file has been scanned once. What failed is tried again by the next call. */
  ready(): Promise<void> {
    if (this.listed && this.stale.size === 0) return this.running;
    const list = !this.listed;
    const again = [...this.stale];
    this.listed = true;
    this.stale.clear();
    const before = this.running;
    this.running = (async () => {
      await before.catch(() => undefined);
      try {
        if (list) await this.list();
        await this.scan(again);
      } catch (error) {
        this.listed = false;
        throw error;
      }
    })();
    return this.running;
  }

  private once(text: string): void {
    if (this.told.has(text) || this.told.size > 1000) return;
    this.told.add(text);
    this.log(text);
  }

  private async list(): Promise<void> {
    const { words, nested } = this;
    const { files: all, projects, settings = [], unreadable } = await this.host.list(this.folders);
    const seeds = [...new Set([...words, ...(settings.length > 0 ? await nested(settings) : [])])].sort();
    if (seeds.join() !== this.seeds.join()) this.facts.clear();
    this.seeds = seeds;
    for (const { path, reason } of unreadable) this.once(`${path}: ${reason}`);
    if (all.length > MOST_FILES) this.once(`only the first ${MOST_FILES} of ${all.length} files are read`);
    const files = all.slice(0, MOST_FILES);
    const listed = new Set(files);
    for (const uri of [...this.facts.keys()]) if (!listed.has(uri)) this.facts.delete(uri);
    const fresh = files.filter((uri) => !this.facts.has(uri));
    if (this.host.limited) {
      // names alone, so that includes are found; a text is read when an open document leads to it
      for (const uri of fresh) this.facts.set(uri, { uri, size: 0, hits: 0, includes: [] });
      this.kept = undefined;
    } else await this.scan(fresh);
    const texts = await this.host.read(projects);
    const { parseProject } = projects.length > 0 ? await import("../program/projects/parse.ts") : { parseProject: () => undefined };
    this.projects = projects.flatMap((uri, i) => {
      const content = texts[i];
      const project = content && parseProject(uri, new TextDecoder().decode(content));
      return project ? [project] : [];
    });
    this.kept = undefined;
  }

  /** The first pass; texts are kept only of files with a hit. */
  private async scan(uris: readonly string[]): Promise<void> {
    for (let i = 0; i < uris.length; i += CHUNK) {
      const part = uris.slice(i, i + CHUNK);
      const bytes = await this.host.read(part);
      for (const [j, uri] of part.entries()) {
        const content = bytes[j];
        const pass =
          content && (firstPass(this.detector, uri, content, this.seeds) ?? firstPass(await this.loadDetector(), uri, content, this.seeds));
        if (pass?.fact) this.facts.set(uri, pass.fact);
        else this.facts.delete(uri);
        if (pass?.text !== undefined) this.disk.set(uri, pass.text);
      }
      this.kept = undefined;
    }
  }

  /** Reads files that the core asked for. One that cannot be read counts as empty: asking again would not help. */
  async read(uris: readonly string[]): Promise<void> {
    const contents = await this.host.read(uris);
    for (const [i, uri] of uris.entries()) {
      const bytes = contents[i];
      const decoded = bytes && (await this.decode(bytes));
      this.disk.set(uri, decoded?.kind === "text" ? decoded.text : "");
    }
    this.kept = undefined;
  }

  private async decode(bytes: Uint8Array): Promise<Decoded> {
    const decoded = decodeWith(this.detector, bytes);
    return decoded.kind === "undecided" ? decodeWith(await this.loadDetector(), bytes) : decoded;
  }

  /** The tables of encodings are read when the first file needs them. */
  private async loadDetector(): Promise<Detector> {
    this.detector ??= (await import("../source/decode.ts")).detector;
    return this.detector;
  }

  /** Files, open or listed, that name one of the calls. */
  get callers(): readonly string[] {
    return [...this.naming()];
  }

  private *naming(): Generator<string> {
    for (const fact of this.facts.values()) if (fact.hits > 0) yield fact.uri;
    for (const [uri, { text }] of this.documents) if (!this.facts.get(uri)?.hits && seedHits(uri, text, this.seeds) > 0) yield uri;
  }

  /** Without any there is no program to look at. */
  get namesCalls(): boolean {
    return !this.naming().next().done;
  }
}
