/** Buttons and lists of the toolbar. */
import { el } from "./dom.ts";

export function selectBox(label: string, options: readonly string[], value: number, change: (value: number) => void): HTMLElement {
  const select = el("select", { "aria-label": label });
  options.forEach((text, i) => {
    select.append(el("option", { value: i, selected: i === value }, text));
  });
  select.addEventListener("change", () => change(Number(select.value)));
  return el("label", {}, `${label} `, select);
}

export function button(text: string, title: string, action: () => void, pressed?: boolean): HTMLButtonElement {
  return el(
    "button",
    { type: "button", title, "aria-pressed": pressed === undefined ? undefined : String(pressed), onclick: action },
    text,
  );
}
