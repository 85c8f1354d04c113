// Every order in which a cancel can fall among the steps of the resolver: a search of a dozen lines.
//   node examples/emulator/every-order.mjs        (after npm run build)
import { scriptedDatabase, Winsock } from "winsock-async/emulator";

const WM_RESOLVED = 0x8001;
const winsock = new Winsock({
  profile: process.argv[2] ?? "documented",
  names: scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] }),
  clock: false,
});
winsock.startup();
winsock.RegisterClass(0, "Main", 0x401000); // an address: nothing runs, the search looks at queues alone
const hWnd = winsock.CreateWindowEx(0, "Main");
const handle = winsock.WSAAsyncGetHostByName(
  0,
  hWnd,
  WM_RESOLVED,
  winsock.flat.allocateString("alpha.test"),
  winsock.flat.allocate(1024),
  1024,
);

const outcomes = new Map();
function explore(state, cancelled, path) {
  winsock.restore(state);
  const steps = winsock.enabledSteps("fine");
  if (cancelled !== undefined && steps.length === 0) {
    const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
    const outcome = `cancel ${cancelled}, ${winsock.PeekMessage(0, msg, 0, 0, 0, 1) ? "a message comes" : "no message"}`;
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), path.join(" ")]);
    return;
  }
  for (const step of steps) {
    winsock.restore(state);
    winsock.perform(step);
    explore(winsock.snapshot(), cancelled, [...path, step.kind]);
  }
  if (cancelled !== undefined) return;
  for (const option of [0, 1]) {
    winsock.restore(state);
    let asked = false;
    winsock.choose = ({ options }) => {
      asked = true;
      return Math.min(option, options.length - 1);
    };
    const result = winsock.WSACancelAsyncRequest(0, handle);
    explore(winsock.snapshot(), result === 0 ? "0" : `-1/${winsock.lastError(0)}`, [...path, "CANCEL"]);
    if (!asked) break; // the call had one answer only
  }
}
explore(winsock.snapshot(), undefined, []);

for (const [outcome, paths] of outcomes) console.log(`${outcome}\n${paths.map((p) => `    ${p}`).join("\n")}`);
