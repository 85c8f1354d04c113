// Holds the first three invariants of docs/architecture.md. Layers from the bottom up; a layer may use those below it.
const dir = (name) => `^server/src/${name}/`;
const base = ["winsock", "platform", "emulator"];
const entries = ["node", "browser", "cli"];

/** rules and explorer stand side by side above analysis; prove joins them. */
const mayUse = {
  winsock: [],
  emulator: ["winsock"],
  platform: ["winsock", "emulator"],
  source: base,
  names: [...base, "source"],
  ir: [...base, "source", "names"],
  program: [...base, "source", "names", "ir"],
  analysis: [...base, "source", "names", "ir", "program"],
  rules: [...base, "source", "names", "ir", "program", "analysis"],
  explorer: [...base, "source", "names", "ir", "program", "analysis", "rules"],
  prove: [...base, "source", "names", "ir", "program", "analysis", "rules", "explorer"],
  report: [...base, "source", "names", "ir", "program", "analysis", "rules", "explorer", "prove"],
  features: [...base, "source", "names", "ir", "program", "analysis", "rules", "explorer", "prove", "report"],
};
const tests = "\\.test\\.ts$";

export default {
  forbidden: [
    ...Object.entries(mayUse).map(([name, below]) => ({
      name: `layer-${name}`,
      severity: "error",
      from: { path: dir(name), pathNot: tests },
      to: { path: "^server/src/[^/]+/", pathNot: [dir(name), ...below.map(dir)] },
    })),
    {
      name: "core-without-io",
      comment: "Nothing below the entries does IO, nothing below features/ knows the editor or the protocol.",
      severity: "error",
      from: { path: "^server/src/", pathNot: [...entries.map(dir), tests] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-without-protocol",
      severity: "error",
      from: { path: "^server/src/", pathNot: [dir("features"), ...entries.map(dir), tests] },
      to: { path: ["^vscode$", "node_modules/vscode-language", "node_modules/@vscode/debug"] },
    },
    {
      name: "server-without-client",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^client/" },
    },
    {
      name: "client-uses-types-alone",
      comment: "The client talks to the server by protocol; only plain-data types and the trace layout are shared.",
      severity: "error",
      from: { path: "^client/" },
      to: { path: "^server/src/", pathNot: ["^server/src/(report/timeline|explorer/trace|features/(protocol|watched|browserModules))"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: { path: "^(server|client)/", pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^out/", "^dist/"] },
    enhancedResolveOptions: { extensions: [".ts", ".mjs", ".js"] },
  },
};
