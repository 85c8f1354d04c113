import { expect, test } from "vitest";
import { SharedMap } from "./sharedMap.ts";

test("neither of two copies sees what the other writes", () => {
  const first = new SharedMap<string, number>().set("a", 1);
  const second = new SharedMap(first);
  second.set("b", 2);
  first.delete("a");
  expect([...first]).toEqual([]);
  expect([...second]).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
});

test("entries may be deleted while they are gone through", () => {
  const first = new SharedMap<number, number>();
  for (let i = 0; i < 5; i++) first.set(i, i);
  const second = new SharedMap(first);
  for (const [key] of second) if (key % 2 === 0) second.delete(key);
  expect([...second.keys()]).toEqual([1, 3]);
  expect(first.size).toBe(5);
});

test("what is not there cannot be deleted", () => {
  const map = new SharedMap<string, number>().set("a", 1);
  expect([map.delete("b"), map.delete("a"), map.delete("a"), map.size]).toEqual([false, true, false, 0]);
});
