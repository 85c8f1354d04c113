/** std::bind as code that is run: up to four arguments of the function, four of the call, five placeholders. */
const MOST = 4;
const PLACEHOLDERS = 5;
const upTo = (n: number, one: (i: number) => string): string => Array.from({ length: n }, (_, i) => one(i)).join(", ");
const after = (text: string): string => (text === "" ? "" : `, ${text}`);
const template = (...lists: readonly string[]): string => {
  const all = lists.filter((one) => one !== "").join(", ");
  return all === "" ? "" : `template <${all}> `;
};

const each = <T>(count: number, one: (i: number) => T): T[] => Array.from({ length: count + 1 }, (_, i) => one(i));

/** What a bound argument stands for, when the call has `k` arguments: the one that a placeholder names, or itself. */
const picks = each(MOST, (k) => {
  const types = upTo(k, (i) => `class X${i}`);
  const given = upTo(k, (i) => `X${i} &x${i}`);
  const named = Array.from({ length: Math.min(k, PLACEHOLDERS) }, (_, i) => {
    return `template <${types}> X${i} &__picked(placeholders::__placeholder${i + 1} &${after(given)}) { return x${i}; }`;
  });
  return [...named, `template <class A${after(types)}> A &__picked(A &a${after(given)}) { return a; }`].join("\n");
}).join("\n");

/** A function with `n` bound arguments; `member`: the first is its object. */
function bound(n: number, member: boolean): string {
  const name = `${member ? "__bound_member" : "__bound"}${n}`;
  const calls = each(MOST, (k) => {
    const passed = after(upTo(k, (i) => `x${i}`));
    const args = upTo(n, (i) => {
      const picked = `__picked(a${i}${passed})`;
      return member && i === 0 ? `__object(${picked})` : picked;
    });
    return `  ${template(upTo(k, (i) => `class X${i}`))}R operator()(${upTo(k, (i) => `X${i} x${i}`)}) { return f(${args}); }`;
  });
  return `template <class R, class F${after(upTo(n, (i) => `class A${i}`))}> struct ${name} {
  typedef R result_type;
  F f;
  ${Array.from({ length: n }, (_, i) => `A${i} a${i};`).join(" ")}
  ${name}(F g${after(upTo(n, (i) => `A${i} b${i}`))}) : f(g)${after(upTo(n, (i) => `a${i}(b${i})`))} {}
${calls.join("\n")}
};`;
}

/** `bind` of a function with `n` parameters, or of a member function with one less. */
function binders(n: number): string {
  const types = upTo(n, (i) => `class A${i}`);
  const list = upTo(n, (i) => `A${i} a${i}`);
  const names = upTo(n, (i) => `A${i}`);
  const values = upTo(n, (i) => `a${i}`);
  const made = (of: string, result: string, fn: string): string => `${of}${n}<${result}, ${fn}${after(names)}>`;
  const pointer = (params: number): string => `R (*)(${upTo(params, (i) => `P${i}`)})`;
  const take = (of: string, params: number): string =>
    `template <class R${after(upTo(params, (i) => `class P${i}`))}${after(types)}> ${made(of, "R", pointer(params))} bind(R (*f)(${upTo(params, (i) => `P${i}`)})${after(list)}) { return ${made(of, "R", pointer(params))}(f${after(values)}); }`;
  return [
    take("__bound", n),
    ...(n > 0 ? [take("__bound_member", n - 1)] : []),
    `template <class F${after(types)}> ${made("__bound", "long long", "F")} bind(F f${after(list)}) { return ${made("__bound", "long long", "F")}(f${after(values)}); }`,
  ].join("\n");
}

export const functional = `
namespace placeholders {
${Array.from({ length: PLACEHOLDERS }, (_, i) => `struct __placeholder${i + 1} {};\nstatic __placeholder${i + 1} _${i + 1};`).join("\n")}
}
template <class T> T *__object(T *p) { return p; }
template <class T> T *__object(T &r) { return &r; }
${picks}
${each(MOST, (n) => bound(n, false)).join("\n")}
${each(MOST, (n) => (n === 0 ? "" : bound(n, true))).join("\n")}
${each(MOST, binders).join("\n")}
`;
