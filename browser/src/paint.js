// Lines, dots and marks on a uPlot canvas, each from arrays of its own. May import numbers.js.

/** @import { Frame, Look, Series } from "./types" */
/** @import uPlot from "uplot" */
/** @typedef {CanvasRenderingContext2D} Ink */
/** @typedef {(value: number) => number} Place  the canvas position of a value */
import { firstAt } from "./numbers.js";

/**
 * Gives the canvas position of a value between `min` and `max` along `size` pixels.
 * @param {number} min
 * @param {number} max
 * @param {number} start
 * @param {number} size
 * @param {boolean} [log]
 * @returns {Place}
 */
export function mapper(min, max, start, size, log) {
  const of = log ? Math.log10 : Number;
  const zero = of(min);
  const pixels = size / (of(max) - zero);
  return (value) => start + (of(value) - zero) * pixels;
}

/**
 * Gives the canvas position of a value on an axis of a plot.
 * @param {uPlot} u
 * @param {"x" | "y"} letter
 */
export function axisOf(u, letter) {
  const { min = NaN, max = NaN, distr } = u.scales[letter];
  const { left, top, width, height } = u.bbox;
  const [start, size] = letter === "x" ? [left, width] : [top + height, -height];
  return mapper(min, max, start, size, distr === 3);
}

/**
 * Paints the series of a panel.
 * @param {uPlot} u
 * @param {Series[]} series
 * @param {Pick<Frame, "arrays">} frame
 * @param {Look} look
 */
export function paintSeries(u, series, frame, look) {
  const { left, top, width, height } = u.bbox;
  const [x, y] = [axisOf(u, "x"), axisOf(u, "y")];
  const { min = NaN, max = NaN } = u.scales.x;
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.lineJoin = "round";
  for (const one of series) {
    const X = frame.arrays[one.x];
    const Y = frame.arrays[one.y];
    const colour = look.colour(one.colour);
    ctx.globalAlpha = look.alpha;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = look.width * devicePixelRatio;
    const dash = one.style === "dash" ? [6, 4] : (look.dash ?? []);
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    if (one.style === "dots") dots(ctx, X, Y, x, y);
    else if (one.style === "mark") mark(ctx, x(X[0]), y(Y[0]), top, left + width, one.label, look);
    else if (one.rising) rising(ctx, X, Y, x, y, min, max);
    else path(ctx, X, Y, x, y);
  }
  ctx.restore();
}

/**
 * A line through samples whose x never falls. Of those in one column of pixels only the first, the lowest,
 * the highest and the last can be seen.
 * @param {Ink} ctx
 * @param {Float32Array} X
 * @param {Float32Array} Y
 * @param {Place} x
 * @param {Place} y
 * @param {number} min
 * @param {number} max
 */
export function rising(ctx, X, Y, x, y, min, max) {
  const from = Math.max(0, firstAt(X, min) - 1);
  const to = Math.min(X.length, firstAt(X, max) + 2);
  let column = NaN;
  let many = false;
  let [low, high, lowX, highX, lastX, lastY] = [0, 0, 0, 0, 0, 0];
  const flush = () => {
    if (!many) return;
    if (lowX < highX) ctx.lineTo(lowX, low);
    ctx.lineTo(highX, high);
    if (lowX >= highX) ctx.lineTo(lowX, low);
    ctx.lineTo(lastX, lastY);
  };
  ctx.beginPath();
  for (let i = from; i < to; i++) {
    const px = x(X[i]);
    const py = y(Y[i]);
    if (Math.floor(px) === column) {
      if (py < low) [low, lowX] = [py, px];
      if (py > high) [high, highX] = [py, px];
      many = true;
    } else {
      flush();
      ctx.lineTo(px, py);
      column = Math.floor(px);
      [low, high] = [py, py];
      [lowX, highX] = [px, px];
      many = false;
    }
    lastX = px;
    lastY = py;
  }
  flush();
  ctx.stroke();
}

/**
 * A line through samples in their order, broken where one is no number.
 * @param {Ink} ctx
 * @param {Float32Array} X
 * @param {Float32Array} Y
 * @param {Place} x
 * @param {Place} y
 */
function path(ctx, X, Y, x, y) {
  let down = false;
  ctx.beginPath();
  for (let i = 0; i < X.length; i++) {
    const px = x(X[i]);
    const py = y(Y[i]);
    if (Number.isNaN(px + py)) down = false;
    else if (down) ctx.lineTo(px, py);
    else {
      ctx.moveTo(px, py);
      down = true;
    }
  }
  ctx.stroke();
}

/**
 * @param {Ink} ctx
 * @param {Float32Array} X
 * @param {Float32Array} Y
 * @param {Place} x
 * @param {Place} y
 */
function dots(ctx, X, Y, x, y) {
  const radius = 2.8 * devicePixelRatio;
  for (let i = 0; i < X.length; i++) {
    ctx.beginPath();
    ctx.arc(x(X[i]), y(Y[i]), radius, 0, 2 * Math.PI);
    ctx.fill();
  }
}

/**
 * A diamond with its label.
 * @param {Ink} ctx
 * @param {number} px
 * @param {number} py
 * @param {number} top
 * @param {number} right
 * @param {string} label
 * @param {Look} look
 */
function mark(ctx, px, py, top, right, label, look) {
  const r = 5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(px, py - r);
  ctx.lineTo(px + r, py);
  ctx.lineTo(px, py + r);
  ctx.lineTo(px - r, py);
  ctx.closePath();
  ctx.fillStyle = look.paper;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = ctx.strokeStyle;
  const letters = 12 * devicePixelRatio;
  ctx.font = `${letters}px ${look.font}`;
  // above the mark and to its right, or below and to its left where the picture ends
  const above = py - r - letters >= top;
  ctx.textBaseline = above ? "bottom" : "top";
  const fits = px + r + ctx.measureText(label).width <= right;
  ctx.textAlign = fits ? "left" : "right";
  ctx.fillText(label, fits ? px + r : px - r, above ? py - r : py + r);
}
