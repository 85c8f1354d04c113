/** What the language server answers: findings, hovers, entries and simulations, from the texts and settings of the moment. */
import type { Diagnostic, Range } from "vscode-languageserver";
import { isProgramEntry } from "../explorer/entry.ts";
import type { PlannedUnit } from "../program/plan.ts";
import type { UnitAnswer } from "../program/workspace.ts";
import type { SimulationRun } from "../explorer/trace.ts";
import type { Unit } from "../program/types.ts";
import type { Proof } from "../prove/types.ts";
import type { Finding } from "../rules/types.ts";
import type { TextRange } from "../source/types.ts";
import { type RuleHref, toDiagnostic, toRange } from "./convert.ts";
import { type Checked, NOTHING } from "./checked.ts";
import { Files } from "./files.ts";
import { Memories } from "./memories.ts";
import { Cancelled, Stale } from "./guard.ts";
import type { Cancellation, Host, SearchRequest } from "./host.ts";
import type { Hovers } from "./hovers.ts";
import type { Entry, Position, SimulateParams, SimulateResult } from "./protocol.ts";
import { ScenarioDocuments } from "./scenarioDocuments.ts";
import { scenarioFor } from "./scenarioFiles.ts";
import { type EditorSettings, type Scope, Scopes, SETTINGS_FILE } from "./scopes.ts";
import { DEFAULT_PROVIDERS, wrapperNames } from "./settings.ts";
import { keptWhileBroken, type Shown } from "./typing.ts";

export interface ServiceOptions {
  readonly host: Host;
  readonly log: (text: string) => void;
  /** The client shows related information. */
  readonly related: () => boolean;
  readonly ruleHref: RuleHref;
  /** The settings in use, or what is wrong with them, are others than before. */
  readonly settingsMet: () => void;
}

interface Token {
  readonly isCancellationRequested: boolean;
}

type Core = typeof import("./core.ts");

/** What an answer was made with. */
interface By {
  readonly core: Core;
  readonly scope: Scope;
}

interface Looked {
  readonly answers: readonly UnitAnswer[];
  /** Undefined if there was nothing to look at. */
  readonly by?: By;
}

/** Milliseconds that requests wait for the client's first settings. */
const SETTINGS_WAIT = 3000;

/** FNV-1a over the UTF-16 units: equal exactly when the findings are, for all that matters to a client. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return `${text.length.toString(36)}.${(h >>> 0).toString(36)}`;
}

export class LanguageService {
  readonly files: Files;
  readonly scenarios = new ScenarioDocuments();
  private hovers: Promise<Hovers> | undefined;
  private scopes: Scopes;
  /** Counts changes of the settings after the first ones. */
  private settings = 0;
  private configured: string | undefined;
  private readonly first: { readonly promise: Promise<void>; readonly done: () => void };
  /** Findings of each unit under the current settings: a unit that did not change is the same object. */
  private readonly found = new WeakMap<Unit, readonly Finding[]>();
  private readonly memories = new Memories();
  /** What searches say of findings: it holds while their unit does not change. */
  private readonly proofs = new WeakMap<Finding, Proof>();
  /** The last answer for a document, for requests between two keystrokes. */
  private readonly latest = new Map<string, { readonly version: number | null; readonly state: number; readonly checked: Checked }>();
  /** What open documents show. */
  private readonly shown = new Map<string, Shown>();
  /** Version of a document whose current state is shown whatever its syntax errors. */
  private readonly settled = new Map<string, number>();
  private readonly told = new Set<string>();
  constructor(private readonly options: ServiceOptions) {
    this.files = new Files(options.host, options.log);
    this.scopes = new Scopes(options.host, [], () => undefined);
    let done = (): void => undefined;
    this.first = {
      promise: new Promise((resolve) => {
        done = resolve;
      }),
      done: () => done(),
    };
  }

  lensesEnabled(uri: string): boolean {
    return this.scopes.editorOnly(uri).codeLens?.enabled !== false;
  }

  /** Settings files in use. */
  get settingsFiles(): readonly string[] {
    return this.scopes.known.flatMap(({ source }) => source ?? []);
  }

  /** What is wrong with the settings, in sentences. */
  get problems(): readonly string[] {
    return [...new Set(this.scopes.known.flatMap(({ problems }) => problems))];
  }

  /** Changes when an answer about the document would no longer fit what the client has: its version, or the settings. */
  stamp(uri: string): string {
    return `${this.files.version(uri) ?? this.scenarios.version(uri) ?? "-"}/${this.settings}`;
  }

  // ------------------------------------------------------------------------------------------------------- documents

  close(uri: string): void {
    this.files.close(uri);
    this.latest.delete(uri);
    this.shown.delete(uri);
    this.settled.delete(uri);
    void this.hovers?.then((hovers) => hovers.delete(uri));
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
    return changes.some(({ uri }) => uri.endsWith(`/${SETTINGS_FILE}`));
  }

  private once(text: string): void {
    if (this.told.has(text) || this.told.size > 1000) return;
    this.told.add(text);
    this.options.log(text);
  }

  // -------------------------------------------------------------------------------------------------------- settings

  /**
   * Takes folders and what the editor says for each; `again` reads the settings files again. Answers true if other settings hold now.
   * Files further down are read when the folders are listed, or when a document leads there.
   */
  async configure(folders: readonly string[], settings: readonly EditorSettings[], again: boolean): Promise<boolean> {
    const key = JSON.stringify([folders, settings]);
    const changed = again || key !== this.configured;
    if (changed) {
      const old = this.scopes;
      const scopes = new Scopes(this.options.host, settings, () => {
        if (this.scopes === scopes) this.options.settingsMet();
      });
      const roots = await Promise.all(folders.map((folder) => scopes.ofFolder(folder)));
      if (folders.length === 0) await scopes.of("");
      if (this.configured !== undefined) this.settings++;
      this.configured = key;
      this.scopes = scopes;
      const declared = (): string[] => [...new Set(scopes.known.flatMap(({ configuration }) => wrapperNames(configuration)))];
      this.files.configure(
        folders.map((folder, i) => ({ folder, exclude: roots[i]?.configuration.exclude ?? [] })),
        declared(),
        async (nested) => {
          await Promise.all(nested.map((folder) => scopes.ofFolder(folder)));
          return declared();
        },
      );
      this.latest.clear();
      this.shown.clear();
      void this.hovers?.then((hovers) => hovers.clear());
      old.dispose();
      this.options.settingsMet();
    }
    this.first.done();
    return changed;
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

  // --------------------------------------------------------------------------------------------------------- findings

  /** The units of a file, complete: files that are missing are read, at most eight rounds. Nothing waits after the last round. */
  private async unitsOf(uri: string, token: Token): Promise<Looked> {
    await this.ready();
    // most folders have no file that names one of the calls: nothing is loaded for them
    if (!this.files.namesCalls) return { answers: [] };
    const core = await import("./core.ts");
    for (let round = 0; ; ) {
      const { state } = this.files;
      // new settings bring another analysis
      const { scopes } = this;
      const scope = await scopes.of(uri);
      const workspace = await scopes.workspaceOf(scope);
      if (this.scopes !== scopes) continue;
      if (token.isCancellationRequested) throw new Cancelled();
      const answers = workspace.unitsOf(this.files.snapshot(), uri, { isCancelled: () => token.isCancellationRequested });
      if (answers.some((answer) => answer.status === "cancelled")) throw new Cancelled();
      const missing = [...new Set(answers.flatMap((answer) => answer.missing))].filter((name) => this.files.text(name) === undefined);
      if (missing.length === 0 || round >= core.MAX_ROUNDS) return { answers, by: { core, scope } };
      await this.files.read(missing);
      // what was typed meanwhile may lead elsewhere
      if (state === this.files.state) round++;
    }
  }

  private findingsOfUnit({ planned, unit, failures }: UnitAnswer, { core, scope }: By, token: Token): readonly Finding[] {
    if (!unit) return [];
    const known = this.found.get(unit);
    if (known) return known;
    const { configuration, baseline } = scope;
    const { findings, failed } = core.checkUnit(unit, {
      profile: configuration.profile ?? "default",
      levels: configuration.rules ?? {},
      providers: configuration.providers ?? DEFAULT_PROVIDERS,
      token: { isCancelled: () => token.isCancellationRequested },
      memory: this.memories.of(scope, planned.id, () => new core.AnalysisMemory()),
    });
    if (token.isCancellationRequested) throw new Cancelled();
    for (const { uri, message } of failures) this.once(`${uri} could not be read: ${message}`);
    for (const rule of failed) this.once(`a rule failed: ${rule}`);
    const loud = findings.filter((finding) => !finding.suppressed && !baseline.has(finding.id));
    this.found.set(unit, loud);
    return loud;
  }

  private findingsOf({ answers, by }: Looked, token: Token): Finding[] {
    const found = new Map<string, Finding>();
    // a header is analysed in each unit that includes it and reported once
    if (by)
      for (const answer of answers)
        for (const finding of this.findingsOfUnit(answer, by, token)) found.set(`${finding.rule} ${finding.uri} ${finding.start}`, finding);
    return [...found.values()].sort((a, b) => a.start - b.start || (a.rule < b.rule ? -1 : 1));
  }

  private toChecked(uri: string, findings: readonly Finding[], held = false): Checked {
    const diagnostics: Diagnostic[] = findings
      .filter((finding) => finding.uri === uri)
      .map((finding) =>
        toDiagnostic(finding, (name) => this.files.lines(name), this.options.related(), this.options.ruleHref, this.proofs.get(finding)),
      );
    const version = this.files.isOpen(uri) ? (this.files.version(uri) ?? null) : null;
    const resultId = diagnostics.length === 0 ? NOTHING : hash(JSON.stringify(diagnostics));
    return { version, diagnostics, resultId, held };
  }

  /** Findings of one file, from the current texts. */
  async check(uri: string, token: Token): Promise<Checked> {
    const known = this.latest.get(uri);
    if (known && known.version === (this.files.version(uri) ?? null) && known.state === this.files.state) return known.checked;
    const looked = await this.unitsOf(uri, token);
    const { state } = this.files;
    const checked = this.files.isOpen(uri) ? this.checkOpen(uri, looked, token) : this.toChecked(uri, this.findingsOf(looked, token));
    if (checked.version !== null) this.latest.set(uri, { version: checked.version, state, checked });
    return checked;
  }

  /** While a document is typed and has a new syntax error, it keeps its last findings. */
  private checkOpen(uri: string, looked: Looked, token: Token): Checked {
    const text = this.files.text(uri) ?? "";
    const errors: readonly TextRange[] = looked.answers.map(({ unit }) => unit?.files.get(uri)?.source.errorRanges).find((e) => e) ?? [];
    const now: Shown = { text, errors, findings: this.findingsOf(looked, token).filter((finding) => finding.uri === uri) };
    const before = this.shown.get(uri);
    const settled = this.settled.get(uri) === this.files.version(uri);
    const kept = before && !settled ? keptWhileBroken(uri, before, now) : undefined;
    this.shown.set(uri, kept ?? now);
    return this.toChecked(uri, (kept ?? now).findings, kept !== undefined);
  }

  /** Findings of every file that is not open. */
  async checkWorkspace(token: Token, done: (uri: string, checked: Checked) => void): Promise<void> {
    await this.ready();
    if (!this.files.namesCalls) return;
    const core = await import("./core.ts");
    const { scopes } = this;
    // a header is met in each unit that includes it
    const met = new Map<string, Map<string, Finding>>();
    for (const scope of await this.scopesOfSeeds(scopes)) {
      const { units } = (await scopes.workspaceOf(scope)).plan(this.files.snapshot());
      for (const planned of units) {
        // a program is looked at under the settings of its first file
        if ((await scopes.of(planned.seeds[0] ?? planned.id)) === scope) await this.checkUnit(planned, { core, scope }, met, token, done);
      }
    }
  }

  /** Scopes that hold for some file that names one of the calls. */
  private async scopesOfSeeds(scopes: Scopes): Promise<ReadonlySet<Scope>> {
    const found = new Set<Scope>();
    for (const uri of this.files.callers) found.add(await scopes.of(uri));
    return found;
  }

  private async checkUnit(
    planned: PlannedUnit,
    by: By,
    met: Map<string, Map<string, Finding>>,
    token: Token,
    done: (uri: string, checked: Checked) => void,
  ): Promise<void> {
    const { scopes } = this;
    let answer: UnitAnswer;
    for (let round = 0; ; round++) {
      const workspace = await scopes.workspaceOf(by.scope);
      // with other settings the client asks anew
      if (token.isCancellationRequested || this.scopes !== scopes || !scopes.known.includes(by.scope)) throw new Cancelled();
      answer = workspace.unit(this.files.snapshot(), planned);
      if (answer.status !== "missing" || round >= by.core.MAX_ROUNDS) break;
      await this.files.read(answer.missing);
    }
    const findings = this.findingsOfUnit(answer, by, token);
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

  // ---------------------------------------------------------------------------------------------------------- proofs

  /** When searches look for orders that show findings. */
  proves(uri: string): "off" | "onSave" | "onDemand" {
    return this.scopes.editorOnly(uri).prove ?? "onDemand";
  }

  /** Functions with findings that a search may show, in the order of the file. */
  async provable(uri: string, token: Token): Promise<readonly string[]> {
    const found = this.findingsOf(await this.unitsOf(uri, token), token);
    const serious = found.filter((finding) => finding.uri === uri && (finding.severity === "error" || finding.severity === "warning"));
    return [...new Set(serious.flatMap((finding) => finding.function ?? []))];
  }

  /**
   * Searches for orders that show the findings of a file that are meant; what is found stays with them. Answers what is said of each, or
   * undefined if there is none.
   */
  async prove(
    uri: string,
    isMeant: (finding: Finding, range: Range) => boolean,
    seconds: number,
    token: Cancellation,
  ): Promise<readonly Proof[] | undefined> {
    const version = this.files.version(uri);
    const { answers, by } = await this.unitsOf(uri, token);
    const lines = this.files.lines(uri);
    if (!by || !lines || this.files.version(uri) !== version) return undefined;
    const said: Proof[] = [];
    for (const answer of answers) {
      const { unit } = answer;
      if (!unit) continue;
      const findings = this.findingsOfUnit(answer, by, token).filter(
        (finding) => finding.uri === uri && isMeant(finding, toRange(lines, finding.start, finding.end)),
      );
      if (findings.length === 0) continue;
      const { proofs } = await this.options.host.search(
        { ...this.searched(unit, by, uri), prove: { findings, seconds } },
        token,
        () => undefined,
      );
      if (token.isCancellationRequested) throw new Cancelled();
      for (const [i, finding] of findings.entries()) this.proofs.set(finding, proofs[i]!);
      said.push(...proofs);
    }
    this.latest.delete(uri);
    return said.length > 0 ? said : undefined;
  }

  /** What a search of a unit needs. */
  private searched(unit: Unit, { scope }: By, uri: string) {
    const { configuration } = scope;
    const texts = [...unit.files.keys()].flatMap((name): [string, string][] => {
      const text = this.files.text(name);
      return text === undefined ? [] : [[name, text]];
    });
    return {
      texts,
      uri,
      entry: "",
      target: configuration.target ?? ("win64" as const),
      define: configuration.define ?? [],
      providers: configuration.providers ?? [...DEFAULT_PROVIDERS],
      maxStates: this.scopes.editorOnly(uri).simulation?.maxStates ?? 50_000,
    };
  }

  // ------------------------------------------------------------------------------------------------------------ hover

  async hover(uri: string, position: Position): Promise<{ readonly markdown: string; readonly range: Range } | undefined> {
    const { scopes } = this;
    if (scopes.editorOnly(uri).hover?.enabled === false || this.files.text(uri) === undefined) return undefined;
    this.hovers ??= import("./hovers.ts").then((module) => new module.Hovers());
    const [hovers, parser, scope] = await Promise.all([this.hovers, this.options.host.parser(), scopes.of(uri)]);
    const text = this.files.text(uri);
    const lines = this.files.lines(uri);
    if (text === undefined || !lines) return undefined;
    return hovers.at({ uri, text, lines, target: scope.configuration.target ?? "win64" }, parser, position);
  }

  // ------------------------------------------------------------------------------------------------------- simulation

  async entries(uri: string, token: Token): Promise<readonly Entry[]> {
    const { answers, by } = await this.unitsOf(uri, token);
    const lines = this.files.lines(uri);
    const unit = answers.find((answer) => answer.unit)?.unit;
    return unit && lines && by ? by.core.entriesOf(unit, uri, lines) : [];
  }

  /** What a search or a debug session of a function reads, or why there is none. */
  async searchRequest(
    params: SimulateParams,
    token: Token,
  ): Promise<SearchRequest | { readonly problem: string; readonly entry?: string }> {
    const { uri } = params;
    const version = this.files.version(uri);
    const { answers, by } = await this.unitsOf(uri, token);
    // a position of an older text would name another function
    if (this.files.version(uri) !== version) throw new Stale();
    const unit = answers.find((answer) => answer.unit?.files.has(uri))?.unit;
    const lines = this.files.lines(uri);
    if (!unit || !lines || !by) return { problem: "This file does not start or cancel a request, and no file that does leads to it." };
    const chosen = params.position
      ? by.core.lineEntry(unit, uri, lines, params.position)
      : unit.functions.find((fn) => isProgramEntry(fn.name))?.name;
    const entry = params.entry ?? chosen;
    if (entry === undefined)
      return { problem: params.position ? "There is no function at the cursor." : "There is no main or WinMain; name a function." };
    const { configuration } = by.scope;
    const settings = this.scopes.editorOnly(uri).simulation;
    const scenario =
      params.scenario === false
        ? undefined
        : await scenarioFor(uri, settings?.scenario, this.scopes.folderOf(uri), async (target) => {
            const [bytes] = this.scenarios.text(target) === undefined ? await this.options.host.read([target]) : [];
            return this.scenarios.text(target) ?? (bytes && new TextDecoder().decode(bytes));
          });
    if (typeof scenario === "string") return { entry, problem: scenario };
    return {
      ...this.searched(unit, by, uri),
      entry,
      providers: params.providers ?? scenario?.read.providers ?? configuration.providers ?? [...DEFAULT_PROVIDERS],
      maxStates: params.maxStates ?? scenario?.options.maxStates ?? settings?.maxStates ?? 50_000,
      schedule: params.schedule,
      ...(params.replays && { replays: params.replays }),
      ...(scenario && { scenario: { name: scenario.name, options: scenario.options } }),
    };
  }

  async simulate(params: SimulateParams, token: Cancellation, progress: (text: string) => void): Promise<SimulateResult> {
    const { uri } = params;
    const version = this.files.version(uri);
    const request = await this.searchRequest(params, token);
    const none = { entry: request.entry ?? params.entry ?? "", uri, version, runs: [] };
    if ("problem" in request) return { ...none, problem: request.problem };
    const { scenario } = request;
    if (scenario) progress(`with ${scenario.name}`);
    let runs: readonly SimulationRun[];
    try {
      const answer = await this.options.host.search(request, token, (step) =>
        progress(
          `${step.provider}: ${step.states.toLocaleString("en")} states, ${step.violations === 1 ? "1 mistake" : `${step.violations} mistakes`} so far`,
        ),
      );
      runs = answer.runs;
    } catch (error) {
      // the search ran apart: of its errors the text has come
      if (scenario && error instanceof Error && error.message.startsWith(`${scenario.name}: `)) return { ...none, problem: error.message };
      throw error;
    }
    // what was found until it was cancelled is an answer: its last run says that it was cut
    if (runs.length === 0 && token.isCancellationRequested) throw new Cancelled();
    return { entry: request.entry, uri, version, runs };
  }
}
