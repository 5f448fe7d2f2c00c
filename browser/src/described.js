// A described run, as hhlab/live/described.py writes it: from the values of the controls to a program of hoc, and
// from what NEURON recorded to the picture that the kernel would have sent, bit for bit.

/** @import { Template } from "./panels" */
/** @import { Asked, Part } from "./words" */
import { arrayOf, panelOf, single } from "./panels.js";
import { fixed, general } from "./printed.js";
import { greatest, least } from "./spikes.js";
import { derivedIn, inWords } from "./words.js";

/** @typedef {number | string | Expression[]} Expression */
/** @typedef {Record<string, number | string | boolean>} Values */
/** @typedef {(string | [Expression, format: string])[]} Label */
/** @typedef {[Label, x: number, y: number]} Line */

/**
 * @typedef {{ kind: "recording", t: number, traces: Record<string, number> }
 *   | { kind: "profile", x: number, t: number, rows: number[], at: number | null, v_range: [number, number] | null }
 *   | { kind: "curves", x: string, y: string, lines: Line[], dots: Line[], marks: Line[], faint: number[] }} PartOf
 */

/**
 * @typedef {object} Variant
 * @property {Values} when  what the lists and marks among the controls say
 * @property {(string | [Expression])[]} hoc
 * @property {string[]} vectors  the names of NEURON's Vectors
 * @property {[kind: string, ...from: (number | Expression[])[]][]} sources
 * @property {PartOf[]} parts  of the result, by their sources
 * @property {Template[]} panels
 * @property {(number | [role: string, part: number])[]} arrays  of the panels, by their sources
 * @property {Asked[]} derived
 * @property {number | null} most_mV  what a membrane can stand
 */

/**
 * @typedef {object} Described
 * @property {string[]} controls
 * @property {Record<string, [label: string, unit: string]>} traces
 * @property {Variant[]} variants
 */

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
  const arrays = variant.arrays.map((from) =>
    typeof from === "number" ? sources[from] : arrayOf(from[0], parts[from[1]]),
  );
  const recording = parts.find((part) => part.kind === "recording");
  const header = {
    words: inWords(parts, described.traces),
    derived: recording ? derivedIn(recording, variant.derived) : [],
    values: Object.fromEntries(described.controls.map((name) => [name, values[name]])),
    panels: variant.panels.map((panel) => panelOf(panel, arrays, parts, (label) => labelOf(label, values))),
    lengths: arrays.map((array) => array.length),
  };
  return { header, arrays: arrays.map(single) };
}

/**
 * Gives the parts of what a run gives, and the arrays that they are made of.
 * @param {Pick<Variant, "sources" | "parts" | "most_mV">} variant
 * @param {Values} values
 * @param {Float64Array[]} recorded
 */
export function resultOf(variant, values, recorded) {
  const sources = variant.sources.map((source) => sourceOf(source, values, recorded));
  const parts = variant.parts.map((part) => partOf(part, sources, values));
  refuse(parts, variant.most_mV);
  return { sources, parts };
}

/**
 * @param {PartOf} part
 * @param {Float64Array[]} sources
 * @param {Values} values
 * @returns {Part}
 */
function partOf(part, sources, values) {
  if (part.kind === "recording") {
    const traces = Object.entries(part.traces).map(([name, source]) => [name, sources[source]]);
    return { kind: part.kind, t: sources[part.t], traces: Object.fromEntries(traces) };
  }
  if (part.kind === "profile") {
    const [t, v] = [sources[part.t], part.rows.map((row) => sources[row])];
    const middle = v[v.length >> 1];
    const at = part.at ?? t[middle.indexOf(greatest(middle))];
    return { kind: part.kind, x: sources[part.x], t, v, at, v_range: part.v_range };
  }
  const drawn = (/** @type {Line[]} */ lines) =>
    lines.map(([label, x, y]) => ({ label: labelOf(label, values), x: sources[x], y: sources[y] }));
  return { ...part, lines: drawn(part.lines), dots: drawn(part.dots), marks: drawn(part.marks) };
}

/**
 * @param {Label} label
 * @param {Values} values
 */
function labelOf(label, values) {
  return label
    .map((piece) => (typeof piece === "string" ? piece : printed(evaluated(piece[0], values), piece[1])))
    .join("");
}

/**
 * @param {number} value
 * @param {string} format  of Python's
 */
function printed(value, format) {
  const [, digits, kind] = format.match(/^\.(\d+)([fg])$/) ?? [];
  if (kind) return kind === "f" ? fixed(value, Number(digits)) : general(value, Number(digits) || 1);
  if (format === "g") return general(value, 6);
  throw new Error(`No number is printed as ${format}.`);
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
 * @param {[kind: string, ...from: any[]]} source
 * @param {Values} values
 * @param {Float64Array[]} recorded
 */
function sourceOf([kind, ...from], values, recorded) {
  if (kind === "numbers")
    return Float64Array.from(/** @type {Expression[]} */ (from[0]), (one) => evaluated(one, values));
  if (kind === "constant") {
    const bytes = Uint8Array.from(atob(from[0]), (letter) => letter.charCodeAt(0));
    return new Float64Array(bytes.buffer);
  }
  if (kind === "places") return placesOf(from[0], recorded);
  const [one, other] = [recorded[from[0]], recorded[from[1]]];
  if (kind === "vector") return one;
  if (kind === "scaled") return one.map((value) => from[1] * value);
  if (kind === "sum") return one.map((value, i) => value + other[i]);
  if (kind === "times then over") return one.map((value) => (value * 1e5) / other[0]);
  return one.map((value) => (value / other[0]) * 1e5);
}

/**
 * Gives places along Sections in a row.
 * @param {[section: number, vector: number, share: number][]} places
 * @param {Float64Array[]} recorded
 */
function placesOf(places, recorded) {
  /** @type {Map<number, number>} */
  const lengths = new Map(places.map(([section, vector]) => [section, recorded[vector][0]]));
  return Float64Array.from(places, ([section, vector, share]) => {
    let start = 0;
    for (let i = 0; i < section; i++) start += /** @type {number} */ (lengths.get(i));
    return start + share * recorded[vector][0];
  });
}

/**
 * Throws what the lab would say of a run that no membrane could show.
 * @param {Part[]} parts
 * @param {number | null} most_mV
 */
function refuse(parts, most_mV) {
  for (const part of parts) {
    const rows =
      part.kind === "profile" ? part.v : part.kind === "recording" ? Object.values(part.traces) : [];
    if (!rows.every((row) => row.every(Number.isFinite)))
      throw new Error("The run gave values that are not finite numbers.");
    const potentials = part.kind === "profile" ? part.v : part.kind === "recording" ? [part.traces.v] : [];
    for (const v of most_mV === null ? [] : potentials.filter(Boolean)) {
      const [low, high] = [least(v), greatest(v)];
      if (Math.max(-low, high) > Number(most_mV))
        throw new Error(
          `The membrane potential reached ${general(-low > high ? low : high, 3)} mV; no membrane stands more ` +
            `than ${most_mV} mV. The likely slip is a current too strong for this area: NEURON counts in nA.`,
        );
    }
  }
}
