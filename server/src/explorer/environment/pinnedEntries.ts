/** The user events that a scenario allows: its words for them, found in the program. */
import type { ProgramFunction, Unit } from "../../program/types.ts";
import { findEntry } from "../entry.ts";
import type { PinnedEntry } from "../scenario.ts";
import { ScenarioError } from "../simulateTypes.ts";
import { entriesThat, FIRST_CALL, type UserEntry, WM_CLOSE, WM_COMMAND } from "./userEntries.ts";

type Found = Omit<UserEntry, "times" | "moment">;

/** @throws ScenarioError for an entry that the program does not have. */
export function pinnedEntries(unit: Unit, entry: ProgramFunction, pinned: readonly PinnedEntry[]): readonly UserEntry[] {
  const known = entriesThat(unit, entry, () => true);
  const found: UserEntry[] = [];
  const names = new Map<string, string>();
  pinned.forEach((one, i) => {
    const matches = matching(unit, entry, known, one.entry);
    if (matches.length === 0) {
      const words = known.flatMap((other) => wordsOf(other));
      throw new ScenarioError(
        `user[${i}].entry: the program has no '${one.entry}'; known: ${[...new Set(["close", ...words])].join(", ")}, and functions without parameters`,
      );
    }
    for (const match of matches) {
      // Messages that stand for a call carry the place in this very list.
      const message = match.message >= FIRST_CALL ? FIRST_CALL + found.length : match.message;
      names.set(one.entry, names.get(one.entry) ?? match.name);
      found.push({ ...match, message, times: one.times });
    }
    const { when, request } = one;
    const after = one.after;
    if (when === undefined && after === undefined) return;
    for (let at = found.length - matches.length; at < found.length; at++)
      found[at] = {
        ...found[at]!,
        moment: { ...(when && { when }), ...(request !== undefined && { request }), ...(after !== undefined && { after }) },
      };
  });
  // The name of an entry is what a run remembers of it.
  return found.map((one) =>
    one.moment?.after === undefined ? one : { ...one, moment: { ...one.moment, after: names.get(one.moment.after) ?? one.moment.after } },
  );
}

/** How a scenario may name an entry. */
function wordsOf(entry: Found): string[] {
  if (entry.message === WM_CLOSE) return ["close"];
  if (entry.message === WM_COMMAND) return [`command ${entry.wParam}`];
  return [entry.function.name];
}

function matching(unit: Unit, entry: ProgramFunction, known: readonly Found[], word: string): readonly Found[] {
  const command = /^command\s+(\d+)$/.exec(word);
  if (command) {
    const wParam = Number(command[1]);
    const same = known.filter((one) => one.message === WM_COMMAND && one.wParam === wParam);
    if (same.length > 0) return same;
    const other = known.find((one) => one.message === WM_COMMAND);
    return other ? [{ ...other, name: `chooses command ${wParam}`, wParam }] : [];
  }
  if (word === "close") {
    const same = known.filter((one) => one.message === WM_CLOSE || one.handler?.trigger === "close");
    // Without a handler of its own the window is destroyed by default.
    return same.length > 0 ? same : [{ name: "closes the window", message: WM_CLOSE, wParam: 0, lParam: 0, function: entry }];
  }
  const calls = known.filter((one) => one.message >= FIRST_CALL && isNamed(one.function, word));
  if (calls.length > 0) return calls;
  const handler = unit.handlers.find((one) => !/procedure|loop|hook|dispatcher/.test(one.kind) && isNamed(one.function, word));
  const plain =
    handler?.function ?? findEntry(unit, word).find((fn) => fn.ir.params.length === 0 && !fn.ir.isConstructor && !fn.ir.isDestructor);
  if (!plain) return [];
  return [{ name: `makes ${plain.name} run`, message: FIRST_CALL, wParam: 0, lParam: 0, function: plain, ...(handler && { handler }) }];
}

const isNamed = (fn: ProgramFunction, word: string): boolean => fn.name === word || fn.name.endsWith(`::${word}`);
