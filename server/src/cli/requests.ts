/** `winsock-async requests`: every request with its handle, buffer, message, handlers and cancels. */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { collect } from "../node/collect.ts";
import { nodeParser } from "../node/parserFiles.ts";
import type { ProgramFunction, Request, Unit } from "../program/types.ts";
import { lineIndex } from "../source/lines.ts";
import { requirePaths } from "./options.ts";
import { EXIT, print, warn } from "./output.ts";
import { Domains } from "./domains.ts";
import { programFiles } from "./programFiles.ts";
import { wrapperNames } from "../features/settings.ts";
import type { SettingsOptions } from "./settings.ts";
import { pathOf, Tree } from "./tree.ts";
import { readProjects, Units } from "./units.ts";

interface Options extends SettingsOptions {
  readonly format: "text" | "json";
  readonly ignore: boolean;
}

interface ReportedRequest {
  readonly id: string;
  readonly call: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly handle: Request["handle"];
  readonly buffer: Request["buffer"];
  readonly window?: string;
  readonly message?: { readonly value?: number; readonly text: string };
  readonly handlers: readonly { readonly file: string; readonly line: number; readonly function: string; readonly match: string }[];
  readonly cancels: readonly { readonly file: string; readonly line: number; readonly tested: boolean }[];
  readonly unresolved: readonly string[];
}

function describe(unit: Unit, request: Request): Omit<ReportedRequest, "id"> {
  const place = (fn: ProgramFunction, start: number) => {
    const file = unit.files.get(fn.uri);
    const position = (file?.source.lines ?? lineIndex("")).position(fn.offset + start);
    return { file: pathOf(fn.uri), line: position.line + 1, column: position.column + 1 };
  };
  const { site, call, message } = request.start;
  return {
    call,
    ...place(site.function, site.statement.nameRange.start),
    function: site.function.ir.name,
    handle: request.handle,
    buffer: request.buffer,
    ...(request.window === undefined ? {} : { window: request.window }),
    message,
    handlers: request.handlers.map(({ handler, match }) => {
      const { file, line } = place(handler.function, handler.range.start);
      return { file, line, function: handler.function.ir.name, match };
    }),
    cancels: request.cancels.map(({ cancel, tested }) => {
      const { file, line } = place(cancel.site.function, cancel.site.statement.nameRange.start);
      return { file, line, tested };
    }),
    unresolved: request.unresolved,
  };
}

function text(request: ReportedRequest): string {
  const { handle, buffer, message } = request;
  const lines = [
    `${request.file}(${request.line},${request.column}): ${request.call} in ${request.function}`,
    `    handle    ${handle.path || "not kept"} (${handle.kind})`,
    `    buffer    ${buffer.path} (${buffer.storage}${buffer.size === undefined ? "" : `, ${buffer.size} bytes`})`,
    `    message   ${message?.text ?? "unknown"}${message?.value === undefined ? "" : ` = 0x${message.value.toString(16)}`} to ${request.window ?? "an unknown window"}`,
    ...request.handlers.map((h) => `    handled   ${h.file}(${h.line}) in ${h.function}, matched by ${h.match}`),
    ...request.cancels.map((c) => `    cancelled ${c.file}(${c.line})${c.tested ? "" : ", result not looked at"}`),
    ...request.unresolved.map((u) => `    not resolved: ${u}`),
  ];
  return lines.join("\n");
}

export async function requestsCommand(given: readonly string[], options: Options, _version: string): Promise<number> {
  const paths = given.length > 0 ? given : ["."];
  requirePaths(paths);
  const first = paths[0] ?? ".";
  const domains = new Domains(options, statSync(first).isDirectory() ? first : dirname(first));
  const { settings } = domains.first;
  const how = {
    useIgnoreFiles: options.ignore,
    exclude: settings.configuration.exclude,
    excludeBase: settings.base,
    ...domains.excludeOf,
  };
  const collected = collect(paths, how);
  const named = paths.filter((path) => !statSync(path).isDirectory());
  const around = programFiles(named, { ...how, ...domains.excludeOthers(named) }, warn);
  const tree = new Tree(collected, (path) => wrapperNames(domains.of(path).settings.configuration), around.files);
  const projects = readProjects([...new Set([...collected.projects, ...around.projects])]);
  const units = new Units(tree, projects, await nodeParser(), settings);
  const found = new Map<string, Omit<ReportedRequest, "id">>();
  for (const { unit } of units.all()) {
    for (const request of unit?.requests ?? []) {
      if (tree.pathOf(request.start.site.function.uri) === undefined) continue;
      const described = describe(unit as Unit, request);
      const key = `${described.file}:${described.line}:${described.column}`;
      const before = found.get(key);
      if (!before || before.handlers.length < described.handlers.length) found.set(key, described);
    }
  }
  units.dispose();
  for (const file of tree.files) if (file.reason !== undefined) warn(`${file.file}: ${file.status}: ${file.reason}`);
  const requests = [...found.values()]
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column))
    .map((request, i): ReportedRequest => ({ id: `r${i + 1}`, ...request }));
  if (options.format === "json") await print(`${JSON.stringify({ version: 1, requests })}\n`);
  else await print(requests.length === 0 ? "No request is started in these files.\n" : `${requests.map(text).join("\n\n")}\n`);
  return EXIT.clean;
}
