// What a function read off a recording in the lab, worked out in the page: hhlab/scripts/hoc_readings.py watched it.

/** @import { Recording, Row } from "./spikes" */
import { greatest, least, sum } from "./spikes.js";

/** @typedef {number | string | Reading[]} Reading */
/** @typedef {number | Row} Value */

/** @type {Record<string, (one: number, other: number) => number>} */
const EACH = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
  ">": (one, other) => Number(one > other),
  ">=": (one, other) => Number(one >= other),
  "<": (one, other) => Number(one < other),
  "<=": (one, other) => Number(one <= other),
  and: (one, other) => Number(one && other),
  abs: Math.abs,
  neg: (one) => -one,
};
/** @type {Record<string, (row: Row, other: any) => Value>} */
const WHOLE = {
  max: (row) => greatest(some(row)),
  min: (row) => least(some(row)),
  ptp: (row) => greatest(some(row)) - least(row),
  argmax: (row) => row.indexOf(greatest(some(row))),
  argmin: (row) => row.indexOf(least(some(row))),
  sum: (row) => sum([...row]),
  mean: (row) => sum([...row]) / row.length,
  trapezoid: (y, x) => sum([...y].slice(1).map((value, i) => ((x[i + 1] - x[i]) * (value + y[i])) / 2)),
  at: (row, i) => row[i < 0 ? row.length + i : i],
  where: (row, mask) => row.filter((_, i) => mask[i]),
};

/**
 * @param {Reading} reading
 * @param {Recording} recording
 * @returns {Value}
 */
export function readOff(reading, recording) {
  if (!Array.isArray(reading)) return Number(reading);
  const [operation, ...parts] = reading;
  const name = String(operation);
  if (name === "row") return parts[0] === "t" ? recording.t : recording.traces[String(parts[0])];
  const [one, other] = parts.map((part) => readOff(part, recording));
  if (WHOLE[name]) return WHOLE[name](/** @type {Row} */ (one), other);
  return each(EACH[name], one, other);
}

/** @param {Row} row */
function some(row) {
  if (row.length === 0) throw new Error("There is nothing to read off.");
  return row;
}

/**
 * @param {(one: number, other: number) => number} work
 * @param {Value} one
 * @param {Value} [other]
 */
function each(work, one, other = 0) {
  const row = typeof one === "number" ? other : one;
  if (typeof row === "number") return work(/** @type {number} */ (one), /** @type {number} */ (other));
  const at = (/** @type {Value} */ value, /** @type {number} */ i) =>
    typeof value === "number" ? value : value[i];
  return Float64Array.from(row, (_, i) => work(at(one, i), at(other, i)));
}
