/** Objects with static storage: one for each variable of the program, zeroed and then initialised as its declaration says. */
import type { VariableDeclaration } from "../../names/types.ts";
import { STDERR, STDIN, STDOUT } from "../../platform/run/stdio.ts";
import { type GlobalPlace, initialise, withLength } from "./globalInitialiser.ts";
import { initialiserTokens } from "./initialiserText.ts";
import type { ProgramImage } from "./image.ts";

/** Standard streams of the C library, as the models of stdio know them. */
const STREAMS: Readonly<Record<string, number>> = { stdin: STDIN, stdout: STDOUT, stderr: STDERR };

/** The declaration that defines the variable a name means in a file, with the file it stands in. */
function definition(
  image: ProgramImage,
  name: string,
  uri: string,
  record: string | undefined,
): { declaration: VariableDeclaration; uri: string } | undefined {
  const { unit } = image;
  const bare = name.replace(/^::/, "");
  const visible = image.names(uri).variable(bare, record);
  const own = unit.files.get(uri)?.names.variables.find((variable) => variable.name === bare && !variable.isExtern);
  if (own) return { declaration: own, uri };
  for (const [other, file] of unit.files) {
    const found = file.names.variables.find((variable) => variable.name === bare && !variable.isExtern && !variable.internal);
    if (found) return { declaration: found, uri: other };
  }
  return visible ? { declaration: visible, uri: visible.internal ? uri : "" } : undefined;
}

export function globalAddress(image: ProgramImage, name: string, uri: string, record: string | undefined): GlobalPlace {
  const found = definition(image, name, uri, record);
  const key = found ? `${found.declaration.internal ? found.uri : ""}|${found.declaration.name}` : `|${name}`;
  const known = image.globals.get(key);
  if (known) return known;
  const type = found ? image.names(found.uri || uri).resolve(found.declaration.type) : undefined;
  const sized =
    type?.kind === "array" && type.length === undefined && found?.declaration.initialiser
      ? withLength(
          image,
          image.names(found.uri || uri),
          type,
          initialiserTokens(found.declaration.initialiser.text, image.names(found.uri || uri)),
        )
      : type;
  const layout = sized ? image.layouts.of(sized) : { size: 4096, align: 8, fuzzy: true };
  const stream = found ? undefined : STREAMS[name];
  if (stream !== undefined) {
    const at = image.makeStatic(`global ${key}`, name, image.layouts.pointerSize, false, false);
    image.pristine.store(at, stream, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
    image.publish();
    const place: GlobalPlace = { address: at, type: { kind: "pointer", to: { kind: "void" } } };
    image.globals.set(key, place);
    return place;
  }
  // A variable of another program part: nothing is known about what it holds.
  const unseen = !found || (found.declaration.isExtern && !found.declaration.initialiser);
  const address = image.makeStatic(`global ${key}`, name.split("::").pop()!, layout.size, layout.fuzzy, unseen);
  const place: GlobalPlace = { address, type: sized };
  image.globals.set(key, place);
  image.globalNames.push({ name, uri: found?.uri ?? uri, place });
  if (found?.declaration.initialiser && sized) {
    const names = image.names(found.uri || uri);
    const find = (other: string): GlobalPlace => globalAddress(image, other, found.uri || uri, undefined);
    initialise(image, names, found.uri || uri, find, address, sized, initialiserTokens(found.declaration.initialiser.text, names));
    image.publish();
  }
  return place;
}
