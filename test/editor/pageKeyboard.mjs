// The timeline's page by keyboard alone: Tab comes to every control, and what is pressed keeps the focus although the page is drawn anew.

const CONTROLS = "button:not([hidden]), select, input, [tabindex='0']";

/** What has the focus, as a person would call it. */
const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    return e === document.body ? "" : e.getAttribute("aria-label") || e.textContent;
  });

/** Presses Tab until the control has the focus; fails if it never gets it. */
async function tabTo(page, name, key = "Tab") {
  for (let presses = 0; presses < 80; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never comes to ${name}`);
}

/** `tell` hands the page a message; `said` lists what it told; `ok` counts. */
export async function byKeyboard(page, { result, tell, said, ok }) {
  await tabTo(page, "Tree");
  await page.keyboard.press("Enter");
  const asked = (await said(page, "replay")).flatMap((message) => message.replays);
  await tell(page, { kind: "replayed", run: 0, asked, runs: asked.map(({ schedule }) => result.replayed[schedule]) });
  await page.locator(".tree .untried button").first().waitFor({ timeout: 5_000 });
  ok("keyboard: a pressed button keeps the focus", (await focused(page)) === "Tree", await focused(page));

  const controls = await page.evaluate((all) => {
    document.activeElement.blur();
    return [...document.querySelectorAll(all)].map((e) => e.getAttribute("aria-label") || e.textContent);
  }, CONTROLS);
  const met = new Set();
  let unseen = "";
  for (let presses = 0; presses < controls.length + 2; presses++) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    met.add(name);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    if (name && ring === "none") unseen ||= name;
  }
  const missed = controls.filter((name) => !met.has(name));
  ok(`keyboard: Tab comes to ${controls.length} controls`, controls.length > 15 && missed.length === 0, missed.join(", "));
  ok("keyboard: what has the focus is seen", unseen === "", unseen);

  await tabTo(page, "Order");
  const order = page.getByLabel("Order", { exact: true });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  ok(
    "keyboard: arrows go through the orders",
    (await order.inputValue()) === "2" && (await focused(page)) === "Order",
    await focused(page),
  );
  await page.keyboard.press("Home");

  const leaf = await page.locator(".tree .leaf").first().innerText();
  await tabTo(page, leaf);
  await page.keyboard.press("Enter");
  ok("keyboard: an order is chosen in the tree", (await focused(page)) === leaf, await focused(page));

  await tabTo(page, "Events");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("+");
  await page.keyboard.press("Enter");
  ok("keyboard: an event leads to its line", (await said(page, "reveal")).at(-1)?.focus === true);
  ok("keyboard: larger rows keep the focus", (await focused(page)) === "Events", await focused(page));
  await page.keyboard.press("Space");
  ok("keyboard: Space plays", (await page.locator("#play").innerText()) === "Pause");
  await page.keyboard.press("Space");

  await tabTo(page, "Run again", "Shift+Tab");
  await page.keyboard.press("Enter");
  await tell(page, { kind: "busy", text: "100 states", cancellable: true });
  await page.getByRole("button", { name: "Cancel", exact: true }).waitFor({ timeout: 5_000 });
  await page.keyboard.press("Enter");
  ok("keyboard: a search is cancelled", (await said(page, "cancel")).length === 1);
  await tell(page, { kind: "result", result, restored: true });
  await page.locator(".bar").waitFor({ timeout: 5_000 });
  ok("keyboard: the focus is back after a search", (await focused(page)) === "Run again", await focused(page));
}
