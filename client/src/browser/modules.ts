/** Reads the modules that run in the workers: dist/modules.json says which output of the build imports which. */
import * as vscode from "vscode";
import type { Module } from "../../../server/src/features/browserModules.ts";

type Manifest = Readonly<Record<string, Pick<Module, "imports" | "later">>>;

export class Modules {
  private manifest: Promise<Manifest> | undefined;

  constructor(private readonly dist: vscode.Uri) {}

  bytes(name: string): Thenable<Uint8Array> {
    return vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.dist, name));
  }

  async text(name: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(name));
  }

  /** A module and all it imports, each after its own imports, without those that are known. */
  async read(entry: string, known: ReadonlySet<string> = new Set()): Promise<Module[]> {
    this.manifest ??= this.text("modules.json").then((json) => JSON.parse(json) as Manifest);
    const manifest = await this.manifest;
    const names = new Set<string>();
    const visit = (name: string): void => {
      if (names.has(name) || known.has(name)) return;
      for (const [, other] of manifest[name]?.imports ?? []) visit(other);
      names.add(name);
    };
    visit(entry);
    return Promise.all([...names].map(async (name) => ({ name, text: await this.text(name), imports: [], later: [], ...manifest[name] })));
  }
}
