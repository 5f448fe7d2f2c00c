// A number as somebody types it, with any minus, any power of ten, any spelling of a unit: as Python's
// hhlab/exercises/numbers.py and units.py read it. Imports nothing.

/** @typedef {number[]} Powers  of metre, second, ampere, volt, mole, degree */
/** @typedef {readonly [factor: number, powers: Powers]} Unit  factor to SI, and dimension */

/** @type {Record<string, number>} */
const PREFIXES = { f: -15, p: -12, n: -9, u: -6, m: -3, c: -2, d: -1, "": 0, k: 3, M: 6, G: 9 };
const PREFIX_WORDS = {
  femto: "f",
  pico: "p",
  nano: "n",
  micro: "u",
  milli: "m",
  centi: "c",
  deci: "d",
  kilo: "k",
  mega: "M",
  giga: "G",
};
/** @type {Record<string, Unit>} */
const BASES = {
  m: [1, [1, 0, 0, 0, 0, 0]],
  s: [1, [0, 1, 0, 0, 0, 0]],
  A: [1, [0, 0, 1, 0, 0, 0]],
  V: [1, [0, 0, 0, 1, 0, 0]],
  mol: [1, [0, 0, 0, 0, 1, 0]],
  Ω: [1, [0, 0, -1, 1, 0, 0]],
  S: [1, [0, 0, 1, -1, 0, 0]],
  F: [1, [0, 1, 1, -1, 0, 0]],
  C: [1, [0, 1, 1, 0, 0, 0]],
  Hz: [1, [0, -1, 0, 0, 0, 0]],
  M: [1e3, [-3, 0, 0, 0, 1, 0]],
  l: [1e-3, [3, 0, 0, 0, 0, 0]],
};
/** @type {Record<string, Unit>} these take no prefix */
const ALONE = { "%": [1e-2, [0, 0, 0, 0, 0, 0]], "°C": [1, [0, 0, 0, 0, 0, 1]], 1: [1, [0, 0, 0, 0, 0, 0]] };
const NAMES = {
  metre: "m",
  meter: "m",
  second: "s",
  sec: "s",
  ampere: "A",
  amp: "A",
  volt: "V",
  mole: "mol",
  ohm: "Ω",
  siemens: "S",
  mho: "S",
  farad: "F",
  coulomb: "C",
  hertz: "Hz",
  molar: "M",
  litre: "l",
  liter: "l",
};
/** @type {Record<string, string>} */
const NAMES_ALONE = {
  percent: "%",
  "per cent": "%",
  degc: "°C",
  "deg c": "°C",
  celsius: "°C",
  "°": "°C",
  "degrees celsius": "°C",
  "degree celsius": "°C",
  degrees: "°C",
  "degrees c": "°C",
};
const LAX = { v: "V", a: "A", hz: "Hz", c: "C", f: "F", L: "l", ω: "Ω" }; // what no capital is typed for
const THOUSANDS = /^[-+]?[1-9]\d{0,2}(,\d{3})+/; // over a thousand to some, hardly more than one to others
const SPACED = /^[-+]?[1-9]\d{0,2}( \d{3})+(?! ?\d)/;
const NUMBER =
  /^[-+]?\s?(?<digits>\d+(?:_\d+)*(?:[.,]\d*)?|[.,]\d+)(?:[eE](?<e>[-+]?\d+)|\s*[*x]\s*10\s*(?:\^|\*\*)\s*\(?(?<ten>[-+]?\d+)\)?|\s*[*x]\s*10(?<signed>[-+]\d+))?/;
const POWER = /^([-+]?)10\s*(?:\^|\*\*)\s*\(?([-+]?\d+)\)?/;
const TERM = /^([^\d\s*/^.+-]+|1)\s*(?:\^?\s*\(?([-+]?\d+)\)?)?/;
const TABLE = tableOfUnits();

/** A number with a unit that is known, and is that of something else. */
export class OtherUnit extends Error {}

/**
 * Gives the number that a text says, in a unit, or null where it says none.
 * @param {string} text
 * @param {string} unit
 * @throws {OtherUnit}  no number leads from the one unit to the other
 */
export function readNumber(text, unit) {
  const [value, written] = split(text);
  if (value === null) return null;
  if (!written) return value;
  const factor = conversion(written, unit);
  if (factor === null) return null;
  if (Number.isNaN(factor)) throw new OtherUnit(written);
  return Number.isFinite(value * factor) ? value * factor : null;
}

/**
 * Gives a number, null where there is none, and what stands behind it.
 * @param {string} typed
 * @returns {[number | null, string]}
 */
function split(typed) {
  let text = plainly(typed)
    .trim()
    .replace(/^[=≈~]\s*/, "");
  const spaced = text.match(SPACED)?.[0];
  if (spaced) text = spaced.replaceAll(" ", "") + text.slice(spaced.length);
  const thousands = text.match(THOUSANDS)?.[0];
  if (thousands && !/^[\d.,]/.test(text.slice(thousands.length))) return [null, ""];
  const power = text.match(POWER);
  const found = power ? null : text.match(NUMBER);
  if (!power && !found) return [null, ""];
  const value = power
    ? Number(`${power[1]}1e${power[2]}`)
    : numberOf(/** @type {RegExpMatchArray} */ (found));
  const rest = text.slice((power ?? found)?.[0].length).trim();
  // 3.1.2, 1/2 and 3 4 are none
  if (!Number.isFinite(value) || /^(?:(?!1\s*\/)[\d.,+^(]|\/\s*\d|-)/.test(rest)) return [null, ""];
  return [value, rest.replace(/^\*\s*/, "")];
}

/** @param {RegExpMatchArray} found */
function numberOf({ 0: all, groups = {} }) {
  const ten = groups.e ?? groups.ten ?? groups.signed ?? "0";
  const digits = (groups.digits ?? "").replace(",", ".").replaceAll("_", "");
  return (all.startsWith("-") ? -1 : 1) * Number(`${digits}e${ten}`);
}

/**
 * Gives a text with the letters of a keyboard: ^2 for ², u for either µ, - for any minus, * for a dot.
 * @param {string} text
 */
function plainly(text) {
  return text
    .replace(/[⁺⁻⁰¹²³⁴-⁹]+/g, (found) => `^${found.normalize("NFKC")}`)
    .normalize("NFKC")
    .replaceAll("μ", "u")
    .replace(/[−–]/g, "-")
    .replace(/[·⋅∙×✕]/g, "*");
}

/**
 * Gives what a number with a unit is multiplied by to be one of another; NaN if it is of another kind, and null
 * if nobody knows the unit that is written.
 * @param {string} written
 * @param {string} unit
 */
function conversion(written, unit) {
  if (unit === "°C" && ["C", "c"].includes(plainly(written).trim())) return 1;
  const one = known(written);
  const other = unit ? known(unit) : ALONE[1];
  if (!one) return null;
  if (!other || one[1].some((power, i) => power !== other[1][i])) return Number.NaN;
  const ratio = one[0] / other[0];
  const nearest = Number(`1e${Math.round(Math.log10(ratio))}`);
  return Math.abs(ratio - nearest) <= 1e-9 * Math.max(ratio, nearest) ? nearest : ratio;
}

/**
 * @param {string} unit
 * @returns {Unit | null}
 */
function known(unit) {
  let text = plainly(unit)
    .trim()
    .replace(/^[[\]]+|[[\]]+$/g, "")
    .replaceAll("**", "^")
    .replace(/\bper\b(?! ?cent)/g, "/")
    .replace(/\s*squared\b/g, "^2")
    .replace(/\b(?:square|sq\.?)\s+(\w+)/g, "$1^2");
  text = NAMES_ALONE[text.toLowerCase()] ?? text;
  if (!text || Object.hasOwn(ALONE, text)) return ALONE[text] ?? null;
  let factor = 1;
  /** @type {Powers} */
  const powers = [0, 0, 0, 0, 0, 0];
  let sign = 1;
  for (const part of text.split(/(\/)/)) {
    if (part === "/") {
      sign = -1;
      continue;
    }
    let rest = part.replace(/^[ ()*.]+|[ ()*.]+$/g, "");
    while (rest) {
      const found = rest.match(TERM);
      const one = found && (TABLE.get(found[1] ?? "") ?? TABLE.get((found[1] ?? "").toLowerCase()));
      if (!one) return null;
      const power = sign * Number(found[2] ?? 1);
      factor *= one[0] ** power;
      one[1].forEach((exponent, i) => {
        powers[i] = (powers[i] ?? 0) + power * exponent;
      });
      rest = rest.slice(found[0].length).replace(/^[ *.]+/, "");
    }
  }
  return [factor, powers];
}

/** Gives every symbol and word with every prefix. */
function tableOfUnits() {
  /** @type {Map<string, Unit>} */
  const table = new Map();
  const micron = /** @type {Unit} */ ([1e-6, BASES.m?.[1] ?? []]);
  for (const name of ["micron", "microns"]) table.set(name, micron);
  const words = Object.entries(NAMES).flatMap(([name, base]) => [
    [name, base],
    [`${name}s`, base],
  ]);
  const capital = (/** @type {string} */ word) => word.slice(0, 1).toUpperCase() + word.slice(1);
  const spelt = words.flatMap(([name = "", base]) =>
    [name, capital(name), name.toUpperCase()].map((way) => [way, base]),
  );
  const symbols = Object.keys(BASES).map((base) => [base, base]);
  for (const [name = "", base = ""] of [...Object.entries(LAX), ...spelt, ...symbols]) {
    const [factor, powers] = BASES[base] ?? [1, []];
    for (const [prefix, ten] of Object.entries(PREFIXES))
      table.set(prefix + name, [factor * Number(`1e${ten}`), powers]);
  }
  for (const [name = "", base = ""] of words)
    for (const [word, prefix] of Object.entries(PREFIX_WORDS))
      table.set(word + name, table.get(prefix + base) ?? micron);
  for (const [name, unit] of Object.entries(ALONE)) table.set(name, unit);
  return table;
}
