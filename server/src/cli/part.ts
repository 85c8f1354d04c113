/** Which findings a run reports when it is asked for a part: those of one shard, and those in files that changed. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { slashes } from "../node/collect.ts";
import { UsageError } from "./output.ts";

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The shard that holds a file, from 1: by its path below `base`, so that checkouts in different places agree. */
export function shardOf(file: string, base: string, count: number): number {
  const from = `${slashes(base).replace(/\/$/, "")}/`;
  const path = file.startsWith(from) ? file.slice(from.length) : file;
  return (createHash("sha256").update(path).digest().readUInt32BE() % count) + 1;
}

function git(folder: string, args: readonly string[], what?: string): string {
  try {
    return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: string };
    const said = code === "ENOENT" ? "git is not installed" : (what ?? (stderr ?? "").split("\n")[0]?.replace(/^fatal: /, ""));
    throw new UsageError(`--since: ${said || "git failed"}`);
  }
}

/** Real paths of the files in these folders' repositories that differ from a revision, files that git does not know included. */
export function changedSince(revision: string, folders: readonly string[]): (file: string) => boolean {
  const changed = new Set<string>();
  const done = new Set<string>();
  for (const folder of folders) {
    const top = git(folder, ["rev-parse", "--show-toplevel"]).replace(/\r?\n$/, "");
    if (done.has(top)) continue;
    done.add(top);
    const commit = git(
      folder,
      ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`],
      `there is no revision '${revision}'`,
    ).trim();
    const differ = git(top, ["diff", "--name-only", "--no-renames", "-z", commit, "--"]);
    const others = git(top, ["ls-files", "--others", "--exclude-standard", "-z"]);
    for (const name of `${differ}${others}`.split("\0")) if (name !== "") changed.add(slashes(resolve(top, name)));
  }
  return (file) => {
    try {
      return changed.has(slashes(realpathSync(file)));
    } catch {
      return changed.has(file);
    }
  };
}
