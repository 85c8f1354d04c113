/** Random types and variables: records, globals, locals. */
import type { Draft, Field } from "./draft.ts";
import { LITERALS, float, pure, literalList } from "./expressions.ts";

export function declareStruct(c: Draft): void {
  const name = c.name("S");
  const fields: Field[] = [];
  let values = 0;
  const lines: string[] = [];
  for (let i = 2 + c.draw(4); i > 0; i--) {
    const field = `m${i}`;
    const roll = c.draw(10);
    const inner = c.types.filter((one) => !one.name.includes("U"));
    if (roll < 5) {
      const type = c.integer();
      lines.push(`  ${type} ${field};`);
      fields.push({ path: field, type });
      values++;
    } else if (roll < 7) {
      const type = c.pick(["unsigned", "int", "unsigned short", "unsigned char"]);
      const width = 1 + c.draw(type === "unsigned char" ? 8 : type === "unsigned short" ? 13 : 20);
      lines.push(`  ${type} ${field} : ${width};`);
      fields.push({ path: field, type: `${type} : ${width}` });
      values++;
    } else if (roll < 8) {
      const type = c.pick(["short", "unsigned char", "int", "long long"]);
      lines.push(`  ${type} ${field}[3];`);
      fields.push({ path: `${field}[${c.draw(3)}]`, type });
      values += 3;
    } else if (roll < 9 && inner.length > 0) {
      const of = c.pick(inner);
      lines.push(`  ${of.name} ${field};`);
      for (const one of of.fields) fields.push({ path: `${field}.${one.path}`, type: one.type });
      values += of.values;
    } else {
      const [a, b] = [c.integer(), c.integer()];
      lines.push(`  union { unsigned long long z${i}; ${a} x${i}; ${b} y${i}; } ${field};`);
      for (const [part, type] of [
        ["z", "unsigned long long"],
        ["x", a],
        ["y", b],
      ] as const)
        fields.push({ path: `${field}.${part}${i}`, type });
      values++;
    }
  }
  c.line(`typedef struct ${name}tag {`);
  for (const line of lines) c.line(line);
  c.line(`} ${name};`);
  const { path, type } = fields[0]!;
  c.line(`static ${name} same_${name}(${name} r, int n) { r.${path} ${type.includes(":") ? "^=" : "+="} n; return r; }`);
  c.types.push({ name, fields, values });
}

export function declareGlobal(c: Draft): void {
  const name = c.name("g");
  const roll = c.draw(10);
  const type = c.integer();
  if (roll < 5) {
    c.line(`static ${type} ${name}${c.chance(80) ? ` = ${c.pick(LITERALS)}` : ""};`);
    c.scalars.push({ name, writable: true });
  } else if (roll < 8) {
    const length = c.pick([2, 4, 8, 16]);
    const list = c.chance(25) ? `{ [${c.draw(length)}] = ${c.draw(90)} }` : `{${literalList(c, 1 + c.draw(length))}}`;
    c.line(`static ${c.chance(30) ? "const " : ""}${type} ${name}[${length}] = ${list};`.replace("const ", ""));
    c.arrays.push({ name, type, length });
  } else if (c.types.length > 0) {
    const struct = c.pick(c.types);
    c.line(`static ${struct.name} ${name} = {${literalList(c, 1 + c.draw(struct.values))}};`);
    c.structs.push({ name, struct });
  }
}

/** A new local, written at once. */
export function declareLocal(c: Draft): void {
  const name = c.name("v");
  const roll = c.draw(12);
  if (roll < 7) {
    const type = c.integer();
    c.line(`${c.chance(8) ? "register " : ""}${type} ${name} = ${pure(c, 3)};`);
    c.scalars.push({ name, writable: true });
  } else if (roll === 7) {
    const type = c.pick(["double", "float"]);
    c.line(`${type} ${name} = ${float(c, 2)};`);
    c.floats.push({ name, writable: true });
  } else if (roll === 8) {
    const type = c.integer();
    const length = c.pick([2, 4, 8]);
    c.line(`${type} ${name}[${length}] = {${literalList(c, 1 + c.draw(length))}};`);
    c.arrays.push({ name, type, length });
  } else if (roll === 9 && c.types.length > 0) {
    const struct = c.pick(c.types);
    const same = c.structs.filter((one) => one.struct === struct);
    const from = same.length > 0 && c.chance(60) ? c.pick(same).name : `{${literalList(c, 1 + c.draw(struct.values))}}`;
    c.line(`${struct.name} ${name} = ${from};`);
    c.structs.push({ name, struct });
  } else if (roll === 10 && c.inFunction) {
    const type = c.integer();
    c.line(`static ${type} ${name} = ${c.pick(LITERALS)};`);
    c.scalars.push({ name, writable: true });
  } else {
    c.line(`enum { ${name}A = ${c.draw(50) - 20}, ${name}B, ${name}C = ${name}B * 3 };`);
    c.scalars.push({ name: `${name}B`, writable: false }, { name: `${name}C`, writable: false });
  }
}
