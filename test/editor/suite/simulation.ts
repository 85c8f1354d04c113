/** A simulation as a person drives it: how far it is, its end before its time, the timeline, and files that are written. */
import * as vscode from "vscode";
import { equal, example, matches, read, until, workspace, write } from "./checks.ts";
import { Hand } from "./hand.ts";

export interface Simulated {
  readonly runs: readonly {
    readonly provider: string;
    readonly exhaustive: boolean;
    readonly bounds: readonly { readonly kind: string }[];
    readonly violations: readonly {
      readonly rule: string;
      readonly schedule: string;
      readonly events: readonly { readonly step: number }[];
    }[];
  }[];
}

export interface Api {
  readonly ready: Promise<void>;
  timeline(): { readonly events: number; readonly lanes: number } | undefined;
  simulating(): { readonly progress: string } | undefined;
}

/** Six requests that end in any order, and cancel one another: more orders than anybody waits for. */
function longProgram(): string {
  const starts = Array.from(
    { length: 6 },
    (_, i) => `    h[${i}] = WSAAsyncGetHostByName(w, WM_APP + ${i}, "n${i}.test", b[${i}], sizeof b[${i}]);`,
  );
  return `#include <winsock2.h>
#include <stdio.h>
static HANDLE h[6];
static char b[6][MAXGETHOSTSTRUCT];
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM p, LPARAM l)
{
    if (m >= WM_APP && m < WM_APP + 6) { printf("%u", m - WM_APP); WSACancelAsyncRequest(h[(m + 1) % 6]); return 0; }
    return DefWindowProc(w, m, p, l);
}
int main(void)
{
    WNDCLASS c = {0};
    MSG m;
    HWND w;
    WSADATA d;
    WSAStartup(MAKEWORD(2, 2), &d);
    c.lpfnWndProc = proc;
    c.lpszClassName = "c";
    RegisterClass(&c);
    w = CreateWindow("c", "c", 0, 0, 0, 0, 0, 0, 0, 0, 0);
${starts.join("\n")}
    while (GetMessage(&m, 0, 0, 0) > 0) DispatchMessage(&m);
    return 0;
}
`;
}

/** A search says how far it is, is ended by the button of its panel, and shows what it has found. */
export async function cancelled(api: Api): Promise<void> {
  const file = example("long.c");
  await write(file, longProgram());
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  try {
    const hand = await Hand.find(workspace());
    const running = vscode.commands.executeCommand<Simulated | undefined>("winsockAsync.simulate", file.toString(), "main");
    await until("the search to say how far it is", () => /: [\d,]+ states, \d+ mistakes? so far/.test(api.simulating()?.progress ?? ""));
    if (hand) {
      matches(await hand.do<string>("busy"), /Trying every order … \w+: [\d,]+ states, \d+ mistakes? so far/, "the panel");
      await hand.do("press", "Cancel");
    } else await vscode.commands.executeCommand("winsockAsync.cancelSimulation");
    const result = await running;
    const last = result?.runs.at(-1);
    equal(last?.exhaustive, false, "every order was tried");
    equal(
      last?.bounds.some((bound) => bound.kind === "cancelled"),
      true,
      "the result says that it was cancelled",
    );
    equal(api.simulating(), undefined, "the search that runs");
    if (hand)
      matches(await hand.do<string>("footer"), /Cut: the search was cancelled[\s\S]*Not every order was tried/, "below the timeline");
  } finally {
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.workspace.fs.delete(file);
  }
}

/** The timeline plays, an event leads to its line, and a line to its event. */
export async function linked(document: vscode.TextDocument): Promise<void> {
  const hand = await Hand.find(workspace());
  if (!hand) {
    console.log("left out without a driver of the window: the timeline is played");
    return;
  }
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await vscode.commands.executeCommand("winsockAsync.simulate", document.uri.toString(), "main");
  await hand.do("order", "free-despite-failed-cancel");
  const played = await hand.do<string[]>("play");
  equal(new Set(played).size, 3, `events that were played (${played.join("; ")})`);
  const line = await hand.do<string>("follow", "cancels request 1");
  const there = document.positionAt(document.getText().indexOf("if (WSACancelAsyncRequest(g_lookup)")).line;
  equal(line, String(there + 1), "the line of the cancel");
  await until("the editor to stand at the cancel", () => vscode.window.activeTextEditor?.selection.active.line === there);
  const start = document.positionAt(document.getText().indexOf("g_lookup = WSAAsync"));
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  editor.selection = new vscode.Selection(start, start);
  await until(
    "the event of the start to be selected",
    async () => (await hand.do<string>("selectedPlace")) === String(start.line + 1),
    30_000,
  );
}

/** Each format is written to a file by the dialog, and read again. */
export async function exported(document: vscode.TextDocument): Promise<void> {
  const hand = await Hand.find(workspace());
  if (!hand) {
    console.log("left out without a driver of the window: files are written by its dialog");
    return;
  }
  const result = await vscode.commands.executeCommand<Simulated | undefined>("winsockAsync.simulate", document.uri.toString(), "main");
  const violation = result?.runs
    .find((run) => run.violations.length > 0)
    ?.violations.find((one) => one.rule === "free-despite-failed-cancel");
  if (!violation) throw new Error("nothing to export");
  await hand.do("order", "free-despite-failed-cancel");
  const steps = violation.events.length;
  const checks: Readonly<Record<string, readonly [extension: string, check: (text: string) => void]>> = {
    svg: [
      "svg",
      (text) => {
        matches(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\s*$/, "the picture");
        equal(text.match(/<circle /g)?.length, steps, "events in the picture");
      },
    ],
    mermaid: ["mmd", (text) => matches(text, /^sequenceDiagram\n[\s\S]*participant /, "the diagram")],
    json: [
      "json",
      (text) => {
        const { schedule, events } = JSON.parse(text) as { schedule: string; events: unknown[] };
        equal([schedule, events.length], [violation.schedule, steps], "schedule and events");
      },
    ],
    sarif: [
      "sarif",
      (text) => {
        const log = JSON.parse(text) as { version: string; runs: { results: { ruleId: string; codeFlows: unknown[] }[] }[] };
        equal([log.version, log.runs[0]?.results.map(({ ruleId }) => ruleId)], ["2.1.0", ["free-despite-failed-cancel"]], "results");
        equal((log.runs[0]?.results[0]?.codeFlows.length ?? 0) > 0, true, "flows");
      },
    ],
    text: ["txt", (text) => matches(text, /cancels request 1[\s\S]*free-despite-failed-cancel/, "the story")],
  };
  for (const [format, [extension, check]] of Object.entries(checks)) {
    const target = example(`main.${extension}`);
    await hand.do("exportTo", format);
    const written = (): Thenable<boolean> =>
      vscode.workspace.fs.stat(target).then(
        ({ size }) => size > 0,
        () => false,
      );
    await until(`main.${extension} to be written`, written, 30_000);
    check(await read(target));
    await until("the file to be shown", () => vscode.window.activeTextEditor?.document.uri.path === target.path);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.workspace.fs.delete(target);
  }
}
