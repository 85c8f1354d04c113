/**
 * Which files of a program are worth parsing: from the files with calls outwards, over names in the texts alone. Downwards to what the
 * functions around the calls call, upwards to who calls them, sideways to who handles the message or uses the handle's storage.
 */
import { externalNames, type TextDefinition, textDefinitions } from "./definitions.ts";
import { lastPart } from "./functions.ts";
import type { IncludeGraph, PlannedUnit } from "./plan.ts";
import { SEED_TEXT } from "./sites.ts";
import { isHeader } from "./uris.ts";

export interface ReachBudget {
  /** Sources parsed beside the seeds. */
  readonly sources: number;
  readonly headers: number;
  /** UTF-16 units of all of them. */
  readonly characters: number;
}

export const DEFAULT_BUDGET: ReachBudget = { sources: 40, headers: 300, characters: 4_000_000 };

export interface Reach {
  /** Files of the unit: seeds, then the sources reached, then headers, nearest first. */
  readonly files: readonly string[];
  readonly missing: readonly string[];
  /** Candidates nothing leads to. */
  readonly passed: readonly string[];
  /** The budget ended the walk. */
  readonly cut: boolean;
}

interface Entry {
  readonly uri: string;
  readonly text: string;
  readonly definitions: readonly TextDefinition[];
}

/** Text facts of a file, kept by the caller as long as the text stays. */
export interface TextFacts {
  definitions(uri: string, text: string): readonly TextDefinition[];
}

export function createTextFacts(): TextFacts {
  const known = new Map<string, { text: string; definitions: readonly TextDefinition[] }>();
  return {
    definitions(uri, text) {
      const before = known.get(uri);
      if (before?.text === text) return before.definitions;
      const definitions = textDefinitions(text);
      known.set(uri, { text, definitions });
      return definitions;
    },
  };
}

const CALL = /([A-Za-z_]\w*)\s*\(/g;
const WORD = /[A-Za-z_]\w*/g;
/** Names too common to lead anywhere. */
const COMMON =
  /^(?:if|for|while|switch|return|sizeof|main|WinMain|DllMain|Create|Init|Open|Close|Connect|Run|Start|Stop|Send|Get|Set|Add|Free|Clear|Reset|Update|Find|delete|new|assert|ASSERT|TRACE|printf|sprintf|memcpy|memset|strlen|strcpy|malloc|free|LOWORD|HIWORD|WSA\w+|Get\w+Message\w*|Dispatch\w*|Translate\w*)$/;

export function reach(
  unit: PlannedUnit,
  graph: IncludeGraph,
  text: (uri: string) => string | undefined,
  facts: TextFacts,
  budget = DEFAULT_BUDGET,
): Reach {
  const missing = new Set<string>();
  const entries = new Map<string, Entry>();
  const load = (uri: string): Entry | undefined => {
    const known = entries.get(uri);
    if (known) return known;
    const content = text(uri);
    if (content === undefined) {
      missing.add(uri);
      return undefined;
    }
    const entry = { uri, text: content, definitions: facts.definitions(uri, content) };
    entries.set(uri, entry);
    return entry;
  };

  const candidates = unit.candidates.map(load).filter((e): e is Entry => e !== undefined);
  const taken = new Map<string, Entry>();
  let characters = 0;
  let cut = false;
  const linked = unit.project !== undefined;
  const names = new Set<string>();
  const fits = (entry: Entry): boolean =>
    taken.size < unit.seeds.length + budget.sources && characters + entry.text.length <= budget.characters;
  const take = (entry: Entry): boolean => {
    if (taken.has(entry.uri)) return false;
    if (!fits(entry)) {
      cut = true;
      return false;
    }
    const own = externalNames(entry.definitions);
    // files that define the same external names belong to different programs
    if (!linked && !unit.seeds.includes(entry.uri) && [...own].some((name) => names.has(name))) return false;
    for (const name of own) names.add(name);
    taken.set(entry.uri, entry);
    characters += entry.text.length;
    return true;
  };

  const seeds = unit.seeds.map(load).filter((e): e is Entry => e !== undefined);
  for (const seed of seeds) take(seed);
  // code in a header runs in the sources that include it
  for (const seed of unit.seeds.filter(isHeader)) {
    for (const entry of candidates.filter((e) => graph.closure(e.uri).includes(seed)).slice(0, MAX_INCLUDERS)) take(entry);
  }

  /** Candidates that define a name, by the last part of it. */
  const definers = new Map<string, Entry[]>();
  for (const entry of candidates) {
    for (const name of new Set(entry.definitions.filter((d) => !d.internal).map((d) => lastPart(d.name)))) {
      definers.set(name, [...(definers.get(name) ?? []), entry]);
    }
  }
  // several definers of one name: the resolution decides; a name that many files define is a method of many classes
  const takeDefiners = (name: string) => {
    const all = definers.get(name) ?? [];
    if (all.length <= 3) for (const entry of all) take(entry);
  };

  const classesTaken = new Set<string>();
  let basesOf: Map<string, readonly string[]> | undefined;

  // round 0: what the functions around the calls need; then who calls them or handles their messages; then what those need
  const words = new Set<string>();
  const messages = new Set<string>();
  for (const { entry, parts } of seeds.map((entry) => ({ entry, parts: around(entry, SEED_TEXT) }))) {
    for (const part of parts) {
      note(part, words);
      for (const word of messageWords(part.text)) messages.add(word);
    }
    // calls that stand in macros or in a class body: the file counts as a whole
    if (parts.length === 0) takeCallees(entry.text);
  }
  for (let round = 0; round < 2; round++) {
    const searched = new Set([...words, ...messages]);
    const users = usersOf(
      candidates.filter((e) => !taken.has(e.uri) && (linked || sharesHeader(e, seeds, graph))),
      searched,
    );
    for (const word of searched) {
      const found = users.get(word) ?? [];
      // a word that much of the program uses leads nowhere
      if (found.length > MAX_USERS) cut ||= messages.has(word);
      else for (const entry of found) take(entry);
    }
    const pattern = wordPattern(searched);
    words.clear();
    for (const entry of [...taken.values()])
      for (const part of around(entry, pattern)) if (MESSAGE_OWNER.test(part.text)) note(part, words);
  }

  // start-up, clean-up and overlapped lookups are the program's wherever they stand; no request is decided by them, so the budget ends here silently
  for (const entry of candidates)
    if (SURROUNDINGS.test(entry.text) && (linked || sharesHeader(entry, seeds, graph)) && fits(entry)) take(entry);

  function note(part: Part, into: Set<string>): void {
    const owner = part.definition.name;
    if (owner.includes("::")) takeClass(lastPart(owner.slice(0, owner.lastIndexOf("::"))));
    if (!part.definition.internal && !COMMON.test(lastPart(owner)) && /^\w+$/.test(lastPart(owner))) into.add(lastPart(owner));
    takeCallees(part.text);
  }

  /** A method runs on an object whose inherited methods, constructors and destructors run too. */
  function takeClass(record: string): void {
    if (classesTaken.has(record)) return;
    classesTaken.add(record);
    for (const entry of definersOfClass(candidates, record)) take(entry);
    for (const base of bases().get(record) ?? []) takeClass(base);
  }

  /** Bases by class, from the sources with calls and the headers that they see. */
  function bases(): ReadonlyMap<string, readonly string[]> {
    if (basesOf) return basesOf;
    basesOf = new Map();
    for (const uri of new Set([...unit.seeds, ...unit.seeds.flatMap((seed) => graph.closure(seed))])) {
      const content = text(uri);
      if (content === undefined) missing.add(uri);
      else for (const [record, names] of classHeads(content)) basesOf.set(record, names);
    }
    return basesOf;
  }

  function takeCallees(text: string): void {
    for (const match of text.matchAll(CALL)) if (!COMMON.test(match[1]!)) takeDefiners(match[1]!);
  }

  const headers: string[] = [];
  const wanted = new Set([...taken.keys()].flatMap((uri) => graph.closure(uri)));
  for (const uri of [...unit.headers.filter((h) => wanted.has(h)), ...wanted]) {
    if (headers.includes(uri) || taken.has(uri)) continue;
    const content = text(uri);
    if (content === undefined) {
      missing.add(uri);
      continue;
    }
    if (headers.length >= budget.headers || characters + content.length > budget.characters * 1.5) {
      cut = true;
      break;
    }
    headers.push(uri);
    characters += content.length;
  }
  const files = [...taken.keys(), ...headers];
  return { files, missing: [...missing], passed: unit.candidates.filter((uri) => !taken.has(uri)), cut };
}

interface Part {
  readonly definition: TextDefinition;
  readonly text: string;
}

/** Functions of a file whose text matches. */
function around(entry: Entry, pattern: RegExp): Part[] {
  const found: Part[] = [];
  entry.definitions.forEach((definition, i) => {
    const text = entry.text.slice(definition.offset, entry.definitions[i + 1]?.offset ?? entry.text.length);
    if (pattern.test(text)) found.push({ definition, text });
  });
  return found;
}

/** Of the program that makes requests, also in files without one. */
const SURROUNDINGS = /\b(?:WSAStartup|WSACleanup|WSASetBlockingHook|WSAGETASYNC(?:ERROR|BUFLEN)|GetAddrInfoEx[AW]?)\b/;
const MAX_USERS = 20;
const MAX_INCLUDERS = 6;
/** Parts that are followed further: they get messages, or deal with the calls. */
const MESSAGE_OWNER = /WSA_?Async|WSA_?Cancel|WPARAM|LPARAM|wParam|WSAGETASYNC|GetMessage|PeekMessage|BEGIN_MESSAGE_MAP/i;

/** For each word the entries whose text holds it. */
function usersOf(entries: readonly Entry[], words: ReadonlySet<string>): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  if (words.size === 0) return found;
  const pattern = new RegExp(`\\b(?:${[...words].join("|")})\\b`, "g");
  for (const entry of entries) {
    for (const word of new Set(entry.text.match(pattern))) found.set(word, [...(found.get(word) ?? []), entry]);
  }
  return found;
}

function wordPattern(words: ReadonlySet<string>): RegExp {
  return words.size === 0 ? /$^/ : new RegExp(`\\b(?:${[...words].join("|")})\\b`);
}

/** Words of the second argument of a start, and the variable or member that gets its result or that a cancel is given. */
function messageWords(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/WSAAsyncGet\w+\s*\)?\s*\(([^;]*?)\)\s*[;)]/g)) {
    const second = match[1]!.split(",")[1] ?? "";
    const words = (second.match(WORD) ?? []).filter((w) => !/^(?:UINT|unsigned|int|this|msg|message|uMsg|wMsg)$/.test(w) && w.length > 3);
    const own = words.filter((w) => w !== "WM_USER" && w !== "WM_APP");
    found.push(...(own.length > 0 ? own : words));
  }
  for (const match of text.matchAll(/([A-Za-z_]\w*)\s*=\s*(?:\([^()]*\)\s*)?(?:::|\w+::)?\s*\w*WSAAsyncGet/g)) {
    if (KEPT.test(match[1]!)) found.push(match[1]!);
  }
  for (const match of text.matchAll(/WSA_?Cancel_?Async_?Request\s*\)?\s*\(\s*(?:\([^()]*\)\s*)?([^();]*)\)/gi)) {
    const word = match[1]!.match(WORD)?.at(-1);
    if (word !== undefined && KEPT.test(word)) found.push(word);
  }
  return found;
}

/** Names of variables and members that say whose they are. */
const KEPT = /^(?:m_|g_|s_)|\w{9,}/;

/** Classes with bases in a text: `class MY_API Name final : public Base, Other<T> {`. */
function* classHeads(text: string): Generator<[string, readonly string[]]> {
  for (const match of text.matchAll(
    /\b(?:class|struct)\s+(?:\w+(?:\([^()\r\n]*\))?\s+){0,3}?(\w+)\s*(?:final\s*)?:(?!:)([^{};]{1,400})\{/g,
  )) {
    const names = match[2]!
      .replace(/<[^<>]*>|\/\/[^\r\n]*/g, " ")
      .split(",")
      .map((base) => /(\w+)\s*$/.exec(base)?.[1]);
    yield [match[1]!, names.filter((name) => name !== undefined)];
  }
}

function definersOfClass(candidates: readonly Entry[], record: string): Entry[] {
  const prefix = `${lastPart(record)}::`;
  return candidates.filter((e) => e.definitions.some((d) => d.name.startsWith(prefix) || d.name.includes(`::${prefix}`))).slice(0, 6);
}

function sharesHeader(entry: Entry, seeds: readonly Entry[], graph: IncludeGraph): boolean {
  const own = new Set(graph.closure(entry.uri));
  return seeds.some((seed) => own.has(seed.uri) || graph.closure(seed.uri).some((h) => isHeader(h) && own.has(h)));
}
