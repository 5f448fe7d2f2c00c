// What a card needs beyond its widgets: a line that answers back, names for whoever hears the page, and that
// an answer arrives before it is checked.

const GROUPS = { ".hhlab-prediction": "Prediction", ".hhlab-answer": "Answer" };

function group(element, role, name) {
  element.setAttribute("role", role);
  element.setAttribute("aria-label", name);
}

function nameParts(card) {
  group(card, "group", card.querySelector(".hhlab-words b").textContent);
  for (const [where, name] of Object.entries(GROUPS))
    for (const box of card.querySelectorAll(`${where} .widget-radio-box`)) group(box, "radiogroup", name);
}

// A box holds its last keys back while the kernel works on earlier ones; a click on Check would overtake them.
async function sendBoxesAhead(model, card) {
  const boxes = await Promise.all(model.get("boxes").map(id => model.widget_manager.get_model(id)));
  const held = box => ("index" in box.attributes ? box.get("index") : box.get("value"));
  const send = () => model.send({ held: boxes.map(held) });
  card.addEventListener("click", event => event.target.closest("button") && send(), true);
  card.addEventListener("keydown", event => event.key === "Enter" && send(), true);
}

function render({ model, el }) {
  // the line stays and its words change: only then does a screen reader read them out
  const line = document.createElement("div");
  line.setAttribute("role", "status");
  el.append(line);

  function say() {
    line.className = `hhlab-status hhlab-${model.get("kind")}`;
    if (line.textContent !== model.get("text")) line.textContent = model.get("text");
  }

  model.on("change:text", say);
  model.on("change:kind", say);
  say();
  // the line is made before it stands in its card
  requestAnimationFrame(() => {
    const card = el.closest(".hhlab-card");
    nameParts(card);
    sendBoxesAhead(model, card);
  });
}

export default { render };
