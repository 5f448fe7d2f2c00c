// What Curves and a Profile show, in words: hhlab/results/courses.py, and its part of words.py, once more.

/** @import { Curves, Profile } from "./words" */
import { isLong } from "./panels.js";
import { fixed, general } from "./printed.js";
import { greatest, least, MEASURES, spikeCountOf, sum } from "./spikes.js";

/** @typedef {Float64Array} Row */

const FLAT = 1e-3;
const OUT = 0.02;
const FLAT_MV = 0.05;
const MOST_TOLD = 3;
const LEVEL_MV = -20;

/** @param {Curves} curves */
export function ofCurves({ x, y, lines, dots, marks, faint }) {
  const [title, unit] = titleAndUnit(y);
  const xUnit = titleAndUnit(x)[1];
  const shown = lines.filter((_, i) => !faint.includes(i));
  const names = lines.map(({ label }) => label);
  const moving = [
    ...shown.filter((one) => !isFlat(one.y)),
    ...dots.filter(({ label }) => !names.includes(label)).filter((one) => !counts(one.y)),
  ];
  const told = moving.map((one) => ({ label: one.label, said: course(one.x, one.y, xUnit, unit) || "none" }));
  const parts =
    told.length > MOST_TOLD ? [] : told.map(({ label, said }) => (label ? `${label}: ${said}` : said));
  const points = marks
    .filter(({ label }) => !isNumber(label))
    .map((one) => `${one.label} at (${general(one.x[0], 4)}, ${general(one.y[0], 4)})`);
  const said = [...parts, ...(points.length <= MOST_TOLD ? points : [])].join("; ");
  if (!said) return "";
  return `${parts.length ? (told[0].label ? `${title}, ` : `${title}: `) : ""}${said}.`;
}

/** @param {Profile} profile */
export function ofProfile(profile) {
  const { x, t, v, at } = profile;
  const i = t.reduce((best, time, k) => (Math.abs(time - at) < Math.abs(t[best] - at) ? k : best), 0);
  const along = v.map((row) => row[i]);
  const moment = `At ${general(at, 4)} ms the potential`;
  if (greatest(along) - least(along) < FLAT_MV)
    return `${moment} is ${fixed(sum(along) / along.length, 1)} mV everywhere. ${passage(profile)}`;
  const moved = along.map((value, k) => value - v[k][0]);
  const [low, high] = [least(moved), greatest(moved)];
  const up = high >= -low;
  const k = up ? along.indexOf(greatest(along)) : along.indexOf(least(along));
  const place = isLong(profile) ? `${general(x[k] / 1000, 3)} mm` : `${fixed(x[k], 0)} µm`;
  return `${moment} is ${up ? "highest" : "lowest"} at ${place}, ${fixed(along[k], 1)} mV. ${passage(profile)}`;
}

/** @param {Profile} profile */
function passage(profile) {
  const { x, v, v_range } = profile;
  const high = v_range ? v_range[1] : Infinity;
  if (x.length < 11 || !(Math.min(Math.max(...v.map((row) => greatest(row))), high) >= LEVEL_MV)) return "";
  const last = x[x.length - 1];
  if (MEASURES.impulse_count(electrode(profile, (x[0] + last) / 2)) === 0)
    return "No impulse passes the middle.";
  const speed = speedOf(profile);
  return Number.isFinite(speed)
    ? `Half its height passes the middle at ${fixed(speed, 2)} m/s.`
    : "Half its height does not pass the middle at one speed.";
}

/** @param {Profile} profile */
function speedOf(profile) {
  const { x } = profile;
  const [before, middle, after] = [0.4, 0.5, 0.6].map((share) => x[0] + share * (x[x.length - 1] - x[0]));
  const there = velocity(profile, before, middle);
  const onward = velocity(profile, middle, after);
  return Math.abs(there - onward) < 0.1 * Math.abs(there) ? velocity(profile, before, after) : Number.NaN;
}

/** @param {Profile} profile @param {number} from @param {number} to */
function velocity(profile, from, to) {
  const [low, high] = [nearest(profile.x, from), nearest(profile.x, to)];
  const [late, early] = [high, low].map((i) => MEASURES.arrival_ms(at(profile, i)));
  const passed = late - early;
  return passed ? (1e-3 * (profile.x[high] - profile.x[low])) / passed : Number.NaN;
}

/** @param {Profile} profile @param {number} i */
function at({ t, v }, i) {
  return { t, traces: { v: v[i] } };
}

/** @param {Profile} profile @param {number} place */
function electrode(profile, place) {
  return at(profile, nearest(profile.x, place));
}

/** @param {Row} x @param {number} place */
function nearest(x, place) {
  return x.reduce((best, one, i) => (Math.abs(one - place) < Math.abs(x[best] - place) ? i : best), 0);
}

/**
 * Gives in words what a line does, without its name; "" where nothing is drawn.
 * @param {Row} allX @param {Row} allY @param {string} xUnit @param {string} unit
 */
function course(allX, allY, xUnit, unit) {
  const there = [...allY.keys()].filter((i) => Number.isFinite(allX[i]) && Number.isFinite(allY[i]));
  if (!there.length) return "";
  const x = Float64Array.from(there, (i) => allX[i]);
  const y = Float64Array.from(there, (i) => allY[i]);
  return told(x, y, xUnit, unit).split(/\s+/).join(" ").trim();
}

/** @param {Row} x @param {Row} y @param {string} xUnit @param {string} unit */
function told(x, y, xUnit, unit) {
  if (y.length === 1) return `${said(y[0])} ${unit} at ${said(x[0])} ${xUnit}`;
  if (x.length > 2 && unit === "mV" && xUnit === "ms" && goes(x, 1)) {
    const spikes = spikeCountOf({ t: x, traces: { v: y } });
    if (spikes) return `${spikes} spike${spikes > 1 ? "s" : ""}, peak ${fixed(greatest(y), 1)} mV`;
  }
  return shape(x, y, xUnit, unit);
}

/** @param {Row} x @param {Row} y @param {string} xUnit @param {string} unit */
function shape(x, y, xUnit, unit) {
  if (isFlat(y)) return `stays at ${said(sum([...y]) / y.length)} ${unit}`;
  const [low, high] = [least(y), greatest(y)];
  const span = `from ${said(low)} to ${said(high)} ${unit}`;
  if (!goes(x, 1) && !goes(x, -1)) return span;
  const n = y.length - 1;
  const forward = x[0] <= x[x.length - 1];
  const [first, last] = forward ? [y[0], y[n]] : [y[n], y[0]];
  const slack = OUT * (high - low);
  const top = high > Math.max(first, last) + slack;
  const bottom = low < Math.min(first, last) - slack;
  if (top && !bottom) return `highest ${said(high)} ${unit} at ${said(x[y.indexOf(high)])} ${xUnit}`;
  if (bottom && !top) return `lowest ${said(low)} ${unit} at ${said(x[y.indexOf(low)])} ${xUnit}`;
  const way = last > first ? 1 : -1;
  let [reached, back] = [-Infinity, -Infinity];
  for (let i = 0; i <= n; i++) {
    const ahead = way * y[forward ? i : n - i];
    reached = Math.max(reached, ahead);
    back = Math.max(back, reached - ahead);
  }
  if (back > slack) return span;
  return `${last > first ? "rises" : "falls"} from ${said(first)} to ${said(last)} ${unit}`;
}

/** @param {Row} x @param {number} way */
function goes(x, way) {
  return x.every((value, i) => i === 0 || way * (value - x[i - 1]) >= 0);
}

/** @param {Row} row */
function isFlat(row) {
  const y = row.filter(Number.isFinite);
  return y.length > 1 && greatest(y) - least(y) <= FLAT * greatest(y.map(Math.abs));
}

/** @param {Row} row */
function counts(row) {
  const y = row.filter(Number.isFinite);
  return y.length > 0 && y.every(Number.isInteger);
}

/** @param {string} label */
function isNumber(label) {
  return /^\p{Nd}+$/u.test(label.replaceAll("−", "-").replace(/^-+/, "").replace(".", ""));
}

/** @param {number} value */
function said(value) {
  return general(value + 0, 4);
}

/**
 * @param {string} axis
 * @returns {[string, string]}
 */
function titleAndUnit(axis) {
  const found = axis.match(/^(.*?)\s*\[([^\]]*)\]\s*$/s);
  return found ? [found[1], found[2]] : [axis, ""];
}
