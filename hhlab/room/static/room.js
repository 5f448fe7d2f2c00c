// The teacher's page follows the class: what has changed is fetched anew, at most every two seconds.
const now = document.getElementById("now");
const link = document.getElementById("link");
const { prefix, xsrf } = now.dataset;
const PAUSE_MS = 2000;
let waits = false;

async function renew() {
  waits = false;
  const held = document.activeElement?.getAttribute("aria-label");
  const answer = await fetch(`${prefix}?part=now`, { headers: { "X-XSRFToken": xsrf } });
  if (!answer.ok) {
    link.textContent = "The page is no longer up to date: reload it.";
    return;
  }
  now.innerHTML = await answer.text();
  // who reads by keyboard stays where they were, though the number before the words may have changed
  const name = held?.replace(/^\d+ /, "");
  if (name) [...now.querySelectorAll("button")].find((one) => one.getAttribute("aria-label").endsWith(name))?.focus();
}

function soon() {
  if (waits) return;
  waits = true;
  setTimeout(renew, PAUSE_MS);
}

const news = new EventSource(`${prefix}api/news?_xsrf=${encodeURIComponent(xsrf)}`);
news.addEventListener("answers", soon);
news.addEventListener("stuck", soon);
news.addEventListener("open", () => {
  link.textContent = "The numbers follow by themselves.";
  soon();
});
news.addEventListener("error", () => {
  link.textContent = "The room does not answer; the page tries again.";
});
