// A link by which the browser saves a text as a file, whatever address the lab has and whether or not it shows
// that file. It is what Python's hhlab.exercises.handing_in.Download shows. Imports nothing.

/** @import { DownloadTraits, Model } from "./types" */

/** @param {{ model: Model<DownloadTraits>, el: HTMLElement }} widget */
function render({ model, el }) {
  const link = document.createElement("a");
  link.className = "hhlab-download";
  el.append(link);

  function show() {
    URL.revokeObjectURL(link.href);
    link.download = model.get("file");
    link.textContent = model.get("file");
    link.href = URL.createObjectURL(new Blob([model.get("content")], { type: "application/json" }));
  }

  const save = () => link.click();
  model.on("change:content", show);
  model.on("msg:custom", save);
  show();
  return () => {
    model.off("change:content", show);
    model.off("msg:custom", save);
    URL.revokeObjectURL(link.href);
  };
}

export default { render };
