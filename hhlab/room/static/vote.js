// A vote as everybody sees it: the question, the time that is left, the answer; and later what the room thought.
import { aWhile, listen, pause } from "./news.js";

const ballot = document.getElementById("ballot");
const { prefix, xsrf } = ballot.dataset;
const headers = { "X-XSRFToken": xsrf, "Content-Type": "application/json" };
const at = (name) => document.getElementById(name);
const SAID = {
  none: "No vote is open. This page shows the next one by itself.",
  first: "Vote alone.",
  talk: "The first vote has ended. Talk to your neighbour: who of you can convince the other?",
  second: "Vote again, alone.",
  shown: "This is what the room thought.",
};
const AWAY = "The room does not answer. This page tries again by itself.";
const WARNING_S = 10;
let shown = {};
let ends = 0;
let renewing = false;
let stale = false;
// the vote that is on its way
let sending = null;

async function renew() {
  // one at a time, and what came meanwhile is asked for again
  stale = true;
  if (renewing) return;
  renewing = true;
  while (stale) {
    stale = false;
    const answer = await asked();
    if (answer.ok) {
      if (at("said").textContent === AWAY) at("said").textContent = "";
      draw(await answer.json());
    } else if (answer.status < 500) {
      at("said").textContent = "You are no longer signed in here: reload this page.";
    } else {
      if (!sending) at("said").textContent = AWAY;
      await pause(aWhile());
      stale = true;
    }
  }
  renewing = false;
}

// Whatever stands before the room answers in its place with a number from 500 on, or the line is broken
async function asked(more = {}) {
  try {
    return await fetch(`${prefix}api/vote`, { headers, cache: "no-store", ...more });
  } catch {
    return { ok: false, status: 503 };
  }
}

function draw(now) {
  const isNew = now.poll !== shown.poll || now.phase !== shown.phase;
  ends = performance.now() + 1000 * (now.seconds_left ?? 0);
  if (isNew) {
    if (!sending) at("said").textContent = "";
    at("phase").textContent = SAID[now.phase];
    // what a question looks like is the lab's own
    at("question").innerHTML = now.question ?? "";
    const open = now.phase === "first" || now.phase === "second";
    at("choices").hidden = !open;
    at("options").replaceChildren(...(open ? now.options.map((one) => option(one, now)) : []));
    at("counts").hidden = now.phase !== "shown";
    at("counts").replaceChildren(...(now.phase === "shown" ? [table(now)] : []));
    for (const form of document.querySelectorAll("#steps form")) {
      form.hidden = !form.dataset.phases.split(" ").includes(now.phase);
      form.elements.poll.value = now.poll ?? "";
    }
  }
  const voted = at("voted");
  if (voted) voted.textContent = now.voted ?? 0;
  shown = now;
  tick();
}

function option([name, text], now) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "choice", value: name, required: true });
  input.checked = now.mine[now.round] === name;
  label.className = "option";
  label.append(input, ` ${text}`);
  return label;
}

function table(now) {
  const rounds = [1, 2].filter((one) => total(now.counts[one]) > 0);
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const text of ["answer", ...rounds.map((one) => (one === 1 ? "first vote" : "second vote"))]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  for (const [name, text] of now.options) {
    const row = made.insertRow();
    const cell = document.createElement("th");
    cell.scope = "row";
    cell.textContent = name === now.right ? `${text} (right)` : text;
    row.append(cell);
    for (const one of rounds) row.insertCell().append(bar(now.counts[one][name], total(now.counts[one])));
  }
  return made;
}

function bar(count, all) {
  const made = document.createElement("span");
  const drawn = document.createElement("progress");
  Object.assign(drawn, { value: count, max: all, ariaHidden: "true" });
  made.append(drawn, ` ${count} (${Math.round((100 * count) / all)}\u00a0%)`);
  return made;
}

const total = (counts) => Object.values(counts).reduce((sum, one) => sum + one, 0);

function tick() {
  const open = shown.phase === "first" || shown.phase === "second";
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const before = at("left").textContent;
  at("left").textContent = open ? `${left} s` : "";
  // a screen reader is told once, and not every second
  if (open && left === WARNING_S && before !== `${WARNING_S} s` && !at("said").textContent) {
    at("said").textContent = `${WARNING_S} seconds are left.`;
  }
  if (open && left === 0) setTimeout(renew, 300);
}

at("choices").addEventListener("submit", async (event) => {
  event.preventDefault();
  const choice = new FormData(event.target).get("choice");
  const body = JSON.stringify({ poll: shown.poll, round: shown.round, choice });
  sending = body;
  let answer = await asked({ method: "POST", body });
  // until it is taken or refused, or another choice takes its place
  while (answer.status >= 500 && sending === body) {
    at("said").textContent = "Your vote has NOT arrived yet. This page sends it again by itself.";
    await pause(aWhile());
    if (sending === body) answer = await asked({ method: "POST", body });
  }
  if (sending !== body) return;
  sending = null;
  at("said").textContent = answer.ok
    ? "Your vote is in. You can change it while there is time."
    : (await answer.text()).replace(/^\d+: /, "");
  if (!answer.ok) renew();
});

setInterval(tick, 250);
// the teacher's page alone is told of each vote, and counts along once a second
let counting = false;
async function count() {
  if (counting) return;
  counting = true;
  await pause(1000);
  counting = false;
  renew();
}

listen(prefix, xsrf, { vote: renew, open: renew, voted: count });
renew();
