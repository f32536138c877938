// The map: what the address shows, in columns or as a network; solid lines are stated, dashed are read.

import { show as comparison } from "../compare/compare.js";
import { extras } from "../panel/panel.js";
import { go } from "../shared/address.js";
import { NARROW, announce, countedAs, make, must, say, state, tell, things, touching } from "../shared/state.js";
import { card, shut } from "./card.js";
import { choices } from "./chosen.js";
import { bar, fillBar } from "./controls/bar.js";
import { fillLegend } from "./controls/legend.js";
import { fillSaved, savedViews } from "./controls/saved.js";
import { listed } from "./filter.js";
import { changed, grow, scene } from "./growing.js";
import { stop } from "./keys.js";
import { large, partsList } from "./part.js";
import { fit, onScreen, reveal, scale, start, steered, view as seen } from "./picture/camera.js";
import { columns } from "./picture/columns.js";
import { wide } from "./picture/glyphs.js";
import { network } from "./picture/network.js";
import { look, overview, survey } from "./picture/overview.js";
import { at, canvas, follow, rest, shapeOf, show as picture, size, spots } from "./picture/picture.js";
import { inReadingOrder } from "./picture/way.js";
import { listen } from "./pointer.js";
import { fillKeeper, keeper } from "./seen/seen.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./growing.js").Scene} Scene
 * @typedef {import("./picture/columns.js").Place} Place
 * @typedef {import("./picture/camera.js").Box} Box
 */

/** px kept free round the picture: above, right, below, left. */
const MARGIN = { columns: /** @type {const} */ ([46, 22, 16, 16]), narrow: /** @type {const} */ ([46, 15, 10, 9]), network: /** @type {const} */ ([46, 78, 46, 78]), small: /** @type {const} */ ([40, 52, 40, 52]) };
/** Letters are never made smaller than this to fit a window; then one drags. */
const LEGIBLE = 0.78;
/** px of a window that has room for the legend unfolded; the same in map.css. */
const ROOMY = 1200;
const FEW = 4;
/** px of the stage on paper, which is not laid out before the picture is fitted: 277 mm by 122 mm, the same in map.css. */
const SHEET = /** @type {[number, number]} */ ([1046, 461]);

/** @type {Scene | null} */ let now = null;
/** @type {Map<number, Place>} */ let places = new Map();
/** @type {import("./picture/columns.js").Head[]} */ let heads = [];
/** What was shown last: its form, its steps, and what was chosen. */
let before = { form: "", steps: "", chosen: "", shown: "" };
let sized = "";

const PRINTING = "printing";
const printing = () => document.documentElement.classList.contains(PRINTING) || matchMedia("print").matches;
const isNetwork = () => state.params.get("form") === "nett";

/** The things that stand where the reader put them. @returns {Map<number, Place>} */
function pins() {
  return new Map(listed("fest").flatMap((each) => {
    const [, key, x, y] = /^(.+)@(-?\d+)_(-?\d+)$/.exec(each) ?? [];
    const thing = things.find((one) => one.key === key);
    return thing ? [[thing.id, { x: Number(x), y: Number(y) }]] : [];
  }));
}

/** Keep a thing where it stands now, or let it go. @param {Thing} thing @param {Place | null} place */
function pin(thing, place) {
  const others = listed("fest").filter((each) => !each.startsWith(`${thing.key}@`));
  const mine = place ? [`${thing.key}@${Math.round(place.x)}_${Math.round(place.y)}`] : [];
  go({ params: changed({ fest: [...others, ...mine].join(",") }) }, { replace: true });
}

/** The skeleton of the view. @param {HTMLElement} root */
function build(root) {
  const zooms = [["zoom-out", () => scale(false)], ["zoom-in", () => scale(true)], ["zoom-fit", () => whole(true)], ["zoom-chosen", () => fitChosen()]].map(([id, does]) => {
    const button = make("button", { type: "button", id: String(id), class: "small-button" });
    button.addEventListener("click", /** @type {() => void} */ (does));
    return button;
  });
  const svg = canvas();
  root.append(
    make("section", { id: "compare", hidden: true }),
    make("h2", { id: "map-title", class: "aside" }),
    make("details", { id: "parts", hidden: true }),
    bar(() => { before.form = ""; }, keeper(seenNow), savedViews()),
    make("details", { id: "legend-fold" }, make("summary", {}), make("div", { id: "legend" },
      make("div", { role: "group", "aria-labelledby": "legend-links", class: "row" },
        make("h3", { id: "legend-links" }), make("div", { id: "families", class: "boxes" })),
      make("div", { role: "group", "aria-labelledby": "legend-things", class: "row" },
        make("h3", { id: "legend-things" }), make("div", { id: "things", class: "boxes" })),
      make("div", { id: "colours", class: "row" }, make("h3", { id: "legend-colours" }), make("ul", { class: "boxes", "aria-labelledby": "legend-colours" })),
      make("p", { id: "legend-help", class: "aside" }))),
    make("div", { id: "stage" }, svg, make("div", { id: "heads" }), overview(), card(), make("p", { id: "empty", hidden: true })),
    make("div", { id: "below" }, make("div", { id: "zoom", class: "choices", role: "group" }, ...zooms), make("p", { id: "note" })),
    make("p", { id: "help", class: "aside" }),
  );
  const wide_ = matchMedia(`(min-width: ${ROOMY}px)`);
  const fold = () => {
    // A sheet of paper is narrower than the window, to which it comes back.
    if (!printing()) /** @type {HTMLDetailsElement} */ (must("legend-fold")).open = wide_.matches;
  };
  wide_.addEventListener("change", fold);
  fold();
  start(svg, () => {
    follow();
    headings();
    look();
    shut();
  });
  listen(svg, () => now, {
    drags: () => isNetwork() && !now?.alone, pin, reveal: (id) => reveal(boxOf([id]), 60), whole: () => whole(true),
  });
  new ResizeObserver(() => {
    const size_ = `${svg.clientWidth} ${svg.clientHeight}`;
    if (!now || !svg.clientWidth || size_ === sized || printing()) return;
    sized = size_;
    if (steered) rest();
    else {
      if (!isNetwork()) place();
      whole(true);
      rest();
    }
    look();
  }).observe(svg);
  addEventListener("beforeprint", onPaper);
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove(PRINTING);
    if (state.view !== "kart") return;
    fold();
    whole(false);
    rest();
  });
}

/** The box round some things, as they will stand. @param {Iterable<number>} ids @returns {Box} */
function boxOf(ids) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const id of ids) {
    const place = places.get(id);
    if (!place) continue;
    // In the network shapes keep their size on the screen more than the picture does: the margin holds them.
    const { w, h } = isNetwork() ? { w: 0, h: 0 } : size(things[id]);
    box.left = Math.min(box.left, place.x - w / 2);
    box.right = Math.max(box.right, place.x + w / 2);
    box.top = Math.min(box.top, place.y - h / 2);
    box.bottom = Math.max(box.bottom, place.y + h / 2);
  }
  return box.left < Infinity ? box : { left: 0, top: 0, right: 1, bottom: 1 };
}

/** px kept free round the picture where nothing lies over it. */
const around = () => (innerWidth < NARROW ? (isNetwork() ? MARGIN.small : MARGIN.narrow) : isNetwork() ? MARGIN.network : MARGIN.columns);

/** px kept free round the picture; what the panel lies over is not part of the window. @returns {[number, number, number, number]} */
function margin() {
  const [above, right, below, left] = around();
  const panel = must("panel");
  const over = panel.hidden || innerWidth < NARROW ? 0 : Math.max(0, must("stage").getBoundingClientRect().right - panel.getBoundingClientRect().left);
  return [above, right + over, below, left];
}

/** Show all, or as much as is legible, with what is chosen. @param {boolean} glide */
function whole(glide) {
  const chosen = state.thing && places.has(state.thing.id) ? [boxOf(nearChosen()), boxOf([state.thing.id])] : [];
  fit(boxOf(places.keys()), { glide, margin: margin(), least: isNetwork() ? 0 : LEGIBLE, keep: chosen });
}

/** What is chosen, and what it is tied to. @returns {Set<number>} */
function nearChosen() {
  const id = state.thing?.id ?? -1;
  return new Set([id, ...(now?.pairs ?? []).filter(({ from, to }) => from === id || to === id).flatMap(({ from, to }) => [from, to])]);
}

/** Show what is chosen, with what it is tied to. */
function fitChosen() {
  if (state.thing && now) fit(boxOf(nearChosen()), { glide: true, margin: margin() });
}

/** Work out where everything stands. */
function place() {
  if (!now) return;
  const svg = must("picture");
  if (now.alone) {
    const [, right, , left] = margin();
    places = inReadingOrder([...now.ids], (svg.clientWidth - left - right) / LEGIBLE);
    heads = [];
  } else if (isNetwork()) {
    places = network(now.steps, now.pairs, pins(), svg.clientHeight > svg.clientWidth);
    heads = [];
  } else {
    const [above, right, below, left] = margin();
    const [room, high] = [svg.clientWidth - left - right, svg.clientHeight - above - below];
    ({ places, heads } = columns(now.things, now.pairs, Math.max(0.3, room / Math.max(1, high)), room / LEGIBLE));
  }
}

/** Put the heads of the columns over them. */
function headings() {
  const root = must("heads");
  root.querySelectorAll("h3").forEach((head, index) => {
    const { x, y, width } = heads[index];
    const on = onScreen({ x, y: y ?? 0 });
    head.style.transform = `translate(-50%, 0) translate(${on.x.toFixed(1)}px, ${y === null ? 0 : on.y.toFixed(1)}px)`;
    head.style.width = `${Math.max(40, width * seen.k).toFixed(0)}px`;
  });
}

/** What is seen: the window where the reader has chosen what to look at, else all that is shown. */
function seenNow() {
  if (!now) return null;
  rest();
  const frame = must("picture").getBoundingClientRect();
  const covered = margin()[1] - around()[1];
  const window_ = { left: 0, top: 0, right: frame.width - covered, bottom: frame.height };
  if (steered) return { now, box: window_, placed: (/** @type {Thing} */ { id }) => at.get(id) };
  const drawn = [...document.querySelectorAll("#picture .world :is(.spot path, .name:not(.away), .line > .stroke), #heads h3")].map((each) => each.getBoundingClientRect());
  return {
    now, placed: (/** @type {Thing} */ { id }) => at.get(id),
    box: {
      left: Math.min(...drawn.map(({ left }) => left)) - frame.left - 4, right: Math.max(...drawn.map(({ right }) => right)) - frame.left + 4,
      top: Math.min(...drawn.map(({ top }) => top)) - frame.top - 4, bottom: Math.max(...drawn.map(({ bottom }) => bottom)) - frame.top + 4,
    },
  };
}

/** Fill in what depends on the state. */
function show() {
  if (comparison(must("compare"))) {
    now = null;
    return;
  }
  const next = scene();
  const { loose } = next;
  // What is chosen and not yet there is grown, so that it stays when something else is chosen;
  // a thing's own address, and one that is gone, stay as they are.
  if (loose && !state.retired && location.hash.startsWith(`#${view.id}`) && listed("voks").at(-1) !== loose.key) {
    go({ params: grow(loose) }, { replace: true });
    return;
  }
  const last = now;
  now = next;
  words();
  fillBar();
  fillKeeper();
  fillSaved();
  fillLegend(next);
  place();
  must("heads").replaceChildren(...heads.map(({ name, y }) => make("h3", { class: y === null ? "over" : "on" }, name)));
  const form = `${isNetwork() ? "network" : "columns"} ${next.alone ? [...next.ids].join() : ""}`;
  const steps = state.params.get("voks") || "";
  const source = state.thing ?? things.find(({ key }) => key === listed("voks").at(-1)?.replace(/\*$/, ""));
  picture(next, places, pins(), {
    columns: !isNetwork(), glide: last !== null,
    origin: (steps.startsWith(before.steps) && source && at.get(source.id)) || null,
  });
  const shown = [...next.ids].join();
  if (form !== before.form || (!steered && shown !== before.shown)) whole(last !== null && before.form !== "");
  else if (shown !== before.shown && last) reveal(boxOf(next.things.filter(({ id }) => !last.ids.has(id)).map(({ id }) => id)), 40);
  else if (state.thing && state.thing.key !== before.chosen) reveal(boxOf([state.thing.id]), 60);
  follow();
  rest();
  survey(places, boxOf(places.keys()));
  headings();
  stop(next, state.thing?.id);
  if (last && steps !== before.steps) announceGrowth(next, last);
  // The panel was filled before what is shown was known.
  if (state.thing) document.querySelector("#panel .on-map")?.replaceWith(beside(state.thing));
  before = { form, steps, chosen: state.thing?.key ?? "", shown };
}

/** Say what growing brought. @param {Scene} next @param {Scene} last */
function announceGrowth(next, last) {
  const fresh = next.things.filter(({ id }) => !last.ids.has(id));
  const gone = last.things.length - next.things.length + fresh.length;
  const names = fresh.slice(0, FEW).map((thing) => tell(thing.name)).join(", ");
  announce([fresh.length ? say("map.grew", { count: fresh.length, names: fresh.length > FEW ? `${names} …` : names }) : "",
    gone > 0 ? say("map.shrank", { count: gone }) : "", say("map.count", { count: next.things.length, all: things.length })].filter(Boolean).join(" "));
}

/** The words of the view that are not the bar's or the legend's. */
function words() {
  if (!now) return;
  must("map-title").textContent = say("map.title");
  const fold = must("legend-fold").firstElementChild;
  if (fold) fold.textContent = say("map.legend");
  for (const [id, key] of [["legend-things", "group_things"], ["legend-links", "group_links"], ["legend-colours", "group_colours"], ["empty", "none_shown"], ["help", "help"], ["legend-help", "legend_help"]]) must(id).textContent = say(`map.${key}`);
  for (const [id, sign] of [["zoom-out", "−"], ["zoom-in", "+"], ["zoom-fit", ""], ["zoom-chosen", ""]]) {
    const name = say(`map.${id.replace("-", "_")}`);
    must(id).textContent = sign || name;
    if (sign) must(id).setAttribute("aria-label", name);
  }
  /** @type {HTMLButtonElement} */ (must("zoom-chosen")).disabled = !state.thing;
  must("zoom").setAttribute("aria-label", say("map.zoom"));
  must("picture").setAttribute("aria-label", say("map.name"));
  must("empty").hidden = now.things.length > 0;
  must("parts").hidden = !large;
  if (large) must("parts").replaceChildren(...partsList());
  must("note").replaceChildren(...notes());
}

/** What the picture itself does not tell: how much is shown, and that no source ties it together. */
function notes() {
  if (!now) return [];
  const parts = [say("map.count", { count: now.things.length, all: things.length })];
  if (now.alone) return parts;
  if (now.left) parts.push(say("map.left", { count: now.left }));
  const { islands, ties } = now;
  if (islands.length > 1) parts.push(say("map.islands", { count: islands.length }));
  const offered = islands.length > 1 && ties > 0;
  if (offered) parts.push(say("map.ties", { count: ties }));
  if (nobodyNamed()) parts.push(say("map.actors_note"));
  const button = make("button", { type: "button", id: "ties", class: "small-button" }, say("map.show_read"));
  button.addEventListener("click", () => go({ params: changed({ vis: [...listed("vis"), "read"].join(",") }) }));
  return [parts.join(" "), ...(offered && !listed("vis").includes("read") ? [" ", button] : [])];
}

/** Whether measures are shown that the sources recommend, naming nobody to carry them out, but «we». */
function nobodyNamed() {
  const measures = countedAs("proposal");
  /** @param {...string} roles */
  const some = (...roles) => measures.some((thing) => touching[thing.id].some((link) =>
    link.from === thing.id && link.standing === "stated" && roles.includes(link.predicate)));
  return measures.some(({ id }) => now?.ids.has(id)) && some("impliedPerformer") && !some("responsible", "accountable", "performer");
}

/** On paper, all of the picture on one sheet. */
function onPaper() {
  if (state.view !== "kart" || !now) return;
  document.documentElement.classList.add(PRINTING);
  /** @type {HTMLDetailsElement} */ (must("legend-fold")).open = true;
  fit(boxOf(places.keys()), { margin: [...MARGIN[isNetwork() ? "network" : "columns"]], least: 0, most: 3, room: SHEET });
  rest();
  headings();
}

/** What the panel says of the map. @param {Thing} thing */
const beside = (thing) => choices(thing, things, now, (each) => pin(each, null));
extras.set("kart", beside);

/** What is drawn, in px of the window, for tests and for those who script the page. */
export const drawing = {
  scale: () => seen.k,
  boxes: () => (now?.things ?? []).map((thing) => {
    const { x, y } = onScreen(at.get(thing.id) ?? { x: 0, y: 0 });
    const { w, h } = size(thing);
    const spot = spots().get(thing.id);
    const [left, top, right, bottom] = spot?.box ?? [0, 0, 0, 0];
    const font = Number(shapeOf(thing.id)?.querySelector(".inside")?.getAttribute("font-size") ?? 0);
    return {
      key: thing.key, x, y, width: w * seen.k, height: h * seen.k, font: font * seen.k,
      lines: thing.lines[state.lang].length, widest: Math.max(...thing.lines[state.lang].map((line) => wide(line, font))) * seen.k,
      name: spot ? { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top } : null,
    };
  }),
  links: () => (now?.pairs ?? []).reduce((sum, pair) => sum + pair.links.length, 0),
};

/** @type {import("../shared/state.js").View} */
export const view = { id: "kart", build, show };

