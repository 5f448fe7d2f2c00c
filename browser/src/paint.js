// Lines, dots and marks on a uPlot canvas, each from arrays of its own.

// Gives the canvas position of a value between `min` and `max` along `size` pixels.
export function mapper(min, max, start, size, log) {
  const of = log ? Math.log10 : Number;
  const zero = of(min);
  const pixels = size / (of(max) - zero);
  return (value) => start + (of(value) - zero) * pixels;
}

export function paintSeries(u, series, frame, look) {
  const { left, top, width, height } = u.bbox;
  const x = mapper(u.scales.x.min, u.scales.x.max, left, width, u.scales.x.distr === 3);
  const y = mapper(u.scales.y.min, u.scales.y.max, top + height, -height, u.scales.y.distr === 3);
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
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = look.width * devicePixelRatio;
    ctx.setLineDash(one.style === "dash" ? [6 * devicePixelRatio, 4 * devicePixelRatio] : []);
    if (one.style === "dots") dots(ctx, X, Y, x, y);
    else if (one.style === "mark") mark(ctx, x(X[0]), y(Y[0]), top, left + width, one.label, look);
    else if (one.rising) rising(ctx, X, Y, x, y, u.scales.x.min, u.scales.x.max);
    else path(ctx, X, Y, x, y);
  }
  ctx.restore();
}

// The index of the first sample at or after `value`; X must not fall.
export function firstAt(X, value) {
  let low = 0;
  let high = X.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (X[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// A line through samples whose x never falls. Of those in one column of pixels only the first, the lowest,
// the highest and the last can be seen.
function rising(ctx, X, Y, x, y, min, max) {
  const from = Math.max(0, firstAt(X, min) - 1);
  const to = Math.min(X.length, firstAt(X, max) + 2);
  let column = NaN;
  let low, high, lowX, highX, lastX, lastY, many;
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
      low = high = py;
      lowX = highX = px;
      many = false;
    }
    lastX = px;
    lastY = py;
  }
  flush();
  ctx.stroke();
}

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

function dots(ctx, X, Y, x, y) {
  const radius = 2.8 * devicePixelRatio;
  for (let i = 0; i < X.length; i++) {
    ctx.beginPath();
    ctx.arc(x(X[i]), y(Y[i]), radius, 0, 2 * Math.PI);
    ctx.fill();
  }
}

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
