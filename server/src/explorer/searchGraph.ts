/** The states of a search and what leads from one to the next, by numbers: paths, cycles that nothing can leave, complete runs. */

/** What a node is, beside its edges. */
export const OPEN = 0;
export const EXPANDED = 1;
export const END = 2;
export const CUT = 3;

export class SearchGraph {
  readonly #parent: number[] = [];
  readonly #choice: number[] = [];
  readonly #level: number[] = [];
  readonly #kind: number[] = [];
  readonly #edges: (Int32Array | undefined)[] = [];

  get size(): number {
    return this.#parent.length;
  }

  /** A node that is met first by option `choice` of `parent`; -1: the start. */
  add(parent: number, choice: number, level: number): number {
    const node = this.#parent.length;
    this.#parent.push(parent);
    this.#choice.push(choice);
    this.#level.push(level);
    this.#kind.push(OPEN);
    return node;
  }

  /** Decisions from the start to a node. */
  level(node: number): number {
    return this.#level[node]!;
  }

  mark(node: number, kind: number): void {
    this.#kind[node] = kind;
  }

  /** The nodes that the options of a node lead to. */
  edges(node: number): Int32Array | undefined {
    return this.#edges[node];
  }

  setEdges(node: number, edges: Int32Array): void {
    this.#edges[node] = edges;
  }

  /** Options from the start to a node, and one more. */
  pathTo(node: number, choice?: number): number[] {
    const path: number[] = choice === undefined ? [] : [choice];
    for (let at = node; at > 0; at = this.#parent[at]!) path.push(this.#choice[at]!);
    return path.reverse();
  }

  /**
   * Cycles that nothing can leave: one node of each. Only meaningful once everything was expanded; a component with an unexpanded or cut node
   * is left out.
   */
  hangs(): number[] {
    const found: number[] = [];
    for (const component of this.#components()) {
      const inside = new Set(component);
      const trapped = component.every(
        (node) => this.#kind[node] === EXPANDED && [...(this.#edges[node] ?? [])].every((next) => inside.has(next)),
      );
      if (trapped) found.push(Math.min(...component));
    }
    return found;
  }

  /** Strongly connected components with an inner edge (Tarjan, without recursion). */
  #components(): number[][] {
    const count = this.size;
    const index = new Int32Array(count).fill(-1);
    const low = new Int32Array(count);
    const onStack = new Uint8Array(count);
    const stack: number[] = [];
    const result: number[][] = [];
    let next = 0;
    for (let start = 0; start < count; start++) {
      if (index[start] !== -1) continue;
      const work: { node: number; edge: number }[] = [{ node: start, edge: 0 }];
      while (work.length > 0) {
        const top = work[work.length - 1]!;
        const { node } = top;
        if (top.edge === 0) {
          index[node] = low[node] = next++;
          stack.push(node);
          onStack[node] = 1;
        }
        const edges = this.#edges[node];
        if (edges && top.edge < edges.length) {
          const to = edges[top.edge++]!;
          if (index[to] === -1) work.push({ node: to, edge: 0 });
          else if (onStack[to]) low[node] = Math.min(low[node]!, index[to]!);
          continue;
        }
        work.pop();
        const above = work[work.length - 1];
        if (above) low[above.node] = Math.min(low[above.node]!, low[node]!);
        if (low[node] !== index[node]) continue;
        const component: number[] = [];
        let member: number;
        do {
          member = stack.pop()!;
          onStack[member] = 0;
          component.push(member);
        } while (member !== node);
        if (component.length > 1 || [...(this.#edges[node] ?? [])].includes(node)) result.push(component);
      }
    }
    return result;
  }

  /** Complete runs in the explored graph; a cycle is counted as if it were not taken. */
  executions(): number {
    const count = this.size;
    const memo = new Float64Array(count).fill(-1);
    const onPath = new Uint8Array(count);
    const work: number[] = [0];
    while (work.length > 0) {
      const node = work[work.length - 1]!;
      if (memo[node]! >= 0) {
        work.pop();
        continue;
      }
      const edges = this.#edges[node];
      if (!edges || edges.length === 0) {
        memo[node] = 1;
        work.pop();
        continue;
      }
      if (!onPath[node]) {
        onPath[node] = 1;
        for (const to of edges) if (memo[to]! < 0 && !onPath[to]) work.push(to);
        continue;
      }
      let total = 0;
      for (const to of edges) total += memo[to]! >= 0 ? memo[to]! : 0;
      memo[node] = total === 0 ? 1 : total;
      onPath[node] = 0;
      work.pop();
    }
    return count === 0 ? 0 : memo[0]!;
  }
}
