/**
 * Which settings hold for a file: the nearest `.winsock-async.json` upwards wins as a whole; where there is none, what the editor says
 * for the folder. Each distinct origin is one scope with an analysis of its own.
 */
import type { Workspace } from "../program/workspace.ts";
import type { Configuration } from "./configuration.ts";
import type { Host } from "./host.ts";
import { isDefault, workspaceOptions } from "./settings.ts";

export const SETTINGS_FILE = ".winsock-async.json";

/** Settings of the editor that no file has. */
export interface EditorOnly {
  readonly hover?: { readonly enabled?: boolean };
  readonly codeLens?: { readonly enabled?: boolean };
  readonly prove?: "off" | "onSave" | "onDemand";
  readonly simulation?: { readonly maxStates?: number; readonly scenario?: string };
}

/** What the editor says for one folder, or for everything if it has no folder. */
export interface EditorSettings {
  /** Uri of the folder, without a slash at its end. */
  readonly folder: string | undefined;
  readonly value: unknown;
}

export interface Scope {
  /** Uri of the settings file; undefined for the editor's settings. */
  readonly source: string | undefined;
  readonly configuration: Configuration;
  /** Include folders as uris. */
  readonly include: readonly string[];
  /** Ids of findings that the baseline hides. */
  readonly baseline: ReadonlySet<string>;
  /** What is wrong with the settings, in sentences. */
  readonly problems: readonly string[];
  workspace: Promise<Workspace> | undefined;
}

/** Folder of a uri, without the slash; undefined for one that has none. */
function folderOf(uri: string): string | undefined {
  const at = uri.lastIndexOf("/");
  const folder = at < 0 ? "" : uri.slice(0, at);
  return /^[a-z][a-z0-9+.-]*:\/\/.*[^/]$/i.test(folder) ? folder : undefined;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const resolved = (path: string, base: string): string => (/^([a-z]+:)?\//i.test(path) ? path : `${base}/${path.replace(/^\.\//, "")}`);

export class Scopes {
  /** Scope of each folder. */
  private readonly folders = new Map<string, Promise<Scope>>();
  /** Of equal settings that name no path there is one scope, whatever folder they are for. */
  private readonly editor = new Map<string, Promise<Scope>>();
  private readonly all: Scope[] = [];

  constructor(
    private readonly host: Host,
    private readonly settings: readonly EditorSettings[],
    /** A scope with problems of its own was met. */
    private readonly met: (scope: Scope) => void,
  ) {}

  get known(): readonly Scope[] {
    return this.all;
  }

  of(uri: string): Promise<Scope> {
    const folder = folderOf(uri);
    return folder === undefined ? this.editorScope(undefined) : this.ofFolder(folder);
  }

  ofFolder(folder: string): Promise<Scope> {
    let scope = this.folders.get(folder);
    if (!scope) {
      scope = this.find(folder);
      this.folders.set(folder, scope);
    }
    return scope;
  }

  editorOnly(uri: string): EditorOnly {
    return (this.settingsOf(uri).value ?? {}) as EditorOnly;
  }

  /** The workspace folder whose settings hold for a uri. */
  folderOf(uri: string): string | undefined {
    return this.settingsOf(uri).folder;
  }

  /** Settings of the innermost folder around a uri. */
  private settingsOf(uri: string): EditorSettings {
    let best: EditorSettings = { folder: undefined, value: {} };
    for (const settings of this.settings) {
      const { folder } = settings;
      if (folder === undefined ? best.folder === undefined : isWithin(uri, folder) && folder.length > (best.folder?.length ?? -1))
        best = settings;
    }
    return best;
  }

  private async find(folder: string): Promise<Scope> {
    const source = `${folder}/${SETTINGS_FILE}`;
    const [bytes] = await this.host.read([source]);
    if (bytes) return this.make(source, folder, async () => (await checker()).fromFile(text(bytes)));
    // a virtual workspace ends at its folders: what lies above them is not the person's
    const root = this.host.limited && this.settings.some((settings) => settings.folder === folder);
    const above = root ? undefined : folderOf(folder);
    return above === undefined ? this.editorScope(this.settingsOf(`${folder}/`).folder) : this.editorOrAbove(folder, above);
  }

  /** Outermost folders have no settings file: the editor's settings are those of the folder the search began in. */
  private async editorOrAbove(folder: string, above: string): Promise<Scope> {
    const scope = await this.ofFolder(above);
    return scope.source === undefined ? this.editorScope(this.settingsOf(`${folder}/`).folder) : scope;
  }

  private editorScope(folder: string | undefined): Promise<Scope> {
    const value = this.settings.find((settings) => settings.folder === folder)?.value ?? {};
    const key = JSON.stringify([value, namesPaths(value) ? folder : ""]);
    let scope = this.editor.get(key);
    if (!scope) {
      scope = this.make(undefined, folder ?? "", async () =>
        isDefault(value) ? { configuration: {}, problems: [] } : (await checker()).fromEditor(value),
      );
      this.editor.set(key, scope);
    }
    return scope;
  }

  private async make(
    source: string | undefined,
    base: string,
    read: () => Promise<{ readonly configuration: Configuration; readonly problems: readonly { readonly message: string }[] }>,
  ): Promise<Scope> {
    const { configuration, problems } = await read();
    const said = problems.map(({ message }) => (source === undefined ? message : `${SETTINGS_FILE}: ${message}`));
    let baseline: ReadonlySet<string> = new Set();
    if (configuration.baseline !== undefined) {
      const [bytes] = await this.host.read([resolved(configuration.baseline, base)]);
      const ids = bytes && baselineIds(text(bytes));
      if (ids) baseline = ids;
      else said.push(`baseline '${configuration.baseline}' ${bytes ? 'must be an object with a list of "ids"' : "cannot be read"}`);
    }
    const include = (configuration.include ?? []).map((folder) => resolved(folder, base));
    const scope: Scope = { source, configuration, include, baseline, problems: said, workspace: undefined };
    this.all.push(scope);
    this.met(scope);
    return scope;
  }

  /** The analysis under a scope's settings, made when it is first asked for. */
  async workspaceOf(scope: Scope): Promise<Workspace> {
    if (!scope.workspace) {
      const made = (async () => {
        const [{ createWorkspace }, parser] = await Promise.all([import("./core.ts"), this.host.parser()]);
        return createWorkspace({ parser, ...workspaceOptions(scope.configuration, scope.include) });
      })();
      scope.workspace = made;
      made.catch(() => {
        if (scope.workspace === made) scope.workspace = undefined;
      });
    }
    return scope.workspace;
  }

  dispose(): void {
    // one that could not be made has nothing to dispose of
    for (const { workspace } of this.all) workspace?.then((made) => made.dispose()).catch(() => undefined);
  }
}

/** Settings with paths that start from the folder. */
function namesPaths(value: unknown): boolean {
  const { include, baseline } = (value ?? {}) as { readonly include?: unknown; readonly baseline?: unknown };
  return (Array.isArray(include) && include.length > 0) || typeof baseline === "string";
}

export function isWithin(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(`${folder}/`);
}

function baselineIds(json: string): ReadonlySet<string> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const ids = value !== null && typeof value === "object" && "ids" in value ? value.ids : undefined;
    return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? new Set(ids) : undefined;
  } catch {
    return undefined;
  }
}

/** What checks settings is loaded when some are not as they come. */
async function checker() {
  const [{ parseConfiguration, checkEditorSettings }, { ruleIds }] = await Promise.all([
    import("./configuration.ts"),
    import("../rules/index.ts"),
  ]);
  return {
    fromFile: (json: string) => parseConfiguration(json, ruleIds),
    fromEditor: (value: unknown) => checkEditorSettings(value, ruleIds),
  };
}
