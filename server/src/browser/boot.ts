/**
 * First script of every worker in the browser: a classic one, started from a `blob:` address, because the web extension host starts no
 * module workers and none from an extension's address. It makes the modules that the client hands over importable, runs the entry, and
 * keeps what arrives meanwhile.
 */
import type { Boot, Bootstrap, Module } from "../features/browserModules.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope & { winsockAsync: Bootstrap<unknown> };
const addresses = new Map<string, string>();

function add(modules: readonly Module[]): void {
  for (const { name, text, imports, later } of modules) {
    if (addresses.has(name)) continue;
    let code = text;
    for (const [specifier, other] of later) code = code.replaceAll(`import("${specifier}")`, `self.winsockAsync.load("${other}")`);
    for (const [specifier, other] of imports) code = code.replaceAll(`"${specifier}"`, `"${addresses.get(other) ?? other}"`);
    addresses.set(name, URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  }
}

async function load(name: string): Promise<unknown> {
  if (!addresses.has(name)) add((await scope.winsockAsync.ask?.(name)) ?? []);
  return import(addresses.get(name) ?? name);
}

const waiting: unknown[] = [];
const keep = (event: MessageEvent): void => {
  event.stopImmediatePropagation();
  waiting.push(event.data);
};
scope.addEventListener(
  "message",
  (event: MessageEvent<Boot<unknown>>) => {
    event.stopImmediatePropagation();
    scope.addEventListener("message", keep);
    const { entry, modules, start } = event.data;
    scope.winsockAsync = { start, load };
    add(modules);
    load(entry).then(
      () => {
        scope.removeEventListener("message", keep);
        for (const data of waiting.splice(0)) scope.dispatchEvent(new MessageEvent("message", { data }));
      },
      // an error in a promise would be told to nobody
      (error: unknown) =>
        setTimeout(() => {
          throw error;
        }),
    );
  },
  { once: true },
);
