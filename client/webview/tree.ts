/** The tree of choices: decisions of the orders that are known, who could act at each, and a way to try what nobody has tried. */
import type { TreeNode } from "../../server/src/report/timelineTree.ts";
import { el } from "./dom.ts";

export interface TreeActions {
  /** Label and tone of a known order. */
  order(index: number): { readonly label: string; readonly bad: boolean; readonly shown: boolean };
  show(index: number): void;
  /** Another option at the decision of a known order. */
  try(index: number, decision: number, option: number): void;
}

function option(node: TreeNode, at: number, actions: TreeActions): HTMLElement {
  const { text, schedules, next, option: number } = node.options[at]!;
  const first = schedules[0];
  if (first === undefined) {
    const known = node.options.find((other) => other.schedules.length > 0)?.schedules[0] ?? 0;
    const action = (): void => actions.try(known, node.decision, number);
    return el(
      "li",
      { class: "untried" },
      el("span", {}, text),
      " ",
      el("button", { type: "button", onclick: action, "aria-label": `Try: ${text}` }, "Try"),
    );
  }
  const shown = schedules.some((index) => actions.order(index).shown);
  const item = el("li", { class: shown ? "taken" : "known" }, el("span", { class: "option" }, text));
  if (next) item.append(branch(next, actions));
  else
    for (const index of schedules) {
      const { label, bad, shown: own } = actions.order(index);
      const leaf = el(
        "button",
        {
          type: "button",
          class: `leaf${bad ? " bad" : ""}`,
          "aria-pressed": String(own),
          title: label,
          onclick: () => actions.show(index),
        },
        label,
      );
      item.append(el("div", {}, leaf));
    }
  return item;
}

function branch(node: TreeNode, actions: TreeActions): HTMLElement {
  return el(
    "ul",
    { "aria-label": `Choice ${node.decision + 1}, after event ${node.after}` },
    ...node.options.map((_, i) => option(node, i, actions)),
  );
}

export function treeElement(root: TreeNode | undefined, actions: TreeActions): HTMLElement {
  return el(
    "nav",
    { class: "tree", "aria-label": "Tree of choices", tabindex: "0" },
    root ? branch(root, actions) : el("p", {}, "These orders have no choices."),
  );
}
