// What a page saves of a picture: its numbers as text, and the picture itself. Imports nothing; the view that is
// drawn is handed in.

/** @import { Frame, Panel, ProfilePanel, Series, ShapePanel } from "./types" */
/** @import { View } from "./view.js" */

const SINGLE = 7; // digits that a number in single precision is good for
const MARGIN = 12; // pixels around a picture

/** @typedef {{ head: string, array: number, from?: number, every?: number }} Column  every so manieth of an array */

/**
 * Gives the numbers of a picture, comma-separated, a column for each row of numbers and its unit in the head.
 * @param {Frame} frame
 */
export function csvOf(frame) {
  /** @type {Map<number | string, Column[]>} */
  const tables = new Map(); // traces over one time stand in one table
  for (const panel of frame.panels) {
    if (panel.kind !== "plot") {
      tables.set(panel.key, inPlaces(panel, frame));
      continue;
    }
    for (const one of panel.series) {
      const key = one.rising ? one.x : panel.key;
      const table = tables.get(key) ?? [];
      if (!one.rising) table.push({ head: head(one, panel.x), array: one.x });
      else if (!table.length) table.push({ head: withUnit(panel.x.title, panel.x.unit), array: one.x });
      table.push({ head: one.rising ? withUnit(one.label, panel.y.unit) : head(one, panel.y), array: one.y });
      tables.set(key, table);
    }
  }
  return [...tables.values()].map((columns) => text(columns, frame)).join("\n");
}

/**
 * The columns of a profile or a shape: time, and the potential at each place.
 * @param {Panel | ProfilePanel | ShapePanel} panel
 * @param {Frame} frame
 * @returns {Column[]}
 */
function inPlaces(panel, frame) {
  const { times, v = panel.series[0]?.y } = /** @type {ShapePanel} */ (panel);
  const places =
    "names" in panel
      ? panel.names
      : [...frame.arrays[panel.series[0].x]].map((x) => `${Number(x.toPrecision(SINGLE))} ${panel.x.unit}`);
  const columns = places.map((place, from) => {
    return { head: `v at ${place} [mV]`, array: v, from, every: places.length };
  });
  return [{ head: "t [ms]", array: times }, ...columns];
}

/**
 * @param {Series} one
 * @param {Panel["x"]} axis
 */
function head({ label }, { title, unit }) {
  return label ? `${label}: ${withUnit(title, unit)}` : withUnit(title, unit);
}

/**
 * @param {string} title
 * @param {string} unit
 */
function withUnit(title, unit) {
  return unit ? `${title} [${unit}]` : title;
}

/**
 * @param {Column[]} columns
 * @param {Frame} frame
 */
function text(columns, frame) {
  const rows = Math.max(
    ...columns.map(({ array, every = 1 }) => Math.floor(frame.arrays[array].length / every)),
  );
  const heads = columns.map(({ head }) => (/[",]/.test(head) ? `"${head.replaceAll('"', '""')}"` : head));
  const lines = [heads.join(",")];
  for (let i = 0; i < rows; i++)
    lines.push(
      columns.map(({ array, from = 0, every = 1 }) => written(frame, array, from + i * every)).join(","),
    );
  return `${lines.join("\n")}\n`;
}

/**
 * Gives a number of an array in as many digits as it is good for; "" beyond its end.
 * @param {Frame} frame
 * @param {number} array
 * @param {number} i
 */
function written({ arrays, exact, steps }, array, i) {
  const value = (exact ?? arrays)[array][i];
  if (value === undefined) return "";
  if (exact || !Number.isFinite(value)) return String(value);
  const step = steps?.[array] ?? 0;
  if (step && step < 1) return String(Number(value.toFixed(Math.min(20, Math.ceil(-Math.log10(step))))));
  return String(Number(value.toPrecision(SINGLE)));
}

/**
 * Gives the picture that stands on the page as the bytes of a PNG, with its words below.
 * @param {View} view
 */
export async function pngOf(view) {
  const { panels, look, frame } = view;
  const box = panels.getBoundingClientRect();
  const words = [frame?.words ?? "", (frame?.derived ?? []).map((pair) => pair.join(" ")).join(", ")];
  const lines = words.filter(Boolean);
  const canvas = document.createElement("canvas");
  const scale = Math.max(2, devicePixelRatio);
  canvas.width = scale * (box.width + 2 * MARGIN);
  canvas.height = scale * (box.height + 2 * MARGIN + 18 * lines.length);
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("This browser draws no pictures.");
  ctx.scale(scale, scale);
  ctx.fillStyle = look.paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.translate(MARGIN, MARGIN);
  for (const one of panels.querySelectorAll("canvas")) {
    const at = one.getBoundingClientRect();
    if (at.width) ctx.drawImage(one, at.left - box.left, at.top - box.top, at.width, at.height);
  }
  ctx.textBaseline = "middle";
  for (const one of panels.querySelectorAll(".hhlab-names > *, .hhlab-title")) {
    const at = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    ctx.font = `${style.fontWeight} ${style.fontSize} ${look.font}`;
    const key = one.querySelector(".hhlab-key");
    ctx.fillStyle = key ? getComputedStyle(key).color : look.ink;
    if (at.width) ctx.fillText(one.textContent ?? "", at.left - box.left, (at.top + at.bottom) / 2 - box.top);
  }
  ctx.fillStyle = look.ink;
  ctx.font = `13px ${look.font}`;
  for (const [i, line] of lines.entries()) ctx.fillText(line, 0, box.height + 18 * i + 10, box.width);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done));
  if (!blob) throw new Error("This browser saves no pictures.");
  return blob.arrayBuffer();
}
