/** Small helpers for the lists in project files. */

/** Splits at `;` and `,` outside quotes; empty parts, inherited lists (`%(…)`) and unresolved variables (`$(…)`) are dropped. */
export function splitList(text: string): string[] {
  return text
    .split(/[;,](?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((part) => part.trim().replace(/^"(.*)"$/, "$1"))
    .filter((part) => part !== "" && !part.startsWith("%(") && !part.includes("$("));
}

/** Words of a command line; double quotes group, `\"` is a quote. */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"|\\"|[^\s"])+/g)) {
    words.push(match[0].replace(/\\"/g, "\u0000").replaceAll('"', "").replaceAll("\u0000", '"'));
  }
  return words;
}

/** `-DX=1`, `/D X`, `-Ifoo`, `/I foo` and `-isystem foo` of a list of words. */
export function definesAndIncludes(words: readonly string[]): { defines: string[]; includes: string[] } {
  const defines: string[] = [];
  const includes: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const option = /^(?:[-/](D|I)|-(isystem|iquote|idirafter))(.*)$/s.exec(word);
    if (!option) continue;
    const value = option[3] !== "" ? option[3]! : (words[++i] ?? "");
    if (value === "") continue;
    (option[1] === "D" ? defines : includes).push(value);
  }
  return { defines, includes };
}

const CODE = /\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|ipp|tcc)$/i;

export function isCode(path: string): boolean {
  return CODE.test(path);
}

export function unique(items: Iterable<string>): string[] {
  return [...new Set(items)];
}

/** What all configurations agree on; a definition that only some have leaves its conditions undecided. */
export function common(lists: readonly (readonly string[])[]): string[] {
  const [first, ...rest] = lists;
  return unique(first ?? []).filter((item) => rest.every((list) => list.includes(item)));
}
