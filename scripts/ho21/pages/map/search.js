// Search by name or quote, and the keyboard.

const input = /** @type {HTMLInputElement} */ (must("search"));
const hits = must("hits");
let at = -1;
const haystack = things.map((thing) => ({
  names: fold(`${thing.name.nb} | ${thing.name.en}`),
  words: fold(thing.statements.map((each) => `${passages[each].quote} ${passages[each].translation || ""}`).join(" ")),
}));

function search() {
  const wanted = fold(input.value.trim());
  at = -1;
  input.removeAttribute("aria-activedescendant");
  if (!wanted) {
    closeHits();
    return;
  }
  const found = things
    .map((thing) => {
      const { names, words } = haystack[thing.id];
      const place_ = names.indexOf(wanted);
      const whole = place_ === 0 || names[place_ - 1] === " ";
      const rank = place_ >= 0 ? (whole ? 0 : 1) : words.includes(wanted) ? 2 : 9;
      return { thing, rank };
    })
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || a.thing.group - b.thing.group || tell(a.thing.name).localeCompare(tell(b.thing.name), state.lang))
    .slice(0, 20);
  hits.replaceChildren(...found.map(({ thing }, index) => {
    const option = make("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", "data-key": thing.key },
      make("span", {}, tell(thing.name)), make("small", {}, kind(thing)));
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(thing);
    });
    return option;
  }));
  if (!found.length) hits.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("no_hits")));
  hits.hidden = false;
  input.setAttribute("aria-expanded", "true");
  must("live").textContent = `${found.length} ${say("found")}`;
  if (found.length) mark(0);
}

/** @param {number} index */
function mark(index) {
  const options = [...hits.querySelectorAll("[data-key]")];
  if (!options.length) return;
  at = (index + options.length) % options.length;
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
  input.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
}

function closeHits() {
  hits.hidden = true;
  hits.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** @param {Thing} thing */
function take(thing) {
  input.value = "";
  closeHits();
  choose(thing);
  if (state.view === "map") spot[thing.id].focus({ preventScroll: true });
  else must("panel").focus();
}

input.addEventListener("input", search);
input.addEventListener("blur", closeHits);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (hits.hidden) search();
    else mark(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    const option = hits.querySelectorAll("[data-key]")[at];
    const thing = option && byKey.get(option.getAttribute("data-key") || "");
    // Else the key would also press the box that gets the focus.
    event.preventDefault();
    if (thing) take(thing);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (hits.hidden) input.blur();
    input.value = "";
    closeHits();
  }
});

/** The box that an arrow key leads to: a linked one first, else the nearest. @param {string} key */
function neighbour(key) {
  const here = things[current];
  const seen = things.filter((thing) => visible[thing.id] && thing !== here);
  const column = seen.filter((thing) => thing.x === here.x).sort((a, b) => a.y - b.y);
  if (key === "ArrowDown") return column.find((thing) => thing.y > here.y);
  if (key === "ArrowUp") return column.reverse().find((thing) => thing.y < here.y);
  if (key === "Home") return column.find((thing) => thing.y < here.y);
  if (key === "End") return column.reverse().find((thing) => thing.y > here.y);
  const side = key === "ArrowRight" ? 1 : -1;
  const beyond = seen.filter((thing) => (thing.x - here.x) * side > 0);
  if (!beyond.length) return undefined;
  const linked = new Set(touching[here.id].filter(drawn).flatMap((link) => [link.from, link.to]));
  const nearest = (/** @type {Thing[]} */ from) =>
    [...from].sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x) || Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
  return nearest(beyond.filter((thing) => linked.has(thing.id))) || nearest(beyond);
}

spots.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.15 : 1 / 1.15);
  if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const next = neighbour(event.key);
  if (!next) return;
  spot[next.id].focus({ preventScroll: true });
  reveal(next);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    input.focus();
  } else if (event.key === "Escape" && !must("panel").hidden) shut();
});

/** @param {number} factor */
function zoom(factor) {
  const middle = (scroller.scrollTop + scroller.clientHeight / 2) / scale;
  state.zoom = factor ? Math.min(2.5, Math.max(0.6, state.zoom * factor)) : 1;
  resize();
  scroller.scrollTo({ top: middle * scale - scroller.clientHeight / 2, behavior: "auto" });
}
