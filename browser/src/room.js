// How much height there is for pictures, and how panels share it. Imports nothing.

const [LEAST, MOST] = [50, 140]; // pixels of a share: three numbers have room, and a picture is no poster
const NO_ROOM = 200; // pixels: what scrolls within less is too small to be filled
const NOTEBOOK = ".jp-WindowedPanel-outer"; // scrolls once it is full, and has its height before

/**
 * Gives what scrolls an element: a notebook, or the page.
 * @param {HTMLElement} element
 */
export function scrollerOf(element) {
  for (let around = element.parentElement; around; around = around.parentElement) {
    // what may scroll and does not, such as an output, is as high as what it holds
    const scrolls =
      around.scrollHeight > around.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(around).overflowY);
    if ((scrolls || around.matches(NOTEBOOK)) && around.clientHeight > NO_ROOM) return around;
  }
  return document.documentElement;
}

/**
 * Gives the height that can be seen at once around an element, or the share of it that its style leaves to pictures.
 * @param {HTMLElement} element
 */
export function roomAround(element) {
  const scroller = scrollerOf(element);
  const height =
    scroller === document.documentElement ? innerHeight : Math.min(innerHeight, scroller.clientHeight);
  const share = Number(getComputedStyle(element).getPropertyValue("--hhlab-share")) || 1;
  return Math.round(share * height);
}

/**
 * Gives the height of one share of a room for pictures.
 * @param {number} room
 * @param {number} shares
 */
export function shareOf(room, shares) {
  return Math.min(MOST, Math.max(LEAST, Math.floor(room / shares)));
}
