// A described run, as hhlab/live/described.py writes it: from the values of the controls to a program of hoc, and
// from what NEURON recorded to the picture that the kernel would have sent, bit for bit.

/** @import { Axis, Limits, Panel } from "./types" */
/** @import { Recording } from "./spikes" */
import { general } from "./printed.js";
import { greatest, least } from "./spikes.js";
import { derivedIn, inWords } from "./words.js";

/** @typedef {number | string | Expression[]} Expression */
/** @typedef {Record<string, number | string | boolean>} Values */

/**
 * @typedef {object} Variant
 * @property {Values} when  what the lists and marks among the controls say
 * @property {(string | [Expression])[]} hoc
 * @property {string[]} vectors  the names of NEURON's Vectors
 * @property {[kind: string, ...from: (number | Expression[])[]][]} sources
 * @property {{ t: number, traces: Record<string, number> }[]} parts  of the result, by their sources
 * @property {Panel[]} panels
 * @property {number[]} arrays  of the panels, by their sources
 * @property {[heading: string, measure: string, ...given: number[]][]} derived
 * @property {number | null} most_mV  what a membrane can stand
 */

/**
 * @typedef {object} Described
 * @property {string[]} controls
 * @property {Record<string, [label: string, unit: string]>} traces
 * @property {Variant[]} variants
 */

const MARGIN = 0.08;
const GREATEST = 3.4028234663852886e38;

/**
 * Gives the program of a run, and the names of the Vectors that will hold what it recorded.
 * @param {Described} described
 * @param {Values} values
 */
export function hocOf(described, values) {
  const { hoc, vectors } = variantOf(described, values);
  return { hoc: filledIn(hoc, values), vectors };
}

/**
 * Gives a program with numbers in its slots.
 * @param {Variant["hoc"]} hoc
 * @param {Values} values
 */
export function filledIn(hoc, values) {
  return hoc.map((piece) => (typeof piece === "string" ? piece : inHoc(piece[0], values))).join("");
}

/**
 * Gives the bytes of a picture.
 * @param {Described} described
 * @param {Values} values
 * @param {Float64Array[]} recorded  what the Vectors hold, in their order
 * @param {Record<string, unknown>} [seen]  what the models of the controls say
 */
export function frameOf(described, values, recorded, seen = {}) {
  const { header, arrays } = pictureOf(described, values, recorded);
  let text = JSON.stringify({ ...header, seen });
  const size = new TextEncoder().encode(text).length;
  text += " ".repeat((4 - (size % 4)) % 4);
  const head = new TextEncoder().encode(text);
  const bytes = new ArrayBuffer(4 + head.length + 4 * header.lengths.reduce((a, b) => a + b, 0));
  new DataView(bytes).setUint32(0, head.length, true);
  new Uint8Array(bytes, 4).set(head);
  let at = 4 + head.length;
  for (const array of arrays) {
    new Float32Array(bytes, at, array.length).set(array);
    at += 4 * array.length;
  }
  return new DataView(bytes);
}

/**
 * Gives the header of a picture, and its arrays in single precision.
 * @param {Described} described
 * @param {Values} values
 * @param {Float64Array[]} recorded
 */
export function pictureOf(described, values, recorded) {
  const variant = variantOf(described, values);
  const { sources, parts } = resultOf(variant, values, recorded);
  const arrays = variant.arrays.map((source) => sources[source]);
  const header = {
    words: inWords(parts, described.traces),
    derived: derivedIn(parts[0], variant.derived),
    values: Object.fromEntries(described.controls.map((name) => [name, values[name]])),
    panels: variant.panels.map((panel) => withLimits(panel, arrays)),
    lengths: arrays.map((array) => array.length),
  };
  return { header, arrays: arrays.map(single) };
}

/**
 * Gives the Recordings that a run gives, and the arrays that they are made of.
 * @param {Pick<Variant, "sources" | "parts" | "most_mV">} variant
 * @param {Values} values
 * @param {Float64Array[]} recorded
 */
export function resultOf({ sources: from, parts: of, most_mV }, values, recorded) {
  const sources = from.map((source) => arrayOf(source, values, recorded));
  const parts = of.map(({ t, traces }) => ({
    t: sources[t],
    traces: Object.fromEntries(Object.entries(traces).map(([name, source]) => [name, sources[source]])),
  }));
  refuse(parts, most_mV);
  return { sources, parts };
}

/**
 * @param {Described} described
 * @param {Values} values
 */
function variantOf(described, values) {
  const found = described.variants.find(({ when }) =>
    Object.entries(when).every(([name, value]) => values[name] === value),
  );
  if (!found) throw new Error("No run is described for these choices.");
  return found;
}

/**
 * Gives an expression in hoc, which works it out as it would in the lab.
 * @param {Expression} expression
 * @param {Values} values
 * @returns {string}
 */
function inHoc(expression, values) {
  if (typeof expression === "string") return inHoc(Number(values[expression]), values);
  if (typeof expression === "number") {
    const text = Object.is(expression, -0) ? "-0" : String(expression);
    return text.startsWith("-") ? `(${text})` : text;
  }
  const [operation, ...parts] = expression;
  const [one, other] = parts.map((part) => inHoc(part, values));
  if (other !== undefined) return `(${one} ${operation} ${other})`;
  return operation === "neg" ? `(-${one})` : `${operation}(${one})`;
}

/**
 * @param {Expression} expression
 * @param {Values} values
 * @returns {number}
 */
function evaluated(expression, values) {
  if (!Array.isArray(expression))
    return Number(typeof expression === "string" ? values[expression] : expression);
  const [operation, ...parts] = expression;
  const [one, other] = parts.map((part) => evaluated(part, values));
  switch (operation) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "^":
      return one ** other;
    case "neg":
      return -one;
    case "sqrt":
      return Math.sqrt(one);
    default:
      throw new Error(`No operation is called ${operation}.`);
  }
}

/**
 * @param {[kind: string, ...from: (number | Expression[])[]]} source
 * @param {Values} values
 * @param {Float64Array[]} recorded
 */
function arrayOf([kind, ...from], values, recorded) {
  if (kind === "numbers")
    return Float64Array.from(/** @type {Expression[]} */ (from[0]), (one) => evaluated(one, values));
  const [one, other] = /** @type {number[]} */ (from).map((number) => recorded[number]);
  if (kind === "vector") return one;
  if (kind === "sum") return one.map((value, i) => value + other[i]);
  if (kind === "times then over") return one.map((value) => (value * 1e5) / other[0]);
  return one.map((value) => (value / other[0]) * 1e5);
}

/**
 * Throws what the lab would say of a run that no membrane could show.
 * @param {Recording[]} parts
 * @param {number | null} most_mV
 */
function refuse(parts, most_mV) {
  for (const { traces } of parts) {
    for (const [name, row] of Object.entries(traces))
      if (!row.every(Number.isFinite)) throw new Error(`${name} holds values that are not finite numbers.`);
    if (most_mV === null || !traces.v) continue;
    const [low, high] = [least(traces.v), greatest(traces.v)];
    if (Math.max(-low, high) > most_mV)
      throw new Error(
        `The membrane potential reached ${general(-low > high ? low : high, 3)} mV; no membrane stands more ` +
          `than ${most_mV} mV. The likely slip is a current too strong for this area: NEURON counts in nA.`,
      );
  }
}

/**
 * @param {Panel} panel
 * @param {Float64Array[]} arrays
 */
function withLimits(panel, arrays) {
  const rows = (/** @type {"x" | "y"} */ letter) => panel.series.map((one) => arrays[one[letter]]);
  return { ...panel, x: axisOf(panel.x, rows("x")), y: axisOf(panel.y, rows("y")) };
}

/**
 * @param {Axis} axis
 * @param {Float64Array[]} rows
 */
function axisOf(axis, rows) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows)
    for (const value of row)
      if (Math.abs(value) <= GREATEST) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
  /** @type {Limits | null} */
  const found = low <= high ? [low, high] : null;
  return { ...axis, found, limits: widened(axis.least, found), tight: widened(null, found ?? axis.least) };
}

/**
 * Gives what an axis shows: its least range where that holds what was found, else a wider one.
 * @param {Limits | null} range
 * @param {Limits | null} found
 * @returns {Limits}
 */
function widened(range, found) {
  if (!found) return range ?? [0, 1];
  if (range && range[0] <= found[0] && found[1] <= range[1]) return range;
  const low = range ? Math.min(range[0], found[0]) : found[0];
  const high = range ? Math.max(range[1], found[1]) : found[1];
  const margin = MARGIN * (high - low) || 0.05 * Math.abs(high) || 0.1;
  return [
    !range || found[0] < range[0] ? low - margin : low,
    !range || found[1] > range[1] ? high + margin : high,
  ];
}

/**
 * Gives numbers in single precision; what is too great for it becomes a gap.
 * @param {Float64Array} row
 */
function single(row) {
  return Float32Array.from(row, (value) => (Number.isFinite(Math.fround(value)) ? value : Number.NaN));
}
