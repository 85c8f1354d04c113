/** The printf family: one formatter over values of the run. Text is Latin-1: one character a byte. */
import type { Run, RunValue } from "./types.ts";

/** Arguments that follow the format: passed values with their types, or a va_list in memory. */
export interface Arguments {
  next(): { readonly value: RunValue; readonly bits: number } | undefined;
}

export function passed(run: Run, args: readonly RunValue[], from: number): Arguments {
  let at = from;
  return {
    next() {
      if (at >= args.length) return undefined;
      const value = args[at]!;
      const bits = run.types[at]?.bits ?? 32;
      at++;
      return { value, bits };
    },
  };
}

/** Directive of a conversion specification. */
const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(I64|I32|I|ll|hh|h|l|L|w|z|t|j|q)?([diouxXcCsSpnfFeEgGaAZ%])/g;

export interface FormatResult {
  readonly text: string;
  /** False if a value that was printed is not known; the text then shows `?`. */
  readonly exact: boolean;
}

export function format(run: Run, template: string, args: Arguments, wide = false): FormatResult {
  let exact = true;
  const text = template.replace(
    DIRECTIVE,
    (whole: string, flags: string, width: string | undefined, precision: string | undefined, size: string | undefined, kind: string) => {
      if (kind === "%") return "%";
      const hasPrecision = /\./.test(whole);
      let minimum = width === "*" ? run.int(args.next()?.value) : Number(width ?? 0);
      let left = flags.includes("-");
      if (minimum < 0) {
        left = true;
        minimum = -minimum;
      }
      let digits = precision === "*" ? run.int(args.next()?.value) : hasPrecision ? Number(precision ?? 0) : -1;
      if (digits < 0) digits = -1;
      const argument = args.next();
      if (argument === undefined) {
        exact = false;
        return "?";
      }
      const { value } = argument;
      let body: string;
      let sign = "";
      if (run.isUnknown(value) && !"nsSZ".includes(kind)) {
        exact = false;
        return "?".padStart(minimum);
      }
      switch (kind) {
        case "d":
        case "i": {
          const number = signedValue(run, value, size, argument.bits);
          sign = number < 0n ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
          body = (number < 0n ? -number : number).toString();
          break;
        }
        case "u":
        case "o":
        case "x":
        case "X": {
          const number = unsignedValue(run, value, size, argument.bits, run.pointerSize);
          body = number.toString(kind === "o" ? 8 : kind === "u" ? 10 : 16);
          if (kind === "X") body = body.toUpperCase();
          if (flags.includes("#") && number !== 0n && kind !== "u") sign = kind === "o" ? "0" : `0${kind}`;
          break;
        }
        case "p":
          body = unsignedValue(run, value, "I64", 64, run.pointerSize)
            .toString(16)
            .toUpperCase()
            .padStart(run.pointerSize * 2, "0");
          break;
        case "c":
        case "C":
          return pad(String.fromCharCode(run.int(value) & 255), minimum, left, " ");
        case "s":
        case "S": {
          const address = run.address(value);
          const isWide = size === "l" || size === "w" || (kind === "S" ? !wide : wide && size !== "h");
          let text = address === 0 ? "(null)" : isWide ? run.wideText(address) : boundedText(run, address, digits);
          if (digits >= 0) text = text.slice(0, digits);
          return pad(text, minimum, left, " ");
        }
        case "n":
          run.writeInt(run.address(value), 4, 0);
          return "";
        default: {
          const number = run.float(value);
          sign = number < 0 || Object.is(number, -0) ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
          body = floatText(Math.abs(number), kind, digits, flags.includes("#"));
          return padNumber(sign, body, minimum, left, flags.includes("0") && Number.isFinite(number));
        }
      }
      if (digits >= 0 && kind !== "p") body = digits === 0 && body === "0" ? "" : body.padStart(digits, "0");
      return padNumber(sign, body, minimum, left, flags.includes("0") && digits < 0);
    },
  );
  return { text, exact };
}

/** Text of which at most `limit` characters are read: it need not be ended. */
function boundedText(run: Run, address: number, limit: number): string {
  if (limit < 0) return run.text(address);
  let text = "";
  for (let i = 0; i < limit; i++) {
    const byte = run.int(run.readInt(address + i, 1, false));
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

function bitsOf(size: string | undefined, pointerSize: 4 | 8): number {
  switch (size) {
    case "hh":
      return 8;
    case "h":
      return 16;
    case "I64":
    case "ll":
    case "j":
    case "q":
    case "L":
      return 64;
    case "I":
    case "z":
    case "t":
      return pointerSize * 8;
    default:
      return 32;
  }
}

function signedValue(run: Run, value: RunValue, size: string | undefined, _bits: number): bigint {
  return BigInt.asIntN(bitsOf(size, run.pointerSize), run.big(value));
}

function unsignedValue(run: Run, value: RunValue, size: string | undefined, _bits: number, pointerSize: 4 | 8): bigint {
  return BigInt.asUintN(bitsOf(size, pointerSize), run.big(value));
}

function pad(text: string, width: number, left: boolean, filler: string): string {
  return left ? text.padEnd(width, " ") : text.padStart(width, filler);
}

function padNumber(sign: string, body: string, width: number, left: boolean, zeros: boolean): string {
  if (zeros && !left) return sign + body.padStart(width - sign.length, "0");
  return pad(sign + body, width, left, " ");
}

function floatText(value: number, kind: string, digits: number, keep: boolean): string {
  const upper = kind === kind.toUpperCase();
  const cased = (text: string): string => (upper ? text.toUpperCase() : text);
  if (Number.isNaN(value)) return cased("nan");
  if (!Number.isFinite(value)) return cased("inf");
  const precision = digits < 0 ? 6 : Math.min(digits, 100);
  switch (kind.toLowerCase()) {
    case "f":
      return fixed(value, precision) + (keep && precision === 0 ? "." : "");
    case "e":
      return cased(exponential(value, precision));
    case "g": {
      const significant = precision === 0 ? 1 : precision;
      const exponent = value === 0 ? 0 : Number(value.toExponential(significant - 1).split("e")[1]);
      const text =
        exponent < -4 || exponent >= significant
          ? exponential(value, significant - 1)
          : fixed(value, Math.max(0, significant - 1 - exponent));
      return cased(keep || !text.includes(".") ? text : text.replace(/\.?0+(e|$)/, "$1"));
    }
    default:
      return cased(value.toString(16));
  }
}

/** Correctly rounded (to even in the exact decimal expansion), also beyond what toFixed does. */
function fixed(value: number, precision: number): string {
  const tie = halfway(value, precision);
  if (tie !== undefined) return tie;
  return value < 1e21 ? value.toFixed(precision) : BigInt(value).toString() + (precision > 0 ? "." + "0".repeat(precision) : "");
}

/** The text of a number that lies exactly between two with so many digits: the even one. toFixed takes the larger. */
function halfway(value: number, precision: number): string | undefined {
  if (precision > 20 || value >= 2 ** 40) return undefined;
  const scaled = value * 10 ** precision;
  const below = Math.floor(scaled);
  // Only numbers with few binary digits can be halfway, and these are exact.
  if (scaled - below !== 0.5 || scaled / 10 ** precision !== value || !Number.isInteger(value * 2 ** (precision + 1))) return undefined;
  const even = below % 2 === 0 ? below : below + 1;
  const digits = String(even).padStart(precision + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function exponential(value: number, precision: number): string {
  const [mantissa, exponent] = value.toExponential(precision).split("e");
  const number = Number(exponent);
  return `${mantissa}e${number < 0 ? "-" : "+"}${String(Math.abs(number)).padStart(2, "0")}`;
}
