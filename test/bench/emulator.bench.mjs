// Figures of the emulator, each as a ratio to a plain loop in the same run, so that they can be compared between machines.
// node --expose-gc test/bench/emulator.bench.mjs   prints a Markdown table.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Bench } from "tinybench";

const entry = fileURLToPath(new URL("../../server/src/emulator/index.ts", import.meta.url));
const bundle = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm", platform: "neutral", logLevel: "warning" });
const { Winsock, scriptedDatabase, profiles } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
);

const WM_X = 0x8001;
const names = scriptedDatabase({
  hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }],
  protocols: [{ name: "tcp", aliases: ["TCP"], number: 6 }],
});

function scene(options = {}) {
  const winsock = new Winsock({ names, clock: false, ...options });
  winsock.startup();
  winsock.RegisterClass(0, "C", 0x401000);
  const hWnd = winsock.CreateWindowEx(0, "C");
  return { winsock, hWnd, buffer: winsock.flat.allocate(1024), name: winsock.flat.allocateString("alpha.test") };
}

/** The unit: one turn of a loop that reads, adds and writes a number in an array. */
const cells = new Float64Array(64);
const PLAIN = 1000;
function plain() {
  for (let i = 0; i < PLAIN; i++) cells[i & 63] += i;
}

const calls = scene();
const steps = scene();
const loudSteps = scene({ onEvent: () => {} });
const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };

/** One request from start to handled message: 6 worker steps, 3 calls. */
function life({ winsock, hWnd, buffer, name }) {
  const here = base.get(winsock);
  winsock.restore(here);
  winsock.WSAAsyncGetHostByName(0, hWnd, WM_X, name, buffer, 1024);
  for (let i = 0; i < 6; i++) winsock.perform(winsock.enabledSteps("fine")[0]);
  winsock.GetMessage(0, msg, 0, 0, 0);
  winsock.DispatchMessage(0, msg);
  winsock.returnFromDispatch(0, 0);
}
const base = new Map([steps, loudSteps].map(({ winsock }) => [winsock, winsock.snapshot()]));

// A state in the middle of things, for snapshots: four requests in different states, two threads.
const busy = scene();
{
  const { winsock, hWnd, name } = busy;
  winsock.CreateThread(0, 0, 0);
  for (let i = 0; i < 4; i++) winsock.WSAAsyncGetHostByName(0, hWnd, WM_X, name, winsock.flat.allocate(1024), 1024);
  for (let i = 0; i < 9; i++) winsock.perform(winsock.enabledSteps("fine")[0]);
}
const from = busy.winsock.snapshot();
busy.winsock.perform(busy.winsock.enabledSteps("fine")[0]);
const to = busy.winsock.snapshot();

const bench = new Bench({ time: 400, warmupTime: 150 });
bench.add("plain loop, 1,000 turns", plain);
bench.add("call (WSACancelAsyncRequest of a foreign handle)", () => calls.winsock.WSACancelAsyncRequest(0, 0x777));
bench.add("call (PeekMessage of an empty queue)", () => calls.winsock.PeekMessage(0, msg, 0, 0, 0, 1));
bench.add("request from start to handler, silent", () => life(steps));
bench.add("request from start to handler, loud", () => life(loudSteps));
bench.add("scheduler step with its enabledSteps, snapshot and restore", () => {
  busy.winsock.restore(from);
  busy.winsock.perform(busy.winsock.enabledSteps("fine")[0]);
  busy.winsock.snapshot();
});
bench.add("snapshot of an unchanged state", () => busy.winsock.snapshot());
bench.add("restore of another state", () => {
  busy.winsock.restore(to);
  busy.winsock.restore(from);
});
await bench.run();

const median = (name) => bench.tasks.find((task) => task.name === name).result.latency.p50;
const turn = median("plain loop, 1,000 turns") / PLAIN;
const rows = bench.tasks.map((task) => {
  const milliseconds = task.result.latency.p50 / (task.name.startsWith("restore") ? 2 : 1);
  return [task.name, Math.round(1000 / milliseconds).toLocaleString("en"), Math.round(milliseconds / turn).toLocaleString("en")];
});

// Memory of requests that are pending.
const many = 100_000;
globalThis.gc?.();
const before = process.memoryUsage();
const held = scene({ profile: { ...profiles.documented, queueLimit: 0 } });
for (let i = 0; i < many; i++) held.winsock.WSAAsyncGetHostByName(0, held.hWnd, WM_X, held.name, held.buffer, 1024);
globalThis.gc?.();
const after = process.memoryUsage();
const bytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / many;
const plainArrays = [];
globalThis.gc?.();
const plainBefore = process.memoryUsage().heapUsed;
for (let i = 0; i < many; i++) plainArrays.push(new Array(20).fill(0));
globalThis.gc?.();
const plainBytes = (process.memoryUsage().heapUsed - plainBefore) / plainArrays.length;

console.log("| what | per second | in turns of the plain loop |\n|---|---|---|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
console.log(
  `| memory per pending request, ${many.toLocaleString("en")} pending | ${Math.round(bytes)} bytes | ${(bytes / plainBytes).toFixed(2)} times a plain array of 20 numbers |`,
);
if (held.winsock.requests().length !== many) throw new Error("requests are missing");
