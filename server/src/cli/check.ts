/** `winsock-async check`. */
import { statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Level, ProviderName } from "../features/configuration.ts";
import { DEFAULT_PROVIDERS, wrapperNames } from "../features/settings.ts";
import { collect, reasonOf, slashes } from "../node/collect.ts";
import { atLeast, type CheckReport, compareFindings, type ReportedFile, type ReportedFinding } from "../report/findings.ts";
import { checkText } from "../report/text.ts";
import { applyFixes } from "./fix.ts";
import { requirePaths } from "./options.ts";
import { EXIT, painter, print, UsageError, warn } from "./output.ts";
import { Checking } from "./checking.ts";
import { checkUnits } from "./jobs.ts";
import { changedSince, type Shard, shardOf } from "./part.ts";
import { Domains } from "./domains.ts";
import { programFiles } from "./programFiles.ts";
import type { SettingsOptions } from "./settings.ts";
import { Tree } from "./tree.ts";
import { readProjects } from "./units.ts";

export interface CheckOptions extends SettingsOptions {
  readonly format: "text" | "json" | "sarif";
  readonly failOn: Level;
  readonly failOnUnread?: boolean;
  readonly provider?: readonly ProviderName[];
  readonly compileCommands?: string;
  readonly ignore: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly stdin?: boolean;
  readonly stdinPath?: string;
  /** Seconds of the search for one entry; absent: no search. */
  readonly prove?: number;
  readonly since?: string;
  readonly shard?: Shard;
  readonly showSuppressed?: boolean;
  readonly parser: string;
  /** Threads; as many as the machine has processors if absent. */
  readonly jobs?: number;
  readonly stats?: boolean;
  readonly quiet?: boolean;
  readonly color: string;
}

const folderOf = (path: string): string => (statSync(path).isDirectory() ? path : dirname(path));

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `script`: the command line's own file, which is what its threads run. */
export async function checkCommand(given: readonly string[], options: CheckOptions, version: string, script?: URL): Promise<number> {
  if (options.stdin && given.length > 0) throw new UsageError("--stdin reads one file; name it with --stdin-path");
  if (!options.stdin && options.stdinPath) throw new UsageError("--stdin-path needs --stdin");
  if (options.stdin && options.since !== undefined) throw new UsageError("--since compares files; standard input is none");
  if (options.stdin && (options.fix || options.fixDryRun)) throw new UsageError("--fix cannot write to standard input");
  const paths = options.stdin ? [] : given.length > 0 ? [...given] : ["."];
  requirePaths(paths);
  const start = paths[0] === undefined ? dirname(resolve(options.stdinPath ?? "stdin.c")) : folderOf(paths[0]);
  const domains = new Domains(options, start);
  const { settings } = domains.first;
  const { configuration } = settings;

  if (options.compileCommands !== undefined) requirePaths([options.compileCommands]);
  if (options.writeBaseline !== undefined) requirePaths([dirname(options.writeBaseline)]);
  const changed = options.since === undefined ? undefined : changedSince(options.since, paths.map(folderOf));
  const isMine = (file: string): boolean =>
    (options.shard === undefined || shardOf(file, resolve(start), options.shard.count) === options.shard.index) &&
    (changed?.(file) ?? true);

  const how = { useIgnoreFiles: options.ignore, exclude: configuration.exclude, excludeBase: settings.base, ...domains.excludeOf };
  const collected = collect(paths, how);
  // a file that is named alone is read with the rest of its program
  const named = options.stdinPath === undefined ? paths.filter((path) => !statSync(path).isDirectory()) : [options.stdinPath];
  const around = programFiles(named, { ...how, ...domains.excludeOthers(named) }, options.quiet ? () => {} : warn);
  const tree = new Tree(collected, (path) => wrapperNames(domains.of(path).settings.configuration), around.files);
  if (options.stdin) tree.addText(slashes(resolve(options.stdinPath ?? "stdin.c")), await readStdin());
  const projects = readProjects([
    ...(options.compileCommands === undefined ? [] : [resolve(options.compileCommands)]),
    ...new Set([...collected.projects, ...around.projects]),
  ]);

  const checking = new Checking(tree);
  const inUse = new Set(
    [...tree.facts].flatMap(([uri, { hits }]) => {
      const file = tree.pathOf(uri);
      return file !== undefined && (hits > 0 || named.length > 0) ? [domains.of(file)] : [];
    }),
  );
  // a unit may hold files of several settings: under each it is analysed as a whole, and says what it finds in the files they hold for
  for (const domain of inUse) {
    const isHere = (file: string): boolean => domains.of(file) === domain;
    const whole = options.shard === undefined && changed === undefined && inUse.size === 1 && named.length === 0;
    const mine = whole ? undefined : collected.files.filter((file) => isMine(file) && isHere(file));
    const { configuration } = domain.settings;
    const providers = configuration.providers ?? [...DEFAULT_PROVIDERS];
    const reports = await checkUnits(tree, projects, domain.settings, {
      check: { configuration, providers, ...(options.prove === undefined ? {} : { prove: { seconds: options.prove, mine } }) },
      parser: options.parser,
      // what comes from standard input lies on no disk for threads to read
      ...(options.stdin ? {} : { jobs: options.jobs, script }),
    });
    for (const report of reports) checking.add(report, isHere);
  }
  checking.finish();

  if (options.fix || options.fixDryRun) {
    const changed = applyFixes(tree, checking.fixable, options.fixDryRun === true);
    if (options.fixDryRun) await print(changed.diff);
    else if (!options.quiet) warn(`${changed.applied} fixes applied in ${changed.files} files`);
    if (options.fix && changed.applied > 0) return checkCommand(given, { ...options, fix: false }, version, script);
  }

  for (const file of tree.files) if (file.reason !== undefined) warn(`${file.file}: ${file.status}: ${file.reason}`);
  const report = finish(checking, tree.files, domains, options, { version, isMine });
  if (options.writeBaseline !== undefined) {
    const ids = checking.findings.filter((finding) => !finding.suppressed && isMine(finding.file)).map((finding) => finding.id);
    try {
      writeFileSync(options.writeBaseline, `${JSON.stringify({ version: 1, ids: [...new Set(ids)].sort() }, null, 2)}\n`);
    } catch (error) {
      throw new UsageError(`baseline '${options.writeBaseline}': ${reasonOf(error)}`);
    }
  }
  await print(await render(report, options, checking));
  return exitStatus(report, options);
}

/** Baselined and suppressed findings are left out unless asked for; ids that are no longer found are named. */
function finish(
  checking: Checking,
  files: readonly ReportedFile[],
  domains: Domains,
  options: CheckOptions,
  about: {
    readonly version: string;
    /** Whether the findings of a file belong to the part that was asked for. */
    readonly isMine: (file: string) => boolean;
  },
): CheckReport {
  const all = checking.findings
    .filter((finding) => about.isMine(finding.file))
    .sort(compareFindings)
    .map(
      (finding): ReportedFinding =>
        domains.of(finding.file).baseline?.has(finding.id) && !finding.suppressed
          ? { ...finding, suppressed: { kind: "baseline", reason: "in the baseline" } }
          : finding,
    );
  const { configuration } = domains.first.settings;
  const refuted = all.filter((finding) => finding.refutedBy !== undefined);
  const hidden = new Set(refuted.filter(({ file }) => domains.of(file).settings.configuration.profile !== "strict"));
  const shown = all.filter((finding) => !hidden.has(finding) && (options.showSuppressed || !finding.suppressed));
  const found = new Set(all.map((finding) => finding.id));
  // a part cannot say what the whole no longer has
  const isPart = options.since !== undefined || options.shard !== undefined;
  const gone = isPart ? [] : domains.baselined.filter((id) => !found.has(id));
  if (gone.length > 0 && !options.quiet)
    warn(`information: ${gone.length} findings of the baseline are no longer found: ${gone.join(", ")}`);
  const count = (status: ReportedFile["status"]): number => files.filter((file) => file.status === status).length;
  const analysed = count("analysed") + count("partly");
  return {
    version: 1,
    tool: { name: "winsock-async", version: about.version },
    target: configuration.target ?? "win64",
    profile: configuration.profile ?? "default",
    providers: configuration.providers ?? [...DEFAULT_PROVIDERS],
    findings: shown,
    files,
    stats: {
      files: files.length,
      analysed,
      passed: count("passed"),
      notAnalysed: files.length - analysed - count("passed"),
      findings: all.filter((finding) => !finding.suppressed && !hidden.has(finding)).length,
      suppressed: all.filter((finding) => finding.suppressed).length,
      ...(options.prove === undefined ? {} : { refuted: refuted.length }),
      suppressedByUnknown: checking.heldBack,
    },
  };
}

async function render(report: CheckReport, options: CheckOptions, checking: Checking): Promise<string> {
  if (options.format === "json") return `${JSON.stringify(report)}\n`;
  if (options.format === "sarif") {
    const [{ checkSarif }, { ruleInformation }] = await Promise.all([import("../report/sarif.ts"), import("./rules.ts")]);
    const named = new Set(report.findings.map((finding) => finding.rule));
    return `${JSON.stringify(
      checkSarif(
        report,
        ruleInformation().filter((rule) => named.has(rule.id)),
        checking.traces,
      ),
      null,
      2,
    )}\n`;
  }
  return checkText(report, {
    quiet: options.quiet === true,
    stats: options.stats === true,
    paint: painter(options.color),
    open: checking.open,
  });
}

function exitStatus(report: CheckReport, options: CheckOptions): number {
  if (report.files.some((file) => file.status === "failed")) return EXIT.failure;
  if (report.findings.some((finding) => !finding.suppressed && atLeast(finding.severity, options.failOn))) return EXIT.findings;
  const unread = report.files.some((file) => file.status === "unreadable" || file.status === "binary" || file.status === "too-large");
  return options.failOnUnread && unread ? EXIT.findings : EXIT.clean;
}
