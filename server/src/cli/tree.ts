/** Reads a tree of files for the commands: one pass over the bytes of every file, and texts on demand. */
import { readFileSync, statSync } from "node:fs";
import { URI } from "vscode-uri";
import { firstPass } from "../features/firstPass.ts";
import { type Collected, reasonOf, slashes } from "../node/collect.ts";
import type { FileFact } from "../program/plan.ts";
import type { ReportedFile } from "../report/findings.ts";
import { decode, detector, MAX_BYTES } from "../source/decode.ts";

export const uriOf = (path: string): string => URI.file(path).toString();
export const pathOf = (uri: string): string => slashes(URI.parse(uri).fsPath);

export class Tree {
  readonly facts = new Map<string, FileFact>();
  /** Status by uri; files that are analysed later get a new one. */
  readonly status = new Map<string, ReportedFile>();
  readonly texts = new Map<string, string>();
  readonly encodings = new Map<string, string>();

  /** There are files around those of the tree. */
  readonly isPart: boolean;
  private paths: ReadonlyMap<string, string> | undefined;

  /**
   * @param wordsOf functions of the program that start or cancel a request, by the settings of a file.
   * @param around files that are read for what they say of the others; nothing is told of them.
   */
  constructor(
    collected: Collected,
    private readonly wordsOf: (path: string) => readonly string[] = () => [],
    around: readonly string[] = [],
  ) {
    this.isPart = around.length > 0;
    for (const path of collected.files) this.add(path);
    for (const path of around) {
      const uri = uriOf(path);
      if (this.status.has(uri)) continue;
      this.add(path);
      this.status.delete(uri);
    }
    for (const { path, reason } of collected.unreadable) this.status.set(uriOf(path), { file: path, status: "unreadable", reason });
  }

  /** A tree whose files another thread has gone through. */
  static known(facts: ReadonlyMap<string, FileFact>, paths: ReadonlyMap<string, string>): Tree {
    const tree = new Tree({ files: [], projects: [], unreadable: [] });
    for (const [uri, fact] of facts) tree.facts.set(uri, fact);
    tree.paths = paths;
    return tree;
  }

  /** The file as it was reached from the given paths; undefined if it is none of the tree. */
  pathOf(uri: string): string | undefined {
    return this.paths ? this.paths.get(uri) : this.status.get(uri)?.file;
  }

  private add(path: string): void {
    const uri = uriOf(path);
    let bytes: Uint8Array;
    try {
      const { size } = statSync(path);
      // a pipe or a device named on the command line has no size and is read; a huge file is not
      if (size > MAX_BYTES) {
        this.status.set(uri, {
          file: path,
          status: "too-large",
          reason: `${(size / 1024 / 1024).toFixed(1)} MB; files above 16 MB are not read`,
        });
        return;
      }
      bytes = readFileSync(path);
    } catch (error) {
      this.status.set(uri, { file: path, status: "unreadable", reason: reasonOf(error) });
      return;
    }
    const pass = firstPass(detector, uri, bytes, this.wordsOf(path));
    this.status.set(uri, { file: path, ...pass.status });
    if (pass.fact) this.facts.set(uri, pass.fact);
    if (pass.text !== undefined) this.texts.set(uri, pass.text);
    if (pass.encoding !== undefined) this.encodings.set(uri, pass.encoding);
  }

  /** Adds a file that is not on the disk under this name (standard input). */
  addText(path: string, bytes: Uint8Array): void {
    const uri = uriOf(path);
    const pass = firstPass(detector, uri, bytes, this.wordsOf(path));
    this.status.set(uri, { file: path, ...pass.status });
    if (pass.fact) this.facts.set(uri, pass.fact);
    if (pass.text !== undefined) this.texts.set(uri, pass.text);
    if (pass.encoding !== undefined) this.encodings.set(uri, pass.encoding);
  }

  /** Decoded text of a file of the tree, read again if the first pass kept none. */
  text(uri: string): string | undefined {
    const known = this.texts.get(uri);
    if (known !== undefined) return known;
    if (!this.facts.has(uri)) return undefined;
    try {
      const decoded = decode(readFileSync(pathOf(uri)));
      if (decoded.kind !== "text") return undefined;
      this.texts.set(uri, decoded.text);
      this.encodings.set(uri, decoded.encoding);
      return decoded.text;
    } catch {
      return undefined;
    }
  }

  get files(): ReportedFile[] {
    return [...this.status.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  }
}
