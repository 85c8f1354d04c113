import { describe, expect, it } from "vitest";
import { linkedFiles, MAX_READ } from "./linkedFiles.ts";

describe("files of a program in a large tree", () => {
  const texts: Record<string, string> = {
    "/p/app/main.c": '#include "net.h"\n#include <windows.h>\n',
    "/p/app/beside.c": "",
    "/p/lib/net.h": '#include "base.h"\n',
    "/p/lib/net.c": '#include "net.h"\n#include "inner.h"\n',
    "/p/lib/base.h": "",
    "/p/lib/inner.h": "",
    "/p/other/net.h": "",
    "/p/other/unrelated.c": "",
    "/q/base.h": "",
    "/p/windows.h": "",
  };
  const linked = (file: string): string[] => linkedFiles(file, Object.keys(texts), (path) => texts[path]).sort();

  it("are those beside it, what they include, and the sources of these headers", () => {
    expect(linked("/p/app/main.c")).toEqual([
      "/p/app/beside.c",
      "/p/app/main.c",
      "/p/lib/base.h",
      "/p/lib/inner.h",
      "/p/lib/net.c",
      "/p/lib/net.h",
    ]);
  });

  it("are no more than are read", () => {
    const many = Array.from({ length: MAX_READ + 10 }, (_, i) => `/p/app/${i}.c`);
    expect(linkedFiles("/p/app/0.c", many, () => "")).toHaveLength(MAX_READ);
  });
});
