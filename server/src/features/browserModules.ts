/** Modules of a browser worker: texts that come from the client, joined by `blob:` addresses. Both sides of the protocol use these types. */

/** One output of the build. */
export interface Module {
  /** Path within dist/. */
  readonly name: string;
  readonly text: string;
  /** What it imports: as written in its text, and the module's name. */
  readonly imports: readonly (readonly [specifier: string, name: string])[];
  /** The same for `import(…)`: loaded when they are asked for. */
  readonly later: readonly (readonly [specifier: string, name: string])[];
}

/** First message to a worker. What follows is kept until the entry listens. */
export interface Boot<Start> {
  readonly entry: string;
  /** The entry and all it imports, each after its own imports. */
  readonly modules: readonly Module[];
  readonly start: Start;
}

/** What the bootstrap offers to the entry, as `self.winsockAsync`. */
export interface Bootstrap<Start> {
  readonly start: Start;
  /** Answers an `import(…)` of a module's text. */
  load(name: string): Promise<unknown>;
  /** Asks for a module and all it imports that were not given yet; set by an entry that loads some later. */
  ask?: (name: string) => Promise<readonly Module[]>;
}
