/** Types texts into a document, character by character, and looks at what a person would see after each. */
import { nodeParser } from "../../server/src/node/parserFiles.ts";
import type { Host } from "../../server/src/features/host.ts";
import { LanguageService } from "../../server/src/features/service.ts";

/** Names of the documents that are typed into. */
export type DocumentName = "program.c" | "program.cpp";

async function service(): Promise<LanguageService> {
  const host: Host = {
    read: async (uris) => uris.map(() => undefined),
    list: async () => ({ files: [], projects: [], unreadable: [] }),
    parser: nodeParser,
    search: async () => ({ runs: [], proofs: [] }),
    debug: () => {
      throw new Error("nobody debugs here");
    },
    ruleHref: () => undefined,
    now: () => performance.now(),
    limited: false,
  };
  const made = new LanguageService({
    host,
    log: () => undefined,
    related: () => false,
    ruleHref: () => undefined,
    settingsMet: () => undefined,
  });
  await made.configure([], [], false);
  return made;
}

class Editor {
  private version = 0;
  private readonly uri: string;
  private constructor(
    private readonly service: LanguageService,
    name: DocumentName,
  ) {
    this.uri = `file:///typed/${name}`;
  }

  static async open(name: DocumentName): Promise<Editor> {
    return new Editor(await service(), name);
  }

  /** What is shown for the text: a rule and the text its finding stands on, so that lines may move. */
  async shows(text: string): Promise<Set<string>> {
    this.service.files.open(this.uri, text, ++this.version, false);
    const { diagnostics } = await this.service.check(this.uri, { isCancellationRequested: false });
    const lines = text.split("\n");
    return new Set(diagnostics.map(({ code, range: { start } }) => `${code}: ${lines[start.line]?.slice(start.character).trimEnd()}`));
  }
}

/** What was shown although neither the text before nor the text after shows it: the finding, and the text up to the cursor. */
export interface Flicker {
  readonly finding: string;
  readonly typed: string;
}

/** Types `inserted` at an offset of `before`. `last` is what is shown of the text that comes of it, where that is known. */
export async function flickers(
  before: string,
  offset: number,
  inserted: string,
  name: DocumentName = "program.c",
  last?: ReadonlySet<string>,
): Promise<Flicker[]> {
  const [head, tail] = [before.slice(0, offset), before.slice(offset)];
  const after = last ?? (await (await Editor.open(name)).shows(head + inserted + tail));
  const editor = await Editor.open(name);
  const start = await editor.shows(before);
  const found = new Map<string, Flicker>();
  for (let length = 1; length <= inserted.length; length++) {
    const typed = inserted.slice(0, length);
    for (const finding of await editor.shows(head + typed + tail))
      if (!start.has(finding) && !after.has(finding) && !found.has(finding)) found.set(finding, { finding, typed });
  }
  return [...found.values()];
}

/** A text without this line still has each brace's partner. */
const balanced = (line: string): boolean => line.split("{").length === line.split("}").length;

/** Types the whole text into an empty document, then each of its lines into the text without it. Both texts are whole programs. */
export async function typingFlickers(text: string, name: DocumentName): Promise<Flicker[]> {
  const whole = await (await Editor.open(name)).shows(text);
  const found = await flickers("", 0, text, name, whole);
  const lines = text.split("\n");
  let offset = 0;
  for (const [i, line] of lines.entries()) {
    const without = [...lines.slice(0, i), "", ...lines.slice(i + 1)].join("\n");
    if (line.trim() !== "" && balanced(line)) found.push(...(await flickers(without, offset, line, name, whole)));
    offset += line.length + 1;
  }
  return found;
}
