// The teacher's page follows the class: what has changed is fetched anew, at most every two seconds.
import { aWhile, listen, pause } from "./news.js";

const now = document.getElementById("now");
const link = document.getElementById("link");
const { prefix, xsrf } = now.dataset;
const FOLLOWS = "The numbers follow by themselves.";
const AWAY = "The room does not answer; the page tries again by itself.";
let waits = false;

async function renew() {
  const held = document.activeElement?.getAttribute("aria-label");
  let answer;
  try {
    answer = await fetch(`${prefix}?part=now`, { headers: { "X-XSRFToken": xsrf } });
  } catch {
    answer = { status: 503 };
  }
  if (!answer.ok) {
    link.textContent = answer.status < 500 ? "The page is no longer up to date: reload it." : AWAY;
    return answer.status < 500;
  }
  link.textContent = FOLLOWS;
  now.innerHTML = await answer.text();
  // who reads by keyboard stays where they were, though the number before the words may have changed
  const name = held?.replace(/^\d+ /, "");
  if (name) [...now.querySelectorAll("button")].find((one) => one.getAttribute("aria-label").endsWith(name))?.focus();
  return true;
}

async function soon() {
  if (waits) return;
  waits = true;
  await pause(aWhile());
  // what comes from here on is fetched once more
  waits = false;
  if (!(await renew())) soon();
}

function open() {
  link.textContent = FOLLOWS;
  soon();
}

function away() {
  link.textContent = AWAY;
}

listen(prefix, xsrf, { answers: soon, stuck: soon, open, error: away });
