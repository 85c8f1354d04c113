/** What the language server knows: open documents, files it read, settings, and the findings of both. */
import type { Diagnostic, Range } from "vscode-languageserver";
import type { UnitAnswer, Workspace } from "../program/workspace.ts";
import { createWorkspace, MAX_ROUNDS } from "../program/workspace.ts";
import { isProjectFile, parseProject, type Project } from "../program/projects/parse.ts";
import type { FileFact } from "../program/plan.ts";
import { checkUnit } from "../rules/check.ts";
import { ruleIds } from "../rules/index.ts";
import type { Finding } from "../rules/types.ts";
import { decode } from "../source/decode.ts";
import { languagesFor, openSource } from "../source/document.ts";
import { type LineIndex, lineIndex } from "../source/lines.ts";
import { SourceStore } from "../source/store.ts";
import type { SourceFile } from "../source/types.ts";
import { type Configuration, checkConfiguration, parseConfiguration } from "./configuration.ts";
import { type Lines, type RuleHref, toDiagnostic, toRange } from "./convert.ts";
import type { Checked } from "./diagnostics.ts";
import { entriesOf, lineEntry } from "./entries.ts";
import { firstPass } from "./firstPass.ts";
import { Cancelled } from "./guard.ts";
import type { Cancellation, Host } from "./host.ts";
import { hoverAt } from "./hover.ts";
import type { Entry, Position, SimulateParams, SimulateResult } from "./protocol.ts";
import { DEFAULT_PROVIDERS, workspaceOptions } from "./settings.ts";

export interface ServiceOptions {
  readonly host: Host;
  readonly log: (text: string) => void;
  /** The client shows related information. */
  readonly related: () => boolean;
  readonly ruleHref: RuleHref;
}

interface Token {
  readonly isCancellationRequested: boolean;
}

interface OpenDocument {
  readonly version: number;
  readonly text: string;
}

const CONFIGURATION = ".winsock-async.json";
/** Characters of parsed text kept for hovers. */
const HOVER_TEXT = 2_000_000;

/** Settings come from the editor as nested objects: `{define: […], hover: {enabled: true}}`. */
interface EditorSettings {
  readonly hover?: { readonly enabled?: boolean };
  readonly codeLens?: { readonly enabled?: boolean };
  readonly simulation?: { readonly maxStates?: number };
}

const EDITOR_ONLY = new Set(["hover", "codeLens", "simulation", "trace"]);

/** FNV-1a over the UTF-16 units: equal exactly when the findings are, for all that matters to a client. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return `${text.length.toString(36)}.${(h >>> 0).toString(36)}`;
}

export class LanguageService {
  private readonly open_ = new Map<string, OpenDocument>();
  /** Texts of files on the disk that were read. */
  private readonly disk = new Map<string, string>();
  private readonly facts = new Map<string, FileFact>();
  private projects: Project[] = [];
  private readonly lines = new Map<string, { readonly text: string; readonly index: LineIndex }>();
  private readonly hovers = new SourceStore(HOVER_TEXT);
  private workspace: Promise<Workspace> | undefined;
  private scanned: Promise<void> | undefined;
  private folders: readonly string[] = [];
  private configuration: Configuration = {};
  private editor: EditorSettings = {};
  /** The last findings of a document, for requests between two keystrokes. */
  private readonly latest = new Map<string, { readonly version: number | null; readonly state: number; readonly checked: Checked }>();
  /** Counts every change of a text or setting: an answer computed in an older state is stale. */
  private state = 0;

  constructor(private readonly options: ServiceOptions) {}

  get lensesEnabled(): boolean {
    return this.editor.codeLens?.enabled !== false;
  }

  // ------------------------------------------------------------------------------------------------------- documents

  /** Takes the text of an open document. Answers true if findings of other files may change with it. */
  open(uri: string, text: string, version: number): boolean {
    const before = this.open_.get(uri)?.text ?? this.disk.get(uri);
    this.open_.set(uri, { version, text });
    if (before !== text) this.state++;
    return before !== undefined && before !== text;
  }

  close(uri: string): void {
    this.open_.delete(uri);
    this.latest.delete(uri);
    this.disk.delete(uri);
    this.state++;
  }

  /** Files changed on the disk. Answers "settings" for a settings file, else whether findings may have changed. */
  filesChanged(uris: readonly string[]): "settings" | boolean {
    this.state++;
    let settings = false;
    for (const uri of uris) {
      if (uri.endsWith(`/${CONFIGURATION}`) || isProjectFile(uri)) settings = true;
      this.disk.delete(uri);
      this.facts.delete(uri);
    }
    // new files are met by listing again
    this.scanned = undefined;
    return settings ? "settings" : true;
  }

  private text(uri: string): string | undefined {
    return this.open_.get(uri)?.text ?? this.disk.get(uri);
  }

  private linesOf(uri: string): LineIndex | undefined {
    const text = this.text(uri);
    if (text === undefined) return undefined;
    const known = this.lines.get(uri);
    if (known?.text === text) return known.index;
    const index = lineIndex(text);
    this.lines.set(uri, { text, index });
    return index;
  }

  lineText(uri: string, line: number): string | undefined {
    const text = this.text(uri);
    const lines = this.linesOf(uri);
    return text === undefined || lines === undefined || line >= lines.lineCount
      ? undefined
      : text.slice(lines.lineStart(line), lines.lineEnd(line));
  }

  // -------------------------------------------------------------------------------------------------------- settings

  /** Takes folders and editor settings; a settings file in a folder wins. Answers what is wrong with them, in sentences. */
  async configure(folders: readonly string[], settings: unknown): Promise<string[]> {
    this.state++;
    this.folders = folders;
    const problems: string[] = [];
    const given = (settings ?? {}) as Record<string, unknown>;
    this.editor = given as EditorSettings;
    const core = Object.fromEntries(Object.entries(given).filter(([key, value]) => !EDITOR_ONLY.has(key) && value !== null));
    const files = folders.map((folder) => `${folder}/${CONFIGURATION}`);
    const texts = await this.options.host.read(files);
    const at = texts.findIndex((bytes) => bytes !== undefined);
    const bytes = texts[at];
    const result = bytes ? parseConfiguration(new TextDecoder().decode(bytes), ruleIds) : checkConfiguration(core, ruleIds);
    for (const problem of result.problems) problems.push(`${bytes ? `${CONFIGURATION}: ` : ""}${problem.message}`);
    this.configuration = result.configuration;
    this.projects = [];
    this.scanned = undefined;
    this.latest.clear();
    const old = this.workspace;
    this.workspace = undefined;
    if (old) (await old).dispose();
    return problems;
  }

  private core(): Promise<Workspace> {
    this.workspace ??= (async () => {
      const root = this.folders[0] ?? "";
      const include = (this.configuration.include ?? []).map((folder) => (/^([a-z]+:)?\//i.test(folder) ? folder : `${root}/${folder}`));
      return createWorkspace({ parser: await this.options.host.parser(), ...workspaceOptions(this.configuration, include) });
    })();
    return this.workspace;
  }

  // ------------------------------------------------------------------------------------------------------------ files

  /** Lists and scans the folders once; texts are kept only of files with a hit. */
  private scan(): Promise<void> {
    this.scanned ??= this.scanFolders();
    return this.scanned;
  }

  private async scanFolders(): Promise<void> {
    const { host } = this.options;
    const { files, projects } = await host.list(this.folders, this.configuration.exclude ?? []);
    const listed = new Set(files);
    for (const uri of [...this.facts.keys()]) if (!listed.has(uri)) this.facts.delete(uri);
    const fresh = files.filter((uri) => !this.facts.has(uri));
    for (let i = 0; i < fresh.length; i += 64) {
      const part = fresh.slice(i, i + 64);
      const bytes = await host.read(part);
      part.forEach((uri, j) => {
        const content = bytes[j];
        if (!content) return;
        const pass = firstPass(uri, content);
        if (pass.fact) this.facts.set(uri, pass.fact);
        if (pass.text !== undefined) this.disk.set(uri, pass.text);
      });
    }
    const texts = await host.read(projects);
    this.projects = projects.flatMap((uri, i) => {
      const content = texts[i];
      const project = content && parseProject(uri, new TextDecoder().decode(content));
      return project ? [project] : [];
    });
  }

  private async read(uris: readonly string[]): Promise<void> {
    const contents = await this.options.host.read(uris);
    uris.forEach((uri, i) => {
      const bytes = contents[i];
      const decoded = bytes && decode(bytes);
      // a file that cannot be read counts as empty: asking again would not help
      this.disk.set(uri, decoded?.kind === "text" ? decoded.text : "");
    });
  }

  private snapshot() {
    const texts = new Map(this.disk);
    for (const [uri, document] of this.open_) texts.set(uri, document.text);
    return { texts, facts: this.facts, projects: this.projects };
  }

  // --------------------------------------------------------------------------------------------------------- findings

  /** The units of a file, complete: files that are missing are read, at most eight rounds. */
  private async unitsOf(uri: string, token: Token): Promise<readonly UnitAnswer[]> {
    await this.scan();
    const workspace = await this.core();
    for (let round = 0; ; round++) {
      const state = this.state;
      const answers = workspace.unitsOf(this.snapshot(), uri, { isCancelled: () => token.isCancellationRequested });
      if (token.isCancellationRequested || answers.some((answer) => answer.status === "cancelled")) throw new Cancelled();
      const missing = [...new Set(answers.flatMap((answer) => answer.missing))].filter((name) => this.text(name) === undefined);
      if (missing.length === 0 || round >= MAX_ROUNDS) return answers;
      await this.read(missing);
      if (state !== this.state) round = Math.max(0, round - 1);
    }
  }

  private findingsOf(answers: readonly UnitAnswer[], token: Token): Finding[] {
    const found = new Map<string, Finding>();
    for (const { unit } of answers) {
      if (!unit) continue;
      const { findings } = checkUnit(unit, {
        profile: this.configuration.profile ?? "default",
        levels: this.configuration.rules ?? {},
        providers: this.configuration.providers ?? DEFAULT_PROVIDERS,
        token: { isCancelled: () => token.isCancellationRequested },
      });
      if (token.isCancellationRequested) throw new Cancelled();
      // a header is analysed in each unit that includes it and reported once
      for (const finding of findings) if (!finding.suppressed) found.set(`${finding.rule} ${finding.uri} ${finding.start}`, finding);
    }
    return [...found.values()].sort((a, b) => a.start - b.start || (a.rule < b.rule ? -1 : 1));
  }

  private toChecked(uri: string, findings: readonly Finding[]): Checked {
    const lines: Lines = (name) => this.linesOf(name);
    const diagnostics: Diagnostic[] = findings
      .filter((finding) => finding.uri === uri)
      .map((finding) => toDiagnostic(finding, lines, this.options.related(), this.options.ruleHref));
    return { version: this.open_.get(uri)?.version ?? null, diagnostics, resultId: hash(JSON.stringify(diagnostics)) };
  }

  /** Findings of one file, from the current texts. */
  async check(uri: string, token: Token): Promise<Checked> {
    const document = this.open_.get(uri);
    const known = this.latest.get(uri);
    if (known && known.version === (document?.version ?? null) && known.state === this.state) return known.checked;
    if (document && !languagesFor(uri).length) return { version: document.version, diagnostics: [], resultId: "none" };
    const state = this.state;
    const answers = await this.unitsOf(uri, token);
    const checked = this.toChecked(uri, this.findingsOf(answers, token));
    if (state === this.state) this.latest.set(uri, { version: checked.version, state, checked });
    return checked;
  }

  /** Findings of every file that is not open. */
  async checkWorkspace(token: Token, done: (uri: string, checked: Checked) => void): Promise<void> {
    await this.scan();
    const workspace = await this.core();
    const told = new Set<string>();
    const plan = workspace.plan(this.snapshot());
    for (const planned of plan.units) {
      if (token.isCancellationRequested) throw new Cancelled();
      const seed = planned.seeds[0];
      if (seed === undefined) continue;
      let answer = workspace.unit(this.snapshot(), planned);
      for (let round = 0; answer.status === "missing" && round < MAX_ROUNDS; round++) {
        await this.read(answer.missing);
        answer = workspace.unit(this.snapshot(), planned);
      }
      const findings = this.findingsOf([answer], token);
      for (const uri of new Set([...planned.seeds, ...findings.map((finding) => finding.uri)])) {
        if (this.open_.has(uri) || told.has(uri)) continue;
        told.add(uri);
        done(uri, this.toChecked(uri, findings));
      }
      // a breath between two units, so that a keystroke's request is answered first
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    // files whose findings went away
    for (const uri of this.facts.keys()) {
      if (!told.has(uri) && !this.open_.has(uri)) done(uri, { version: null, diagnostics: [], resultId: hash("[]") });
    }
  }

  // ------------------------------------------------------------------------------------------------------------ hover

  private async source(uri: string): Promise<SourceFile | undefined> {
    const text = this.text(uri);
    if (text === undefined) return undefined;
    const kept = this.hovers.get(uri);
    if (kept?.text === text) return kept;
    const source = openSource({
      uri,
      text,
      parser: await this.options.host.parser(),
      configuration: { target: this.configuration.target ?? "win64" },
    });
    if (source) this.hovers.put(source);
    return source;
  }

  async hover(uri: string, position: Position): Promise<{ readonly markdown: string; readonly range: Range } | undefined> {
    if (this.editor.hover?.enabled === false) return undefined;
    const source = await this.source(uri);
    if (!source) return undefined;
    const card = hoverAt(source, source.lines.offset(position.line, position.character));
    return card && { markdown: card.markdown, range: toRange(source.lines, card.start, card.end) };
  }

  // ------------------------------------------------------------------------------------------------------- simulation

  async entries(uri: string): Promise<readonly Entry[]> {
    const lines = this.linesOf(uri);
    if (!lines) return [];
    const answers = await this.unitsOf(uri, { isCancellationRequested: false });
    const unit = answers.find((answer) => answer.unit)?.unit;
    return unit ? entriesOf(unit, uri, lines) : [];
  }

  async simulate(params: SimulateParams, token: Cancellation, progress: (text: string) => void): Promise<SimulateResult> {
    const { uri } = params;
    const version = this.open_.get(uri)?.version;
    const answers = await this.unitsOf(uri, token);
    const unit = answers.find((answer) => answer.unit?.files.has(uri))?.unit;
    const lines = this.linesOf(uri);
    const none = { entry: params.entry ?? "", uri, version, runs: [] };
    if (!unit || !lines) return { ...none, problem: "This file does not start or cancel a request, and no file that does leads to it." };
    const entry = params.entry ?? (params.position && lineEntry(unit, uri, lines, params.position));
    if (entry === undefined) return { ...none, problem: "There is no function at the cursor." };
    const texts = [...unit.files.keys()].flatMap((name): [string, string][] => {
      const text = this.text(name);
      return text === undefined ? [] : [[name, text]];
    });
    const runs = await this.options.host.search(
      {
        texts,
        uri,
        entry,
        target: this.configuration.target ?? "win64",
        define: this.configuration.define ?? [],
        providers: params.providers ?? this.configuration.providers ?? [...DEFAULT_PROVIDERS],
        maxStates: params.maxStates ?? this.editor.simulation?.maxStates ?? 50_000,
        schedule: params.schedule,
      },
      token,
      (step) => progress(`${step.provider}: ${step.states.toLocaleString("en")} states`),
    );
    if (token.isCancellationRequested) throw new Cancelled();
    return { entry, uri, version, runs };
  }
}
