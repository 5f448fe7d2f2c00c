// The panels of a described run: what its numbers make of them, as hhlab/live/scope/panels.py and palette.py do.

/** @import { Axis, Limits, Panel, ProfilePanel } from "./types" */
/** @import { Part, Profile } from "./words" */
import { minus } from "./printed.js";

/** @typedef {Omit<Axis, "found" | "limits" | "tight">} BareAxis */

/**
 * @typedef {object} Template
 * @property {string} key
 * @property {"plot" | "profile"} kind
 * @property {BareAxis} x
 * @property {BareAxis} y
 * @property {BareAxis} [t]
 * @property {{ label: any[], style: string, x: number, y: number }[]} series
 * @property {Limits | null} [held]  the range of x in which lines must be seen
 * @property {boolean} [dotted]
 * @property {number} [part]  the number of a profile among the parts
 */

const MARGIN = 0.08;
const GREATEST = 3.4028234663852886e38;
const LEAST_MV = /** @type {Limits} */ ([-90, 60]);
const LONG_UM = 9000;
const MOST_PLACES = 300;
const MOST_TIMES = 300;
const LINES = ["line", "dash", "faint"];

/**
 * Gives a panel as the view takes it.
 * @param {Template} template
 * @param {Float64Array[]} arrays
 * @param {Part[]} parts
 * @param {(label: any[]) => string} labelOf
 * @returns {Panel | ProfilePanel}
 */
export function panelOf({ held, dotted, part, ...template }, arrays, parts, labelOf) {
  const series = template.series.map((one) => ({ ...one, label: minus(labelOf(one.label)) }));
  if (part !== undefined) {
    const axes = axesOfProfile(template, /** @type {Profile} */ (parts[part]));
    return /** @type {any} */ ({ ...template, ...axes, series });
  }
  /** @type {any} */
  const panel = { ...template, series };
  for (const letter of /** @type {("x" | "y")[]} */ (["x", "y"])) {
    const rows = template.series.map((one) =>
      held && LINES.includes(one.style)
        ? within(arrays[one.x], arrays[one[letter]], held)
        : arrays[one[letter]],
    );
    panel[letter] = axisOf(template[letter], rows);
    if (dotted && !template[letter].unit && rows.every(isWhole)) panel[letter].whole = true;
  }
  return panel;
}

/**
 * Gives an array of a profile.
 * @param {string} role
 * @param {Part} part
 */
export function arrayOf(role, part) {
  const profile = /** @type {Profile} */ (part);
  if (role === "places") return every(scaled(profile), profile.x.length, MOST_PLACES);
  const times = momentsOf(profile.t);
  if (role === "times") return Float64Array.from(times, (i) => profile.t[i]);
  const rows = every(profile.v, profile.x.length, MOST_PLACES);
  const found = new Float64Array(rows.length * times.length);
  times.forEach((time, k) => {
    rows.forEach((row, i) => {
      found[k * rows.length + i] = row[time];
    });
  });
  return found;
}

/**
 * Gives numbers in single precision; what is too great for it becomes a gap.
 * @param {Float64Array} row
 */
export function single(row) {
  return Float32Array.from(row, (value) => (Number.isFinite(Math.fround(value)) ? value : Number.NaN));
}

/** @param {Profile} profile */
export function isLong({ x }) {
  return x[x.length - 1] - x[0] >= LONG_UM;
}

/** @param {Profile} profile */
function scaled(profile) {
  return isLong(profile) ? profile.x.map((place) => place / 1000) : profile.x;
}

/**
 * Gives the numbers of the samples that are shown: no two of one time.
 * @param {Float64Array} t
 */
function momentsOf(t) {
  /** @type {number[]} */
  const first = [];
  for (let i = 0; i < t.length; i++) if (i === 0 || t[i] !== t[i - 1]) first.push(i);
  return every(first, t.length, MOST_TIMES);
}

/**
 * Gives every so manieth of a row, as many as `most` of `length`.
 * @template {{ filter: Function }} Row
 * @param {Row} row
 * @param {number} length
 * @param {number} most
 * @returns {Row}
 */
function every(row, length, most) {
  const stride = Math.ceil(length / most);
  return row.filter((/** @type {unknown} */ _, /** @type {number} */ i) => i % stride === 0);
}

/**
 * @param {Pick<Template, "x" | "y" | "t">} template
 * @param {Profile} profile
 */
function axesOfProfile({ x, y, t }, profile) {
  const { at, v_range } = profile;
  const unit = isLong(profile) ? "mm" : "µm";
  const places = arrayOf("places", profile);
  return {
    x: axisOf({ ...x, unit, least: ends(places) }, [places]),
    y: axisOf({ ...y, least: v_range ?? LEAST_MV }, [arrayOf("grid", profile)]),
    t: axisOf({ .../** @type {BareAxis} */ (t), unit: "ms", least: ends(profile.t) }, [profile.t]),
    at,
  };
}

/**
 * @param {Float64Array} row
 * @returns {Limits}
 */
function ends(row) {
  return [row[0], row[row.length - 1]];
}

/**
 * @param {Float64Array} x
 * @param {Float64Array} row
 * @param {Limits} range
 */
function within(x, row, [low, high]) {
  return row.filter((_, i) => x[i] >= low && x[i] <= high);
}

/** @param {Float64Array} row */
function isWhole(row) {
  return row.every((value) => !Number.isFinite(value) || Number.isInteger(value));
}

/**
 * @param {BareAxis} axis
 * @param {Float64Array[]} rows
 * @returns {Axis}
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
