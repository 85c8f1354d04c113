// What mutation testing leaves alone: texts for people, and the equivalent mutants that scripts/mutation-equivalent.json lists by hand.
import { readFileSync } from "node:fs";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Properties that hold texts, or places that are told with them. */
const TEXTS = new Set(["documentation", "related", "message", "title", "text"]);

/** `[{ "file": "…", "code": "…", "why": "…" }]`: the expression as it stands in the file. */
const equivalent = JSON.parse(readFileSync(new URL("mutation-equivalent.json", import.meta.url), "utf8"));

const texts = {
  shouldIgnore(path) {
    if (path.isObjectProperty() && path.node.key.type === "Identifier" && TEXTS.has(path.node.key.name)) return "a text for people";
    return undefined;
  },
};

const listed = {
  shouldIgnore(path) {
    const file = path.hub?.file?.opts?.filename ?? "";
    const code = path.getSource?.() ?? "";
    const hit = equivalent.find((e) => code === e.code && (file === "" || file.replaceAll("\\", "/").endsWith(e.file)));
    return hit?.why;
  },
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "texts", texts),
  declareValuePlugin(PluginKind.Ignore, "equivalent", listed),
];
