/**
 * The editor suite: one module that runs in the desktop and in the web extension host, with `@vscode/test-electron` or in the workbench of
 * code-server. Each test is a person's step; the first failure of a step fails the run.
 */
import * as vscode from "vscode";
import { closeTabs, equal, example, until, workspace } from "./checks.ts";
import { DebugSteps } from "./debugSteps.ts";
import { Hand } from "./hand.ts";
import { scenarios } from "./scenario.ts";
import { type Api, cancelled, exported, linked, type Simulated } from "./simulation.ts";

const EXTENSION = "winsock-async.winsock-async";

const codes = (uri: vscode.Uri): string[] =>
  vscode.languages
    .getDiagnostics(uri)
    // hints (the calls are obsolete) stand in right programs too
    .filter((d) => d.source === "winsock-async" && d.severity !== vscode.DiagnosticSeverity.Hint)
    .map((d) => String(typeof d.code === "object" ? d.code.value : d.code));

let api: Api;
let document: vscode.TextDocument;

async function debugFailedCancel(): Promise<void> {
  const uri = document.uri.toString();
  const result = await vscode.commands.executeCommand<Simulated | undefined>("winsockAsync.simulate", uri, "main");
  const run = result?.runs.find((one) => one.violations.some((violation) => violation.rule === "free-despite-failed-cancel"));
  const violation = run?.violations.find((one) => one.rule === "free-despite-failed-cancel");
  if (!run || !violation) throw new Error("no order frees the buffer after a failed cancel");
  // room for what stands behind the lines: VS Code cuts it where the editor is narrow
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await closeTabs(({ input }) => input instanceof vscode.TabInputWebview);
  await vscode.commands.executeCommand("workbench.action.closeAuxiliaryBar");
  const line = document.positionAt(document.getText().indexOf("if (WSACancelAsyncRequest(g_lookup)")).line;
  const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)));
  vscode.debug.addBreakpoints([breakpoint]);
  const steps = new DebugSteps();
  try {
    const started = await vscode.commands.executeCommand<boolean>("winsockAsync.debug", uri, "main", run.provider, violation.schedule);
    equal(started, true, "the session starts");
    equal((await steps.stopped()).reason, "entry", "the first stop");
    await steps.move("workbench.action.debug.continue", "breakpoint");
    equal(await steps.line(), line + 1, "the line of the breakpoint");
    const before = await steps.scope("Message queue");
    await steps.move("workbench.action.debug.stepOver", "step");
    equal(await steps.line(), line + 2, "the line behind the failed cancel");
    const queue = await steps.scope("Message queue");
    if (!/completion of request 1/.test(queue.join("; "))) throw new Error(`the queue holds ${queue.join("; ")}`);
    if (!/its message is in the queue/.test((await steps.scope("Requests")).join("; "))) throw new Error("the request is not posted");
    const hand = await Hand.find(workspace());
    // at the end of the line, where the document has nothing
    await hand?.do("seesInEditor", "g_lookup: request 1: its message is in the queue");
    await until("the editor to show the line", () => vscode.window.activeTextEditor?.selection.active.line === line + 1);
    await steps.move("workbench.action.debug.stepBack", "step");
    equal(await steps.line(), line + 1, "the line before the cancel");
    equal(await steps.scope("Message queue"), before, "the queue before the cancel");
    await steps.move("workbench.action.debug.restart", "entry");
    void vscode.commands.executeCommand("workbench.action.debug.stop");
    await until("the end of the session", () => vscode.debug.activeDebugSession === undefined);
  } finally {
    await steps.dispose();
    vscode.debug.removeBreakpoints([breakpoint]);
  }
}

/** From a finding to the order that breaks it, up to the mistake. */
async function debugFromFinding(): Promise<void> {
  const rule = "free-despite-failed-cancel";
  const finding = vscode.languages.getDiagnostics(document.uri).find((d) => typeof d.code === "object" && d.code.value === rule);
  if (!finding) throw new Error(`${rule} is not there`);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    finding.range,
    "quickfix",
  );
  const action = actions.find((one) => one.title === "Debug the order that breaks it" && one.command?.arguments?.[1] === rule);
  if (!action?.command) throw new Error(`not offered among: ${actions.map((a) => a.title).join("; ")}`);
  const steps = new DebugSteps();
  try {
    const started = await vscode.commands.executeCommand<boolean>(action.command.command, ...(action.command.arguments ?? []));
    equal(started, true, "the session starts");
    equal((await steps.stopped()).reason, "entry", "the first stop");
    await steps.move("workbench.action.debug.continue", "exception");
    if (!(await steps.mistake()).startsWith(rule)) throw new Error(`it stops at ${await steps.mistake()}`);
    void vscode.commands.executeCommand("workbench.action.debug.stop");
    await until("the end of the session", () => vscode.debug.activeDebugSession === undefined);
  } finally {
    await steps.dispose();
  }
}

const tests: [string, () => Promise<void>][] = [
  [
    "the extension starts when a C file is opened",
    async () => {
      document = await vscode.workspace.openTextDocument(example("lookup.c"));
      await vscode.window.showTextDocument(document);
      const extension = vscode.extensions.getExtension<Api>(EXTENSION);
      if (!extension) throw new Error(`${EXTENSION} is not installed`);
      api = await extension.activate();
      await api.ready;
    },
  ],
  [
    "the mistakes of the example are reported, with links and related places",
    async () => {
      await until("diagnostics", () => codes(document.uri).length > 0);
      const found = codes(document.uri);
      for (const rule of ["unchecked-start", "cancel-zero-handle", "einval-ealready-differ", "free-despite-failed-cancel"]) {
        if (!found.includes(rule)) throw new Error(`${rule} is missing among ${found.join(", ")}`);
      }
      const zero = vscode.languages
        .getDiagnostics(document.uri)
        .find((d) => typeof d.code === "object" && d.code.value === "cancel-zero-handle");
      if (!zero?.relatedInformation?.length) throw new Error("the finding tells no story");
      equal(document.getText(zero.range).startsWith("WSACancelAsyncRequest"), true, "a finding about a call starts at the called name");
    },
  ],
  [
    "its right twin has no report",
    async () => {
      const right = await vscode.workspace.openTextDocument(example("lookup-right.c"));
      await vscode.window.showTextDocument(right);
      // the calls themselves are obsolete, which a hint says: when it stands there the file has been looked at
      await until("the hint of an obsolete call", () =>
        vscode.languages
          .getDiagnostics(right.uri)
          .some((d) => d.source === "winsock-async" && d.severity === vscode.DiagnosticSeverity.Hint),
      );
      equal(codes(right.uri), [], "reports of lookup-right.c");
      await vscode.window.showTextDocument(document);
    },
  ],
  [
    "a hover explains the call, its argument and an error",
    async () => {
      const hoverText = async (needle: string, shift = 1): Promise<string> => {
        const position = document.positionAt(document.getText().indexOf(needle) + shift);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
        return hovers.flatMap((h) => h.contents.map((c) => (typeof c === "string" ? c : c.value))).join("\n");
      };
      const call = await hoverText("WSACancelAsyncRequest(g_lookup)");
      if (!call.includes("WSAEALREADY") || !call.includes("learn.microsoft.com")) throw new Error(`hover of the cancel: ${call}`);
      const error = await hoverText("WSAEALREADY)");
      if (!error.includes("10037")) throw new Error(`hover of WSAEALREADY: ${error}`);
      const argument = await hoverText("g_buffer, MAXGETHOSTSTRUCT");
      if (!/buf/.test(argument)) throw new Error(`hover of the buffer argument: ${argument}`);
    },
  ],
  [
    "a quick fix removes its finding",
    async () => {
      await vscode.window.showTextDocument(document);
      const all = vscode.languages.getDiagnostics(document.uri);
      const zero = all.find((d) => typeof d.code === "object" && d.code.value === "cancel-zero-handle");
      if (!zero) throw new Error("cancel-zero-handle is not there");
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        zero.range,
        "quickfix",
      );
      const fix = actions.find((action) => action.isPreferred && action.edit);
      if (!fix?.edit) throw new Error(`no preferred fix among: ${actions.map((a) => a.title).join("; ")}`);
      await vscode.workspace.applyEdit(fix.edit);
      await until("the finding to go", () => !codes(document.uri).includes("cancel-zero-handle"));
      await vscode.commands.executeCommand("undo");
      await until("the finding to come back", () => codes(document.uri).includes("cancel-zero-handle"));
    },
  ],
  [
    "functions that start or cancel have a lens",
    async () => {
      const lenses = await until("lenses", async () => {
        const list = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 20);
        return list.some((lens) => lens.command?.command === "winsockAsync.simulate") && list;
      });
      if (!lenses.some((lens) => lens.command?.title.includes("Simulate"))) throw new Error("no lens says Simulate");
    },
  ],
  [
    "the simulation finds the order that breaks it and the page draws it",
    async () => {
      const result = await vscode.commands.executeCommand<{ runs: { violations: { rule: string }[] }[] }>(
        "winsockAsync.simulate",
        document.uri.toString(),
        "main",
      );
      if (!result || result.runs.length === 0) throw new Error("no result");
      if (!result.runs.some((run) => run.violations.length > 0)) throw new Error("no order breaks the example");
      const drawn = await until("the page", () => api.timeline());
      if (drawn.events < 5 || drawn.lanes < 2) throw new Error(`the page drew ${JSON.stringify(drawn)}`);
    },
  ],
  ["a search says how far it is, is cancelled, and shows what it has found", () => cancelled(api)],
  ["the timeline plays; an event leads to its line and a line to its event", () => linked(document)],
  ["an order is written to files of each format", () => exported(document)],
  ["a scenario is completed and checked, and taken as it stands in the editor", () => scenarios(document)],
  ["a debug session steps forward and back over a failed cancel, shows the queue, and starts again", debugFailedCancel],
  ["a finding leads to the order that breaks it", debugFromFinding],
  [
    "a rule's page opens from its finding",
    async () => {
      await vscode.commands.executeCommand("winsockAsync.explainRule", "cancel-zero-handle");
      const page = await vscode.workspace.openTextDocument(vscode.Uri.parse("winsock-async:/rules/cancel-zero-handle.md"));
      if (!page.getText().includes("## Why it is wrong")) throw new Error(`the page says: ${page.getText().slice(0, 200)}`);
    },
  ],
  [
    "a settings file that is made in the folder holds, and holds no more when it is gone",
    async () => {
      const settings = example(".winsock-async.json");
      await vscode.workspace.fs.writeFile(settings, new TextEncoder().encode('{ "rules": { "cancel-zero-handle": "off" } }'));
      await until("the rule to be off", () => codes(document.uri).length > 0 && !codes(document.uri).includes("cancel-zero-handle"));
      await vscode.workspace.fs.delete(settings);
      await until("the rule to be on", () => codes(document.uri).includes("cancel-zero-handle"));
    },
  ],
  [
    "the server starts again by command, and the findings come back",
    async () => {
      await vscode.commands.executeCommand("winsockAsync.restart");
      await until("diagnostics", () => codes(document.uri).includes("cancel-zero-handle"));
      const position = document.positionAt(document.getText().indexOf("WSACancelAsyncRequest(g_lookup)") + 1);
      await until("a hover", async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
        return hovers.some((h) => h.contents.some((c) => (typeof c === "string" ? c : c.value).includes("learn.microsoft.com")));
      });
    },
  ],
];

export async function run(): Promise<void> {
  let failed = 0;
  /** A command of the workbench may never answer: that is said of its step, and ends no run. */
  const limited = async (work: Promise<void>): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer within 150 seconds")), 150_000);
    });
    await Promise.race([work, late]).finally(() => clearTimeout(timer));
  };
  for (const [name, test] of tests) {
    const started = Date.now();
    try {
      await limited(test());
      console.log(`ok ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      failed++;
      console.log(`not ok ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`suite: ${tests.length - failed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} of ${tests.length} failed`);
}
