#!/usr/bin/env node
// npm run mutation -- [--files part,part] [--sample N] [--seed N] [--survivors | --open | --partly] [--budget MS] [--jobs N] [--minutes N]
// [--prepare | --compile | --compiled | --list]: mutation testing of rules/ and analysis/.
// docs/mutation.md says how it works and how to read it. Results are kept in out/mutation/ and join those of earlier runs.
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, instrument } from "./mutation/instrument.mjs";
import { invalid } from "./mutation/compile.mjs";
import { report } from "./mutation/report.mjs";
import { root, setUp } from "./setup.mjs";

const { values: options } = parseArgs({
  options: {
    files: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    survivors: { type: "boolean" },
    open: { type: "boolean" },
    prepare: { type: "boolean" },
    compile: { type: "boolean" },
    compiled: { type: "boolean" },
    jobs: { type: "string", default: "1" },
    list: { type: "boolean" },
    minutes: { type: "string" },
    budget: { type: "string" },
    partly: { type: "boolean" },
    beside: { type: "string" },
  },
});
const out = join(root, "out", "mutation");
mkdirSync(out, { recursive: true });
const read = (name, otherwise) => (existsSync(join(out, name)) ? JSON.parse(readFileSync(join(out, name), "utf8")) : otherwise);
const write = (name, data) => writeFileSync(join(out, name), JSON.stringify(data));

setUp({ quiet: true });
const phase = (name) =>
  console.log(
    `${name}: ${(performance.now() / 1000).toFixed(1)} s, processor ${((process.cpuUsage().user + process.cpuUsage().system) / 1e6).toFixed(1)} s`,
  );
const { mutants, code } = await instrument(root);
phase("instrumented");
/** By key, from this run and those before; the code around a mutant is part of its key, so what changed is judged anew. */
const results = read("results.json", {});
const doesNotCompile = read("invalid.json", {});

if (!options.list) await run();
report({ root, mutants, results, doesNotCompile, list: options.list === true, only: matches });

function matches(mutant) {
  const parts = options.files?.split(",");
  return !parts || parts.some((part) => mutant.file.includes(part));
}

async function run() {
  let chosen = mutants.filter(matches);
  // what a run that is stopped has judged is a fair sample
  if (options.sample || options.minutes) {
    const next = random(Number(options.seed));
    for (let i = chosen.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [chosen[i], chosen[j]] = [chosen[j], chosen[i]];
    }
    if (options.sample) chosen = chosen.slice(0, Number(options.sample));
  }
  if (options.survivors) chosen = chosen.filter((m) => /survived|uncovered/.test(results[m.key]?.status ?? ""));
  if (options.open) chosen = chosen.filter((m) => results[m.key] === undefined);
  if (options.partly) chosen = chosen.filter((m) => results[m.key]?.left > 0);
  // the type checker may run beside the judges: --compile asks it alone, --compiled does not ask it
  if (!options.compiled) await invalid(root, chosen, doesNotCompile, () => write("invalid.json", doesNotCompile));
  if (options.compile) return;
  chosen = chosen.filter((m) => doesNotCompile[m.key] !== true);

  phase("compiled");
  await bundle(root, code, out);
  phase("bundled");
  write("mutants.json", mutants);
  const first = await worker();
  // judges that an earlier survey knew have been asked
  const asked = new Set(options.beside ? JSON.parse(readFileSync(options.beside, "utf8")).judges.map((j) => j.name) : []);
  const surveyOf = async (name) => {
    first.send({ survey: join(out, name), without: [...asked] });
    if (!(await answer(first, "surveyed", 3_600_000))) process.exit(1);
    return read(name);
  };
  const digest = digestOf();
  let survey;
  if (options.beside) survey = await surveyOf("survey-beside.json");
  else if (read("survey.digest", "") === digest && existsSync(join(out, "survey.json"))) survey = read("survey.json");
  else {
    survey = await surveyOf("survey.json");
    write("survey.digest", digest);
  }
  phase("surveyed");
  if (options.prepare) return first.kill();
  const meeting = new Map();
  survey.judges.forEach(({ met }, i) => {
    for (const id of met) (meeting.get(id) ?? meeting.set(id, []).get(id)).push(i);
  });
  const atLoad = new Set(survey.atLoad);
  /** Judges that meet anything of a file: for what runs when its module loads. */
  const ofFile = new Map();
  for (const m of mutants)
    for (const i of meeting.get(m.id) ?? []) (ofFile.get(m.file) ?? ofFile.set(m.file, new Set()).get(m.file)).add(i);
  console.log(`${chosen.length} mutants, ${survey.judges.length} judges`);

  const times = survey.judges.map((j) => j.ms);
  const names = survey.judges.map((j) => j.name);
  const baseOf = (file) => file.replace(/^.*\//, "").replace(/\.ts$/, "");
  const isOwn = (file, name) => name.startsWith(`${baseOf(file)}.`) || name.includes(`/${baseOf(file)}.test.ts`);
  /** How many mutants of a file, or of a line, each judge has killed; what killed before is asked first. */
  const kills = new Map();
  const general = new Map();
  const killsOf = (place) => kills.get(place) ?? kills.set(place, new Map()).get(place);
  const judgeNamed = new Map(names.map((name, i) => [name, i]));
  for (const m of mutants) {
    const i = judgeNamed.get(results[m.key]?.judge);
    if (i === undefined) continue;
    general.set(i, (general.get(i) ?? 0) + 1);
    for (const place of [m.file, `${m.file}:${m.line}`]) killsOf(place).set(i, (killsOf(place).get(i) ?? 0) + 1);
  }
  const queue = [...chosen];
  const started = Date.now();
  const deadline = options.minutes ? started + 60_000 * Number(options.minutes) : Number.POSITIVE_INFINITY;
  let done = 0;
  const note = (mutant, status, judge, left) => {
    left ??= status === "survived" && options.beside ? results[mutant.key]?.left : undefined;
    results[mutant.key] = { status, ...(judge === undefined ? {} : { judge }), ...(left ? { left } : {}) };
    if (++done % 50 === 0) write("results.json", results);
    if (done % 100 === 0) {
      console.log(`${done} of ${chosen.length}, ${((Date.now() - started) / 60_000).toFixed(1)} min`);
    }
  };
  /** Mutants of which the type checker that runs beside this has said nothing yet. */
  let later = [];
  /** How often nothing new was heard of it. */
  let silent = 0;
  const next = async () => {
    for (;;) {
      const m = queue.shift();
      if (m && doesNotCompile[m.key] === undefined) {
        later.push(m);
        if (later.length % 200 === 0) hear();
      } else if (m && doesNotCompile[m.key]) continue;
      else if (m || later.length === 0 || Date.now() > deadline) return m;
      else if (hear()) silent = 0;
      else if (++silent > 120) return undefined;
      else await new Promise((resolve) => setTimeout(resolve, 5000));
    }
  };
  /** Takes over what the type checker has said since; true if that is something of those put off. */
  const hear = () => {
    try {
      Object.assign(doesNotCompile, read("invalid.json", {}));
    } catch {
      return false; // it is being written
    }
    const known = later.filter((m) => doesNotCompile[m.key] !== undefined);
    later = later.filter((m) => doesNotCompile[m.key] === undefined);
    queue.unshift(...known);
    return known.length > 0;
  };
  /** A judge failed with the mutant and without it: what an earlier mutant left behind. Asked again in a new process, once. */
  const broken = new Set();
  const again = (mutant) => {
    if (broken.has(mutant.id)) note(mutant, "survived");
    else queue.unshift(mutant);
    broken.add(mutant.id);
  };
  const serve = async (ready) => {
    let process = ready;
    process.send({ baseline: times });
    let judged = 0;
    for (let m = await next(); m && Date.now() < deadline; m = await next()) {
      const all = atLoad.has(m.id) ? [...(ofFile.get(m.file) ?? survey.judges.keys())] : (meeting.get(m.id) ?? []);
      const judges = all.filter((i) => !asked.has(survey.judges[i].name));
      if (judges.length === 0) {
        if (options.beside) continue;
        note(m, survey.hits[m.id] === undefined ? "uncovered" : "survived");
        continue;
      }
      const own = killsOf(m.file);
      const near = killsOf(`${m.file}:${m.line}`);
      const promise = (i) =>
        (near.has(i) ? 1e6 : 0) + (own.get(i) ?? 0) + (isOwn(m.file, names[i]) ? 0.5 : 0) + Math.min(0.4, 0.02 * (general.get(i) ?? 0));
      const promises = new Map(judges.map((i) => [i, promise(i)]));
      judges.sort((a, b) => promises.get(b) - promises.get(a) || times[a] - times[b]);
      process.send({
        order: {
          id: m.id,
          atLoad: atLoad.has(m.id),
          judges,
          limit: 10_000 + 30 * (survey.hits[m.id] ?? 0),
          budget: Number(options.budget ?? 1e9),
        },
      });
      const verdict = await answer(process, "verdict", 1_800_000);
      if (verdict?.status === "broken") again(m);
      else if (verdict) {
        note(m, verdict.status, names[verdict.judge], verdict.left);
        if (verdict.judge !== undefined) general.set(verdict.judge, (general.get(verdict.judge) ?? 0) + 1);
        if (verdict.judge !== undefined) for (const k of [own, near]) k.set(verdict.judge, (k.get(verdict.judge) ?? 0) + 1);
      } else note(m, "timeout");
      // memory of modules that were loaded for one mutant
      if (!verdict || verdict.status === "broken" || ++judged % 1500 === 0) {
        process.kill("SIGKILL");
        process = await worker();
        process.send({ baseline: times });
      }
    }
    process.kill();
  };
  const others = Array.from({ length: Number(options.jobs) - 1 }, () => worker().then(serve));
  await Promise.all([serve(first), ...others]);
  write("results.json", results);
  console.log(`${done} mutants in ${((Date.now() - started) / 60_000).toFixed(1)} min`);
}

/** Of all that a survey depends on. */
function digestOf() {
  const hash = createHash("sha256");
  for (const name of ["base.mjs", "observed.cjs"]) hash.update(readFileSync(join(out, name)));
  for (const folder of ["fixtures", "findings"]) {
    const path = join(root, "server", "src", "rules", folder);
    for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  }
  return hash.digest("hex");
}

async function worker() {
  const child = fork(join(out, "base.mjs"), { cwd: root, execArgv: ["--max-old-space-size=3000", "--no-warnings"] });
  if (!(await answer(child, "ready", 300_000))) throw new Error("a worker did not begin");
  return child;
}

/** The named part of the next message; undefined if the process ends or says nothing for so long. */
function answer(child, part, timeout = 600_000) {
  return new Promise((resolve) => {
    const end = (value) => {
      clearTimeout(timer);
      child.off("message", hear);
      child.off("exit", gone);
      resolve(value);
    };
    const hear = (message) => {
      if (part in message) end(message[part]);
    };
    const gone = () => end(undefined);
    const timer = setTimeout(gone, timeout);
    child.on("message", hear);
    child.on("exit", gone);
  });
}

/** Park and Miller's generator: the same sample for the same seed. */
function random(seed) {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
