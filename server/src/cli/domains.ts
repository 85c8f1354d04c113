/** Which settings hold for each file of a run: those of the nearest settings file upwards as a whole, as in the editor. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SETTINGS_FILE } from "../features/scopes.ts";
import { reasonOf } from "../node/collect.ts";
import { UsageError } from "./output.ts";
import { readSettings, type Settings, type SettingsOptions } from "./settings.ts";

export interface Domain {
  readonly settings: Settings;
  /** Ids of findings that are hidden. */
  readonly baseline: ReadonlySet<string> | undefined;
}

interface ExcludeOf {
  readonly excludeOf: (folder: string) => readonly string[];
}

export class Domains {
  /** The settings of the first path. */
  readonly first: Domain;
  private readonly byFolder = new Map<string, Domain>();

  /** `options.config` and `options.baseline` are for all files. */
  constructor(
    private readonly options: SettingsOptions & { readonly baseline?: string },
    start: string,
  ) {
    this.first = this.read(start);
    this.byFolder.set(this.first.settings.base, this.first);
  }

  /** Whether a settings file is named, or none is wanted. */
  private get single(): boolean {
    return this.options.config === false || typeof this.options.config === "string";
  }

  private read(folder: string): Domain {
    const settings = readSettings(this.options, folder);
    const written = settings.configuration.baseline;
    const file = this.options.baseline ?? (written === undefined ? undefined : resolve(settings.base, written));
    return { settings, baseline: file === undefined ? undefined : readBaseline(file) };
  }

  /** Of an absolute path. */
  of(file: string): Domain {
    return this.single ? this.first : this.ofFolder(dirname(resolve(file)));
  }

  private ofFolder(folder: string): Domain {
    const known = this.byFolder.get(folder);
    if (known) return known;
    const above = dirname(folder);
    const here = existsSync(join(folder, SETTINGS_FILE));
    // where no folder upwards has one, what the command line says is all there is
    const domain = here ? this.read(folder) : above === folder ? this.first : this.ofFolder(above);
    this.byFolder.set(folder, domain);
    return domain;
  }

  /** Ids of all baselines that hold for a file met so far. */
  get baselined(): string[] {
    return [...new Set([this.first, ...this.byFolder.values()].flatMap(({ baseline }) => [...(baseline ?? [])]))];
  }

  /** For `collect`: `exclude` of the settings file in a folder. */
  get excludeOf(): ExcludeOf | undefined {
    return this.single ? undefined : { excludeOf: (folder) => this.excludeIn(folder) };
  }

  /** For `collect`, around files: what has settings of its own below them is another project, and its settings are not read. */
  excludeOthers(files: readonly string[]): ExcludeOf | undefined {
    const own = new Set(files.map((file) => this.of(file).settings.base));
    return this.single ? undefined : { excludeOf: (folder) => (own.has(folder) ? this.excludeIn(folder) : ["*"]) };
  }

  private excludeIn(folder: string): readonly string[] {
    return this.ofFolder(folder).settings.configuration.exclude ?? [];
  }
}

function readBaseline(file: string): Set<string> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`baseline '${file}': ${error instanceof SyntaxError ? "is not JSON" : reasonOf(error)}`);
  }
  const ids = (value as { ids?: unknown } | null)?.ids;
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== "string"))
    throw new UsageError(`baseline '${file}': must be an object with a list of "ids"`);
  return new Set(ids as string[]);
}
