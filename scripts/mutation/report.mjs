// What a mutation run found, by file and folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const KILLED = new Set(["killed", "timeout"]);

/** Prints scores; with `list`, every mutant that was not killed. */
export function report({ root, mutants, results, doesNotCompile, list, only }) {
  const equivalent = JSON.parse(readFileSync(join(root, "scripts", "mutation-equivalent.json"), "utf8"));
  const isEquivalent = (m) =>
    equivalent.some(
      (e) =>
        m.file === e.file &&
        m.code === e.code &&
        (e.replacement === undefined || e.replacement === m.replacement) &&
        (e.line === undefined || m.key.includes(`|${e.line}|`)),
    );
  const rows = new Map();
  const add = (name, status) => {
    const row =
      rows.get(name) ?? rows.set(name, { killed: 0, timeout: 0, survived: 0, uncovered: 0, equivalent: 0, invalid: 0, open: 0 }).get(name);
    row[status]++;
  };
  for (const m of mutants) {
    if (!only(m)) continue;
    const status =
      doesNotCompile[m.key] === true
        ? "invalid"
        : results[m.key] === undefined
          ? "open"
          : KILLED.has(results[m.key].status)
            ? results[m.key].status
            : isEquivalent(m)
              ? "equivalent"
              : results[m.key].status;
    for (const name of ["all", m.file.split("/").slice(0, 3).join("/"), m.file]) add(name, status);
    if (list && (status === "survived" || status === "uncovered"))
      console.log(
        `${m.file}:${m.line}:${m.column} ${m.mutator} ${status === "uncovered" ? "(never met) " : ""}${short(m.code)}  ->  ${short(m.replacement)}`,
      );
  }
  console.log("score  killed timeout survived unmet equivalent | does not compile, not judged");
  for (const [name, r] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const judged = r.killed + r.timeout + r.survived + r.uncovered;
    if (judged === 0) continue;
    const score = ((100 * (r.killed + r.timeout)) / judged).toFixed(1);
    const cells = [r.killed, r.timeout, r.survived, r.uncovered, r.equivalent].map((n) => String(n).padStart(6)).join(" ");
    console.log(`${score.padStart(5)}% ${cells} | ${r.invalid} ${r.open}  ${name}`);
  }
}

function short(code) {
  const line = code.replace(/\s+/g, " ");
  return line.length > 110 ? `${line.slice(0, 107)}...` : line;
}
