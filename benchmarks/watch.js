// Watches one explorer: a thumbnail of its canvases and images in every animation frame, while it is on.
root => {
  const width = 192, height = 96;
  const small = document.createElement("canvas");
  small.width = width;
  small.height = height;
  const pen = small.getContext("2d", { willReadFrequently: true });
  const watch = { frames: [], inputs: [], on: false };
  window.hhlabWatch = watch;

  const visible = element => element.width > 60 && element.height > 40 && element.offsetParent !== null;

  function thumbnail() {
    const explorer = document.querySelector(root);
    const pictures = [...explorer.querySelectorAll("canvas, img")].filter(visible);
    pen.fillStyle = "#888";
    pen.fillRect(0, 0, width, height);
    const part = height / Math.max(pictures.length, 1);
    pictures.forEach((picture, i) => {
      if (picture.tagName !== "IMG" || picture.complete) pen.drawImage(picture, 0, i * part, width, part);
    });
    const pixels = pen.getImageData(0, 0, width, height).data;
    const grey = new Uint8Array(width * height);
    for (let i = 0; i < grey.length; i++) grey[i] = (pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3;
    const box = (explorer.querySelector("canvas, img") || explorer).getBoundingClientRect();
    const place = [box.top, box.left, box.width, box.height].map(Math.round).join();
    return { grey, count: pictures.length, place };
  }

  function frame() {
    if (watch.on) watch.frames.push({ t: performance.now(), ...thumbnail() });
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  for (const kind of ["keydown", "pointerdown", "pointermove", "pointerup"])
    document.addEventListener(kind, () => watch.inputs.push({ kind, t: performance.now() }), true);

  document.addEventListener("hhlab-family", () => watch.inputs.push({ kind: "family", t: performance.now() }), true);

  function difference(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
    return sum;
  }
  const flat = grey => grey.every(x => Math.abs(x - grey[0]) < 3);

  watch.start = () => {
    watch.frames = [];
    watch.inputs = [];
    watch.on = true;
  };

  // Notes the moments alone: looking at the pictures takes a part of a processor.
  watch.listen = () => {
    watch.start();
    watch.on = false;
  };

  watch.stop = () => {
    watch.on = false;
    if (!watch.frames.length) return { inputs: watch.inputs };
    const frames = watch.frames, first = frames[0], last = frames[frames.length - 1];
    // the first frame from which on the picture stays what it is at the end
    let settled = frames.length - 1;
    while (settled > 0 && difference(frames[settled - 1].grey, last.grey) === 0) settled--;
    const later = (condition) => frames.filter((frame, i) => i && condition(frame, frames[i - 1]));
    return {
      settled: frames[settled].t,
      inputs: watch.inputs,
      painted: later((now, before) => difference(now.grey, before.grey) > 0).map(frame => frame.t),
      blank: frames.filter(frame => frame.count === 0 || flat(frame.grey)).length,
      jumps: later((now, before) => now.place !== before.place).length,
      last: Array.from(last.grey),
    };
  };
}
