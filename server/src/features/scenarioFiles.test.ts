import { describe, expect, it } from "vitest";
import type { Host } from "./host.ts";
import { scenarioBeside, scenarioFor } from "./scenarioFiles.ts";

/** A host with these files; it keeps what it was asked for. */
function host(files: Readonly<Record<string, string>>): Host & { readonly asked: string[] } {
  const asked: string[] = [];
  const read = async (uris: readonly string[]): Promise<(Uint8Array | undefined)[]> => {
    asked.push(...uris);
    return uris.map((uri) => (uri in files ? new TextEncoder().encode(files[uri]) : undefined));
  };
  return { asked, read } as unknown as Host & { readonly asked: string[] };
}

const SOURCE = "file:///p/src/lookup.cpp";

describe("the scenario of a simulation", () => {
  it("lies beside the source and has its name", async () => {
    expect(scenarioBeside(SOURCE)).toBe("file:///p/src/lookup.winsock-scenario.json");
    expect(scenarioBeside("file:///p.d/Makefile")).toBe("file:///p.d/Makefile.winsock-scenario.json");
    const found = await scenarioFor(SOURCE, "", "file:///p", host({ "file:///p/src/lookup.winsock-scenario.json": '{ "user": [] }' }));
    expect(found).toMatchObject({ name: "lookup.winsock-scenario.json", options: { scenario: { user: [] }, maxEvents: 0 } });
    expect(await scenarioFor(SOURCE, undefined, "file:///p", host({}))).toBeUndefined();
  });

  it.each([
    ["a.json", "file:///p/a.json"],
    ["./sub folder/a.json", "file:///p/sub%20folder/a.json"],
    ["sub\\a.json", "file:///p/sub/a.json"],
    ["/etc/a.json", "file:///etc/a.json"],
    ["C:\\x\\a.json", "file:///C%3A/x/a.json"],
    ["vscode-vfs://host/a.json", "vscode-vfs://host/a.json"],
  ])("is the one the settings name: %s", async (named, uri) => {
    const files = host({ [uri]: "{}" });
    expect(await scenarioFor(SOURCE, named, "file:///p", files)).toMatchObject({ options: { scenario: {} } });
    expect(files.asked).toEqual([uri]);
  });

  it("starts from the source's folder where there is no workspace folder", async () => {
    const files = host({});
    expect(await scenarioFor(SOURCE, "a.json", undefined, files)).toBe("The scenario 'a.json' cannot be read.");
    expect(files.asked).toEqual(["file:///p/src/a.json"]);
  });

  it("is refused with its first fault", async () => {
    const files = host({ "file:///p/src/lookup.winsock-scenario.json": '{\n "hosts": 1 }' });
    expect(await scenarioFor(SOURCE, "", "file:///p", files)).toMatch(/^lookup\.winsock-scenario\.json:2:11: hosts: /);
  });
});
