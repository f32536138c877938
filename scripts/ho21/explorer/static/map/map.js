// The map: things in columns, each link a line; solid is stated, dashed is read.

import { extras } from "../panel/panel.js";
import { go } from "../shared/address.js";
import { countedAs, data, groups, make, must, say, state, tell, things, touching } from "../shared/state.js";
import { boxes, redraw, refreshBoxes, resize, reveal, scale, startBoxes, steer, watchSharpness, zoom } from "./boxes.js";
import { depthChosen, layout, showOnly } from "./focus.js";
import { fillLegend } from "./legend.js";
import { TOP, drawnLinks, trace, traceBundles } from "./lines.js";
import { paper } from "./paper.js";
import { large, part, partLine, partsList, stack } from "./part.js";

/** @typedef {import("../shared/state.js").Thing} Thing */

/** What was last brought into view, so that the map moves only when something new is chosen. */
let revealed = "";

/** The skeleton of the view. @param {HTMLElement} root */
function build(root) {
  const zooms = [["zoom-out", "−", 1 / 1.15], ["zoom-fit", "↔", 0], ["zoom-in", "+", 1.15]].map(([id, sign, factor]) => {
    const button = make("button", { type: "button", id: String(id) }, String(sign));
    button.addEventListener("click", () => zoom(Number(factor)));
    return button;
  });
  const reset = make("button", { type: "button", id: "reset" });
  reset.addEventListener("click", () => {
    zoom(0);
    go({ params: {}, thing: null });
    must("scroller").scrollTo({ left: 0, top: 0, behavior: "auto" });
  });
  root.append(
    make("h2", { id: "map-title", class: "aside" }),
    make("div", { id: "legend" },
      make("div", { role: "group", "aria-labelledby": "legend-things", class: "row" },
        make("h3", { id: "legend-things" }), make("div", { id: "things", class: "boxes" })),
      make("div", { role: "group", "aria-labelledby": "legend-links", class: "row" },
        make("h3", { id: "legend-links" }), make("div", { id: "families", class: "boxes" }),
        make("p", { id: "note" }), make("div", { id: "zoom" }, reset, ...zooms))),
    make("div", { id: "parts", hidden: true }),
    make("div", { id: "scroller" },
      make("div", { id: "sheet" },
        make("div", { id: "headings" }),
        make("div", { id: "canvas", "aria-hidden": "true" }),
        make("div", { id: "spots", role: "group", "aria-describedby": "help" })),
      make("p", { id: "empty", hidden: true })),
    make("p", { id: "help", class: "aside" }),
  );
  if (!large) lay(things);
  must("spots").addEventListener("keydown", steer);
  addEventListener("resize", resize);
  watchSharpness();
  addEventListener("beforeprint", paper);
  addEventListener("afterprint", () => document.getElementById("paper")?.remove());
}

/** Draw some things from the beginning. @param {Thing[]} present */
function lay(present) {
  trace();
  traceBundles();
  startBoxes(present);
}

/** The part that is laid out, where the map is too large to be shown whole. */
let laid = "";

/** Lay out the part asked for, or offer a choice of parts; says whether there is a map. */
function showPart() {
  const asked = part();
  must("parts").hidden = false;
  must("scroller").hidden = must("legend").hidden = !asked;
  must("parts").replaceChildren(...(asked ? partLine() : partsList()));
  if (asked && asked.key !== laid) {
    showOnly(asked.members);
    lay(stack(asked.members));
    laid = asked.key;
  }
  return Boolean(asked);
}

/** Fill in what depends on the state. */
function show() {
  must("map-title").textContent = say("map.title");
  if (large && !showPart()) return;
  for (const [id, key] of [["legend-things", "group_things"], ["legend-links", "group_links"], ["empty", "none_shown"], ["help", "help"], ["reset", "reset"]]) {
    must(id).textContent = say(`map.${key}`);
  }
  for (const id of ["zoom-out", "zoom-fit", "zoom-in"]) must(id).setAttribute("aria-label", say(`map.${id.replace("-", "_")}`));
  must("note").textContent = nobodyNamed() ? say("map.actors_note") : "";
  must("spots").setAttribute("aria-label", say("map.name"));
  must("headings").replaceChildren(...data.columns.map((/** @type {any} */ column) => heading("h3", tell(column.name), column.x, 0)));
  must("spots").querySelectorAll("h3").forEach((each) => each.remove());
  if (!large) must("spots").prepend(...data.shelves.map((/** @type {any} */ shelf) => heading("h3", tell(groups[shelf.group].name), shelf.x, shelf.top + TOP)));
  fillLegend();
  refreshBoxes();
  const wanted = state.thing ? `${state.thing.key} ${depthChosen()}` : "";
  if (state.thing && wanted !== revealed) reveal(state.thing);
  revealed = wanted;
}

/** Whether the sources recommend measures and name nobody to carry them out, but «we». */
function nobodyNamed() {
  const measures = countedAs("proposal");
  /** @param {...string} roles */
  const some = (...roles) => measures.some((thing) => touching[thing.id].some((link) =>
    link.from === thing.id && link.standing === "stated" && roles.includes(link.predicate)));
  return some("impliedPerformer") && !some("responsible", "accountable", "performer");
}

/** @param {"h3"} tag @param {string} name @param {number} x @param {number} y */
function heading(tag, name, x, y) {
  const element = make(tag, {}, name);
  element.style.setProperty("--x", String(x));
  element.style.setProperty("--y", String(y));
  element.style.setProperty("--w", String(layout.box + 24));
  return element;
}

/** How much around the chosen thing is shown with it; stands in the panel. */
function depthChoice() {
  const field = make("fieldset", { class: "depth" }, make("legend", {}, say("map.depth")));
  for (const value of ["1", "2", "vei"]) {
    const radio = make("input", { type: "radio", name: "depth", value, checked: depthChosen() === value });
    radio.addEventListener("change", () => {
      go({ params: { ...Object.fromEntries(state.params), dybde: value === "1" ? null : value } }, { replace: true });
      const again = document.querySelector(`#panel input[value="${value}"]`);
      if (again instanceof HTMLElement) again.focus();
    });
    field.append(make("label", {}, radio, say(`map.depth_${value}`)));
  }
  return field;
}

extras.set("kart", depthChoice);

/** @type {import("../shared/state.js").View} */
export const view = { id: "kart", build, show };
/** What is drawn, as numbers. */
export const drawing = { scale: () => scale, boxes, links: drawnLinks };
export { redraw };
