// What the suite asks of a hand that it has not: clicks, keys and looks in the real window. See suite/hand.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here } from "./install.mjs";

const WAIT = { timeout: 30_000 };

/** Steps by name; each answers plain data. */
function stepsOf(page) {
  const timeline = () => page.frameLocator("iframe.webview").frameLocator("iframe");
  const selected = () => timeline().locator('.row[aria-selected="true"]').first();
  const rowText = async () => (await selected().getAttribute("title", WAIT)) ?? "";
  return {
    /** What the panel says while a search runs, once it says how far it is. */
    async busy() {
      const text = timeline().locator(".busy", { hasText: "states" });
      await text.waitFor(WAIT);
      return text.innerText();
    },
    async press(name) {
      await timeline().getByRole("button", { name, exact: true }).click(WAIT);
    },
    async footer() {
      await timeline().locator("footer").waitFor(WAIT);
      return timeline().locator("footer").innerText();
    },
    /** Answers the order's label. */
    async order(start) {
      const orders = timeline().getByLabel("Order", { exact: true });
      // the page may still be drawing the result
      let labels = [];
      let index = -1;
      for (const end = Date.now() + WAIT.timeout; index < 0 && Date.now() < end; await page.waitForTimeout(100)) {
        labels = await orders.locator("option").allInnerTexts();
        index = labels.findIndex((label) => label.startsWith(start));
      }
      if (index < 0) throw new Error(`no order ${start} among ${labels.join("; ")}`);
      await orders.selectOption({ index });
      return labels[index];
    },
    /** Goes to the first event, plays until two more were shown, and answers what was selected. */
    async play() {
      await timeline().locator(".scroll").first().focus();
      await page.keyboard.press("Home");
      const texts = [await rowText()];
      await timeline().getByRole("button", { name: "Play", exact: true }).click(WAIT);
      for (const end = Date.now() + WAIT.timeout; texts.length < 3 && Date.now() < end; await page.waitForTimeout(50)) {
        const text = await rowText();
        if (text !== texts.at(-1)) texts.push(text);
      }
      await timeline().getByRole("button", { name: "Pause", exact: true }).click(WAIT);
      return texts;
    },
    /** Selects the event whose sentence holds the text, and goes to its line. */
    async follow(text) {
      const row = timeline().locator(".row", { hasText: text }).first();
      await row.click(WAIT);
      await page.keyboard.press("Enter");
      return (await row.locator(".place").innerText()).replace(/\D/g, "");
    },
    async selectedPlace() {
      return (await selected().locator(".place").innerText(WAIT)).replace(/\D/g, "");
    },
    /** Chooses a format; the editor asks where to, and what it proposes is taken. */
    async exportTo(format) {
      await timeline().getByLabel("Export").selectOption(format);
      const input = page.locator(".quick-input-widget:visible input.input");
      await input.waitFor(WAIT);
      await page.getByRole("button", { name: "OK", exact: true }).click(WAIT);
      await input.waitFor({ state: "hidden", ...WAIT });
    },
    /** Waits until the editor shows a text, also one that is no part of the document. */
    async seesInEditor(text) {
      await page.locator(".monaco-editor .view-line", { hasText: text }).first().waitFor(WAIT);
    },
  };
}

/** Answers a function that takes a line of the suite; true: it was for us. Answers lie in the workspace, where both hosts can read. */
export function hand(page, workspace) {
  const answers = join(workspace, ".person");
  mkdirSync(answers, { recursive: true });
  writeFileSync(join(answers, "here"), "");
  const steps = stepsOf(page);
  return (line) => {
    if (!line.startsWith("@person ")) return false;
    const { id, name, args } = JSON.parse(line.slice("@person ".length));
    const answer = (value) => writeFileSync(join(answers, `${id}.json`), JSON.stringify(value));
    Promise.resolve(steps[name](...args)).then(
      (value) => answer({ value: value ?? null }),
      async (error) => {
        await page.screenshot({ path: join(here, ".run", `failed-${name}.png`) }).catch(() => {});
        answer({ error: error.message.split("\n").slice(0, 4).join(" | ") });
      },
    );
    return true;
  };
}
