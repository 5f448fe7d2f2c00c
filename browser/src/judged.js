// What an answer is worth, by runs of NEURON in the page: as Python's hhlab/exercises/checks.py judges it. No right
// answer is in the page; it is searched for as a student would. Imports what is typed and what a spike is.

import { LEVEL_MV, spikeTimes, spikeTops } from "./spikes.js";
/** @import { Variant } from "./described" */
/** @import { Recording } from "./spikes" */
import { OtherUnit, readNumber } from "./typed.js";

/** @typedef {Pick<Variant, "hoc" | "vectors" | "sources" | "parts" | "most_mV">} Run */
/** @typedef {(run: Run, values: Record<string, number>) => Promise<Recording>} Runs  solves a described run */
/** @typedef {{ what: "spiked" | "spikes" | "rises" | "first", run: Run, at: Record<string, number> }} Reading */
/** @typedef {{ start: number, most: number, growth: number, fine: number, read: Reading }} Search */
/** @typedef {{ rel: number, within: number, positive?: boolean, value?: number, read?: Reading, search?: Search }} Target */
/**
 * @typedef {{
 *   hints: Record<string, string[]>,
 *   directionAfter: number,
 *   unit?: string,
 *   target?: Target,
 *   mistakes?: Record<string, Target>,
 *   slips?: number[],
 *   sides?: [code: string, factor: number][],
 *   named?: { read: Reading, names: string[] },
 * }} Check
 */

export const OFF = "off";
const SIDES = ["low", "high"];
const NO_SIDE = "That is not within the tolerance.";
const MAX_HALVINGS = 60; // a bracket has no more bits

/**
 * Reads off a run what a check asks of it.
 * @param {Reading} reading
 * @param {Recording} recording
 */
export function readOff({ what, at }, recording) {
  const { t, traces } = recording;
  const { since_ms = 0, until_ms = Number.POSITIVE_INFINITY, level_mV = 0 } = at;
  if (what === "spikes") return spikeTops(recording).length;
  if (what === "first") return (spikeTimes(recording)[0] ?? Number.NaN) - since_ms;
  if (what === "rises") return traces.v.some((v, i) => v > level_mV && t[i] >= since_ms && t[i] <= until_ms);
  const low = t.findIndex((moment, i) => moment >= since_ms && traces.v[i] < LEVEL_MV);
  return low >= 0 && spikeTops(recording).some((top) => top > low);
}

/** Judges the answers to one exercise. */
export class Judge {
  /** @type {Map<Target, Promise<number>>} */ #truths = new Map();

  /**
   * @param {Check} check
   * @param {Runs} runs
   */
  constructor(check, runs) {
    this.check = check;
    this.runs = runs;
  }

  /**
   * Gives the code of an answer.
   * @param {string} answer  what is typed, or the name of an option
   */
  async code(answer) {
    if (!answer.trim()) return "empty";
    if (this.check.named) return this.#chosen(answer, this.check.named);
    let x = null;
    try {
      x = readNumber(answer, this.check.unit ?? "");
    } catch (problem) {
      if (problem instanceof OtherUnit) return this.check.hints["other-unit"] ? "other-unit" : "type";
      throw problem;
    }
    return x === null ? "type" : this.#sided(await this.#number(x), x);
  }

  /**
   * Gives the ladder of hints of a code, the first being what is said at once.
   * @param {string} code
   * @param {number} tries  how many other numbers have been tried, this one among them
   * @returns {{ code: string, hints: string[] }}
   */
  ladder(code, tries) {
    if (SIDES.includes(code) && tries < this.check.directionAfter) return { code: OFF, hints: [NO_SIDE] };
    return { code, hints: this.check.hints[code] ?? [] };
  }

  /** @param {string} option @param {{ read: Reading, names: string[] }} named */
  async #chosen(option, { read, names }) {
    const found = Number(await this.#read(read, {}));
    return option === names[Math.min(found, names.length - 1)] ? "right" : option;
  }

  /** @param {number} x */
  async #number(x) {
    const { target, mistakes = {}, slips = [] } = this.check;
    if (!target) return "type";
    const side = await this.#side(target, x);
    if (side === 0) return "right";
    for (const [code, mistake] of Object.entries(mistakes))
      if ((await this.#side(mistake, x)) === 0) return code;
    for (const factor of slips) if ((await this.#side(target, factor * x)) === 0) return "units";
    if ((await this.#side(target, -x)) === 0 || (x < 0 && target.positive)) return "sign";
    return side < 0 ? "low" : "high";
  }

  /**
   * A number in whose place no mistake is known may be one per area, or that of the whole cell.
   * @param {string} code
   * @param {number} x
   */
  async #sided(code, x) {
    const { sides = [], hints } = this.check;
    if (SIDES.includes(code))
      for (const [taken, factor] of sides)
        if (hints[taken] && (await this.#number(x * factor)) === "right") return taken;
    return code;
  }

  /** @param {Target} target @param {number} x */
  async #side(target, x) {
    const expected = await this.#truth(target);
    const off = x - expected;
    if (Math.abs(off) <= Math.max(target.rel * Math.abs(expected), target.within)) return 0;
    return off > 0 ? 1 : -1;
  }

  /** @param {Target} target */
  #truth(target) {
    const known = this.#truths.get(target) ?? this.#found(target);
    this.#truths.set(target, known);
    // what failed is tried again with the next answer
    known.catch(() => this.#truths.delete(target));
    return known;
  }

  /** @param {Target} target */
  async #found({ value, read, search }) {
    if (value !== undefined) return value;
    if (read) return Number(await this.#read(read, {}));
    return this.#searched(/** @type {Search} */ (search));
  }

  /**
   * Gives the least number for which a run shows what is asked for: it grows until it does, then is halved.
   * @param {Search} search
   */
  async #searched({ start, most, growth, fine, read }) {
    const shows = async (/** @type {number} */ x) => Boolean(await this.#read(read, { x }));
    let [low, high] = [0, Math.min(start, most)];
    while (!(await shows(high))) {
      if (high >= most) throw new Error("No number does what is asked for.");
      [low, high] = [high, Math.min(growth * high, most)];
    }
    for (let halvings = 0; halvings < MAX_HALVINGS && high - low > fine * high; halvings += 1) {
      const middle = (low + high) / 2;
      if (await shows(middle)) high = middle;
      else low = middle;
    }
    return high;
  }

  /** @param {Reading} reading @param {Record<string, number>} values */
  async #read(reading, values) {
    return readOff(reading, await this.runs(reading.run, values));
  }
}
