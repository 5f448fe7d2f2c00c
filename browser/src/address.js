// Addresses of the course as people type them and as others are to find them. Imports nothing.

/**
 * Gives what somebody typed as an address, with the scheme and the port of this page where they were left out, or null.
 * @param {string} text
 * @param {string} here
 */
export function read(text, here) {
  const typed = text.trim();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(typed)?.[0].toLowerCase();
  if (!typed || /\s/.test(typed) || (scheme && !["http://", "https://"].includes(scheme))) return null;
  try {
    const found = new URL(scheme ? typed : `http://${typed}`);
    if (!scheme && !/:\d+(\/|$)/.test(typed)) found.port = new URL(here).port;
    return withoutEnd(found.href);
  } catch {
    return null;
  }
}

/**
 * Gives the address of a page without what leads to a place in it, and without the name of a folder's first page.
 * @param {string} address
 */
export function withoutEnd(address) {
  return address.replace(/[?#].*$/, "").replace(/index\.html$/, "");
}
