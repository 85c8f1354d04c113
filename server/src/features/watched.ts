/** Files whose changes on the disk matter: code, projects and settings. Names are told apart by their case on most systems, endings are not. */

/** `cpp` in any case: `[cC][pP][pP]`. Some readers of globs take a bare plus for more than itself. */
const anyCase = (ending: string): string => ending.replace(/[a-z+]/g, (c) => (c === "+" ? "[+]" : `[${c}${c.toUpperCase()}]`));
const endings = (list: string): string => list.split(" ").map(anyCase).join(",");

export const SOURCES = `**/*.{${endings("c cc cpp cxx c++ h hh hpp hxx inl ipp tcc")}}`;
export const PROJECTS = `**/*.{${endings("vcxproj vcproj dsp bpr cbproj")}}`;
export const SETTINGS = "**/{.winsock-async,compile_commands}.json";

export const WATCHED = [SOURCES, PROJECTS, SETTINGS].map((globPattern) => ({ globPattern }));
