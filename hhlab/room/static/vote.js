// A vote as everybody sees it: the question, the time that is left, the answer; and later what the room thought.
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
const WARNING_S = 10;
let shown = {};
let ends = 0;
let renewing = false;
let stale = false;

async function renew() {
  // one at a time, and what came meanwhile is asked for again
  if (renewing) {
    stale = true;
    return;
  }
  renewing = true;
  try {
    do {
      stale = false;
      const answer = await fetch(`${prefix}api/vote`, { headers, cache: "no-store" });
      if (answer.ok) draw(await answer.json());
      else at("said").textContent = "The room does not answer: reload this page.";
    } while (stale);
  } catch {
    at("said").textContent = "The room does not answer. This page tries again.";
    setTimeout(renew, 2000);
  }
  renewing = false;
}

function draw(now) {
  const isNew = now.poll !== shown.poll || now.phase !== shown.phase;
  ends = performance.now() + 1000 * (now.seconds_left ?? 0);
  if (isNew) {
    at("said").textContent = "";
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
  made.append(drawn, ` ${count} (${Math.round((100 * count) / all)} %)`);
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
  try {
    const answer = await fetch(`${prefix}api/vote`, { method: "POST", headers, body });
    at("said").textContent = answer.ok
      ? "Your vote is in. You can change it while there is time."
      : (await answer.text()).replace(/^\d+: /, "");
    if (!answer.ok) renew();
  } catch {
    at("said").textContent = "Your vote did NOT arrive. Press Vote again.";
  }
});

setInterval(tick, 250);
const news = new EventSource(`${prefix}api/news?_xsrf=${encodeURIComponent(xsrf)}`);
for (const name of ["vote", "open"]) news.addEventListener(name, renew);
// the teacher's page alone is told, and counts along once a second
let counting = false;
news.addEventListener("voted", () => {
  if (counting) return;
  counting = true;
  setTimeout(() => {
    counting = false;
    renew();
  }, 1000);
});
renew();
