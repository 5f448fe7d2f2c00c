// What an axis shows: it stays put while a slider moves, and grows when a trace leaves it. The limits that
// hold the traces of one frame come with it; here is only what was shown before. Imports nothing.

/** @import { Axis, Limits } from "./types" */

/**
 * Gives the limits after `present`: back to the least range as soon as that holds the traces again.
 * @param {Limits | null} present
 * @param {Limits | null | undefined} least
 * @param {Pick<Axis, "found" | "limits">} axis
 * @returns {Limits}
 */
export function next(present, least, { found, limits }) {
  if (!found) return present ?? limits;
  if (least && holds(least, found)) return least;
  if (!present) return limits;
  return [found[0] < present[0] ? limits[0] : present[0], found[1] > present[1] ? limits[1] : present[1]];
}

/**
 * @param {Limits} limits
 * @param {Limits} found
 */
function holds(limits, found) {
  return limits[0] <= found[0] && found[1] <= limits[1];
}
