// The timeline's page served alone, in the colours of three themes: node page.mjs TIMELINE.js RESULT.json [SCREENSHOTS]
// Structure for screen readers by axe-core's rules, keyboard, comparison, tree, and ten thousand events that scroll smoothly.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { themes } from "./themes.mjs";
import { here } from "./install.mjs";
import { byKeyboard } from "./pageKeyboard.mjs";
import { launchBrowser } from "./workbench.mjs";

const [script = "", results = "", pictures = join(here, ".run", "page")] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const axe = readFileSync(join(here, "node_modules", "axe-core", "axe.min.js"), "utf8");
const result = JSON.parse(readFileSync(results, "utf8"));
let passed = 0;
let failed = 0;
const ok = (what, holds, detail = "") => {
  if (holds) passed++;
  else failed++;
  console.log(`${holds ? "ok" : "not ok"} ${what}${holds ? "" : ` ${detail}`}`);
};

/** A page with the script, and what it says to its panel in `window.said`. */
async function open(browser, theme) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const variables = Object.entries(themes[theme])
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(" ");
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><title>Winsock timeline</title><style>:root { ${variables} }</style></head><body><main id="timeline"></main></body></html>`,
  );
  await page.evaluate(() => {
    window.said = [];
    let kept;
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.said.push(message),
      setState: (state) => {
        kept = state;
      },
      getState: () => kept,
    });
  });
  await page.addScriptTag({ content: readFileSync(script, "utf8") });
  await page.addScriptTag({ content: axe });
  return page;
}
const tell = (page, message) => page.evaluate((data) => window.postMessage(data, "*"), message);
const said = (page, kind) => page.evaluate((wanted) => window.said.filter((message) => message.kind === wanted), kind);

/** No rule of axe-core is broken by what is seen: names, roles, contrast, order of headings, ... */
async function accessible(page, what) {
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  const said = violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`)]);
  ok(`${what}: axe finds nothing`, violations.length === 0 && passes.length > 10, JSON.stringify(said));
}

for (const theme of Object.keys(themes)) {
  const browser = await launchBrowser();
  try {
    const page = await open(browser, theme);
    await tell(page, { kind: "result", result, restored: false });
    await page.locator(".row").first().waitFor({ timeout: 10_000 });
    ok(`${theme}: events with change marks`, (await page.locator(".row .change").count()) > 0);
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, input, [role=listbox], [tabindex]")]
        .filter((e) => !(e.getAttribute("aria-label") || e.textContent || e.closest("label")?.textContent))
        .map((e) => e.outerHTML.slice(0, 80)),
    );
    ok(`${theme}: every control has a name`, nameless.length === 0, nameless.join(" "));
    await page.locator(".scroll").first().focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const active = await page.locator(".scroll").first().getAttribute("aria-activedescendant");
    ok(
      `${theme}: the keyboard moves the selection and names it`,
      Boolean(active) && (await page.locator(`#${active}[aria-selected="true"]`).count()) === 1,
    );
    ok(`${theme}: a selected event shows its line`, (await said(page, "reveal")).length >= 2);
    // an order that has to be replayed is asked for
    const orders = page.getByLabel("Order", { exact: true });
    await orders.selectOption({ index: (await orders.locator("option").count()) - 1 });
    await page.waitForTimeout(100);
    ok(`${theme}: an outcome is asked for by its schedule`, (await said(page, "replay")).length === 1);
    await orders.selectOption({ index: 0 });
    await page.getByLabel("Compare with").selectOption({ index: 2 });
    await page.getByRole("button", { name: "Where they part" }).click();
    ok(
      `${theme}: two orders side by side, with the row where they part`,
      (await page.locator(".view").count()) === 2 && (await page.locator(".row.parting").count()) >= 1,
    );
    await page.screenshot({ path: join(pictures, `compare-${theme}.png`) });
    await accessible(page, `${theme}, two orders`);
    await page.getByLabel("Compare with").selectOption({ index: 0 });
    await page.getByRole("button", { name: "Tree" }).click();
    const asked = (await said(page, "replay")).flatMap((message) => message.replays);
    ok(`${theme}: the tree asks for the choices of every order`, asked.length >= 2, String(asked.length));
    await tell(page, { kind: "replayed", run: result.run ?? 0, asked, runs: asked.map(({ schedule }) => result.replayed[schedule]) });
    await page.locator(".tree li").first().waitFor({ timeout: 5_000 });
    ok(
      `${theme}: the tree has choices, known orders and untried ones`,
      (await page.locator(".tree .leaf").count()) >= 2 && (await page.locator(".tree .untried button").count()) >= 1,
    );
    await page.locator(".tree .untried button").first().click();
    const branch = (await said(page, "replay")).at(-1);
    ok(`${theme}: an untried choice is tried`, branch.replays[0]?.branch !== undefined, JSON.stringify(branch));
    await page.screenshot({ path: join(pictures, `tree-${theme}.png`) });
    await accessible(page, `${theme}, tree`);
    await page.getByRole("button", { name: "Tree" }).click();
    await page.getByRole("button", { name: "Hide unchanged" }).click();
    await page.screenshot({ path: join(pictures, `hidden-${theme}.png`) });
    const exported = page.getByLabel("Export");
    for (const format of ["svg", "mermaid", "json", "sarif"]) await exported.selectOption(format);
    ok(`${theme}: four exports are asked for`, (await said(page, "export")).length === 4);
    await page.getByRole("button", { name: "Debug this order" }).click();
    ok(`${theme}: the debugger is asked for this order`, /^w1\./.test((await said(page, "debug"))[0]?.schedule ?? ""));
    await page.waitForTimeout(250);
    ok(`${theme}: what is shown is told, to be kept`, (await said(page, "state")).at(-1)?.state.hideUnchanged === true);
  } catch (error) {
    ok(`${theme}: the page`, false, error.message.split("\n").slice(0, 6).join(" | "));
  } finally {
    await browser.close();
  }
}

{
  const browser = await launchBrowser();
  try {
    const page = await open(browser, "dark");
    await tell(page, { kind: "result", result, restored: false });
    await page.locator(".row").first().waitFor({ timeout: 10_000 });
    await byKeyboard(page, { result, tell, said, ok });
    await page.screenshot({ path: join(pictures, "keyboard.png") });
  } catch (error) {
    ok("keyboard", false, error.message.split("\n").slice(0, 6).join(" | "));
  } finally {
    await browser.close();
  }
}

// ten thousand events: only those in sight exist, and a frame is short
const browser = await launchBrowser();
try {
  const page = await open(browser, "light");
  const events = Array.from({ length: 10_000 }, (_, i) => {
    const request = Math.floor(i / 4) + 1;
    const kind = ["start", "post", "take", "dispatch"][i % 4];
    const actor = kind === "post" ? "resolver" : "app:0";
    return {
      step: i + 1,
      actor,
      thread: 0,
      kind,
      request,
      ...(i % 4 > 0 ? { cause: i } : {}),
      text: `event ${i + 1} of request ${request}`,
      changes: i % 3 ? [] : [`x: ${i} → ${i + 1}`],
    };
  });
  const run = {
    ...result.runs[0],
    violations: [{ rule: "many", message: "many", assumptions: [], schedule: "w1.00000000.AA", events }],
    outcomes: [],
  };
  await tell(page, { kind: "result", result: { ...result, runs: [run] }, restored: false });
  await page.locator(".row").first().waitFor({ timeout: 20_000 });
  const measured = await page.evaluate(async () => {
    const scroll = document.querySelector(".scroll");
    const times = [];
    for (let i = 0; i < 120; i++) {
      scroll.scrollTop += 137 + i * 12;
      scroll.dispatchEvent(new Event("scroll"));
      const from = performance.now();
      await new Promise((done) => requestAnimationFrame(done));
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    return { p95: times[Math.floor(times.length * 0.95)], rows: document.querySelectorAll(".row").length, top: scroll.scrollTop };
  });
  ok("10,000 events: only those in sight exist", measured.rows < 120, JSON.stringify(measured));
  ok(
    `10,000 events: a frame takes ${measured.p95.toFixed(0)} ms (95 of 100)`,
    measured.p95 < 250 && measured.top > 5000,
    JSON.stringify(measured),
  );
  await page.getByLabel("Filter events").fill("request 77");
  const filtered = await page.evaluate(async () => {
    const from = performance.now();
    document.querySelector(".scroll").dispatchEvent(new Event("scroll"));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - from;
  });
  ok(`10,000 events: a filter is drawn in ${filtered.toFixed(0)} ms`, filtered < 1000);
  await page.keyboard.press("Escape");
} finally {
  await browser.close();
}
console.log(`page: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
