/** Visual C++ projects in XML: `.vcxproj` (MSBuild, 2010 and later), `.vcproj` (2002 to 2008), and `.cbproj` (C++Builder). */
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { common, isCode, splitList, unique } from "./lists.ts";
import type { ProjectText } from "./types.ts";

function* elements(parent: XmlElement): Generator<XmlElement> {
  for (const child of parent.children) {
    if (!(child instanceof XmlElement)) continue;
    yield child;
    yield* elements(child);
  }
}

/** The root element; project files often lie about their encoding, which no longer matters here. Throws for text that is no XML. */
function root(text: string): XmlElement {
  const document = parseXml(text.replace(/^\uFEFF/, ""), { ignoreUndefinedEntities: true });
  if (!document.root) throw new Error("no root element");
  return document.root;
}

const ITEM = new Set(["ClCompile", "ClInclude", "CppCompile", "None", "CCompile"]);

/** `.vcxproj` and `.cbproj`. */
export function parseMsbuild(text: string): ProjectText {
  const files: string[] = [];
  const includes: string[] = [];
  /** Definitions of each configuration of Visual C++, and those of C++Builder, which inherit from one another. */
  const configurations: string[][] = [];
  const inherited: string[] = [];
  const characters: string[][] = [];
  for (const element of elements(root(text))) {
    const include = element.attributes["Include"];
    if (ITEM.has(element.name) && include !== undefined) {
      // an item that is left out of every build is not linked
      if (isCode(include) && !excludedEverywhere(element)) files.push(include);
    } else if (element.name === "PreprocessorDefinitions" && inDefaults(element)) configurations.push(splitList(element.text));
    else if (element.name === "Defines" || element.name === "BCC_Defines") inherited.push(...splitList(element.text));
    else if (element.name === "CharacterSet") characters.push(element.text.trim() === "Unicode" ? ["UNICODE", "_UNICODE"] : []);
    else if (/^(?:AdditionalIncludeDirectories|IncludePath|BCC_IncludePath)$/.test(element.name)) {
      includes.push(...splitList(element.text.replace(/\$\((?:ProjectDir|MSBuildProjectDirectory)\)\\?/gi, "./")));
    }
  }
  return {
    files: unique(files),
    defines: unique([...common(configurations), ...common(characters), ...inherited]),
    includes: unique(includes),
  };
}

/** Options of all compiled files of a configuration, not of one file or of the resource compiler. */
function inDefaults(element: XmlElement): boolean {
  const parent = element.parent;
  return parent instanceof XmlElement && parent.name === "ClCompile" && parent.attributes["Include"] === undefined;
}

function excludedEverywhere(item: XmlElement): boolean {
  const marks = item.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === "ExcludedFromBuild");
  return marks.some((mark) => mark.attributes["Condition"] === undefined && mark.text.trim().toLowerCase() === "true");
}

/** `.vcproj`: files are `RelativePath`, options attributes of the `Tool` of each `Configuration`. */
export function parseVcproj(text: string): ProjectText {
  const files: string[] = [];
  const includes: string[] = [];
  const configurations: string[][] = [];
  const characters: string[][] = [];
  for (const element of elements(root(text))) {
    const path = element.attributes["RelativePath"];
    if (element.name === "File" && path !== undefined && isCode(path)) files.push(path);
    if (element.name === "Configuration") characters.push(element.attributes["CharacterSet"] === "1" ? ["UNICODE", "_UNICODE"] : []);
    const { parent } = element;
    // a file has configurations of its own, whose tools say what is special about it
    if (
      element.name !== "Tool" ||
      element.attributes["Name"] !== "VCCLCompilerTool" ||
      !(parent instanceof XmlElement) ||
      parent.name !== "Configuration"
    )
      continue;
    configurations.push(splitList(element.attributes["PreprocessorDefinitions"] ?? ""));
    includes.push(...splitList(element.attributes["AdditionalIncludeDirectories"] ?? ""));
  }
  return { files: unique(files), defines: unique([...common(characters), ...common(configurations)]), includes: unique(includes) };
}

/** `.bpr` of C++Builder 5 and 6: XML whose `VALUE` attributes hold the make variables. */
export function parseBorlandXml(text: string): ProjectText {
  const files: string[] = [];
  const defines: string[] = [];
  const includes: string[] = [];
  for (const element of elements(root(text))) {
    const value = element.attributes["value"] ?? element.attributes["VALUE"] ?? "";
    const name = element.name.toUpperCase();
    if (name === "FILE") {
      const path = element.attributes["FILENAME"] ?? element.attributes["filename"] ?? "";
      if (isCode(path)) files.push(path);
    } else if (name === "USERDEFINES" || name === "SYSDEFINES") defines.push(...splitList(value));
    else if (name === "INCLUDEPATH") includes.push(...splitList(value));
    else if (name === "OBJFILES") files.push(...objectSources(value));
  }
  return { files: unique(files), defines: unique(defines), includes: unique(includes) };
}

/** `a.obj sub\b.obj` names sources whose extension the project does not say: `.cpp`, else `.c`. */
export function objectSources(value: string): string[] {
  return value
    .split(/\s+/)
    .filter((word) => /\.obj$/i.test(word) && !word.includes("$("))
    .flatMap((word) => [".cpp", ".c"].map((extension) => word.replace(/^"|"$/g, "").replace(/\.obj$/i, extension)));
}
