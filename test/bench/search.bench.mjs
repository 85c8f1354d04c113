// Speed of the search: the bare protocol, the same model in SPIN in the same run, and C programs with orders left out and without.
// node --expose-gc test/bench/search.bench.mjs   prints Markdown tables; without spin and gcc their rows are left out.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "winsock-async-bench-"));
const per = (count, ms) => Math.round((count / ms) * 1000).toLocaleString("en");
const whole = (count) => Math.round(count).toLocaleString("en");

async function load(name, contents) {
  const outfile = join(work, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    outfile,
    format: "esm",
    platform: "node",
    nodePaths: [join(root, "node_modules")],
    external: ["tree-sitter", "tree-sitter-c", "tree-sitter-cpp"],
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}

/** Milliseconds of the fastest of three runs, and the last result. */
function fastest(action) {
  let best = Number.POSITIVE_INFINITY;
  let result;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    result = action();
    best = Math.min(best, performance.now() - start);
  }
  return { ms: best, result };
}

const held = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

// ------------------------------------------------------------------------------------------------------------------ the bare protocol

const { Winsock, scriptedDatabase, withKnobs, profiles } = await load("emulator", 'export * from "./server/src/emulator/index.ts";');

/** `requests` lookups, a cancel of each, and a program that takes messages: the emulator, and what leads on from a state. */
function scene(requests) {
  const winsock = new Winsock({
    names: scriptedDatabase({ protocols: [{ name: "tcp", aliases: [], number: 6 }] }),
    clock: false,
    profile: withKnobs(profiles.documented, { worker: "pool" }),
  });
  winsock.startup();
  winsock.RegisterClass(0, "C", 0x401000);
  const hWnd = winsock.CreateWindowEx(0, "C");
  const handles = Array.from({ length: requests }, () =>
    winsock.WSAAsyncGetProtoByName(0, hWnd, 0x8001, winsock.flat.allocateString("tcp"), winsock.flat.allocate(1024), 1024),
  );
  const message = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  const cancels = handles.map((handle) => () => winsock.WSACancelAsyncRequest(0, handle));
  return { winsock, cancels, take: () => winsock.PeekMessage(0, message, 0, 0, 0, 1) };
}

/** Every order, depth first. `follow` calls `reach` for each that leads on. */
function everyOrder(winsock, requests, follow) {
  const masks = 1 << requests;
  let seen = new Uint8Array(1 << 16);
  const stack = [];
  let states = 0;
  let transitions = 0;
  const reach = (state, cancelled) => {
    transitions++;
    const key = state * masks + cancelled;
    if (key >= seen.length) {
      const larger = new Uint8Array(Math.max(seen.length * 2, key + 1));
      larger.set(seen);
      seen = larger;
    }
    if (seen[key]) return;
    seen[key] = 1;
    states++;
    stack.push(state, cancelled);
  };
  reach(winsock.snapshot(), 0);
  while (stack.length > 0) {
    const cancelled = stack.pop();
    follow(stack.pop(), cancelled, reach);
  }
  return { states, transitions, seen, winsock };
}

/** Each step and call made anew. */
function protocolRun(requests) {
  const { winsock, cancels, take } = scene(requests);
  return everyOrder(winsock, requests, (here, cancelled, reach) => {
    winsock.restore(here);
    for (const step of winsock.enabledSteps("fine")) {
      winsock.restore(here);
      winsock.perform(step);
      reach(winsock.snapshot(), cancelled);
    }
    for (let i = 0; i < requests; i++) {
      if (cancelled & (1 << i)) continue;
      winsock.restore(here);
      cancels[i]();
      reach(winsock.snapshot(), cancelled | (1 << i));
    }
    winsock.restore(here);
    if (take() !== 0) reach(winsock.snapshot(), cancelled);
  });
}

/** What a step or call did is remembered by what it looked at. */
function protocol(requests) {
  const { winsock, cancels, take } = scene(requests);
  const successors = winsock.successors();
  const actions = cancels.map((run) => successors.action(run));
  const taking = successors.action(take);
  const result = everyOrder(winsock, requests, (here, cancelled, reach) => {
    const steps = successors.steps(here, "fine");
    for (let i = 0; i < steps.length; i++) reach(successors.after(here, steps[i]), cancelled);
    for (let i = 0; i < requests; i++) if (!(cancelled & (1 << i))) reach(successors.after(here, actions[i]), cancelled | (1 << i));
    const next = successors.after(here, taking);
    if (successors.result !== 0) reach(next, cancelled);
  });
  return { ...result, successors };
}

console.log("| bare protocol, every order | states | transitions | states per second | transitions per second |\n|---|---|---|---|---|");
for (const requests of [2, 3, 4]) {
  for (const [how, search] of [
    ["each step made anew", protocolRun],
    ["steps remembered", protocol],
  ]) {
    const { ms, result } = fastest(() => search(requests));
    console.log(
      `| ${requests} requests, a cancel of each, messages taken; ${how} | ${whole(result.states)} | ${whole(result.transitions)} | ${per(result.states, ms)} | ${per(result.transitions, ms)} |`,
    );
  }
}
const before = held();
const kept = protocol(4);
const bytes = (held() - before) / kept.states;
console.log(`\nMemory of a state, ${whole(kept.states)} of them: ${whole(bytes)} bytes.`);

// ------------------------------------------------------------------------------------------------------------- SPIN on the same model

const hasSpin = ["spin", "gcc"].every((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);

/** States, transitions and seconds of an exhaustive search of a model. */
function spin(model, defines, reduce) {
  const folder = mkdtempSync(join(work, "spin-"));
  const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
  execFileSync("spin", [...flags, "-a", model], { cwd: folder });
  execFileSync("gcc", ["-O2", "-w", "-DSAFETY", ...(reduce ? [] : ["-DNOREDUCE"]), ...flags, "-o", "pan", "pan.c"], { cwd: folder });
  let text = "";
  const { ms } = fastest(() => {
    text = execFileSync("./pan", ["-m100000", "-E"], { cwd: folder, maxBuffer: 1 << 28, encoding: "utf8" });
  });
  const number = (pattern) => Number(pattern.exec(text)?.[1]);
  return { states: number(/([\d.e+]+) states, stored/), transitions: number(/([\d.e+]+) transitions/), ms };
}

if (hasSpin) {
  const { runEmulator } = await load("oracle", 'export { runEmulator } from "./test/oracles/spin/emulator.ts";');
  const model = join(root, "test", "oracles", "spin", "requests.pml");
  console.log(
    "\n| the model of test/oracles/spin, whole process | states | transitions | ms | states per second | transitions per second |\n|---|---|---|---|---|---|",
  );
  const row = (name, { states, transitions, ms }) =>
    console.log(`| ${name} | ${whole(states)} | ${whole(transitions)} | ${whole(ms)} | ${per(states, ms)} | ${per(transitions, ms)} |`);
  for (const [requests, limit] of [
    [1, 5],
    [2, 4],
  ]) {
    const defines = { REQUESTS: requests, LIMIT: limit };
    row(`SPIN, ${requests} requests, ${limit} calls`, spin(model, defines, false));
    const { ms, result } = fastest(() => runEmulator(requests, limit));
    row(`emulator, ${requests} requests, ${limit} calls (what was called and answered is a text)`, { ...result, ms });
  }
}

// ----------------------------------------------------------------------------------------------------------------------- C programs

const { initialiseParser, unitOfTexts, createSimulation } = await load(
  "search",
  `export { initialiseParser } from "./server/src/source/parser.ts";
   export { unitOfTexts } from "./server/src/program/fromTexts.ts";
   export { createSimulation } from "./server/src/explorer/simulate.ts";`,
);
const grammar = (name) => readFileSync(join(root, "grammars", name));
const parser = await initialiseParser({
  runtimeWasm: grammar("web-tree-sitter.wasm"),
  c: grammar("tree-sitter-c.wasm"),
  cpp: grammar("tree-sitter-cpp.wasm"),
  now: () => performance.now(),
});
const fixtures = join(root, "test", "fixtures", "explorer");
const header = readFileSync(join(fixtures, "window.h"), "utf8");

function search(file, reduce, provider = "documented") {
  const unit = unitOfTexts(parser, { "file:///p/a.c": readFileSync(file, "utf8"), "file:///p/window.h": header }, { target: "win64" });
  const driver = createSimulation(unit, undefined, { provider, reduce });
  const start = performance.now();
  while (!driver.run(1000)) {
    // to its end
  }
  const ms = performance.now() - start;
  return { ...driver.progress, ms, driver };
}

/** Programs with several requests, where an order can be left out; the list of explorer/reduction.test.ts. */
const SEVERAL = [
  "handle-overwritten.right.c",
  "wparam-ignored.wrong.c",
  "shared-buffer.right.c",
  "reduction/three-requests.c",
  "reduction/four-requests.c",
];
console.log(
  "\n| C program | states, all orders | with orders left out | factor | states per second | transitions per second |\n|---|---|---|---|---|---|",
);
const sum = { full: 0, reduced: 0 };
for (const name of SEVERAL) {
  search(join(fixtures, name), true);
  const full = search(join(fixtures, name), false);
  const reduced = search(join(fixtures, name), true);
  sum.full += full.states;
  sum.reduced += reduced.states;
  console.log(
    `| ${name} | ${whole(full.states)} | ${whole(reduced.states)} | ${(full.states / reduced.states).toFixed(1)} | ${per(full.states, full.ms)} | ${per(full.transitions, full.ms)} |`,
  );
}
console.log(`| all | ${whole(sum.full)} | ${whole(sum.reduced)} | ${(sum.full / sum.reduced).toFixed(1)} | | |`);
const heap = held();
const four = search(join(fixtures, "reduction/four-requests.c"), false);
console.log(`\nMemory of a state of a C program, ${whole(four.states)} of them: ${whole((held() - heap) / four.states)} bytes.`);

if (hasSpin) {
  const models = join(root, "test", "oracles", "search");
  console.log("\n| program of test/oracles/search | SPIN: states | ms | search: states | ms |\n|---|---|---|---|---|");
  for (const file of readdirSync(models).filter((name) => name.endsWith(".c"))) {
    const there = spin(join(models, file.replace(/c$/, "pml")), {}, false);
    search(join(models, file), true);
    const here = search(join(models, file), true);
    console.log(`| ${file} | ${whole(there.states)} | ${whole(there.ms)} | ${whole(here.states)} | ${whole(here.ms)} |`);
  }
}
parser.delete();
rmSync(work, { recursive: true, force: true });
