/** Entry of the language server in a browser worker (see boot.ts). */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { connectionOptions } from "../features/guard.ts";
import { type BrowserStart, READ_MODULES, type ReadModulesParams } from "../features/protocol.ts";
import { startServer } from "../features/server.ts";
import { browserHost } from "./host.ts";
import type { Bootstrap, Module } from "../features/browserModules.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope & { winsockAsync: Bootstrap<BrowserStart> };

const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope), connectionOptions);
const given = new Set(scope.winsockAsync.start.given);
const ask = (params: ReadModulesParams): Promise<readonly Module[]> => connection.sendRequest<readonly Module[]>(READ_MODULES, params);
scope.winsockAsync.ask = async (name) => {
  const modules = await ask({ entry: name, known: [...given] });
  for (const module of modules) given.add(module.name);
  return modules;
};
const readModules = (entry: string): Promise<readonly Module[]> => ask({ entry, known: [] });
startServer(connection, browserHost(scope.winsockAsync.start, connection, readModules));
