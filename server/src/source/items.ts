/** Cuts a file into items: functions (also those inside classes), tables and other declarations. */
import { isColumnZero } from "./cuts.ts";
import { TokenHash } from "./hash.ts";
import { cutByText, type TextItem } from "./itemText.ts";
import type { Tokens } from "./lex.ts";
import type { SyntaxNode } from "./syntax.ts";
import type { Item, MacroTable, TextRange } from "./types.ts";

interface Draft extends TextRange {
  readonly kind: Item["kind"];
  readonly broken: boolean;
  readonly cut: boolean;
  readonly name?: string | undefined;
  readonly body?: TextRange | undefined;
  readonly table?: number;
}

/** Nodes whose children are items in their place. */
const CONTAINERS =
  /^(?:translation_unit|declaration_list|linkage_specification|namespace_definition|preproc_(?:if|ifdef|else|elif|elifdef)(?:_in_\w+)?|field_declaration_list)$/;
const RECORD = /^(?:class|struct|union)_specifier$/;
/** What may stand between items and is none. */
const IGNORED =
  /^(?:comment|preproc_(?:include|def|function_def|call|directive|arg)|access_specifier|string_literal|identifier|namespace_identifier|nested_namespace_specifier|using_declaration|alias_declaration|namespace_alias_definition|static_assert_declaration)$/;
const STATEMENT = /_statement$/;
/** What stands on its own in a file that is one error. */
const OWN = /^(?:comment|preproc_\w+|\w*declaration|\w+_definition|(?:class|struct|union|enum)_specifier|linkage_specification)$/;

/**
 * `knownHeads` are the first lines of items seen before: where the tree is broken, such a line in column 0 starts an item.
 * `tokens` are those of `blanked`.
 */
export function cutItems(
  root: SyntaxNode,
  text: string,
  blanked: string,
  tokens: Tokens,
  tables: readonly MacroTable[],
  knownHeads: ReadonlySet<string>,
  damage: readonly TextRange[] = [],
): Item[] {
  const drafts: Draft[] = tables.map(({ start, end, tail }, table) => ({
    kind: "table",
    start,
    end,
    broken: tail === undefined,
    cut: false,
    table,
  }));
  const into: Collection = { blanked, drafts, regions: [], knownHeads };
  collect(root, into, 0);
  for (const region of into.regions) for (const item of cutByText(blanked, tokens, region, knownHeads)) drafts.push(fromText(item));
  drafts.sort((a, b) => a.start - b.start || b.end - a.end);
  return finish(drafts, text, blanked, tokens, damage);
}

/** First line of an item, as it is compared with `knownHeads`. */
export function headLine(blanked: string, start: number): string {
  const end = blanked.slice(start, start + 200).search(/[\r\n]/);
  return blanked.slice(start, end < 0 ? start + 200 : start + end).trimEnd();
}

function fromText({ start, end, kind, name, body }: TextItem): Draft {
  return { kind, start, end, broken: true, cut: true, name, body };
}

interface Collection {
  readonly blanked: string;
  readonly drafts: Draft[];
  /** What the tree does not explain, to be cut by its text. */
  readonly regions: TextRange[];
  readonly knownHeads: ReadonlySet<string>;
}

/** Namespaces, classes and conditions nested deeper than this are one declaration. */
const MAX_NESTING = 200;

function collect(parent: SyntaxNode, into: Collection, depth: number): void {
  const { blanked, regions, knownHeads } = into;
  // A file that is one error has loose tokens between its items.
  const loose = parent.isError;
  const children = loose ? parent.children : parent.namedChildren;
  const isLost = (node: SyntaxNode): boolean => isDamaged(node, blanked, knownHeads) || (loose && !OWN.test(node.type));
  for (let i = 0; i < children.length; i++) {
    const node = children[i];
    if (node === undefined) continue;
    const damaged = parent.type !== "field_declaration_list" && isLost(node);
    if (damaged) {
      let last = i;
      // Statements at this level are the rest of a body whose head was lost.
      for (let next = children[last + 1]; next !== undefined; next = children[last + 1]) {
        if (!isLost(next) && !STATEMENT.test(next.type) && isColumnZero(blanked, next.startIndex)) break;
        last++;
      }
      let { startIndex: start } = node;
      const before = children[i - 1];
      if (before !== undefined && endsEarly(before, node, blanked)) {
        start = before.startIndex;
        while (into.drafts.length > 0 && (into.drafts.at(-1)?.start ?? 0) >= start && into.drafts.at(-1)?.kind !== "table")
          into.drafts.pop();
      }
      regions.push({ start, end: children[last]?.endIndex ?? node.endIndex });
      i = last;
    } else if (CONTAINERS.test(node.type) && depth < MAX_NESTING) collect(node, into, depth + 1);
    else if (!IGNORED.test(node.type) && !node.isError) itemOf(node, node, into, depth);
  }
}

/** A function that began in column 0, in front of something damaged, and one of the two is not in column 0 where they meet: a closing brace was one too many. */
function endsEarly(node: SyntaxNode, next: SyntaxNode, blanked: string): boolean {
  if (node.type !== "function_definition" || !isColumnZero(blanked, node.startIndex)) return false;
  const apart = isColumnZero(blanked, node.endIndex - 1) && isColumnZero(blanked, next.startIndex);
  return !apart && /[\r\n]/.test(blanked.slice(node.startIndex, node.endIndex));
}

/** The tree cannot be trusted about where this item ends. */
function isDamaged(node: SyntaxNode, blanked: string, knownHeads: ReadonlySet<string>): boolean {
  if (node.isError || (STATEMENT.test(node.type) && node.type !== "expression_statement")) return true;
  if (!node.hasError) return false;
  if (CONTAINERS.test(node.type)) return false;
  const range = blanked.slice(node.startIndex, node.endIndex);
  const brace = /[\r\n]\}/.exec(range);
  // A brace in column 0 that is not the last thing in it, or a line that started another item before.
  if (brace !== null && /[A-Za-z_{]/.test(range.slice(brace.index + 2))) return true;
  // a head, and a body that ended too early
  if (node.type === "declaration" && /\)\s*[\r\n]\{/.test(range)) return true;
  if (knownHeads.size === 0) return false;
  return range.split(/\r\n?|\n/).some((line, at) => at > 0 && /^\S/.test(line) && knownHeads.has(line.trimEnd().slice(0, 200)));
}

/** `friend bool operator==(…) { … }` in a class. */
function isFriendDefinition(node: SyntaxNode): boolean {
  return node.type === "friend_declaration" && node.namedChildren.some(({ type }) => type === "function_definition");
}

function itemOf(whole: SyntaxNode, node: SyntaxNode, into: Collection, depth: number): void {
  const range = { start: whole.startIndex, end: whole.endIndex, broken: whole.hasError, cut: false };
  if (node.type === "template_declaration" || isFriendDefinition(node)) {
    const inner = node.namedChildren.find(({ type }) => type === "function_definition" || type === "declaration" || RECORD.test(type));
    if (inner !== undefined) itemOf(whole, inner, into, depth);
    return;
  }
  if (node.type === "function_definition") {
    const body = node.childForFieldName("body") ?? node.namedChildren.find(({ type }) => type === "try_statement") ?? null;
    const name = functionName(node);
    const isFunction = body !== null && (body.type === "compound_statement" || body.type === "try_statement");
    into.drafts.push({
      ...range,
      kind: isFunction ? "function" : "declaration",
      name,
      body: isFunction ? { start: body.startIndex, end: body.endIndex } : undefined,
    });
    return;
  }
  const record = RECORD.test(node.type) ? node : node.namedChildren.find(({ type }) => RECORD.test(type));
  const members = record?.childForFieldName("body");
  into.drafts.push({ ...range, kind: "declaration", name: record?.childForFieldName("name")?.text });
  if (members !== null && members !== undefined) collectMembers(members, into, depth + 1);
}

function collectMembers(list: SyntaxNode, into: Collection, depth: number): void {
  if (depth >= MAX_NESTING) return;
  for (const node of list.namedChildren) {
    if (/^preproc_/.test(node.type)) collectMembers(node, into, depth + 1);
    else if (
      node.type === "function_definition" ||
      (node.type === "template_declaration" && node.namedChildren.some(({ type }) => type === "function_definition")) ||
      isFriendDefinition(node)
    )
      itemOf(node, node, into, depth);
    else if (node.type === "field_declaration") {
      const inner = node.namedChildren.find(({ type }) => RECORD.test(type))?.childForFieldName("body");
      if (inner !== null && inner !== undefined) collectMembers(inner, into, depth + 1);
    }
  }
}

/** `CFoo::OnBar`, without blanks; undefined for what has no name. */
export function functionName(definition: SyntaxNode): string | undefined {
  let node = definition.childForFieldName("declarator");
  while (node !== null && node.type !== "function_declarator") {
    const inner: SyntaxNode | null =
      node.childForFieldName("declarator") ?? node.namedChildren.find(({ type }) => type.endsWith("_declarator")) ?? null;
    if (inner === null) break;
    node = inner;
  }
  if (node === null) return undefined;
  const declarator = node.type === "function_declarator" ? node.childForFieldName("declarator") : node;
  const name = declarator?.text.replace(/\s+/g, " ").replace(/ ?(::|~|<|>|,|\(|\)) ?/g, "$1");
  return name === undefined || name === "" ? undefined : name;
}

function finish(drafts: readonly Draft[], text: string, blanked: string, tokens: Tokens, damage: readonly TextRange[]): Item[] {
  const open: number[] = [];
  let token = 0;
  return drafts.map((draft, index) => {
    while (open.length > 0 && (drafts[open.at(-1) ?? 0]?.end ?? 0) <= draft.start) open.pop();
    const parent = open.findLast((at) => drafts[at]?.kind === "declaration");
    open.push(index);
    while (token < tokens.count && (tokens.starts[token] ?? 0) < draft.start) token++;
    const holes = draft.kind === "declaration" ? bodiesInside(drafts, index) : [];
    const { kind, start, end, broken, cut, name, body, table } = draft;
    const mended = damage.some((range) => range.start < end && (range.end > start || blanked.slice(range.end, start).trim() === ""));
    return {
      kind,
      start,
      end,
      key: kind === "table" ? keyOfTable(text, start, end) : `${keyOf(blanked, tokens, token, draft, holes)}${mended ? "+" : ""}`,
      broken,
      cut,
      ...(mended ? { mended } : {}),
      ...(name === undefined ? {} : { name }),
      ...(body === undefined ? {} : { body }),
      ...(parent === undefined ? {} : { parent }),
      ...(table === undefined ? {} : { table }),
    };
  });
}

function bodiesInside(drafts: readonly Draft[], index: number): TextRange[] {
  const end = drafts[index]?.end ?? 0;
  const bodies: TextRange[] = [];
  for (let i = index + 1; i < drafts.length && (drafts[i]?.start ?? end) < end; i++) {
    const body = drafts[i]?.body;
    if (body !== undefined) bodies.push(body);
  }
  return bodies;
}

function keyOf(blanked: string, tokens: Tokens, from: number, draft: Draft, holes: readonly TextRange[]): string {
  const hash = new TokenHash();
  let hole = 0;
  for (let i = from; i < tokens.count; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    if (start >= draft.end) break;
    while (hole < holes.length && (holes[hole]?.end ?? 0) <= start) hole++;
    const gap = holes[hole];
    if (gap !== undefined && start >= gap.start) continue;
    if (draft.kind === "function") hash.number(start - draft.start);
    hash.text(blanked, start, end);
  }
  return hash.digest();
}

function keyOfTable(text: string, start: number, end: number): string {
  const hash = new TokenHash();
  const plain = text.slice(start, end).replace(/\s+/g, " ");
  hash.text(plain, 0, plain.length);
  return hash.digest();
}
