// One picture as the kernel sends it: the length of the header, a JSON header, then float32 arrays.

export function decode(view) {
  if (!view || view.byteLength < 4) return null;
  // a Float32Array must begin at a multiple of four bytes, which only a copy is sure to do
  const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  const size = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, size)));
  const arrays = [];
  let at = 4 + size;
  for (const length of header.lengths) {
    arrays.push(new Float32Array(bytes, at, length));
    at += 4 * length;
  }
  return { ...header, arrays };
}

// Whether two frames are of one run, one of them perhaps with fewer samples: those at the ends of a trace and its
// extremes are in both.
export function sameRun(one, other) {
  return JSON.stringify(one.arrays.map(landmarks)) === JSON.stringify(other.arrays.map(landmarks));
}

function landmarks(array) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of array) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [array[0], array[array.length - 1], least, most];
}
