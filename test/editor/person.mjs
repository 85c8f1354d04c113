// Drives the packaged extension as a person does: node person.mjs WORKSPACE VSIX [SCREENSHOTS]
// Problems, hover, lens, timeline by mouse and keyboard, in light, dark and high contrast, each with a screenshot to look at.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { here } from "./install.mjs";
import { address, launchBrowser, startServer } from "./workbench.mjs";

const [workspace = "", vsix = "", pictures = join(here, ".run", "screenshots")] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const THEMES = { light: "Default Light Modern", dark: "Default Dark Modern", contrast: "Default High Contrast" };
let passed = 0;
let failed = 0;

const ok = (what, holds, detail = "") => {
  if (holds) passed++;
  else failed++;
  console.log(`${holds ? "ok" : "not ok"} ${what}${holds ? "" : ` ${detail}`}`);
};

for (const [name, theme] of Object.entries(THEMES)) {
  // a browser of its own for each theme: one that ends early takes nothing with it
  const browser = await launchBrowser();
  const server = await startServer({
    extensions: [vsix],
    settings: {
      "workbench.colorTheme": theme,
      "window.autoDetectColorScheme": false,
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "chat.disableAIFeatures": true,
      "editor.minimap.enabled": false,
    },
  });
  let page;
  try {
    page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    await page.goto(address(server, resolve(workspace)));
    await page.locator(".explorer-viewlet").getByText("lookup.c", { exact: true }).dblclick({ timeout: 300_000 });
    // the lens appears when the server has answered
    const lens = page.locator(".codelens-decoration a", { hasText: "Simulate" });
    // it may be drawn anew at any time: that it was seen counts
    ok(
      `${name}: the lens stands above a function`,
      await lens
        .first()
        .waitFor({ timeout: 300_000 })
        .then(() => true),
    );
    await page.keyboard.press("Control+Shift+M");
    const problems = page.locator(".markers-panel .monaco-list-row");
    await problems.first().waitFor({ timeout: 300_000 });
    const texts = (await problems.allInnerTexts()).join("\n");
    ok(
      `${name}: Problems lists the findings with their codes`,
      /cancel-zero-handle/.test(texts) && /unchecked-start/.test(texts),
      texts.slice(0, 400),
    );
    await page.screenshot({ path: join(pictures, `problems-${name}.png`) });
    // hover on the cancel, by keyboard: go to it, then show the hover
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+g");
    await page.keyboard.type("24:20", { delay: 20 });
    await page.keyboard.press("Enter");
    await page.locator(".statusbar-item", { hasText: "Ln 24, Col 20" }).waitFor({ timeout: 300_000 });
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Control+i");
    const hover = page.locator(".monaco-hover:visible").first();
    await hover.waitFor({ timeout: 300_000 });
    // the finding's own card comes first, the call's card when the server has answered
    let card = "";
    for (const end = Date.now() + 300_000; Date.now() < end && !/SOCKET_ERROR/.test(card); ) {
      await page.waitForTimeout(250);
      card = (await hover.isVisible()) ? await hover.innerText() : "";
    }
    ok(`${name}: the hover explains the cancel`, /WSACancelAsyncRequest/.test(card) && /WSAEALREADY/.test(card), card.slice(0, 300));
    await page.screenshot({ path: join(pictures, `hover-${name}.png`) });
    await page.keyboard.press("Escape");
    // the simulation, by its command
    await page.keyboard.press("Control+Shift+M");
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+Home");
    await lens.first().click();
    const frame = page.frameLocator("iframe.webview").frameLocator("iframe");
    const rows = frame.locator(".row");
    await rows.first().waitFor({ timeout: 300_000 });
    ok(`${name}: the timeline has lanes and events`, (await rows.count()) > 3 && (await frame.locator(".heads .head").count()) >= 2);
    const orders = frame.getByLabel("Order", { exact: true });
    const labels = await orders.locator("option").allInnerTexts();
    await orders.selectOption({ index: labels.findIndex((label) => label.startsWith("free-despite")) });
    await frame.locator(".scroll").first().focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await frame.locator('.row[aria-selected="true"]').first().waitFor({ timeout: 300_000 });
    ok(`${name}: arrow keys choose an event`, (await frame.locator('.row[aria-selected="true"]').count()) === 1);
    // for the picture: the editor scrolls to the event's line
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(pictures, `timeline-${name}.png`) });
    // the order that the page shows, in the debugger: to the failed cancel, and one step back
    await frame.getByRole("button", { name: "Debug this order" }).click();
    const tool = (icon) => page.locator(`.debug-toolbar .codicon-${icon}`);
    await tool("debug-step-back").waitFor({ timeout: 300_000 });
    await page.locator('.activitybar .action-label[aria-label^="Run and Debug"]').click({ force: true });
    const row = (text) => page.locator(".part.sidebar .monaco-list-row", { hasText: text }).first();
    await row("A cancel fails").locator("input, .monaco-custom-toggle").first().click({ timeout: 300_000 });
    await tool("debug-continue").click();
    await row("StopLookup").waitFor({ timeout: 300_000 });
    // the stop may still be drawing the tree anew, which folds a scope that was just opened: open it until it stays open
    for (
      const end = Date.now() + 300_000;
      Date.now() < end && !(await row("WM_LOOKUP_DONE").isVisible());
      await page.waitForTimeout(1000)
    ) {
      if (
        (await row("Message queue")
          .getAttribute("aria-expanded")
          .catch(() => null)) !== "false"
      )
        continue;
      await row("Message queue")
        .click({ timeout: 10_000 })
        .catch(() => {});
      await page.waitForTimeout(500);
      if (
        (await row("Message queue")
          .getAttribute("aria-expanded")
          .catch(() => null)) !== "false"
      )
        continue;
      await page.keyboard.press("ArrowRight");
    }
    ok(`${name}: after the failed cancel its message is seen in the queue`, (await row("WM_LOOKUP_DONE").count()) === 1);
    await page.screenshot({ path: join(pictures, `debugger-${name}.png`) });
    await tool("debug-step-back").click();
    await row("WM_LOOKUP_DONE").waitFor({ state: "hidden", timeout: 300_000 });
    ok(`${name}: going back takes the message out of the queue again`, (await row("WM_LOOKUP_DONE").count()) === 0);
  } catch (error) {
    await page?.screenshot({ path: join(pictures, `failed-${name}.png`) }).catch(() => {});
    ok(`${name}: the session`, false, error.message.split("\n").slice(0, 6).join(" | "));
  } finally {
    await browser.close();
    await server.stop();
  }
}
console.log(`person: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
