/**
 * Failed cancels whose two codes lead to different things. For this each edge of the search knows what happens on it (calls of Winsock, frees,
 * mistakes, exits), as a set.
 */
import type { RunEvent } from "./events.ts";
import type { SearchGraph } from "./searchGraph.ts";

export class CodeDifferences {
  readonly #graph: SearchGraph;
  /** Labels seen since the last decision. */
  #current: number[] = [];
  readonly #names: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #sets: number[][] = [[]];
  readonly #setIds = new Map<string, number>();
  /** Set of each edge of a node: parallel to the edges of the graph. */
  readonly #ofEdges: (readonly number[] | undefined)[] = [];
  /** Nodes whose choice is the code of a failed cancel. */
  readonly #nodes: number[] = [];

  constructor(graph: SearchGraph) {
    this.#graph = graph;
  }

  /** Remembers that something happened which another answer of the provider should not change. */
  note(event: RunEvent): void {
    let label: string | undefined;
    if (event.kind === "call" && /^WSA(?!GetLastError|SetLastError|CancelAsync)/.test(event.call)) label = `a call of ${event.call}`;
    else if (event.kind === "free") label = `the free of ${event.object}`;
    if (label === undefined) return;
    this.add(label);
  }

  /** Something happened, in words. */
  add(label: string): void {
    let id = this.#ids.get(label);
    if (id === undefined) {
      id = this.#names.length;
      this.#names.push(label);
      this.#ids.set(label, id);
    }
    if (!this.#current.includes(id)) this.#current.push(id);
  }

  /** A decision: what happens from here on is another edge's. */
  begin(): void {
    this.#current = [];
  }

  /** Number of the set of what happened on this edge. */
  pack(): number {
    // As a set: the order within one edge does not matter to the pair monitor.
    if (this.#current.length === 0) return 0;
    const key = `set ${this.#current.sort((a, b) => a - b).join(",")}`;
    let id = this.#setIds.get(key);
    if (id === undefined) {
      id = this.#sets.length;
      this.#sets.push(this.#current.slice());
      this.#setIds.set(key, id);
    }
    return id;
  }

  /** The choice at this node is the code of a failed cancel. */
  choose(node: number): void {
    this.#nodes.push(node);
  }

  /** Sets of the edges that leave a node. */
  setEdges(node: number, sets: readonly number[]): void {
    this.#ofEdges[node] = sets;
  }

  /**
   * Failed cancels whose two codes lead to different things: calls of Winsock, frees, violations or exits that only one of them can reach.
   * Answers the path to the choice and what differs, in words.
   */
  found(): { readonly path: readonly number[]; readonly what: readonly string[] }[] {
    const differences: { path: readonly number[]; what: string[] }[] = [];
    for (const node of this.#nodes) {
      const edges = this.#graph.edges(node);
      if (!edges || edges.length < 2 || edges[0] === edges[1]) continue;
      const [a, b] = [0, 1].map((i) => this.#reachableLabels(edges[i]!, this.#ofEdges[node]![i]!));
      const what = [...[...a!].filter((one) => !b!.has(one)), ...[...b!].filter((one) => !a!.has(one))].map((id) => this.#names[id]!);
      if (what.length > 0) differences.push({ path: this.#graph.pathTo(node), what: [...new Set(what)] });
    }
    return differences;
  }

  #reachableLabels(from: number, first: number): ReadonlySet<number> {
    const labels = new Set(this.#sets[first]!);
    const seen = new Set([from]);
    const work = [from];
    while (work.length > 0) {
      const node = work.pop()!;
      const edges = this.#graph.edges(node);
      if (!edges) continue;
      edges.forEach((to, i) => {
        for (const id of this.#sets[this.#ofEdges[node]?.[i] ?? 0]!) labels.add(id);
        if (!seen.has(to)) {
          seen.add(to);
          work.push(to);
        }
      });
    }
    return labels;
  }
}
