import { stripNarrow, type Term } from "../analysis/terms.ts";
import { defineRule, related, fix, edit, textAt, locate } from "./context.ts";
import type { Facts } from "../analysis/facts.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Unit } from "../program/types.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "truncated-handle",
  catalogue: "H5",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A handle or wParam is cut to a narrower type and then compared, stored or looked up.",
    why: "Both have the width of a pointer; a reply is matched by the whole value.",
    seen: "Fine with the 16-bit values of Wine, wrong elsewhere (ReactOS after 65,535 requests).",
    wrong: "WORD id = (WORD)(UINT_PTR)WSAAsyncGetProtoByName(hwnd, WM_PROTO, name, buffer, MAXGETHOSTSTRUCT);\n…\nif (wParam == id)",
    right: "HANDLE id = WSAAsyncGetProtoByName(hwnd, WM_PROTO, name, buffer, MAXGETHOSTSTRUCT);\n…\nif ((HANDLE)wParam == id)",
  },
  check({ facts }, report) {
    const seen = new Set<number>();
    const cut = (t: Term): { readonly bits: number; readonly of: Term } | undefined => {
      const inner =
        t.kind === "narrow"
          ? { bits: t.bits, of: stripNarrow(t.of) }
          : t.kind === "op" && t.op === "lo16"
            ? { bits: 16, of: stripNarrow(t.left) }
            : undefined;
      if (!inner) return undefined;
      const handle = inner.of.kind === "call" && facts.all("start").some((s) => s.result === inner.of);
      return handle || (inner.of.kind === "message" && inner.of.part === "wParam") ? inner : undefined;
    };
    for (const e of facts.all("store")) {
      const found = cut(e.value);
      if (!found || seen.has(e.value.id)) continue;
      seen.add(e.value.id);
      report(e.at, `A handle has the width of a pointer: ${found.bits} bits are kept`, {
        possible: found.bits >= 32 || e.state.unknown,
        fixes: widen(facts.unit, e),
      });
    }
    for (const e of facts.all("compare")) {
      const found = cut(e.left) ?? cut(e.right);
      const other = cut(e.left) ? e.right : e.left;
      if (!found || other.kind === "int") continue;
      const of = cut(e.left) ? e.left : e.right;
      if (seen.has(of.id)) continue;
      seen.add(of.id);
      report(e.at, `A handle has the width of a pointer: ${found.bits} bits are compared`, {
        possible: found.bits >= 32 || e.state.unknown,
        related: origin(facts, found.of),
      });
    }
  },
});

function origin(facts: Facts, of: Term): ReturnType<typeof related>[] {
  const start = facts.all("start").find((s) => s.result === of);
  return start ? [related(start.at, "the handle comes from here")] : [];
}

/** HANDLE as the type of the variable, where it is declared alone and the value is cut by casts in front of the call. */
function widen(unit: Unit, store: EventOf<"store">): Fix[] {
  const name = store.path.kind === "global" || store.path.kind === "local" ? store.path.name.replace(/^.*::/, "") : undefined;
  const uri = store.at.function.uri;
  const text = unit.files.get(uri)?.source.text ?? "";
  const at = locate(store.at);
  const casts = /=\s*((?:\(\s*[\w\s]+\)\s*)+)\w+\s*\(/.exec(textAt(unit, at));
  if (!name || !casts?.[1]) return [];
  const declared = new RegExp(
    `\\b(?:WORD|USHORT|u_short|unsigned\\s+short|short|DWORD|UINT|unsigned|int|LONG|ULONG)(\\s+${name}\\s*[;=])`,
  ).exec(text);
  if (!declared) return [];
  const cut = at.start + casts.index + casts[0].indexOf(casts[1]);
  return [
    fix("Keep the whole handle", [
      edit({ uri, start: declared.index, end: declared.index + declared[0].length }, `HANDLE${declared[1]}`),
      edit({ uri, start: cut, end: cut + casts[1].length }, ""),
    ]),
  ];
}
