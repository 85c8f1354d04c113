/** One of the threads of `check --jobs`: makes the plan of the whole tree, and checks the units that it is told to. */
import { parentPort, workerData } from "node:worker_threads";
import type { FromThread, ThreadData, ToThread } from "./jobs.ts";
import { parserNamed } from "./parsers.ts";
import { Tree } from "./tree.ts";
import { UnitChecker } from "./unitReport.ts";
import { Units } from "./units.ts";

export async function runThread(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("this runs in a thread");
  const data = workerData as ThreadData;
  const tree = Tree.known(data.facts, data.paths);
  const units = new Units(tree, data.projects, await parserNamed(data.parser), data.settings);
  const checker = new UnitChecker(tree, data.check, data.check.prove && (await import("../prove/prove.ts")).prove);
  port.on("message", (message: ToThread) => {
    const report = units.report(message.unit, checker);
    port.postMessage({ unit: message.unit, report } satisfies FromThread);
  });
}
