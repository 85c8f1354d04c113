import { expect, it } from "vitest";
import { FIXTURES, openTestParser, readFixture } from "../../../test/support/parser.ts";
import { nativeParser } from "../node/nativeParser.ts";
import type { Configuration } from "./configuration.ts";
import { languagesFor } from "./document.ts";
import { prepare } from "./prepare.ts";
import type { Parser, SyntaxNode } from "./syntax.ts";

/** Each node with its field, place and kind. */
function* walk(node: SyntaxNode, depth = 0, field: string | null = null): Generator<string> {
  yield `${" ".repeat(depth)}${field ?? ""}:${node.type} ${node.startIndex}-${node.endIndex} ${node.isNamed}${node.isError}${node.isMissing}${node.isExtra}${node.hasError}`;
  const children = node.children;
  for (let i = 0; i < children.length; i++) yield* walk(children[i] as SyntaxNode, depth + 1, node.fieldNameForChild(i));
}

function load(): Parser | string {
  try {
    return nativeParser();
  } catch (error) {
    return (error as Error).message;
  }
}

it("the native parser gives the same trees, node by node", async (context) => {
  const native = load();
  if (typeof native === "string") {
    if (process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1") throw new Error(native);
    console.log(`skipped: ${native}`);
    context.skip(native);
    return;
  }
  const web = await openTestParser();
  const broken = "int f( {\n  if (a b) c();\n  x = ;\n}\n// é 😀\nint after;\n";
  const configurations: Configuration[] = [{ target: "win64" }, { target: "win32", unicode: false }];
  const texts = [...FIXTURES.map((name) => [name, readFixture(name)] as const), ["broken.cpp", broken] as const];
  for (const [name, text] of texts) {
    for (const language of languagesFor(name)) {
      for (const configuration of configurations) {
        const { blanked } = prepare(text, language, configuration);
        const trees = [native, web].map((parser) => parser.parse(blanked, language));
        const [first, second] = trees.map((tree) => (tree === undefined ? [] : [...walk(tree.rootNode)]));
        expect(first, name).toEqual(second);
        expect(first?.length, name).toBeGreaterThan(10);
        for (const tree of trees) tree?.delete();
      }
    }
  }
  // Longer than the binding's own buffer.
  const long = "int f(int a) { return a + 1; }\n".repeat(4000);
  const trees = [native, web].map((parser) => parser.parse(long, "cpp"));
  expect(trees.map((tree) => [tree?.rootNode.namedChildCount, tree?.rootNode.endIndex])).toEqual([
    [4000, long.length],
    [4000, long.length],
  ]);
  for (const tree of trees) tree?.delete();
  expect(native.parse(long.repeat(10), "cpp", undefined, { budgetMs: 5 })).toBeUndefined();
  expect(native.liveTrees + web.liveTrees).toBe(0);
  web.delete();
});
