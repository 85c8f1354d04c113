/** Random blocks that call the C library: formats, strings, wide strings, sorting and scanning. */
import type { Draft } from "./draft.ts";
import { WORDS, pure, literalList } from "./expressions.ts";

export function printf(c: Draft): void {
  const [format, value] = c.pick([
    ["%d", `(int)(${pure(c, 2)})`],
    ["%u %x", `(unsigned)(${pure(c, 2)}), (unsigned)(${pure(c, 1)})`],
    ["%ld|%lu", `(long)(${pure(c, 2)}), (unsigned long)(${pure(c, 1)})`],
    ["%I64d", `(long long)(${pure(c, 2)})`],
    ["%llu", `(unsigned long long)(${pure(c, 2)})`],
    ["%hd %hu", `(${pure(c, 2)}) & 0xffff, (short)(${pure(c, 1)}) & 0xffff`],
    ["%c%5c", `'a' + (${pure(c, 1)} & 15), 'z'`],
    ["%-8d|%08d|%+d", `(int)(${pure(c, 1)}), (int)(${pure(c, 1)}), (int)(${pure(c, 1)})`],
    ["%.3d|%6.2d|%-6.4x|", `(int)(${pure(c, 1)}), (int)(${pure(c, 1)}), (int)(${pure(c, 1)})`],
    ["%*d|%-*d|", `${c.draw(9)}, (int)(${pure(c, 1)}), ${c.draw(9)}, (int)(${pure(c, 1)})`],
    ["%.2f %8.1f %e", `(double)((${pure(c, 1)}) & 0xfff) / 8, (double)((${pure(c, 1)}) & 0xff), (double)((${pure(c, 1)}) & 0xffff)`],
    ["%g %G", `(double)((${pure(c, 1)}) & 0xfff) / 16, (double)(int)(${pure(c, 1)})`],
  ] as const);
  c.line(`printf("${c.print++} ${format}\\n", ${value});`);
}

export function strings(c: Draft): void {
  const b = c.name("b");
  const word = (): string => `"${c.pick(WORDS)}"`;
  c.block("", () => {
    c.line(c.chance(50) ? `char ${b}[64] = ${word()};` : `char ${b}[64] = {0}; strcpy(${b}, ${word()});`);
    for (let i = 1 + c.draw(3); i > 0; i--) {
      c.line(
        c.pick([
          `strcat(${b}, ${word()});`,
          `sprintf(${b} + strlen(${b}), "%${c.pick(["d", "5d", "-6d|", "05d", "+d", "x", "X", "o", "u", "08x", "#x", "c"])}", (int)(${pure(c, 1)}) & 0x7f | 0x20);`,
          `sprintf(${b} + strlen(${b}), "%${c.pick(["d", "hd", "u", "x", "10d", "hhd", "i"])}", (int)(${pure(c, 2)}));`,
          `sprintf(${b} + strlen(${b}), "%${c.pick(["s", "8s", "-8s", ".2s", "10.3s"])}", ${word()});`,
          `strncat(${b}, ${word()}, ${c.draw(4)});`,
          `memmove(${b} + 1, ${b}, 6); ${b}[0] = '${c.pick(["x", "y"])}';`,
          `memset(${b}, 'm', ${c.draw(4)});`,
          `${b}[${c.draw(3)}] ^= 1; if (!${b}[0]) ${b}[0] = 'k';`,
        ]),
      );
    }
    c.line(`printf("${c.print++} %s %d\\n", ${b}, (int)strlen(${b}));`);
    if (c.chance(40)) c.show(`(strstr(${b}, "b") ? strstr(${b}, "b") - ${b} : -1)`);
    if (c.chance(40)) c.show(`(strrchr(${b}, 'a') ? strrchr(${b}, 'a') - ${b} : -1)`);
  });
}

export function wide(c: Draft): void {
  const w = c.name("w");
  c.block("", () => {
    c.line(`wchar_t ${w}[40] = L"${c.pick(["", "wide", "\\x41z", "1234"])}";`);
    for (let i = 1 + c.draw(3); i > 0; i--)
      c.line(
        c.pick([
          `wcscat(${w}, L"${c.pick(["ab", "-", "Q9"])}");`,
          `${w}[${c.draw(3)}] = ${c.pick(["L'x'", "'y'", "65"])};`,
          `wcsncpy(${w} + 1, L"pqrs", ${c.draw(5)});`,
          `wmemset(${w}, L'm', 2);`,
        ]),
      );
    c.line(`printf("${c.print++} %ls|%S %d %d\\n", ${w}, ${w}, (int)wcslen(${w}), (int)sizeof ${w});`);
    c.show(`sign(wcscmp(${w}, L"wide")) + (wcschr(${w}, L'd') ? wcschr(${w}, L'd') - ${w} : -1)`);
  });
}

export function library(c: Draft): void {
  const n = c.name("k");
  c.block("", () => {
    switch (c.draw(6)) {
      case 0:
        c.line(`int ${n}[6] = {${literalList(c, 6)}}; qsort(${n}, 6, sizeof *${n}, ${c.pick(["upwards", "downwards"])});`);
        c.line(`for (int i = 0; i < 6; i++) show(${c.print++}, ${n}[i]);`);
        break;
      case 1:
        c.line(`char ${n}[] = "${c.pick(["a,b;c", ",,x", "one two", ""])}"; char *t;`);
        c.line(`for (t = strtok(${n}, ",; "); t; t = strtok(0, ",; ")) printf("${c.print++} %s %d\\n", t, (int)(t - ${n}));`);
        break;
      case 2:
        c.show(`total(${3}, (int)(${pure(c, 1)}), (int)(${pure(c, 1)}), (int)(${pure(c, 1)}))`);
        c.show(`strspn("aabbc", "ab") * 10 + strcspn("hello", "lo") + (strpbrk("x-y", "-+") != 0)`);
        break;
      case 3:
        c.line(`char ${n}[32]; int a = 0, b = 0; sprintf(${n}, "%d:%x", (int)(${pure(c, 1)}) & 0xffff, ${c.draw(999)});`);
        c.line(`show(${c.print++}, sscanf(${n}, "%d:%x", &a, &b)); show(${c.print++}, a); show(${c.print++}, b);`);
        break;
      case 4:
        c.line(
          `char ${n}[16]; strncpy(${n}, "${c.pick(["ab", "abcdefgh", ""])}", 8); ${n}[8] = 0; printf("${c.print++} %s|%.3s|%10.4s|\\n", ${n}, ${n}, ${n});`,
        );
        c.line(`show(${c.print++}, _stricmp(${n}, "AB") == 0); show(${c.print++}, sign(strncmp(${n}, "abz", ${c.draw(4)})));`);
        break;
      default:
        c.line(`struct { const char *name; int (*f)(int); int v[2]; } ${n}[] = {{"up", toupper, {1, 2}}, {"low", tolower}, {0}};`);
        c.line(
          `for (int i = 0; ${n}[i].name; i++) printf("${c.print++} %s %c %d\\n", ${n}[i].name, ${n}[i].f('${c.pick(["q", "R", "5"])}'), ${n}[i].v[1]);`,
        );
        c.show(`sizeof ${n} / sizeof *${n}`);
        break;
    }
  });
}
