// What an axis shows: it stays put while a slider moves, and grows when a trace leaves it.

export function extent(arrays, positive) {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    for (const value of values) {
      // written so that nan, a gap, fails both comparisons
      if (positive && !(value > 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

// Gives limits that hold `found`: `wanted` where it does, else wider ones with a margin.
export function widened(wanted, found, log) {
  if (!found) return wanted ?? (log ? [1, 10] : [0, 1]);
  if (log) {
    const wide = widened(wanted && wanted.map(Math.log10), found.map(Math.log10), false);
    return wide.map((x) => 10 ** x);
  }
  if (wanted && wanted[0] <= found[0] && found[1] <= wanted[1]) return wanted;
  const low = wanted ? Math.min(wanted[0], found[0]) : found[0];
  const high = wanted ? Math.max(wanted[1], found[1]) : found[1];
  const margin = 0.06 * (high - low) || 0.05 * Math.abs(high) || 0.1;
  return [
    !wanted || found[0] < wanted[0] ? low - margin : low,
    !wanted || found[1] > wanted[1] ? high + margin : high,
  ];
}

// Gives the limits after `present`: back to the least range as soon as that holds the traces again.
export function next(present, least, found, log) {
  if (least && found && least[0] <= found[0] && found[1] <= least[1]) return least;
  return widened(present ?? least, found, log);
}
