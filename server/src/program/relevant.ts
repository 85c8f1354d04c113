/** Which functions of a unit can touch a request: all that analysis lowers and looks at. */
import { argumentIndex, functions as winsockFunctions } from "../winsock/functions.ts";
import { bufferOf } from "./buffers.ts";
import type { ProgramContext } from "./context.ts";
import type { FunctionEntry } from "./functions.ts";
import { flowOf, sourcesOf, type Storage } from "./flow.ts";
import type { MessageGraph } from "./handlers.ts";
import type { CancelSite, ProgramFunction, StartSite } from "./types.ts";
import { statementsOf } from "./values.ts";

/** More than this is no longer about requests; what lies beyond is left out, nearest first. */
const MAX_FUNCTIONS = 600;
/** Members that end the life of an object or its requests, by the names programs give them. */
const ENDS_OBJECT =
  /^(?:~|Close|Stop|Cancel|Abort|Free|Destroy|PostNcDestroy|Reset|Clear|Delete|Kill|Release|Shut_?Down|Disconnect|Detach)/i;
/** What a called function must mention to be worth going further down. */
const TOUCHES = /WSA|\b(?:delete|free|GlobalFree|LocalFree|GetMessage|PeekMessage|DestroyWindow|EndDialog|DoModal|Release)\b/;
const MAX_UP = 3;
const MAX_DOWN = 4;

export function relevantFunctions(
  context: ProgramContext,
  graph: MessageGraph,
  starts: readonly StartSite[],
  cancels: readonly CancelSite[],
): ProgramFunction[] {
  const found = new Set<ProgramFunction>();
  const add = (fn: ProgramFunction): boolean => {
    if (found.has(fn) || found.size >= MAX_FUNCTIONS) return false;
    found.add(fn);
    return true;
  };
  /** Functions called, directly and then further down as long as the text has to do with requests, messages or life times. */
  const callees = (from: readonly ProgramFunction[], depth: number, words: ReadonlySet<string>) => {
    let layer = from;
    const about = new RegExp(`${TOUCHES.source}${words.size === 0 ? "" : `|\\b(?:${[...words].join("|")})\\b`}`);
    for (let i = 0; i < depth && layer.length > 0; i++) {
      const next: ProgramFunction[] = [];
      for (const fn of layer) {
        for (const { statement } of statementsOf(fn.ir)) {
          if (statement.kind !== "call") continue;
          const target = context.resolver.resolve(fn, statement);
          if (target.kind === "program" && target.functions.length <= 8) {
            for (const to of target.functions) if ((i === 0 || about.test((to as FunctionEntry).text)) && add(to)) next.push(to);
          }
        }
      }
      layer = next;
    }
  };

  const seeds = [...starts.map((s) => s.site.function), ...cancels.map((c) => c.site.function)];
  for (const fn of seeds) add(fn);
  const handlers = starts.flatMap((s) => s.handlers.map((h) => h.function));
  for (const fn of handlers) add(fn);
  let layer: readonly ProgramFunction[] = [...new Set(seeds)];
  for (let i = 0; i < MAX_UP && layer.length > 0; i++) {
    const next: ProgramFunction[] = [];
    for (const fn of layer) for (const caller of context.callers(fn)) if (add(caller.function)) next.push(caller.function);
    layer = next;
  }
  // users of the storage of handles and buffers, and the other members of the classes that own requests
  const words = new Set<string>();
  const note = (storage: Storage) => {
    const word =
      storage.key === undefined || storage.key.startsWith("local:") || storage.key.startsWith("param:")
        ? undefined
        : storage.key.slice(storage.key.indexOf(":") + 1);
    if (word !== undefined && word.length > 2) words.add(word);
  };
  for (const { site, call } of starts) {
    for (const storage of flowOf(context, site.function, site.statement.target).storages) note(storage);
    const buffer = site.statement.args[argumentIndex(call, "buf") ?? -1];
    const field = buffer && bufferOf(context, site.function, buffer).access?.steps.findLast((s) => s.kind === "field");
    if (field?.kind === "field") words.add(field.member);
  }
  for (const { site } of cancels) {
    const handle = site.statement.args[0];
    if (handle) for (const storage of sourcesOf(context, site.function, handle)) note(storage);
  }
  const users: ProgramFunction[] = [];
  callees([...seeds, ...handlers], MAX_DOWN, words);
  for (const word of words) {
    const all = context.functions.mentioning(word);
    // a word that half the program uses (`handle`, `buffer`) tells nothing
    if (all.length <= 60) for (const fn of all) if (add(fn)) users.push(fn);
  }
  const records = new Set(seeds.flatMap((fn) => (fn.record === undefined ? [] : [fn.record])));
  for (const fn of context.functions.all) {
    if (fn.record !== undefined && records.has(fn.record) && ENDS_OBJECT.test(fn.last) && add(fn)) {
      users.push(fn);
    }
    if (fn.record !== undefined && records.has(fn.record) && fn.declaration.isConstructor && add(fn)) users.push(fn);
  }
  // user and system events of the same owners
  const owners = new Set([...records, ...starts.flatMap((s) => s.handlers.flatMap((h) => (h.owner === undefined ? [] : [h.owner])))]);
  for (const handler of graph.handlers) {
    // what touches the storage is in already; the rest matters where it ends the owner's life
    if (handler.trigger !== "close" && handler.trigger !== "destroy") continue;
    if (handler.owner !== undefined && owners.has(handler.owner) && add(handler.function)) users.push(handler.function);
  }
  callees(users, 2, words);
  // start-up, clean-up and what stands around them
  for (const { name } of winsockFunctions) for (const fn of context.functions.mentioning(name)) add(fn);
  for (const fn of context.functions.all)
    if (/^(?:DllMain|DllEntryPoint|LibMain|main|wmain|WinMain|wWinMain|_tWinMain|_tmain)$/.test(fn.name)) add(fn);
  return [...found].sort((a, b) => a.index - b.index);
}
