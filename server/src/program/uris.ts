/**
 * Uris as keys of the immutable map of texts. They may be `file:///…`, `vscode-vfs://…` or plain paths; only the part
 * after the last scheme separator is looked at, always with `/`.
 */

/** Spelling under which two uris of one file are equal on every platform: decoded, `/`, lower case. */
export function pathKey(uri: string): string {
  return decoded(uri).replaceAll("\\", "/").toLowerCase();
}

function decoded(uri: string): string {
  if (!uri.includes("%")) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // a stray % in a plain path
  }
}

/** Folder of a uri, without the last `/`. */
export function directoryOf(uri: string): string {
  const at = uri.lastIndexOf("/");
  return at < 0 ? "" : uri.slice(0, at);
}

export function baseName(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf("/") + 1));
}

/** File name without its last extension, lower case (`Foo.cpp` and `foo.h` agree). */
export function stem(uri: string): string {
  const name = baseName(uri).toLowerCase();
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** True for a path that does not start at the root of a drive, host or scheme. */
export function isRelative(path: string): boolean {
  return !/^(?:[\\/]|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]+:)/.test(path);
}

/** `relative` (with `/` or `\`) seen from a folder; `.` and `..` are taken out. Characters are escaped the way the folder is. */
export function joinUri(directory: string, relative: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]+:\/\/[^/]*/.exec(directory)?.[0] ?? "";
  const clean = relative.replaceAll("\\", "/");
  const parts = isRelative(relative) ? directory.slice(scheme.length).split("/") : [""];
  for (const part of clean.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.length > 1) parts.pop();
    } else parts.push(scheme ? encodeURIComponent(part) : part);
  }
  return scheme + parts.join("/");
}

const HEADER = /\.(?:h|hh|hpp|hxx|inl|ipp|tcc|rh)$/i;
const SOURCE = /\.(?:c|cc|cpp|cxx|c\+\+)$/i;

export function isHeader(uri: string): boolean {
  return HEADER.test(uri);
}

export function isSource(uri: string): boolean {
  return SOURCE.test(uri);
}

/** Number of leading folders two uris share: how near they are. */
export function sharedDepth(a: string, b: string): number {
  const left = directoryOf(a).split("/");
  const right = directoryOf(b).split("/");
  let n = 0;
  while (n < left.length && n < right.length && left[n] === right[n]) n++;
  return n;
}
