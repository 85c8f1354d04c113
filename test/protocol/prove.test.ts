/** A finding gains a proof: when a person asks for it, or when the file is saved. Its place and severity stay. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeAction, Diagnostic } from "vscode-languageserver-protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Debugger } from "./debugClient.ts";
import { Client, find, items, PULLING, root, until, uriOf } from "./client.ts";

const fixture = (name: string): string => readFileSync(join(root, "test", "fixtures", "explorer", name), "utf8");
const WRONG = fixture("stack-buffer.wrong.c");
const RULE = "stack-buffer";
let folder: string;
const uri = (): string => uriOf(join(folder, "a.c"));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-prove-"));
  writeFileSync(join(folder, "window.h"), fixture("window.h"));
  writeFileSync(join(folder, "a.c"), WRONG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function started(prove: string): Promise<Client> {
  const client = new Client();
  client.settings = { prove };
  await client.start(PULLING, folder);
  await client.open(uri(), WRONG);
  return client;
}
const shown = async (client: Client): Promise<Diagnostic> => find(items(await client.pull(uri())), RULE) as Diagnostic;
const offered = async (client: Client, diagnostic: Diagnostic): Promise<CodeAction | undefined> => {
  const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: uri() },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
  return actions.find((action) => action.command?.command === "winsockAsync.prove");
};

describe("prove", () => {
  test("our own client is offered the debugger on an order that shows a finding, where some order can", async () => {
    const client = new Client({ initializationOptions: { pageScheme: "winsock-async" } });
    await client.start(PULLING, folder);
    try {
      await client.open(uri(), WRONG);
      const list = items(await client.pull(uri()));
      const actionOf = async (rule: string): Promise<CodeAction | undefined> => {
        const diagnostic = find(list, rule);
        if (!diagnostic) throw new Error(`${rule} is missing among ${list.map((one) => one.code).join(", ")}`);
        const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
          textDocument: { uri: uri() },
          range: diagnostic.range,
          context: { diagnostics: [diagnostic] },
        });
        return actions.find((action) => action.title === "Debug the order that breaks it");
      };
      const action = await actionOf(RULE);
      const [document, rule, position] = action?.command?.arguments ?? [];
      expect([action?.command?.command, document, rule]).toEqual(["winsockAsync.debugFinding", uri(), RULE]);
      // no order shows that a call is obsolete
      expect(await actionOf("obsolete-function")).toBeUndefined();

      const { text, witness } = await client.connection.sendRequest<{ text: string; witness: { entry: string } }>("winsockAsync/witness", {
        uri: document,
        rule,
        position,
      });
      expect(text).toMatch(/^Proven: /);
      const debug = new Debugger(client, "witness");
      await debug.launch({ program: uri(), scenario: false, ...witness }, () =>
        debug.send("setExceptionBreakpoints", { filters: ["violation"] }),
      );
      expect(await debug.move("continue")).toMatchObject({ reason: "exception", text: expect.stringMatching(/^stack-buffer: /) });
      await debug.end();
      const gone = await client.connection.sendRequest("winsockAsync/witness", {
        uri: document,
        rule,
        position: { line: 0, character: 0 },
      });
      expect(gone).toEqual({ text: "The finding is not there any more." });
    } finally {
      client.kill();
    }
  });

  test("on demand: the action is offered, and its answer stays with the finding until the text changes", async () => {
    const client = await started("onDemand");
    try {
      const before = await shown(client);
      const action = await offered(client, before);
      expect(action?.diagnostics).toMatchObject([{ code: RULE }]);
      const text = await client.connection.sendRequest("workspace/executeCommand", {
        command: action?.command?.command,
        arguments: action?.command?.arguments,
      });
      expect(text).toMatch(/^Proven: an order of main under documented shows it\.$/);
      await until("the diagnostics are pulled again", () => client.refreshes > 0);
      const after = await shown(client);
      expect(after.message).toBe(`${before.message}\nProven: an order of main under documented shows it.`);
      expect([after.range, after.severity, after.code]).toEqual([before.range, before.severity, before.code]);
      expect(after.relatedInformation?.at(-1)?.message).toMatch(/^\d+\. stack-buffer: /);
      await client.change(uri(), 2, `${WRONG}\n`);
      await client.change(uri(), 3, WRONG.replace("alpha.test", "beta.test"));
      expect((await shown(client)).message).toBe(before.message);
    } finally {
      client.kill();
    }
  });

  test("on save: findings are shown one function after the other; nothing else asks", async () => {
    const client = await started("onSave");
    try {
      const before = await shown(client);
      expect(before.message).not.toContain("Proven");
      await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri: uri() } });
      await until("the diagnostics are pulled again", () => client.refreshes > 0);
      expect((await shown(client)).message).toContain("\nProven: ");
    } finally {
      client.kill();
    }
  });

  test("off: no action, and no search", async () => {
    const client = await started("off");
    try {
      const diagnostic = await shown(client);
      expect(await offered(client, diagnostic)).toBeUndefined();
      const answer = await client.connection.sendRequest("workspace/executeCommand", {
        command: "winsockAsync.prove",
        arguments: [uri(), RULE, diagnostic.range.start],
      });
      expect(answer).toBeNull();
    } finally {
      client.kill();
    }
  });
});
