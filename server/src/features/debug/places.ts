/** Files in the debug adapter protocol: a path for a file of the disk, else its address. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { URI } from "vscode-uri";

export function sourceOf(uri: string): DebugProtocol.Source {
  const parsed = URI.parse(uri);
  const name = parsed.path.slice(parsed.path.lastIndexOf("/") + 1);
  return { name, path: parsed.scheme === "file" ? parsed.fsPath : uri };
}

export function toUri(path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : URI.file(path).toString();
}

/** Which of the files is meant by a path or an address; the address itself if none is. */
export function uriOfPath(path: string, files: Iterable<string>): string {
  const wanted = URI.parse(toUri(path)).toString();
  for (const uri of files) if (URI.parse(uri).toString() === wanted) return uri;
  return wanted;
}
