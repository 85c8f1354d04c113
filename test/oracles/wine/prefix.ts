/**
 * Wine on a bare machine: one prefix per run, without a display, a debugger or anything of the person who runs it; programs built by mingw
 * run in it against the name databases of a scenario.
 */
import { execFile, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { hostsFile, protocolFile, resolverActions, type Scenario, servicesFile } from "./scenario.ts";

const execute = promisify(execFile);
/** The variant with threads of the standard library. */
const compilers = { ".c": "x86_64-w64-mingw32-gcc", ".cpp": "x86_64-w64-mingw32-g++-posix" } as const;

/** What a program left behind. `output` has its carriage returns taken out. */
export interface Run {
  readonly output: string;
  /** Exit status as the shell sees it (the low 8 bits), or "time-out". */
  readonly status: number | "time-out";
}

/** The programs that the oracle needs and that are not installed. */
export function missingForWine(): string[] {
  const missing = ["wine", "wineserver", compilers[".c"], compilers[".cpp"], "gcc"].filter(
    (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0,
  );
  // The loader only complains of a library that it cannot find.
  const wrapped = spawnSync("sh", ["-c", ":"], { env: { ...process.env, LD_PRELOAD: "libnss_wrapper.so" }, encoding: "utf8" });
  if (wrapped.stderr.includes("libnss_wrapper")) missing.push("libnss_wrapper");
  return missing;
}

const noDisplay = String.raw`WINE REGISTRY Version 2
;; All keys relative to \\User\\S-1-5-21-0-0-0-1000

#arch=win64

[Software\\Wine\\Drivers] 1
"Graphics"="null"

[Software\\Wine\\WineDbg] 1
"ShowCrashDialog"=dword:00000000
`;

export class WinePrefix {
  readonly #folder = mkdtempSync(join(tmpdir(), "winsock-async-wine-"));
  readonly #prefix = join(this.#folder, "prefix");
  readonly #shim = join(this.#folder, "resolver.so");
  readonly #environment: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: this.#folder,
    LANG: "C.UTF-8",
    WINEPREFIX: this.#prefix,
    WINEDEBUG: "-all",
    // Without a debugger a fault ends the program; without mscoree and mshtml the prefix needs no download.
    WINEDLLOVERRIDES: "winedbg.exe=d;mscoree=d;mshtml=d;winemenubuilder.exe=d",
  };
  #runs = 0;

  /** Makes the prefix and keeps its server alive until `remove`. `shim` is the source of the resolver shim. */
  async create(shim: string): Promise<void> {
    mkdirSync(this.#prefix, { recursive: true });
    writeFileSync(join(this.#prefix, "user.reg"), noDisplay);
    await execute("gcc", ["-shared", "-fPIC", "-O1", "-o", this.#shim, shim, "-ldl"]);
    await this.#finish("wineserver", ["-p"], 20_000);
    await this.#finish("wine", ["wineboot", "-i"], 240_000);
  }

  /**
   * Compiles `sources` side by side; gives the path of each program by its source. `header`, which all of them include first, is compiled
   * once: Windows' own headers take eight times as long as the rest of a small program.
   */
  async compile(sources: readonly string[], header?: string): Promise<Map<string, string>> {
    const folder = mkdtempSync(join(this.#folder, "build-"));
    // Signed numbers wrap, as they do for the interpreter.
    const flags = ["-O0", "-w", "-static", "-fwrapv"];
    if (header) {
      copyFileSync(header, join(folder, basename(header)));
      await execute(compilers[".c"], [...flags, "-o", join(folder, basename(header) + ".gch"), header]);
    }
    const programs = new Map<string, string>();
    await eachOf(2, sources, async (source) => {
      const copy = join(folder, basename(source));
      copyFileSync(source, copy);
      const program = copy + ".exe";
      await execute(source.endsWith(".c") ? compilers[".c"] : compilers[".cpp"], [...flags, "-o", program, copy, "-lws2_32", "-luser32"]);
      programs.set(source, program);
    });
    return programs;
  }

  /** Writes the services and protocols of `scenario` into the prefix. All runs until the next call see them. */
  install(scenario: Scenario): void {
    const folder = join(this.#prefix, "drive_c/windows/system32/drivers/etc");
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, "services"), { force: true });
    rmSync(join(folder, "protocol"), { force: true });
    writeFileSync(join(folder, "services"), servicesFile(scenario));
    writeFileSync(join(folder, "protocol"), protocolFile(scenario));
  }

  /** Runs one program against the hosts of `scenario`. */
  async run(program: string, scenario: Scenario, limit = 60_000): Promise<Run> {
    const own = join(this.#folder, `run-${this.#runs++}`);
    mkdirSync(own);
    const hosts = join(own, "hosts");
    writeFileSync(hosts, hostsFile(scenario));
    const environment = {
      ...this.#environment,
      LD_PRELOAD: `${this.#shim} libnss_wrapper.so`,
      NSS_WRAPPER_HOSTS: hosts,
      ORACLE_RESOLVER: resolverActions(scenario, own),
      ORACLE_GATES: "Z:" + own.replaceAll("/", "\\"),
    };
    return new Promise((resolve, reject) => {
      const child = spawn("wine", [program], { env: environment, stdio: ["ignore", "pipe", "ignore"], cwd: own });
      const chunks: Buffer[] = [];
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, limit);
      child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      child.on("error", reject);
      child.on("close", (code) => {
        clearTimeout(timer);
        const output = Buffer.concat(chunks).toString("latin1").replaceAll("\r", "");
        resolve({ output, status: late ? "time-out" : (code ?? 255) });
      });
    });
  }

  /** Runs a program of Wine without any pipe: what it leaves in the background would hold a pipe open for ever. */
  #finish(program: string, args: readonly string[], limit: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { env: this.#environment, stdio: "ignore", timeout: limit });
      child.on("error", reject);
      child.on("exit", () => resolve());
    });
  }

  /** Ends the server of this prefix and removes everything. */
  async remove(): Promise<void> {
    await this.#finish("wineserver", ["-k"], 20_000);
    await this.#finish("wineserver", ["-w"], 20_000);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Runs `work` on all of `items`, at most `width` at a time. */
export async function eachOf<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
