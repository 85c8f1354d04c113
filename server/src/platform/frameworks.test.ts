import { describe, expect, it } from "vitest";
import { indexesOf } from "./effects.ts";
import { signatureOf } from "./family.ts";
import {
  crackedParameters,
  derivesFrom,
  frameworkClass,
  frameworkClasses,
  lineageOf,
  lookupMember,
  lookupMethod,
  lookupVirtual,
  tableMacro,
} from "./frameworks.ts";
import { lookupConstant } from "./constants.ts";
import { mfcMacros } from "./mfc/maps.ts";
import { atlMacros } from "./atl.ts";
import { owlMacros } from "./owl.ts";
import { parseType } from "./types.ts";
import { vclMacros } from "./vcl.ts";

describe("classes", () => {
  it("stand once a framework, with bases that exist", () => {
    const names = frameworkClasses.map((c) => `${c.framework} ${c.name}`);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
    for (const c of frameworkClasses)
      for (const base of c.bases) expect(frameworkClass(base, c.framework), `${c.name} < ${base}`).toBeDefined();
  });
  it("form the trees of the headers", () => {
    expect(lineageOf("CDialog").map((c) => c.name)).toEqual(["CDialog", "CWnd", "CCmdTarget", "CObject"]);
    expect(derivesFrom("CPropertyPage", "CDialog")).toBe(true);
    expect(derivesFrom("CFormView", "CView")).toBe(true);
    expect(derivesFrom("CWinApp", "CWinThread")).toBe(true);
    expect(derivesFrom("CWinApp", "CWnd")).toBe(false);
    expect(derivesFrom("TDialog", "TWindow")).toBe(true);
    expect(derivesFrom("TForm", "TWinControl")).toBe(true);
    expect(frameworkClass("CAsyncSocketEx")).toBeUndefined();
    expect(frameworkClass("std::vector<int>")?.name).toBe("vector");
    expect(frameworkClass("TControl", "vcl")?.framework).toBe("vcl");
  });
  it("have methods whose effects fit, and virtuals once each", () => {
    for (const c of frameworkClasses) {
      for (const [prototype, effect] of c.methods) {
        const signature = signatureOf({ prototype: prototype.replace(/operator(?:\(\)|[^(]*)\(/, "op(") }, "win32");
        if (signature.variadic && signature.params.length === 0) continue;
        const count = signature.params.length + (signature.variadic ? 1 : 0);
        for (const i of indexesOf(effect ?? {})) expect(i, `${c.name}: ${prototype}`).toBeLessThan(count);
      }
      const virtuals = c.virtuals.map((v) => v.name);
      expect(new Set(virtuals).size, c.name).toBe(virtuals.length);
    }
  });
  it("run only members that they or their bases have", () => {
    for (const c of frameworkClasses) {
      const effects = [...c.methods.map(([, e]) => e), ...c.virtuals.map((v) => v.own)];
      for (const e of effects)
        for (const name of e?.runs ?? []) {
          const user = frameworkClasses.filter((d) => derivesFrom(d.name, c.name, d.framework) && d.framework === c.framework);
          expect(
            user.some((d) => lookupVirtual(d.name, name, d.framework) ?? lookupMethod(d.name, name, d.framework)),
            `${c.name} runs ${name}`,
          ).toBe(true);
        }
    }
  });
  it("know members and their types", () => {
    expect(lookupMember("CPropertyPage", "m_hWnd")).toEqual({ record: "CWnd", type: "HWND" });
    expect(lookupMember("TFrameWindow", "HWindow")?.type).toBe("HWND");
    expect(lookupMember("CWnd", "m_nothing")).toBeUndefined();
    for (const c of frameworkClasses)
      for (const m of c.members) expect(parseType(/^(.*?[\s*])(\w+)$/.exec(m)![1]!, { target: "win32" }).kind, m).toBeDefined();
  });
  it("know what the framework calls, and what its own version does", () => {
    expect(lookupVirtual("CDialog", "OnCancel")).toMatchObject({ trigger: "close", own: { runs: ["EndDialog"] } });
    expect(lookupVirtual("CFrameWnd", "PostNcDestroy")?.own?.deletesObject).toBe(true);
    expect(lookupVirtual("CDialog", "PostNcDestroy")?.own?.deletesObject).toBeUndefined();
    expect(lookupVirtual("CDialog", "PreTranslateMessage")?.msg).toBe(0);
    expect(lookupMethod("CDialog", "DestroyWindow")?.effect.runs).toEqual(["OnDestroy", "OnNcDestroy", "PostNcDestroy"]);
    expect(lookupMethod("CPropertyPage", "DoModal")?.effect.modal).toBe(true);
    expect(lookupVirtual("TForm", "FormDestroy")?.trigger).toBe("destroy");
    expect(lookupMethod("vector", "push_back")?.effect.moves).toBe(true);
    expect(lookupMethod("list", "push_back")?.effect.moves).toBeUndefined();
    expect(lookupMethod("std::map<HANDLE, int>", "operator[]")?.effect.refersInto).toBe(true);
    expect(lookupMethod("CWnd", "toString")).toBeUndefined();
  });
});

describe("table macros", () => {
  it("stand once a framework", () => {
    for (const list of [mfcMacros, atlMacros, owlMacros, vclMacros]) expect(new Set(list.map((m) => m.name)).size).toBe(list.length);
  });
  it("stand for messages that exist", () => {
    for (const m of [...mfcMacros, ...atlMacros, ...owlMacros]) if (m.message) expect(lookupConstant(m.message), m.name).toBeDefined();
    for (const name of Object.keys(crackedParameters)) expect(lookupConstant(name), name).toBeDefined();
  });
  it("read as the frameworks read them", () => {
    expect(tableMacro("ON_MESSAGE")).toMatchObject({ number: 0, handler: 1, wParam: 0, lParam: 1 });
    expect(tableMacro("ON_WM_LBUTTONDOWN")).toMatchObject({ message: "WM_LBUTTONDOWN", member: "OnLButtonDown" });
    expect(tableMacro("ON_WM_DESTROY")?.member).toBe("OnDestroy");
    expect(tableMacro("ON_BN_CLICKED")).toMatchObject({ kind: "command", handler: 1 });
    expect(tableMacro("EV_MESSAGE")).toMatchObject({ framework: "owl", number: 0, handler: 1 });
    expect(tableMacro("EV_WM_TIMER")).toMatchObject({ message: "WM_TIMER", member: "EvTIMER" });
    expect(tableMacro("MESSAGE_HANDLER", "vcl")).toMatchObject({ handler: 2, wParam: "msg" });
    expect(tableMacro("MESSAGE_HANDLER", "atl")).toMatchObject({ handler: 1, wParam: 1, lParam: 2 });
    expect(tableMacro("MSG_WM_TIMER")).toMatchObject({ message: "WM_TIMER", handler: 0 });
    expect(tableMacro("DEFINE_RESPONSE_TABLE1")).toMatchObject({ kind: "begin", record: 0, base: 1 });
    expect(tableMacro("HANDLE_MSG")).toMatchObject({ kind: "cracker", number: 1, handler: 2 });
    expect(tableMacro("HANDLE_WM_TIMER")).toMatchObject({ message: "WM_TIMER", handler: 3 });
    expect(tableMacro("ON_NOTHING")).toBeUndefined();
  });
});
