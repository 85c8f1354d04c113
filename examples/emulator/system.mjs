// Real names in a run that can be repeated: a dry run tells which names are asked for, node:dns resolves them, the answers become a scripted
// database, and the run is made with that. The records are printed: kept in a file, they give the same run again.
//   node examples/emulator/system.mjs localhost example.org        (after npm run build)
import { lookup } from "node:dns/promises";
import { everythingDatabase, recordingDatabase, scriptedDatabase, systemRecords, Winsock } from "winsock-async/emulator";

const wanted = process.argv.slice(2);
if (wanted.length === 0) wanted.push("localhost");

/** The program: one lookup after the other; answers one line for each message. */
function program(names) {
  const winsock = new Winsock({ names });
  const thread = winsock.mainThread;
  const lines = [];
  const buffer = winsock.flat.allocate(1024);
  const start = (hWnd) => {
    const name = wanted[lines.length];
    if (name !== undefined) winsock.WSAAsyncGetHostByName(thread, hWnd, 0x8001, winsock.flat.allocateString(name), buffer, 1024);
  };
  winsock.startup();
  winsock.RegisterClass(thread, "Main", (_thread, hWnd, _message, _wParam, lParam) => {
    lines.push(`${wanted[lines.length]}: error ${lParam >>> 16}, ${lParam & 0xffff} bytes`);
    start(hWnd);
    return 0;
  });
  start(winsock.CreateWindowEx(thread, "Main"));
  const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  while (winsock.run() > 0 || winsock.PeekMessage(thread, msg, 0, 0, 0, 0)) {
    while (winsock.PeekMessage(thread, msg, 0, 0, 0, 1)) winsock.DispatchMessage(thread, msg);
  }
  return lines;
}

const dry = recordingDatabase(everythingDatabase());
program(dry);
const asked = new Set(dry.asked.flatMap((query) => (query.kind === "hostByName" ? [query.name] : [])));
const results = await Promise.all(
  [...asked].map((name) =>
    lookup(name, { family: 4, all: true }).then(
      (found) => ({ name, addresses: found.map(({ address }) => address) }),
      ({ code }) => ({ name, code }),
    ),
  ),
);
const records = systemRecords(results);
for (const line of program(scriptedDatabase(records))) console.log(line);
console.log(JSON.stringify(records));
