import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "startup-in-dllmain",
  catalogue: "I5",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "WSAStartup or WSACleanup is called in DllMain.",
    why: "The documentation warns of deadlocks: both load or free libraries under the loader's lock.",
    seen: "The process hangs when it loads or ends.",
    wrong:
      "BOOL WINAPI DllMain(HINSTANCE h, DWORD reason, LPVOID p)\n{\n    if (reason == DLL_PROCESS_ATTACH)\n        WSAStartup(MAKEWORD(2, 2), &data);",
    right: "int NetInit(void) { return WSAStartup(MAKEWORD(2, 2), &data); }",
  },
  check({ facts }, report) {
    for (const fn of facts.functions) {
      if (!/^(?:DllMain|_DllMainCRTStartup|DllEntryPoint|LibMain)$/.test(fn.name)) continue;
      for (const site of callsOf(fn))
        if (/^(?:WSAStartup|WSACleanup)$/.test(bare(calleeName(site.statement))))
          report(
            { function: fn, range: site.statement.range, statement: site.statement },
            `${bare(calleeName(site.statement))} in ${fn.name} runs under the loader's lock: it can deadlock`,
          );
    }
  },
});
