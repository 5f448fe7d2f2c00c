// The toolbar, and what comes back from the kernel when a button asks for something.
// May import look.js; the view to which the toolbar belongs is handed in.

/** @import { Answer } from "./types" */
/** @import { View } from "./view.js" */
import { element } from "./look.js";

const SAVE_IT = "Copied. Save it as a .py file and run it with python; the picture is picture.png then.";

/**
 * Makes the toolbar of a view anew.
 * @param {View} scope
 */
export function toolbar(scope) {
  const { model } = scope;
  const tools = model.get("tools") ?? {};
  const ask = (/** @type {string} */ what) => () => model.send({ do: what });
  /** @type {(label: string, act: () => unknown, title: string, more?: Record<string, string | boolean>) => HTMLElement} */
  const button = (label, act, title, more = {}) =>
    element(
      "button",
      { type: "button", class: "jupyter-button hhlab-button", onclick: act, title, ...more },
      label,
    );
  const items = [];
  if (tools.controls) items.push(button("Reset", ask("reset"), "Every control back to its default"));
  for (const name of tools.presets ?? []) {
    items.push(
      button(name, () => model.send({ do: "preset", name }), `Preset: ${name}`, { "data-preset": name }),
    );
  }
  if (scope.plots.size) {
    items.push(button("Keep trace", ask("keep"), "Leave this picture in the background, to compare"));
    if (tools.kept) items.push(button("Clear kept", ask("clear"), "Remove what was kept"));
  }
  if (tools.lecture) {
    const title = "The teacher's explorer leads; the same one moves along wherever somebody follows";
    items.push(button(tools.lecture, ask("lecture"), title));
  }
  items.push(element("span", { class: "hhlab-gap" }));
  if (scope.plots.size > 1) {
    for (const [key, plot] of scope.plots) {
      const shown = !scope.hidden.has(key);
      const label = plot.panel.y.title;
      items.push(
        button(label, () => scope.toggle(key), "Show or hide this panel", { "aria-pressed": String(shown) }),
      );
    }
    items.push(element("span", { class: "hhlab-gap" }));
  }
  if (scope.plots.size) {
    const zoomed = [...scope.zooms.values()].some((stack) => stack.length);
    items.push(
      button("Zoom back", () => scope.back(), "Back to the stretch before; drag in the picture to zoom", {
        disabled: !zoomed,
      }),
      button("Fit axes", () => scope.fit(), "Rescale every axis to what is shown"),
      element("span", { class: "hhlab-gap" }),
    );
  }
  if (scope.plots.size || tools.picture) items.push(button("PNG", ask("png"), "Save the picture"));
  if (scope.sound.possible) {
    const said = "Hear it: the potential is the pitch, each spike a click";
    items.push(button(scope.sound.label, () => scope.sound.turn(), said, { "data-sound": "" }));
  }
  if (scope.plots.size) items.push(button("CSV", ask("csv"), "Save the numbers"));
  if (tools.script)
    items.push(button("Copy as NEURON script", ask("script"), "The plain script that gives this picture"));
  if (tools.page) {
    items.push(button("As a page", ask("page"), "Save one file that lives in any browser, without the lab"));
  }
  if (tools.link)
    items.push(button("Link", ask("link"), "An address that opens this page with these values"));
  const { activeElement } = document;
  const inside = scope.tools.contains(activeElement) && activeElement instanceof HTMLElement;
  const focused = inside ? activeElement : null;
  scope.tools.replaceChildren(...items);
  // the button of the sound changes its words
  const same = (/** @type {HTMLElement} */ one) =>
    one.textContent === focused?.textContent ||
    ("sound" in one.dataset && "sound" in (focused?.dataset ?? {}));
  if (focused) items.find(same)?.focus();
}

/**
 * Takes what the kernel sends when a button has asked.
 * @param {View} scope
 * @param {Answer} content
 * @param {DataView[]} buffers
 */
export function answer(scope, { file, kind, script, link, sound }, buffers) {
  if (sound !== undefined) scope.sound.turn(sound);
  if (file) save(file, kind, buffers[0]);
  if (script) showText(scope, "NEURON script", script, SAVE_IT);
  if (link) showText(scope, "link", link, "Copied.");
}

/**
 * @param {string} file
 * @param {string | undefined} kind
 * @param {DataView} view
 */
function save(file, kind, view) {
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const url = URL.createObjectURL(new Blob([bytes], { type: kind }));
  element("a", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A dialog stands in the middle of the window, wherever the notebook is scrolled to. The browser closes it on
 * Escape, keeps the keyboard inside it, and gives the focus back to the button that opened it.
 * @param {View} scope
 * @param {string} name
 * @param {string} text
 * @param {string} copied  what is said then
 */
function showText(scope, name, text, copied) {
  const code = element("textarea", {
    readonly: true,
    rows: text.split("\n").length,
    spellcheck: "false",
    wrap: "off",
    "aria-label": name,
  });
  code.value = text;
  const said = element("span", { role: "status" });
  const copy = async () => {
    code.focus();
    code.select();
    // a page that came over plain http has no clipboard of its own
    if (navigator.clipboard)
      await navigator.clipboard.writeText(text).catch(() => document.execCommand("copy"));
    else document.execCommand("copy");
    said.textContent = copied;
  };
  const dialog = element("dialog", { class: "hhlab-script", "aria-label": `Copy as ${name}` });
  dialog.addEventListener("close", () => dialog.remove());
  const row = element("div", { class: "hhlab-tools" });
  row.append(
    element("button", { type: "button", class: "jupyter-button hhlab-button", onclick: copy }, "Copy"),
    element(
      "button",
      { type: "button", class: "jupyter-button hhlab-button", onclick: () => dialog.close() },
      "Close",
    ),
    said,
  );
  dialog.append(code, row);
  scope.root.querySelector("dialog")?.remove();
  scope.root.append(dialog);
  dialog.showModal();
  copy();
  code.setSelectionRange(0, text.length);
  code.scrollTop = 0;
}
