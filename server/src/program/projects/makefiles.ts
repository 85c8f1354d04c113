/** Projects that are make files: `.dsp` (Visual C++ 5 and 6) and `.bpr` of C++Builder 1 to 4. */
import { common, definesAndIncludes, isCode, splitCommand, splitList, unique } from "./lists.ts";
import { objectSources } from "./msbuild.ts";
import type { ProjectText } from "./types.ts";

/** `SOURCE=.\x.cpp` names a file, `# ADD CPP … /D "X" /I "dir"` the options; files in a group marked excluded stay in. */
export function parseDsp(text: string): ProjectText {
  const files: string[] = [];
  const defines: string[][] = [];
  const includes: string[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const source = /^SOURCE=\s*"?([^"]+?)"?\s*$/.exec(line)?.[1];
    if (source !== undefined && isCode(source) && !source.includes("$(")) files.push(source);
    const options = /^# ADD CPP\s+(.*)$/.exec(line)?.[1];
    if (options === undefined) continue;
    const found = definesAndIncludes(splitCommand(options));
    defines.push(found.defines);
    includes.push(...found.includes);
  }
  return { files: unique(files), defines: common(defines), includes: unique(includes) };
}

/** Make variables `OBJFILES`, `USERDEFINES`, `CFLAG2`; a backslash continues a line. */
export function parseBorlandMake(text: string): ProjectText {
  const joined = text.replace(/\\[ \t]*(?:\r\n?|\n)/g, " ");
  const value = (name: string) => new RegExp(`^${name}\\s*=(.*)$`, "m").exec(joined)?.[1]?.trim() ?? "";
  const options = definesAndIncludes(splitCommand(`${value("CFLAG2")} ${value("CFLAG1")}`));
  return {
    files: unique(objectSources(value("OBJFILES"))),
    defines: unique([...options.defines.flatMap(splitList), ...splitList(value("USERDEFINES"))]),
    includes: unique([...options.includes.flatMap(splitList), ...splitList(value("INCLUDEPATH"))]),
  };
}
