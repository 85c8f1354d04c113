import { closeSource } from "./document.ts";
import type { SourceFile } from "./types.ts";

/**
 * Owns parsed sources and with them their trees: the least recently used ones are closed when together they hold more
 * than `capacity` characters of text. A source that was handed out is valid until the next `put`, `delete` or `clear`.
 */
export class SourceStore {
  /** In order of use, the latest last. */
  private readonly sources = new Map<string, SourceFile>();
  private characters = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.sources.size;
  }

  get(uri: string): SourceFile | undefined {
    const source = this.sources.get(uri);
    if (source !== undefined) {
      this.sources.delete(uri);
      this.sources.set(uri, source);
    }
    return source;
  }

  /** Takes the source over; one of the same address is closed. The newest source is kept however large it is. */
  put(source: SourceFile): void {
    if (this.get(source.uri) === source) return;
    this.delete(source.uri);
    this.characters += source.text.length;
    this.sources.set(source.uri, source);
    for (const uri of this.sources.keys()) {
      if (this.characters <= this.capacity || this.sources.size === 1) break;
      this.delete(uri);
    }
  }

  delete(uri: string): void {
    const source = this.sources.get(uri);
    if (source === undefined) return;
    this.sources.delete(uri);
    this.characters -= source.text.length;
    closeSource(source);
  }

  clear(): void {
    for (const uri of [...this.sources.keys()]) this.delete(uri);
  }
}
