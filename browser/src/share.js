// The first page of the course says how a phone gets there: by a code of the address under which it was opened.
// May import address.js and look.js.

import { renderSVG } from "uqr";
import { read, withoutEnd } from "./address.js";
import { element } from "./look.js";
import "./share.css";

const HERE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

for (const place of document.querySelectorAll(".hhlab-share")) share(/** @type {HTMLElement} */ (place));

/**
 * Fills a place with the code, and at an address that only this computer knows with a field for another one.
 * @param {HTMLElement} place
 */
async function share(place) {
  if (!/^https?:$/.test(location.protocol)) return;
  const address = withoutEnd(location.href);
  if (HERE.test(location.hostname)) place.append(asked(await known(), address));
  else place.append(...shown(address));
}

/**
 * Gives where the server says that other computers find it, or nothing: of a host of files nobody knows.
 * @returns {Promise<string>}
 */
async function known() {
  try {
    const answer = await fetch("address.json");
    return (answer.ok && (await answer.json()).addresses[0]) || "";
  } catch {
    return "";
  }
}

/**
 * Gives the code of an address, and the address itself.
 * @param {string} address
 */
function shown(address) {
  const code = element("div", {
    class: "hhlab-share-code",
    role: "img",
    "aria-label": `QR code of ${address}`,
  });
  code.innerHTML = renderSVG(address, { ecc: "M", border: 4, pixelSize: 1 });
  return [
    code,
    element(
      "p",
      { class: "hhlab-share-words" },
      "On a phone: point its camera at the code, or type ",
      element("a", { href: address }, address),
    ),
  ];
}

/**
 * Gives what stands at "localhost", which leads a phone to itself: the room's address, or a field for it.
 * @param {string} address what the server knows
 * @param {string} here
 */
function asked(address, here) {
  const code = element("div", { "aria-live": "polite" });
  const port = new URL(here).port;
  const example = `http://192.168.1.20${port ? `:${port}` : ""}/`;
  const field = element("input", {
    type: "text",
    inputmode: "url",
    placeholder: example,
    value: address,
    autocomplete: "off",
    spellcheck: "false",
    oninput: draw,
  });

  function draw() {
    const found = read(field.value, here);
    code.replaceChildren(...(found ? shown(found) : []));
    field.setAttribute("aria-invalid", String(!found && field.value.trim() !== ""));
  }

  draw();
  return element(
    "div",
    {},
    element(
      "p",
      { class: "hhlab-share-words" },
      "A phone does not find this page at ",
      element("code", {}, location.host),
      ", which means the phone itself there. Its code needs this computer's address in the network, as in ",
      element("code", {}, example),
      ". Windows shows it by ipconfig, macOS by ipconfig getifaddr en0, Linux by hostname -I.",
    ),
    element("label", {}, "This page's address in the room ", field),
    code,
  );
}
