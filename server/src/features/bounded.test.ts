import { expect, test } from "vitest";
import { Bounded } from "./bounded.ts";

const keys = (map: Bounded<string>): string[] => [...map.entries()].map(([key]) => key);

test("what was used longest ago goes first", () => {
  const map = new Bounded<string>(10, (text) => text.length);
  map.set("a", "1234");
  map.set("b", "1234");
  expect(map.get("a")).toBe("1234");
  map.set("c", "1234");
  expect(keys(map)).toEqual(["a", "c"]);
});

test("an entry that is too heavy alone is kept until the next one comes", () => {
  const map = new Bounded<string>(10, (text) => text.length);
  map.set("a", "1");
  map.set("huge", "x".repeat(100));
  expect(keys(map)).toEqual(["huge"]);
  map.set("b", "1");
  expect(keys(map)).toEqual(["b"]);
});

test("a replaced value counts once", () => {
  const map = new Bounded<string>(10, (text) => text.length);
  for (let i = 0; i < 5; i++) map.set("a", "12345");
  map.set("b", "12345");
  expect(keys(map)).toEqual(["a", "b"]);
});
