/** What the language server answers: findings, hovers, entries and simulations, from the texts and settings of the moment. */
import type { Diagnostic, Range } from "vscode-languageserver";
import { createWorkspace, MAX_ROUNDS, type UnitAnswer, type Workspace } from "../program/workspace.ts";
import type { Unit } from "../program/types.ts";
import { checkUnit } from "../rules/check.ts";
import { ruleIds } from "../rules/index.ts";
import type { Finding } from "../rules/types.ts";
import { closeSource, openSource } from "../source/document.ts";
import { SourceStore } from "../source/store.ts";
import type { SourceFile, TextRange } from "../source/types.ts";
import { type Configuration, checkConfiguration, parseConfiguration } from "./configuration.ts";
import { type RuleHref, toDiagnostic, toRange } from "./convert.ts";
import { type Checked, NOTHING } from "./checked.ts";
import { entriesOf, lineEntry } from "./entries.ts";
import { Files } from "./files.ts";
import { Cancelled, Stale } from "./guard.ts";
import type { Cancellation, Host } from "./host.ts";
import { hoverAt } from "./hover.ts";
import type { Entry, Position, SimulateParams, SimulateResult } from "./protocol.ts";
import { DEFAULT_PROVIDERS, workspaceOptions } from "./settings.ts";
import { keptWhileBroken, type Shown } from "./typing.ts";

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

const CONFIGURATION = ".winsock-async.json";
/** Characters of parsed text kept for hovers. */
const HOVER_TEXT = 2_000_000;
/** Longer texts are not parsed for a hover; a window of this many characters around the place is. */
const HOVER_WINDOW = 64_000;
/** Milliseconds that requests wait for the client's first settings. */
const SETTINGS_WAIT = 3000;

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
  readonly files: Files;
  private readonly hovers = new SourceStore(HOVER_TEXT);
  private workspace: Promise<Workspace> | undefined;
  private folders: readonly string[] = [];
  private configuration: Configuration = {};
  private editor: EditorSettings = {};
  /** Counts changes of the settings after the first ones. */
  private settings = 0;
  private configured: string | undefined;
  private readonly first: { readonly promise: Promise<void>; readonly done: () => void };
  /** Findings of each unit under the current settings: a unit that did not change is the same object. */
  private found = new WeakMap<Unit, readonly Finding[]>();
  /** The last answer for a document, for requests between two keystrokes. */
  private readonly latest = new Map<string, { readonly version: number | null; readonly state: number; readonly checked: Checked }>();
  /** What open documents show. */
  private readonly shown = new Map<string, Shown>();
  /** Version of a document whose current state is shown whatever its syntax errors. */
  private readonly settled = new Map<string, number>();
  private readonly told = new Set<string>();
  /** Where the settings come from, for the status. */
  source: string | undefined;

  constructor(private readonly options: ServiceOptions) {
    this.files = new Files(options.host, options.log);
    let done = (): void => undefined;
    this.first = {
      promise: new Promise((resolve) => {
        done = resolve;
      }),
      done: () => done(),
    };
  }

  get lensesEnabled(): boolean {
    return this.editor.codeLens?.enabled !== false;
  }

  /** Changes when an answer about the document would no longer fit what the client has: its version, or the settings. */
  stamp(uri: string): string {
    return `${this.files.version(uri) ?? "-"}/${this.settings}`;
  }

  // ------------------------------------------------------------------------------------------------------- documents

  close(uri: string): void {
    this.files.close(uri);
    this.latest.delete(uri);
    this.shown.delete(uri);
    this.settled.delete(uri);
    this.hovers.delete(uri);
  }

  /** From now on the current state of this version is shown, also where it has a new syntax error. */
  settle(uri: string): void {
    const version = this.files.version(uri);
    if (version === undefined) return;
    this.settled.set(uri, version);
    this.latest.delete(uri);
  }

  /** Files changed on the disk. Answers true if a settings file is among them. */
  filesChanged(changes: readonly { readonly uri: string; readonly listed: boolean }[]): boolean {
    this.files.changed(changes);
    return changes.some(({ uri }) => uri.endsWith(`/${CONFIGURATION}`));
  }

  private once(text: string): void {
    if (this.told.has(text) || this.told.size > 1000) return;
    this.told.add(text);
    this.options.log(text);
  }

  // -------------------------------------------------------------------------------------------------------- settings

  /** Takes folders and editor settings; a settings file in a folder wins. Answers what is wrong with them, in sentences. */
  async configure(folders: readonly string[], settings: unknown): Promise<{ readonly problems: string[]; readonly changed: boolean }> {
    const given = (settings !== null && typeof settings === "object" ? settings : {}) as Record<string, unknown>;
    const core = Object.fromEntries(Object.entries(given).filter(([key, value]) => !EDITOR_ONLY.has(key) && value !== null));
    const paths = folders.map((folder) => `${folder}/${CONFIGURATION}`);
    const texts = await this.options.host.read(paths);
    const at = texts.findIndex((bytes) => bytes !== undefined);
    const bytes = texts[at];
    const result = bytes ? parseConfiguration(new TextDecoder().decode(bytes), ruleIds) : checkConfiguration(core, ruleIds);
    const problems = result.problems.map((problem) => `${bytes ? `${CONFIGURATION}: ` : ""}${problem.message}`);
    const key = JSON.stringify([folders, given, paths[at], result.configuration]);
    const changed = key !== this.configured;
    if (changed) {
      if (this.configured !== undefined) this.settings++;
      this.configured = key;
      this.editor = given as EditorSettings;
      this.source = paths[at];
      this.folders = folders;
      this.configuration = result.configuration;
      this.files.configure(folders, this.configuration.exclude ?? []);
      this.latest.clear();
      this.shown.clear();
      this.hovers.clear();
      this.found = new WeakMap();
      const old = this.workspace;
      this.workspace = undefined;
      // one that could not be made has nothing to dispose of
      old?.then((workspace) => workspace.dispose()).catch(() => undefined);
    }
    this.first.done();
    return { problems, changed };
  }

  /** The first settings are known, or the client does not answer. */
  private async ready(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (this.configured === undefined) {
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, SETTINGS_WAIT);
      });
      await Promise.race([this.first.promise, late]);
      clearTimeout(timer);
    }
    await this.files.ready();
  }

  /** The core under the current settings. Ask again after every wait: new settings bring a new one. */
  private core(): Promise<Workspace> {
    if (!this.workspace) {
      const root = this.folders[0] ?? "";
      const include = (this.configuration.include ?? []).map((folder) => (/^([a-z]+:)?\//i.test(folder) ? folder : `${root}/${folder}`));
      const options = workspaceOptions(this.configuration, include);
      const made = this.options.host.parser().then((parser) => createWorkspace({ parser, ...options }));
      this.workspace = made;
      made.catch(() => {
        if (this.workspace === made) this.workspace = undefined;
      });
    }
    return this.workspace;
  }

  // --------------------------------------------------------------------------------------------------------- findings

  /** The units of a file, complete: files that are missing are read, at most eight rounds. Nothing waits after the last round. */
  private async unitsOf(uri: string, token: Token): Promise<readonly UnitAnswer[]> {
    await this.ready();
    for (let round = 0; ; ) {
      const { state } = this.files;
      const workspace = await this.core();
      if (token.isCancellationRequested) throw new Cancelled();
      const answers = workspace.unitsOf(this.files.snapshot(), uri, { isCancelled: () => token.isCancellationRequested });
      if (answers.some((answer) => answer.status === "cancelled")) throw new Cancelled();
      const missing = [...new Set(answers.flatMap((answer) => answer.missing))].filter((name) => this.files.text(name) === undefined);
      if (missing.length === 0 || round >= MAX_ROUNDS) return answers;
      await this.files.read(missing);
      // what was typed meanwhile may lead elsewhere
      if (state === this.files.state) round++;
    }
  }

  private findingsOfUnit({ unit, failures }: UnitAnswer, token: Token): readonly Finding[] {
    if (!unit) return [];
    const known = this.found.get(unit);
    if (known) return known;
    const { findings, failed } = checkUnit(unit, {
      profile: this.configuration.profile ?? "default",
      levels: this.configuration.rules ?? {},
      providers: this.configuration.providers ?? DEFAULT_PROVIDERS,
      token: { isCancelled: () => token.isCancellationRequested },
    });
    if (token.isCancellationRequested) throw new Cancelled();
    for (const { uri, message } of failures) this.once(`${uri} could not be read: ${message}`);
    for (const rule of failed) this.once(`a rule failed: ${rule}`);
    const loud = findings.filter((finding) => !finding.suppressed);
    this.found.set(unit, loud);
    return loud;
  }

  private findingsOf(answers: readonly UnitAnswer[], token: Token): Finding[] {
    const found = new Map<string, Finding>();
    // a header is analysed in each unit that includes it and reported once
    for (const answer of answers)
      for (const finding of this.findingsOfUnit(answer, token)) found.set(`${finding.rule} ${finding.uri} ${finding.start}`, finding);
    return [...found.values()].sort((a, b) => a.start - b.start || (a.rule < b.rule ? -1 : 1));
  }

  private toChecked(uri: string, findings: readonly Finding[], held = false): Checked {
    const diagnostics: Diagnostic[] = findings
      .filter((finding) => finding.uri === uri)
      .map((finding) => toDiagnostic(finding, (name) => this.files.lines(name), this.options.related(), this.options.ruleHref));
    const version = this.files.isOpen(uri) ? (this.files.version(uri) ?? null) : null;
    const resultId = diagnostics.length === 0 ? NOTHING : hash(JSON.stringify(diagnostics));
    return { version, diagnostics, resultId, held };
  }

  /** Findings of one file, from the current texts. */
  async check(uri: string, token: Token): Promise<Checked> {
    const known = this.latest.get(uri);
    if (known && known.version === (this.files.version(uri) ?? null) && known.state === this.files.state) return known.checked;
    const answers = await this.unitsOf(uri, token);
    const { state } = this.files;
    const checked = this.files.isOpen(uri) ? this.checkOpen(uri, answers, token) : this.toChecked(uri, this.findingsOf(answers, token));
    if (checked.version !== null) this.latest.set(uri, { version: checked.version, state, checked });
    return checked;
  }

  /** While a document is typed and has a new syntax error, it keeps its last findings. */
  private checkOpen(uri: string, answers: readonly UnitAnswer[], token: Token): Checked {
    const text = this.files.text(uri) ?? "";
    const errors: readonly TextRange[] = answers.map(({ unit }) => unit?.files.get(uri)?.source.errorRanges).find((e) => e) ?? [];
    const now: Shown = { text, errors, findings: this.findingsOf(answers, token).filter((finding) => finding.uri === uri) };
    const before = this.shown.get(uri);
    const settled = this.settled.get(uri) === this.files.version(uri);
    const kept = before && !settled ? keptWhileBroken(uri, before, now) : undefined;
    this.shown.set(uri, kept ?? now);
    return this.toChecked(uri, (kept ?? now).findings, kept !== undefined);
  }

  /** Findings of every file that is not open. */
  async checkWorkspace(token: Token, done: (uri: string, checked: Checked) => void): Promise<void> {
    await this.ready();
    // a header is met in each unit that includes it
    const met = new Map<string, Map<string, Finding>>();
    const { units } = (await this.core()).plan(this.files.snapshot());
    for (const planned of units) {
      let answer: UnitAnswer;
      for (let round = 0; ; round++) {
        const workspace = await this.core();
        if (token.isCancellationRequested) throw new Cancelled();
        answer = workspace.unit(this.files.snapshot(), planned);
        if (answer.status !== "missing" || round >= MAX_ROUNDS) break;
        await this.files.read(answer.missing);
      }
      const findings = this.findingsOfUnit(answer, token);
      for (const uri of new Set([...planned.seeds, ...findings.map((finding) => finding.uri)])) {
        if (this.files.isOpen(uri)) continue;
        const own = met.get(uri) ?? new Map<string, Finding>();
        met.set(uri, own);
        for (const finding of findings) if (finding.uri === uri) own.set(`${finding.rule} ${finding.start}`, finding);
        done(uri, this.toChecked(uri, [...own.values()]));
      }
      // a breath between two units, so that a keystroke's request is answered first
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  // ------------------------------------------------------------------------------------------------------------ hover

  private async openText(uri: string, text: string): Promise<SourceFile | undefined> {
    const parser = await this.options.host.parser();
    return openSource({ uri, text, parser, configuration: { target: this.configuration.target ?? "win64" } });
  }

  async hover(uri: string, position: Position): Promise<{ readonly markdown: string; readonly range: Range } | undefined> {
    if (this.editor.hover?.enabled === false) return undefined;
    const text = this.files.text(uri);
    const lines = this.files.lines(uri);
    if (text === undefined || !lines) return undefined;
    const offset = lines.offset(position.line, position.character);
    const large = text.length > HOVER_TEXT;
    const start = large ? lines.lineStart(lines.position(Math.max(0, offset - HOVER_WINDOW / 2)).line) : 0;
    const end = large ? lines.lineEnd(lines.position(offset + HOVER_WINDOW / 2).line) : text.length;
    // one line of many megabytes
    if (large && end - start > 4 * HOVER_WINDOW) return undefined;
    const kept = this.hovers.get(uri);
    const source = !large && kept?.text === text ? kept : await this.openText(uri, large ? text.slice(start, end) : text);
    if (!source) return undefined;
    const card = hoverAt(source, offset - start);
    if (large) closeSource(source);
    else if (source !== kept) this.hovers.put(source);
    return card && { markdown: card.markdown, range: toRange(lines, card.start + start, card.end + start) };
  }

  // ------------------------------------------------------------------------------------------------------- simulation

  async entries(uri: string, token: Token): Promise<readonly Entry[]> {
    const answers = await this.unitsOf(uri, token);
    const lines = this.files.lines(uri);
    if (!lines) return [];
    const unit = answers.find((answer) => answer.unit)?.unit;
    return unit ? entriesOf(unit, uri, lines) : [];
  }

  async simulate(params: SimulateParams, token: Cancellation, progress: (text: string) => void): Promise<SimulateResult> {
    const { uri } = params;
    const version = this.files.version(uri);
    const answers = await this.unitsOf(uri, token);
    // a position of an older text would name another function
    if (this.files.version(uri) !== version) throw new Stale();
    const unit = answers.find((answer) => answer.unit?.files.has(uri))?.unit;
    const lines = this.files.lines(uri);
    const none = { entry: params.entry ?? "", uri, version, runs: [] };
    if (!unit || !lines) return { ...none, problem: "This file does not start or cancel a request, and no file that does leads to it." };
    const entry = params.entry ?? (params.position && lineEntry(unit, uri, lines, params.position));
    if (entry === undefined) return { ...none, problem: "There is no function at the cursor." };
    const texts = [...unit.files.keys()].flatMap((name): [string, string][] => {
      const text = this.files.text(name);
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
