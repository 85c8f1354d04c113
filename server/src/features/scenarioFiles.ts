/** Which scenario a simulation in the editor takes: the one the settings name, else the one beside the source that has its name. */
import type { SimulateOptions } from "../explorer/simulateTypes.ts";
import type { ReadScenario } from "./scenario.ts";

const ENDING = ".winsock-scenario.json";

export interface ChosenScenario {
  /** File name without its folder, for messages. */
  readonly name: string;
  readonly read: ReadScenario;
  readonly options: SimulateOptions;
}

/** Uri of the scenario beside a source: `lookup.winsock-scenario.json` for `lookup.c`. */
export function scenarioBeside(uri: string): string {
  return `${uri.replace(/\.[^./]*$/, "")}${ENDING}`;
}

/**
 * @param named what the settings say, an absolute uri or path, or a path from `folder`; empty or absent: nothing.
 * @param read the text of a file, as it is in the editor where it is open; undefined: it cannot be read.
 * @returns a sentence if there is a scenario that cannot be used.
 */
export async function scenarioFor(
  uri: string,
  named: string | undefined,
  folder: string | undefined,
  read: (uri: string) => Promise<string | undefined>,
): Promise<ChosenScenario | string | undefined> {
  const target = named ? place(named, folder ?? uri.slice(0, uri.lastIndexOf("/"))) : scenarioBeside(uri);
  const text = await read(target);
  if (text === undefined) return named ? `The scenario '${named}' cannot be read.` : undefined;
  const name = decodeURIComponent(target.slice(target.lastIndexOf("/") + 1));
  const { parseScenario, searchOptions } = await import("./scenario.ts");
  const { read: scenario, problems } = parseScenario(text);
  const first = problems[0];
  if (!scenario || first) return `${name}:${first?.line}:${first?.column}: ${first?.path ? `${first.path}: ` : ""}${first?.message}`;
  return { name, read: scenario, options: searchOptions(scenario) };
}

function place(path: string, folder: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const plain = path.replaceAll("\\", "/");
  const encoded = plain.split("/").map(encodeURIComponent).join("/");
  if (/^[a-z]:\//i.test(plain)) return `file:///${encoded}`;
  return plain.startsWith("/") ? `file://${encoded}` : `${folder}/${encoded.replace(/^\.\//, "")}`;
}
