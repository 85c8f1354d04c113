/** What a project file says about a program: the files that are linked together, their definitions and include folders. */
export interface Project {
  /** Uri of the project file. */
  readonly uri: string;
  readonly kind: "compile-commands" | "vcxproj" | "vcproj" | "dsp" | "borland";
  /** Uris of the sources and headers it names, resolved against the project's folder. */
  readonly files: readonly string[];
  /** `NAME` or `NAME=VALUE` that all of its configurations define. */
  readonly defines: readonly string[];
  /** Include folders as uris, in order. */
  readonly includes: readonly string[];
}

/** A project before its paths are resolved. */
export interface ProjectText {
  readonly files: readonly string[];
  readonly defines: readonly string[];
  readonly includes: readonly string[];
}
