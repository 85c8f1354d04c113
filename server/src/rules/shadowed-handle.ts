import { defineRule, edit, fix, rangeOf, related, textAt } from "./context.ts";

export const rule = defineRule({
  id: "shadowed-handle",
  catalogue: "H10",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The start's result goes into an inner variable of the same name; the outer one, which is cancelled, stays zero.",
    why: "A declaration in a block hides the variable outside.",
    seen: "The cancel never cancels anything.",
    wrong:
      "HANDLE h = 0;\nif (need) {\n    HANDLE h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\n}\nif (cancelled)\n    WSACancelAsyncRequest(h);",
    right: "HANDLE h = 0;\nif (need)\n    h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts, unit }, report) {
    for (const request of facts.requests) {
      const fn = request.start.site.function;
      const node = facts.flow.reached([`t${fn.index}:${request.start.site.statement.target}`]);
      for (const local of fn.ir.locals) {
        if (local.synthetic || !node.has(`l${fn.index}:${local.id}`)) continue;
        const outer = fn.ir.locals.find(
          (l) => l.name === local.name && l.id !== local.id && !l.synthetic && l.range.start < local.range.start,
        );
        if (!outer) continue;
        // the outer variable goes into a cancel and never gets a handle
        if (node.has(`l${fn.index}:${outer.id}`)) continue;
        const cancelled = unit.cancels.find((c) => {
          const arg = c.site.statement.args[0];
          return c.site.function === fn && arg && facts.flow.origins(facts.flow.nodeOfValue(fn, arg)).nodes.has(`l${fn.index}:${outer.id}`);
        });
        if (!cancelled) continue;
        const at = rangeOf(fn, local.range);
        const text = textAt(unit, at);
        report({ function: fn, range: local.range }, `This \`${local.name}\` hides the one outside, which is cancelled and stays zero`, {
          related: [
            related(rangeOf(fn, outer.range), "the variable outside"),
            related(
              { function: fn, range: cancelled.site.statement.range, statement: cancelled.site.statement },
              "cancels the one outside",
            ),
          ],
          subjects: [
            { function: fn, range: request.start.site.statement.range, statement: request.start.site.statement },
            { function: fn, range: cancelled.site.statement.range, statement: cancelled.site.statement },
          ],
          fixes: /^\w+/.test(text)
            ? [
                fix("Assign instead of declare", [
                  edit({ uri: at.uri, start: lineStartOfType(unit.files.get(at.uri)?.source.text ?? "", at.start), end: at.start }, ""),
                ]),
              ]
            : [],
        });
      }
    }
  },
});

/** Offset of the type before a declarator on its line. */
function lineStartOfType(text: string, declarator: number): number {
  let i = declarator;
  while (i > 0 && !/[;{}\n\r]/.test(text[i - 1] as string)) i--;
  while (/\s/.test(text[i] as string)) i++;
  return i;
}
