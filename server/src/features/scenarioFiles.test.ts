import { describe, expect, it } from "vitest";
import { scenarioBeside, scenarioFor } from "./scenarioFiles.ts";

/** Reads these files; keeps what it was asked for. */
function reader(files: Readonly<Record<string, string>>): { readonly read: (uri: string) => Promise<string | undefined>; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    read: async (uri) => {
      asked.push(uri);
      return files[uri];
    },
  };
}

const SOURCE = "file:///p/src/lookup.cpp";

describe("the scenario of a simulation", () => {
  it("lies beside the source and has its name", async () => {
    expect(scenarioBeside(SOURCE)).toBe("file:///p/src/lookup.winsock-scenario.json");
    expect(scenarioBeside("file:///p.d/Makefile")).toBe("file:///p.d/Makefile.winsock-scenario.json");
    const found = await scenarioFor(
      SOURCE,
      "",
      "file:///p",
      reader({ "file:///p/src/lookup.winsock-scenario.json": '{ "user": [] }' }).read,
    );
    expect(found).toMatchObject({ name: "lookup.winsock-scenario.json", options: { scenario: { user: [] }, maxEvents: 0 } });
    expect(await scenarioFor(SOURCE, undefined, "file:///p", reader({}).read)).toBeUndefined();
  });

  it.each([
    ["a.json", "file:///p/a.json"],
    ["./sub folder/a.json", "file:///p/sub%20folder/a.json"],
    ["sub\\a.json", "file:///p/sub/a.json"],
    ["/etc/a.json", "file:///etc/a.json"],
    ["C:\\x\\a.json", "file:///C%3A/x/a.json"],
    ["vscode-vfs://host/a.json", "vscode-vfs://host/a.json"],
  ])("is the one the settings name: %s", async (named, uri) => {
    const files = reader({ [uri]: "{}" });
    expect(await scenarioFor(SOURCE, named, "file:///p", files.read)).toMatchObject({ options: { scenario: {} } });
    expect(files.asked).toEqual([uri]);
  });

  it("starts from the source's folder where there is no workspace folder", async () => {
    const files = reader({});
    expect(await scenarioFor(SOURCE, "a.json", undefined, files.read)).toBe("The scenario 'a.json' cannot be read.");
    expect(files.asked).toEqual(["file:///p/src/a.json"]);
  });

  it("is refused with its first fault", async () => {
    const files = reader({ "file:///p/src/lookup.winsock-scenario.json": '{\n "hosts": 1 }' });
    expect(await scenarioFor(SOURCE, "", "file:///p", files.read)).toMatch(/^lookup\.winsock-scenario\.json:2:11: hosts: /);
  });
});
