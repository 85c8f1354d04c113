/** Where the values of a JSON text stand. The text is valid JSON. */

/** No record has parts deeper than this. */
const DEEPEST = 6;

/** Lines, counting from 1, of the values by their paths: `$`, `$.hosts`, `$.hosts[0].name`. */
export function linesOf(json: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  // A token is a text, a mark, or anything between marks; white space is counted for its line ends.
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/g;
  let line = 1;
  let token = "";
  const next = (): string => {
    for (;;) {
      const found = tokens.exec(json)?.[0] ?? "";
      if (found === "" || /\S/.test(found)) return (token = found);
      line += found.split("\n").length - 1;
    }
  };
  /** Reads the value that begins with the present token, and the token behind it. */
  const value = (path: string, depth: number): void => {
    lines.set(path, line);
    const open = token;
    next();
    if (depth === DEEPEST && (open === "[" || open === "{")) {
      for (let inside = 1; inside > 0 && token !== ""; next()) inside += "[{".includes(token) ? 1 : "]}".includes(token) ? -1 : 0;
    } else if (open === "[") {
      for (let index = 0; token !== "]" && token !== ""; index++) {
        value(`${path}[${index}]`, depth + 1);
        if (token === ",") next();
      }
      next();
    } else if (open === "{") {
      while (token !== "}" && token !== "") {
        const key = JSON.parse(token) as string;
        const at = line;
        next(); // the colon
        next();
        value(`${path}.${key}`, depth + 1);
        lines.set(`${path}.${key}`, at);
        if (token === ",") next();
      }
      next();
    }
  };
  next();
  value("$", 0);
  return lines;
}

/** Line of the value at `path`, or of the nearest one around it. */
export function lineAt(lines: ReadonlyMap<string, number>, path: string): number {
  for (let at = path; at !== ""; at = at.replace(/(\.[^.[]*|\[\d+\])$/, "")) {
    const line = lines.get(at);
    if (line !== undefined) return line;
    if (at === "$") break;
  }
  return 1;
}
