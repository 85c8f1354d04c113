#!/usr/bin/env node
// Counts which certain verdicts of a hand-made list a search shows: proven, shown with assumptions, refuted, or not, and why.
//   proof-score.mjs CORPUS TRUTH.json [--seconds N] [--jobs N] [--markdown] [--cli FILE] [--report FILE]
// CORPUS is a folder made by the corpus's own checkout script. --report takes what an earlier `check --prove --format json` wrote.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "20" },
    jobs: { type: "string", default: "2" },
    markdown: { type: "boolean", default: false },
    cli: { type: "string", default: join(root, "dist/winsock-async.mjs") },
    report: { type: "string" },
  },
});
const [corpus, truthFile] = positionals;
if (!corpus || !truthFile) {
  console.error("usage: proof-score.mjs CORPUS TRUTH.json [--seconds N] [--jobs N] [--markdown] [--cli FILE] [--report FILE]");
  process.exit(2);
}

/** Kinds of verdicts that are a matter of tidiness; the rest is serious. */
const HYGIENE = new Set(["stale-handle", "handle-discarded", "cancel-zero-handle", "handle-truncated", "no-cancel-on-destroy"]);
/** Lines between a finding and the verdict that it meets: many mistakes have no single place. */
const REACH = 15;

function checked() {
  if (values.report) return readFileSync(values.report, "utf8");
  const args = [values.cli, "check", `--prove=${values.seconds}`, "--jobs", values.jobs, "--format", "json", corpus];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status === null || status > 1) throw new Error(stderr);
  return stdout;
}

const report = JSON.parse(checked());
const under = (file) => relative(resolve(corpus), resolve(file)).replaceAll("\\", "/");
const findings = report.findings.map((finding) => ({ ...finding, at: under(finding.file) }));

/** How much a search says about a finding, the most first. */
const STRENGTH = ["proven", "shown", "refuted", "open"];
function verdictOf(finding) {
  if (finding.witness) return finding.confidence === "proven" ? "proven" : "shown";
  return finding.refutedBy ? "refuted" : "open";
}

const rows = [];
for (const { file, findings: verdicts } of JSON.parse(readFileSync(truthFile, "utf8"))) {
  if (!existsSync(join(corpus, file))) continue;
  for (const verdict of verdicts) {
    if (!verdict.certain || verdict.rules.length === 0 || verdict.kind === "cancel-result-ignored") continue;
    const serious = !HYGIENE.has(verdict.kind);
    const near = ({ line }) => Math.abs(line - verdict.line);
    const own = findings.filter(({ at, rule }) => at === file && verdict.rules.includes(rule));
    // the place of a finding, else one that it names: a cancel and the start behind it are one mistake
    const met = own
      .filter((finding) => near(finding) <= REACH)
      .concat(own.filter(({ related }) => related.some((place) => under(place.file) === file && near(place) <= 1)))
      .sort((a, b) => near(a) - near(b) || STRENGTH.indexOf(verdictOf(a)) - STRENGTH.indexOf(verdictOf(b)))[0];
    const result = met ? verdictOf(met) : "not reported";
    const why = !met
      ? "the checker does not report it"
      : result === "shown"
        ? `${met.witness.entry}: ${met.assumptions.length} assumptions`
        : (met.unproven ?? "");
    rows.push({ file, line: verdict.line, rule: met?.rule ?? verdict.rules[0], serious, result, why });
  }
}

const count = (test) => {
  const all = rows.filter(test);
  const of = (result) => all.filter((row) => row.result === result).length;
  return `${all.length}: proven ${of("proven")}, shown with assumptions ${of("shown")}, refuted ${of("refuted")}, not shown ${of("open")}, not reported ${of("not reported")}`;
};
if (values.markdown) {
  console.log("| place | rule | verdict of the search | entry and assumptions, or what stood in the way |\n|---|---|---|---|");
  for (const { file, line, rule, serious, result, why } of rows)
    if (serious)
      console.log(
        `| \`${file.replace("__", "/")}:${line}\` | ${rule} | ${result === "open" ? "not shown" : result} | ${why.replaceAll("|", "/")} |`,
      );
} else
  for (const row of rows)
    console.log([row.result, row.serious ? "serious" : "hygiene", `${row.file}:${row.line}`, row.rule, row.why].join("\t"));
console.error(`serious ${count((row) => row.serious)}`);
console.error(`all ${count(() => true)}`);
