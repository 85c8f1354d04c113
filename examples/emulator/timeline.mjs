// A request with a timeout, told event by event: SetTimer, a slow lookup, a cancel when the timer fires.
//   node examples/emulator/timeline.mjs        (after npm run build)
import { readFileSync } from "node:fs";
import { parseScripted, scriptedDatabase, Winsock } from "winsock-async/emulator";

const WM_RESOLVED = 0x8001;
const WM_TIMER = 0x0113;
const records = parseScripted(readFileSync(new URL("names.json", import.meta.url), "utf8"), "names.json");
const winsock = new Winsock({ names: scriptedDatabase(records) });
winsock.onEvent = ({ actor, kind, ...rest }) =>
  console.log(`${String(winsock.now).padStart(5)} ms  ${actor.padEnd(9)} ${kind} ${JSON.stringify(rest)}`);

const thread = winsock.mainThread;
winsock.startup();
let handle = 0;
winsock.RegisterClass(thread, "Main", (_thread, hWnd, message) => {
  if (message === WM_TIMER) {
    winsock.KillTimer(thread, hWnd, 1);
    winsock.WSACancelAsyncRequest(thread, handle);
  }
  return 0;
});
const hWnd = winsock.CreateWindowEx(thread, "Main");
handle = winsock.WSAAsyncGetHostByName(
  thread,
  hWnd,
  WM_RESOLVED,
  winsock.flat.allocateString("slow.test"),
  winsock.flat.allocate(1024),
  1024,
);
winsock.SetTimer(thread, hWnd, 1, 1000);

const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
for (let waits = 0; waits < 10; waits++) {
  const got = winsock.GetMessage(thread, msg);
  if (got === 1) winsock.DispatchMessage(thread, msg);
  else winsock.advance(1000); // the thread waits: let a second pass
}
