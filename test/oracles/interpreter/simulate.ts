/** The command `simulate` on a program of the oracles: every outcome that it lists. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { namesFile } from "./interpreter.ts";

/** The build that is judged; WINSOCK_ASYNC_DIST names another one than dist/. */
const built = process.env["WINSOCK_ASYNC_DIST"] ?? join(dirname(fileURLToPath(import.meta.url)), "../../../dist");
const cli = join(built, "winsock-async.mjs");

export interface Outcome {
  readonly output: string;
  /** What a shell would see: the low 8 bits of the exit code, or how else the program ended. */
  readonly status: number | "hang" | "fault";
}

export interface Simulated {
  readonly outcomes: readonly Outcome[];
  readonly exhaustive: boolean;
}

interface Listed {
  readonly exhaustive: boolean;
  readonly outcomes: readonly {
    readonly output: string;
    readonly exit: { readonly kind: "returned" | "exited" | "hang" | "fault" | "cut"; readonly code?: number };
  }[];
}

/** Runs `simulate` for one provider. An outcome that a bound cut off is none. Throws with what the command said if it gave no answer. */
export async function simulate(source: string, provider: "wine" | "documented"): Promise<Simulated> {
  if (!existsSync(cli)) throw new Error("the command line is not built: npm run build");
  const args = [cli, "simulate", source, "--format", "json", "--provider", provider, "--scenario", namesFile];
  const text = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 28, timeout: 120_000 }, (error, stdout, stderr) => {
      // 1: it found a violation, which is no matter here.
      if (error && error.code !== 1) reject(new Error(stderr || error.message));
      else resolve(stdout);
    });
  });
  const listed = JSON.parse(text) as Listed;
  const outcomes = listed.outcomes.flatMap(({ output, exit }): Outcome[] => {
    if (exit.kind === "cut") return [];
    if (exit.kind === "hang" || exit.kind === "fault") return [{ output, status: exit.kind }];
    return [{ output, status: (exit.code ?? 0) & 255 }];
  });
  return { outcomes, exhaustive: listed.exhaustive };
}
