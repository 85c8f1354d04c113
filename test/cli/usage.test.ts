/** Bad use: exit status 2, one line on standard error that names the nearest known name, nothing on standard output. */
import { expect, test } from "vitest";
import { EXAMPLE, folder, run } from "./cli.ts";

const dir = folder({
  "lookup.c": EXAMPLE,
  "broken.json": '{ "profile": ',
  "wrong-setting.json": '{ "profil": "strict" }',
  "wrong-value.json": '{ "profile": "stict" }',
  "wrong-rule.json": '{ "rules": { "cancel-zero-handel": "off" } }',
  "not-ids.json": "[1, 2]",
  "project/.winsock-async.json": '{ "target": "win16" }',
  "project/lookup.c": EXAMPLE,
});

const cases: readonly [name: string, args: readonly string[], says: RegExp][] = [
  ["unknown option", ["check", "--formatt", "json"], /unknown option '--formatt'.*--format/],
  ["unknown command", ["chekc"], /unknown command 'chekc'.*check/],
  ["unknown format", ["check", "--format", "sarf", "."], /unknown format 'sarf'.*'sarif'/],
  ["unknown profile", ["check", "--profile", "strickt", "."], /unknown profile 'strickt'.*'strict'/],
  ["unknown provider", ["check", "--provider", "documented,recatos", "."], /unknown provider 'recatos'.*'reactos'/],
  ["unknown target", ["check", "--target", "win63", "."], /unknown target 'win63'.*'win64'/],
  ["unknown level to fail on", ["check", "--fail-on", "warn1ng", "."], /unknown level 'warn1ng'.*'warning'/],
  ["unknown rule", ["check", "--rule", "cancel-zero-handel=error", "."], /unknown rule 'cancel-zero-handel'.*'cancel-zero-handle'/],
  ["unknown level of a rule", ["check", "--rule", "cancel-zero-handle=eror", "."], /unknown level 'eror'.*'error'/],
  ["rule without a level", ["check", "--rule", "cancel-zero-handle", "."], /level/],
  ["path that is not there", ["check", "nowhere.c"], /no file or folder 'nowhere\.c'/],
  ["second path that is not there", ["check", "lookup.c", "nowhere"], /no file or folder 'nowhere'/],
  ["settings that are no JSON", ["check", "--config", "broken.json", "lookup.c"], /broken\.json.*line 1/],
  ["settings file that is not there", ["check", "--config", "none.json", "lookup.c"], /none\.json.*does not exist/],
  ["unknown setting", ["check", "--config", "wrong-setting.json", "lookup.c"], /unknown setting 'profil'.*'profile'/],
  ["wrong value of a setting", ["check", "--config", "wrong-value.json", "lookup.c"], /'profile' must be one of default, strict/],
  [
    "unknown rule in the settings",
    ["check", "--config", "wrong-rule.json", "lookup.c"],
    /unknown rule 'cancel-zero-handel'.*'cancel-zero-handle'/,
  ],
  ["settings found beside the file", ["check", "project/lookup.c"], /project.*'target' must be one of/],
  ["baseline that is not there", ["check", "--baseline", "none.json", "lookup.c"], /none\.json.*does not exist/],
  ["baseline that is no baseline", ["check", "--baseline", "not-ids.json", "lookup.c"], /not-ids\.json.*ids/],
  ["folder for a baseline that is not there", ["check", "--write-baseline", "none/b.json", "lookup.c"], /no file or folder 'none'/],
  ["compilation database that is not there", ["check", "--compile-commands", "none.json", "lookup.c"], /no file or folder 'none\.json'/],
  ["shard beyond the last", ["check", "--shard", "3/2", "lookup.c"], /--shard must be I\/N/],
  ["revision that is not there", ["check", "--since", "no-such-revision", "lookup.c"], /--since/],
  ["a name for a file that is not on standard input", ["check", "--stdin-path", "a.c"], /--stdin-path needs --stdin/],
  ["paths beside standard input", ["check", "--stdin", "lookup.c"], /--stdin reads one file/],
  ["unknown parser", ["check", "--parser", "wbe", "lookup.c"], /unknown parser 'wbe'/],
  ["unknown rule to explain", ["explain", "unchecked-strat"], /unknown rule 'unchecked-strat'.*'unchecked-start'/],
  ["unknown format of rules", ["rules", "--format", "jsn"], /unknown format 'jsn'.*'json'/],
  ["a server without a way to speak", ["serve"], /--stdio/],
  ["requests of a path that is not there", ["requests", "nowhere"], /no file or folder 'nowhere'/],
  ["an argument too many", ["explain", "unchecked-start", "stack-buffer"], /too many arguments/],
];

test.concurrent.for(cases)("%s", async ([, args, says]) => {
  const { status, stdout, stderr } = await run(args, { cwd: dir });
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(/^winsock-async: /);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("no command shows the help and ends with 2; asked for, it ends with 0", async () => {
  const [none, asked] = await Promise.all([run([]), run(["--help"])]);
  expect(none.status).toBe(2);
  expect(none.stdout).toContain("check");
  expect(asked.status).toBe(0);
  expect(asked.stdout).toContain("simulate");
});
