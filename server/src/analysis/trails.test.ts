/**
 * What is seen on the paths of the programs in `trails/`, and what is known on them: `trails.txt` has a line for each place where paths begin,
 * with its events by kind and a sum over all of them, with their values and conditions. After a change that is meant,
 * `WINSOCK_ASYNC_TRAILS=write npx vitest run --project unit server/src/analysis/trails.test.ts` writes it anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Unit } from "../program/types.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { PathEvent } from "./events.ts";
import { Facts } from "./facts.ts";
import { pathText, termText } from "./terms.ts";

const programs = new URL("trails/", import.meta.url);
const trails = new URL("trails.txt", import.meta.url);
const names = readdirSync(programs).sort();
const written = readFileSync(trails, "utf8").split(/^== /m).slice(1);
const units: Record<string, Unit> = {};

beforeAll(async () => {
  const parser = await nodeParser();
  for (const name of names) {
    const workspace = createWorkspace({ parser, target: "win64" });
    const texts = new Map([[`file:///${name}`, readFileSync(new URL(name, programs), "utf8")]]);
    const planned = workspace.plan({ texts }).units[0];
    const unit = planned && workspace.unit({ texts }, planned).unit;
    if (unit) units[name] = unit;
  }
});

/** FNV-1a. */
function sum(lines: readonly string[]): string {
  let a = 0x811c9dc5;
  for (const line of lines) for (let i = 0; i < line.length; i++) a = Math.imul(a ^ line.charCodeAt(i), 0x01000193);
  return (a >>> 0).toString(16).padStart(8, "0");
}

/** An event with everything that it holds: paths and terms as texts. */
function shown(e: PathEvent): string {
  const place = `${e.at.function.name}:${e.at.range.start}`;
  const known = [...e.state.values.values()].map(({ path, term }) => `${pathText(path)}=${termText(term)}`);
  const held = [...e.state.constraints.values()].map(
    ({ term, constraint }) => `${termText(term)} ${constraint.equal ?? ""} ${[...constraint.notEqual].join()}`,
  );
  const own = Object.entries(e)
    .filter(([key]) => !["at", "frame", "root", "previous", "mark", "state", "order", "callee"].includes(key))
    .map(([key, value]) => `${key} ${text(value)}`);
  const before = `${e.previous?.order ?? "-"} ${e.mark?.order ?? "-"} ${e.frame.depth} ${e.state.unknown}`;
  return [place, before, ...own, ...known, ...held].join("\n");
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join();
  if (typeof value !== "object" || value === null) return String(value);
  const { kind } = value as { readonly kind?: unknown };
  try {
    return "id" in value ? termText(value as Parameters<typeof termText>[0]) : pathText(value as Parameters<typeof pathText>[0]);
  } catch {
    return String(kind);
  }
}

function trailsOf(unit: Unit): string[] {
  const facts = new Facts(unit);
  const roots = facts.roots.map((root) => {
    const events = facts.engine.events.filter((e) => e.root === root);
    const kinds = new Map<string, number>();
    for (const { kind } of events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const counts = [...kinds].sort().map(([kind, n]) => `${n} ${kind}`);
    const how = `${root.handler ? ` (${root.handler.kind})` : ""}${root.completes.length > 0 ? ` completes ${root.completes.length}` : ""}`;
    return `${root.function.name}${how}: ${counts.join(", ")}; ${sum(events.map(shown))}`;
  });
  const kept = (nodes: ReadonlySet<string>): string =>
    [...nodes]
      .filter((n) => !/^[tl]/.test(n))
      .sort()
      .join(" ");
  const requests = facts.requests.map((r) => `${r.start.call}: handle in ${kept(r.handles)}; buffer in ${kept(r.buffers)}`);
  return [...roots, ...requests, ...[...facts.engine.cuts].sort()];
}

test.each(names)("%s", (name) => {
  const unit = units[name];
  const found = unit ? trailsOf(unit) : [];
  const old = written.find((part) => part.startsWith(`${name}\n`));
  if (process.env.WINSOCK_ASYNC_TRAILS !== "write") expect(found).toEqual((old ?? "").trimEnd().split("\n").slice(1));
  else units[name] && results.set(name, found);
});

const results = new Map<string, readonly string[]>();

test("no program's trail is missing or left over", () => {
  if (process.env.WINSOCK_ASYNC_TRAILS === "write")
    writeFileSync(trails, names.map((name) => `== ${[name, ...(results.get(name) ?? [])].join("\n")}\n`).join("\n"));
  else expect(written.map((part) => part.split("\n")[0])).toEqual(names);
});
