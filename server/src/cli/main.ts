#!/usr/bin/env node
/** The command line. Each command's code is loaded when it is called. */
import { isMainThread } from "node:worker_threads";
import { Command, CommanderError, Option } from "commander";
import { VERSION } from "../features/version.ts";
import { option } from "./options.ts";
import { EXIT, print, UsageError, warn } from "./output.ts";

/** Commander throws results of actions away: each sets the status itself. */
const ends = (status: number): void => {
  process.exitCode = status;
};

const program = new Command("winsock-async")
  .description("Finds, explains and simulates mistakes with the Winsock asynchronous database calls and WSACancelAsyncRequest.")
  .version(VERSION, "--version", "the version")
  .showSuggestionAfterError(true)
  .exitOverride()
  .configureOutput({ writeErr: () => {}, writeOut: (text) => void process.stdout.write(text) });

program
  .command("check")
  .summary("report the mistakes in files and folders")
  .argument("[paths...]", "files and folders; without one the current folder")
  .addOption(option.format("text", "json", "sarif"))
  .addOption(option.profile())
  .addOption(option.rule())
  .addOption(option.failOn())
  .option("--fail-on-unread", "end with status 1 if a file could not be read")
  .addOption(option.provider())
  .addOption(option.target())
  .addOption(option.define())
  .addOption(option.include())
  .option("--compile-commands <file>", "compilation database that says which files are linked together")
  .addOption(option.config())
  .option("--no-config", "read no settings file")
  .option("--no-ignore", "read files that .gitignore names, too")
  .option("--baseline <file>", "hide the findings whose ids this file lists")
  .option("--write-baseline <file>", "write the ids of all findings")
  .addOption(option.prove())
  .option("--fix", "apply the preferred fixes")
  .option("--fix-dry-run", "show what --fix would change")
  .option("--stdin", "read one file from standard input")
  .option("--stdin-path <file>", "the name that file has")
  .option("--since <rev>", "report only findings in files that differ from this git revision")
  .addOption(option.shard())
  .option("--show-suppressed", "report suppressed and baselined findings too")
  .addOption(option.jobs())
  .option("--parser <name>", "web or native (tree-sitter must be installed)", "web")
  .option("--stats", "what was read and understood, and what was held back")
  .option("--quiet", "findings alone")
  .addOption(option.color())
  .action(async (paths: string[], options) =>
    ends(await (await import("./check.ts")).checkCommand(paths, options, VERSION, new URL(import.meta.url))),
  );

program
  .command("simulate")
  .summary("run a function in every order that resolver, queue and user allow")
  .argument("<file[:entry]>", "source file, and a function or a line in it")
  .option("--entry <entry>", "function (f, C::f, f(int)) or line")
  .addOption(option.provider())
  .addOption(option.target())
  .addOption(option.define())
  .addOption(option.include())
  .option("--scenario <file>", "outcomes, delays and user events (a .winsock-scenario.json)")
  .addOption(new Option("--resolver <file>", "the same as --scenario").hideHelp())
  .addOption(option.names())
  .option("--write-scenario <file>", "write the scenario down with the names that --names machine or system found, to repeat the run with")
  .option("--schedule <id>", "replay this schedule")
  .addOption(option.maxStates())
  .addOption(option.maxSeconds())
  .addOption(option.config())
  .option("--no-config", "read no settings file")
  .addOption(option.format("text", "json", "sarif", "mermaid", "svg"))
  .option("--quiet", "no assumptions and bounds")
  .addOption(option.color())
  .action(async (place: string, options) => ends(await (await import("./simulate.ts")).simulateCommand(place, options, VERSION)));

program
  .command("requests")
  .summary("list every request: start, handle, buffer, message, handlers, cancels")
  .argument("[paths...]", "files and folders; without one the current folder")
  .addOption(option.format("text", "json"))
  .addOption(option.target())
  .addOption(option.define())
  .addOption(option.include())
  .addOption(option.config())
  .option("--no-config", "read no settings file")
  .option("--no-ignore", "read files that .gitignore names, too")
  .action(async (paths: string[], options) => ends(await (await import("./requests.ts")).requestsCommand(paths, options, VERSION)));

program
  .command("rules")
  .summary("list the rules")
  .addOption(option.format("text", "markdown", "json"))
  .action(async (options) => ends(await (await import("./rules.ts")).rulesCommand(options)));

program
  .command("explain")
  .summary("explain a rule, a call or an error")
  .argument("<rule>", "id of a rule")
  .addOption(option.format("text", "markdown", "json"))
  .action(async (id: string, options) => ends(await (await import("./rules.ts")).explainCommand(id, options)));

program
  .command("serve")
  .summary("the language server, for any editor")
  .requiredOption("--stdio", "speak on standard input and output")
  .action(async () => ends(await (await import("../node/serve.ts")).serveStdio()));

program
  .command("version")
  .summary("the version")
  .action(async () => {
    await print(`${VERSION}\n`);
  });

for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });

// a reader that has seen enough (`| head`) is no failure; anything else is told by who writes
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode = EXIT.failure;
  });
}

/** Exit status: 0 nothing to report, 1 findings, 2 bad use, 3 our own failure. */
async function main(): Promise<number> {
  try {
    if (process.argv.length <= 2) {
      await print(program.helpInformation());
      return EXIT.usage;
    }
    // the seconds of --prove belong to it only with `=`: what follows a bare one is a path
    await program.parseAsync(process.argv.map((word) => (word === "--prove" ? "--prove=10" : word)));
    return Number(process.exitCode ?? EXIT.clean);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.clean;
      warn(error.message.replace(/^error: /, "").replace(/\n+/g, " "));
      return EXIT.usage;
    }
    if (error instanceof UsageError) {
      warn(error.message);
      return EXIT.usage;
    }
    warn(`internal failure: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.WINSOCK_ASYNC_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return EXIT.failure;
  }
}

// the threads of `check --jobs` run this file too
if (isMainThread) process.exitCode = await main();
else await (await import("./checkThread.ts")).runThread();
