/** Small helpers for elements; text is always set as text, never as markup. */

type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), attributes, children);

export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** What a person would call a control: it stays when the control is made anew. */
export const nameOf = (e: Element): string =>
  `${e.tagName} ${e.id || (e.getAttribute("aria-label") ?? e.getAttribute("title") ?? e.textContent)}`;

export const named = (name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("button, select, input, [tabindex]")].find((e) => nameOf(e) === name);

/** Draws anew what may hold the focus. Who had it has it again; where he is gone, the part of the page that he stood in. */
export function keepingFocus(draw: () => void): void {
  const had = document.activeElement;
  const around = had?.parentElement?.closest("[tabindex]");
  draw();
  if (!had || had === document.body || had === document.activeElement) return;
  (named(nameOf(had)) ?? (around ? named(nameOf(around)) : undefined))?.focus({ preventScroll: true });
}
