// A still picture with words for who cannot see it, and its colours turned on a dark page by its class.
// It is what Python's hhlab.live.stills.Picture shows. Imports nothing.

/** @import { Model, PictureTraits } from "./types" */

/** @param {{ model: Model<PictureTraits>, el: HTMLElement }} widget */
function render({ model, el }) {
  const image = document.createElement("img");
  image.className = "hhlab-picture";
  el.append(image);

  function show() {
    const before = image.src;
    const data = model.get("value");
    image.alt = model.get("words");
    image.hidden = !data.byteLength;
    if (image.hidden) image.removeAttribute("src");
    else
      image.src = URL.createObjectURL(
        new Blob([/** @type {DataView<ArrayBuffer>} */ (data)], { type: "image/png" }),
      );
    URL.revokeObjectURL(before);
  }

  model.on("change:value", show);
  model.on("change:words", rename);
  show();

  function rename() {
    image.alt = model.get("words");
  }

  return () => {
    model.off("change:value", show);
    model.off("change:words", rename);
    URL.revokeObjectURL(image.src);
  };
}

export default { render };
