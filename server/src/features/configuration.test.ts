import { expect, test } from "vitest";
import { checkConfiguration, nearest, parseConfiguration } from "./configuration.ts";

const RULES = ["cancel-zero-handle", "stack-buffer"];

test("what is wrong is named with the nearest known name, and the rest is used", () => {
  const { configuration, problems } = checkConfiguration(
    { profil: "strict", target: "win128", define: ["A=1"], rules: { "cancel-zero-handel": "off", "stack-buffer": "hint" } },
    RULES,
  );
  expect(problems.map((p) => p.message)).toEqual(
    [
      "unknown setting 'profil'; did you mean 'profile'?",
      "'target' must be one of win32, win64",
      "unknown rule 'cancel-zero-handel'; did you mean 'cancel-zero-handle'?",
    ].sort((a, b) => problems.findIndex((p) => p.message === a) - problems.findIndex((p) => p.message === b)),
  );
  expect(configuration.define).toEqual(["A=1"]);
  expect(configuration.target).toBeUndefined();
});

test("settings that are no object give one problem and no settings", () => {
  expect(checkConfiguration([], RULES)).toEqual({ configuration: {}, problems: [{ path: "", message: "the settings must be an object" }] });
  expect(checkConfiguration(null, RULES).problems).toHaveLength(1);
});

test("comments and trailing commas are allowed; a broken file names its line", () => {
  expect(parseConfiguration('{ // why\n "profile": "strict",\n}', RULES)).toEqual({ configuration: { profile: "strict" }, problems: [] });
  expect(parseConfiguration('{\n "profile" "strict" }', RULES).problems[0]?.message).toMatch(/^line 2: /);
});

test("a word that is like no known one gets no suggestion", () => {
  expect(nearest("wine", ["documented", "reactos", "wine"])).toBe("wine");
  expect(nearest("zzzz", ["documented", "reactos"])).toBeUndefined();
  expect(nearest("x", [])).toBeUndefined();
});
