import { describe, expect, it } from "vitest";
import { definesAndIncludes, splitCommand, splitList } from "./lists.ts";
import { isProjectFile } from "./kinds.ts";
import { parseProject } from "./parse.ts";

describe("project files", () => {
  it("reads compile_commands.json with command and arguments", () => {
    const project = parseProject(
      "file:///w/build/compile_commands.json",
      JSON.stringify([
        { directory: "/w/build", file: "../src/a.cpp", command: 'cl /nologo /DWIN32 "/DNAME=\\"x y\\"" /I ..\\inc -c ../src/a.cpp' },
        {
          directory: "/w/build",
          file: "/w/src/b.c",
          arguments: ["cc", "-D", "WIN32", "-D", "DEBUG=1", "-isystem", "/opt/inc", "-c", "b.c"],
        },
        { directory: "/w/build" },
      ]),
    );
    expect(project?.files).toEqual(["file:///w/src/a.cpp", "file:///w/src/b.c"]);
    expect(project?.defines).toEqual(["WIN32"]);
    expect(project?.includes).toEqual(["file:///w/inc", "file:///opt/inc"]);
  });

  it("reads .vcxproj: items, definitions and folders; an item excluded from every build is left out", () => {
    const project = parseProject(
      "/w/app/app.vcxproj",
      `\uFEFF<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemDefinitionGroup><ClCompile>
<PreprocessorDefinitions>WIN32;_DEBUG;%(PreprocessorDefinitions)</PreprocessorDefinitions>
<AdditionalIncludeDirectories>..\\inc;$(IntDir);%(AdditionalIncludeDirectories)</AdditionalIncludeDirectories>
</ClCompile></ItemDefinitionGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>WIN32;NDEBUG;BETA</PreprocessorDefinitions></ClCompile><ResourceCompile><PreprocessorDefinitions>RC</PreprocessorDefinitions></ResourceCompile></ItemDefinitionGroup>
<ItemGroup><ClCompile Include="dns.cpp" /><ClCompile Include="sub\\x.c"><ExcludedFromBuild Condition="'a'=='b'">true</ExcludedFromBuild></ClCompile>
<ClCompile Include="old.cpp"><ExcludedFromBuild>true</ExcludedFromBuild></ClCompile>
<ClInclude Include="..\\inc\\dns.h" /><None Include="readme.txt" /></ItemGroup></Project>`,
    );
    expect(project?.files).toEqual(["/w/app/dns.cpp", "/w/app/sub/x.c", "/w/inc/dns.h"]);
    expect(project?.defines).toEqual(["WIN32"]);
    expect(project?.includes).toEqual(["/w/inc"]);
  });

  it("reads .vcproj", () => {
    const project = parseProject(
      "/w/app.vcproj",
      `<?xml version="1.0" encoding="shift_jis"?><VisualStudioProject><Configurations><Configuration CharacterSet="1">
<Tool Name="VCCLCompilerTool" AdditionalIncludeDirectories="inc,.\\more" PreprocessorDefinitions="WIN32;_WINDOWS"/></Configuration></Configurations>
<Files><Filter Name="Source"><File RelativePath=".\\main.cpp"></File><File RelativePath=".\\app.rc"/></Filter></Files></VisualStudioProject>`,
    );
    expect(project?.files).toEqual(["/w/main.cpp"]);
    expect(project?.defines).toEqual(["UNICODE", "_UNICODE", "WIN32", "_WINDOWS"]);
    expect(project?.includes).toEqual(["/w/inc", "/w/more"]);
  });

  it("reads .dsp", () => {
    const project = parseProject(
      "/w/nt/x.dsp",
      '# Microsoft Developer Studio Project File\r\n# ADD BASE CPP /nologo /D "WIN32"\r\n# ADD CPP /nologo /I "..\\inc" /D "HAVE_X" /c\r\nSOURCE="..\\src\\balloon-x.c"\r\nSOURCE=..\\src\\a.c\r\nSOURCE=.\\x.rc\r\n',
    );
    expect(project?.files).toEqual(["/w/src/balloon-x.c", "/w/src/a.c"]);
    expect(project?.defines).toEqual(["HAVE_X"]);
    expect(project?.includes).toEqual(["/w/inc"]);
  });

  it("reads .bpr as make file and as XML", () => {
    const make = parseProject(
      "/w/p.BPR",
      "VERSION = BCB.03\nOBJFILES = a.obj \\\n  sub\\b.obj\nCFLAG2 = -DDelphi;win32 \\\n  -Iinc;$(BCB)\\include\n",
    );
    expect(make?.files).toEqual(["/w/a.cpp", "/w/a.c", "/w/sub/b.cpp", "/w/sub/b.c"]);
    expect(make?.defines).toEqual(["Delphi", "win32"]);
    expect(make?.includes).toEqual(["/w/inc"]);
    const xml = parseProject(
      "/w/p.bpr",
      `<?xml version='1.0' encoding='utf-8' ?><PROJECT><MACROS><USERDEFINES value="_DEBUG"/><INCLUDEPATH value="inc;$(BCB)\\include"/></MACROS>
<FILELIST><FILE FILENAME="Unit1.cpp" FORMNAME="F"/><FILE FILENAME="p.res"/></FILELIST></PROJECT>`,
    );
    expect(xml).toMatchObject({ kind: "borland", files: ["/w/Unit1.cpp"], defines: ["_DEBUG"], includes: ["/w/inc"] });
  });

  it("answers undefined for broken, empty and foreign files", () => {
    expect(parseProject("/w/a.vcxproj", "<Project><open>")).toBeUndefined();
    expect(parseProject("/w/compile_commands.json", "[1,")).toBeUndefined();
    expect(parseProject("/w/compile_commands.json", "[null, 3]")).toBeUndefined();
    expect(parseProject("/w/a.dsp", "nothing")).toBeUndefined();
    expect(isProjectFile("/w/a.cpp")).toBe(false);
    expect(isProjectFile("file:///w/A.VCPROJ")).toBe(true);
  });

  it("splits lists and command lines", () => {
    expect(splitList('a;"b;c";%(x);$(y)')).toEqual(["a", "b;c"]);
    expect(splitCommand('cl "/Ia b" -DX=\\"q\\"')).toEqual(["cl", "/Ia b", '-DX="q"']);
    expect(definesAndIncludes(["/D"])).toEqual({ defines: [], includes: [] });
  });
});
