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
  "typo.winsock-scenario.json": '{\n  "hosts": [],\n  "usr": []\n}',
  "both.winsock-scenario.json": '{ "hosts": [{ "name": "a", "addresses": [] }], "hostErrors": [{ "name": "a", "error": 11001 }] }',
  "stranger.winsock-scenario.json": '{ "user": [{ "entry": "OnStop" }] }',
  "hosts.winsock-scenario.json": '{ "hosts": [] }',
  "cut.winsock-scenario.json": '{ "hosts": ',
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
  ["scenario that is not there", ["simulate", "lookup.c", "--scenario", "none.json"], /scenario 'none\.json'.*does not exist/],
  ["scenario that is no JSON", ["simulate", "lookup.c", "--scenario", "cut.winsock-scenario.json"], /cut\.winsock-scenario\.json:1:/],
  [
    "unknown member of a scenario",
    ["simulate", "lookup.c", "--resolver", "typo.winsock-scenario.json"],
    /typo\.winsock-scenario\.json:3:3: usr: unknown member 'usr'.*'user'/,
  ],
  [
    "scenario that contradicts itself",
    ["simulate", "lookup.c", "--scenario", "both.winsock-scenario.json"],
    /:1:73: hostErrors\[0\]\.name: 'a' is among the hosts that exist/,
  ],
  [
    "scenario with an entry that the program does not have",
    ["simulate", "lookup.c", "--scenario", "stranger.winsock-scenario.json"],
    /stranger\.winsock-scenario\.json: user\[0\]\.entry: the program has no 'OnStop'; known: close, command 100/,
  ],
  ["two scenarios", ["simulate", "lookup.c", "--scenario", "a.json", "--resolver", "b.json"], /scenario is named twice/],
  ["unknown source of names", ["simulate", "lookup.c", "--names", "sytem"], /unknown source of names 'sytem'.*'system'/],
  [
    "names of the system beside hosts of a scenario",
    ["simulate", "lookup.c", "--names", "system", "--scenario", "hosts.winsock-scenario.json"],
    /--names system: the scenario says which hosts exist/,
  ],
  ["a replay with names that change", ["simulate", "lookup.c", "--names", "system", "--schedule", "w1.x"], /--write-scenario/],
  ["a scenario written of nothing", ["simulate", "lookup.c", "--write-scenario", "x.json"], /needs --names/],
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
