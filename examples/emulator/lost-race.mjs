// What happens if a lookup is cancelled just too late? Runs the same program under four providers and prints what each does.
//   node examples/emulator/lost-race.mjs        (after npm run build)
import { profiles, scriptedDatabase, Winsock } from "winsock-async/emulator";

const WM_RESOLVED = 0x8001;
const names = scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] });

for (const profile of Object.values(profiles)) {
  const winsock = new Winsock({ profile, names });
  const thread = winsock.mainThread;
  const seen = [];
  winsock.startup(); // WSAStartup(2.2)
  winsock.RegisterClass(thread, "Main", (_thread, _hWnd, message, handle, lParam) => {
    if (message === WM_RESOLVED) seen.push(`message for ${handle}, error ${Math.floor(lParam / 65536)}`);
    return 0;
  });
  const hWnd = winsock.CreateWindowEx(thread, "Main");
  const buffer = winsock.flat.allocate(1024);
  const name = winsock.flat.allocateString("alpha.test");
  const handle = winsock.WSAAsyncGetHostByName(thread, hWnd, WM_RESOLVED, name, buffer, 1024);

  winsock.run(5); // the worker has copied and marked the request, but has not posted yet
  const result = winsock.WSACancelAsyncRequest(thread, handle);
  const error = result === 0 ? "" : `, WSAGetLastError ${winsock.WSAGetLastError(thread)}`;

  const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  const atOnce = winsock.PeekMessage(thread, msg, hWnd, WM_RESOLVED, WM_RESOLVED, 1);
  winsock.run();
  while (winsock.PeekMessage(thread, msg, 0, 0, 0, 1) === 1) winsock.DispatchMessage(thread, msg);

  console.log(`${profile.name}: cancel ${result}${error}; a look at once finds ${atOnce}; later: ${seen.join("; ") || "nothing"}`);
}
