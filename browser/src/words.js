// One sentence that says what a result shows, and the numbers below it: hhlab/results/words.py once more, for pages
// without Python. What it prints must be what Python prints.

/** @import { Recording } from "./spikes" */
import { ofCurves, ofProfile } from "./courses.js";
import { fixed, general, minus } from "./printed.js";
import { readOff } from "./readings.js";
import { greatest, least, MEASURES, otherTops, rate, spikeTimes } from "./spikes.js";

/** @import { Reading } from "./readings" */
/** @typedef {[heading: string, measure: string, ...given: Reading[]]} Asked  "read" is what is read off */
/** @typedef {{ label: string, x: Float64Array, y: Float64Array }} Shape */
/**
 * @typedef {{ kind: "profile", x: Float64Array, t: Float64Array, v: Float64Array[], at: number,
 *   v_range: [number, number] | null }} Profile
 * @typedef {{ kind: "curves", x: string, y: string, lines: Shape[], dots: Shape[], marks: Shape[],
 *   faint: number[] }} Curves
 * @typedef {(Recording & { kind: "recording" }) | Profile | Curves} Part
 */

const LEAST_PEAK_MV = 2;

/**
 * Gives a sentence about each part of a result.
 * @param {Part[]} parts
 * @param {Record<string, [label: string, unit: string]>} traces
 */
export function inWords(parts, traces) {
  const said = parts.map((part) => {
    if (part.kind === "profile") return ofProfile(part);
    if (part.kind === "curves") return ofCurves(part);
    return part.traces.v ? ofPotential(part) : ofOthers(part, traces);
  });
  return minus(said.join(" ").split(/\s+/).join(" ").trim());
}

/**
 * Gives the derived quantities as the view shows them.
 * @param {Recording} recording
 * @param {Asked[]} asked
 * @returns {[string, string][]}
 */
export function derivedIn(recording, asked) {
  return asked.map(([heading, name, ...given]) => {
    if (name === "read") return [heading, minus(general(Number(readOff(given[0], recording)), 4))];
    const value = MEASURES[name](recording, .../** @type {number[]} */ (given));
    return [heading, Number.isNaN(value) ? "–" : minus(general(value, 4))];
  });
}

/** @param {Recording} recording */
function ofPotential(recording) {
  const { v } = recording.traces;
  const times = spikeTimes(recording);
  const peak = greatest(v);
  const more = notCounted(recording);
  if (times.length === 0)
    return `No spike; the potential stays between ${fixed(least(v), 1)} and ${fixed(peak, 1)} mV.${more}`;
  const spikes = times.length === 1 ? "1 spike," : `${times.length} spikes, the first`;
  const often = times.length === 1 ? "" : `; ${fixed(rate(recording), 1)} Hz`;
  return `${spikes} at ${fixed(times[0], 1)} ms; peak ${fixed(peak, 1)} mV${often}.${more}`;
}

/** @param {Recording} recording */
function notCounted(recording) {
  const { low, small, made } = otherTops(recording, LEAST_PEAK_MV);
  let said = "";
  if (low.length) said += ` ${swings(low)} below -20 mV ${isNot(low)} counted.`;
  if (small.length) said += ` ${swings(small)} of less than 20 mV ${isNot(small)} counted.`;
  if (made.length) {
    const count = made.length === 1 ? "One peak is" : `${made.length} peaks are`;
    said += ` ${count} the stimulus's own, at ${fixed(recording.t[made[0]], 1)} ms.`;
  }
  return said;
}

/** @param {number[]} tops */
function swings(tops) {
  return tops.length === 1 ? "1 swing" : `${tops.length} swings`;
}

/** @param {number[]} tops */
function isNot(tops) {
  return tops.length === 1 ? "is not" : "are not";
}

/**
 * @param {Recording} recording
 * @param {Record<string, [label: string, unit: string]>} traces
 */
function ofOthers(recording, traces) {
  const spans = Object.entries(recording.traces).map(([name, row]) => {
    const [label, unit] = traces[name];
    // NEURON's current through a shut conductance is -0
    const [low, high] = [least(row) + 0, greatest(row) + 0].map((value) => general(value, 4));
    return `${label} ${low === high ? `at ${low}` : `from ${low} to ${high}`} ${unit}`.trim();
  });
  return `${spans.join("; ")}.`;
}
