// Language, colours, views, paper, and the start.

function setLanguage() {
  document.documentElement.lang = state.lang;
  document.title = tell(data.title);
  must("title").textContent = tell(data.title);
  for (const [name, set] of /** @type {[string, (e: Element, t: string) => void][]} */ ([
    ["text", (element, text) => { element.textContent = text; }],
    ["label", (element, text) => element.setAttribute("aria-label", text)],
    ["placeholder", (element, text) => element.setAttribute("placeholder", text)],
  ])) {
    document.querySelectorAll(`[data-${name}]`).forEach((element) =>
      set(element, say(element.getAttribute(`data-${name}`) || "")));
  }
  must("language").lang = say("language_code");
  must("headings").replaceChildren(...data.columns.map((/** @type {any} */ column) => heading("h3", column.name, column.x, 0)));
  spots.querySelectorAll("h3").forEach((each) => each.remove());
  spots.prepend(...data.shelves.map((/** @type {any} */ shelf) => heading("h3", groups[shelf.group].name, shelf.x, shelf.top + TOP)));
  things.forEach((thing) => spot[thing.id].setAttribute("aria-label", `${tell(thing.name)}, ${kind(thing)}`));
  fillLegend();
  fillTable();
  fillPanel();
  fillFooter();
  refresh();
}

/** @param {string} tag @param {Text} name @param {number} x @param {number} y */
function heading(tag, name, x, y) {
  const element = make(tag, {}, tell(name));
  element.style.setProperty("--x", String(x));
  element.style.setProperty("--y", String(y));
  element.style.setProperty("--w", String(layout.box + 24));
  return element;
}

function fillFooter() {
  const parts = [make("p", {}, say("unofficial"))];
  if (data.issued) parts.push(make("p", {}, `${say("data_from")} `, make("time", { datetime: data.issued }, date(data.issued))));
  if (data.licence.name) parts.push(make("p", {}, `${say("licence")}: `, outside(data.licence.url, data.licence.name)));
  if (data.sources.length) {
    const list = make("ul", {}, ...data.sources.map((/** @type {any} */ source) => make("li", {}, outside(source.url, tell(source.name)))));
    parts.push(make("details", {}, make("summary", {}, `${say("sources")} (${data.sources.length})`), list));
  }
  document.querySelector("footer")?.replaceChildren(...parts);
}

function setTheme() {
  if (state.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
  /** @type {HTMLSelectElement} */ (must("theme")).value = state.theme;
  readColours();
  fillLegend();
  fillPanel();
  if (network) network.redraw();
}

/** @param {"map" | "table"} view */
function setView(view) {
  state.view = view;
  must("map-view").hidden = view !== "map";
  must("legend").hidden = view !== "map";
  must("table-view").hidden = view !== "table";
  must("show-map").setAttribute("aria-pressed", String(view === "map"));
  must("show-table").setAttribute("aria-pressed", String(view === "table"));
  fillTable();
  fillPanel();
  refresh();
  if (view === "map" && state.chosen) reveal(state.chosen);
}

must("show-map").addEventListener("click", () => { setView("map"); keep(); });
must("show-table").addEventListener("click", () => { setView("table"); keep(); });
must("language").addEventListener("click", () => {
  state.lang = state.lang === "nb" ? "en" : "nb";
  setLanguage();
  keep();
});
must("theme").addEventListener("change", (event) => {
  state.theme = /** @type {HTMLSelectElement} */ (event.target).value;
  setTheme();
  keep();
});
must("reset").addEventListener("click", () => {
  shownGroups.clear();
  groups.forEach((of) => of.shelf || shownGroups.add(of.id));
  shownFamilies.clear();
  shownFamilies.add("stated").add("read");
  state.depth = "1";
  state.zoom = 1;
  fillLegend();
  choose(null);
  scroller.scrollTo({ left: 0, top: 0, behavior: "auto" });
});
must("zoom-in").addEventListener("click", () => zoom(1.15));
must("zoom-out").addEventListener("click", () => zoom(1 / 1.15));
must("zoom-fit").addEventListener("click", () => zoom(0));

// A link to a thing chooses it; the browser need not jump there.
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
  const hash = event.target.closest("a[href^='#']")?.getAttribute("href")?.slice(1) || "";
  const thing = things.find(({ key }) => encode(key) === hash);
  if (!thing) return;
  event.preventDefault();
  choose(thing);
});

addEventListener("resize", resize);
addEventListener("popstate", fromHash);
addEventListener("hashchange", fromHash);
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", setTheme);
}

/** On paper: light colours, a sharp picture of the whole map, and all evidence unfolded. */
function paper() {
  if (document.getElementById("paper")) return;
  document.documentElement.dataset.theme = "light";
  readColours();
  fillLegend();
  fillPanel();
  must("panel").querySelectorAll("details").forEach((each) => { each.open = true; });
  const [w, h] = [layout.width, depth() + HEADING];
  const sharp = Math.min(2, Math.sqrt(LARGEST_CANVAS / (w * h)));
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { id: "paper", "aria-hidden": "true" }));
  canvas.width = Math.floor(w * sharp);
  canvas.height = Math.floor(h * sharp);
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  ctx.scale(sharp, sharp);
  ctx.fillStyle = colour("soft");
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `bold 11px ${getComputedStyle(document.documentElement).fontFamily}`;
  for (const column of data.columns) ctx.fillText(tell(column.name), column.x, HEADING / 2, layout.box + 24);
  ctx.translate(0, HEADING);
  drawLines(ctx);
  things.forEach(({ id, x, y }) => drawThing({ ctx, id, x, y: y + TOP }).drawNode());
  must("map-view").append(canvas);
}

function screen() {
  document.getElementById("paper")?.remove();
  setTheme();
}

addEventListener("beforeprint", paper);
addEventListener("afterprint", screen);

const asked = new URLSearchParams(location.search);
state.lang = asked.get("lang") === "en" ? "en" : "nb";
state.theme = { mork: "dark", lys: "light" }[asked.get("tema") || ""] || "auto";
const view = { kart: "map", tabell: "table" }[asked.get("vis") || ""] || usual();
refreshVisible();
startMap();
setTheme();
setLanguage();
setView(view === "table" ? "table" : "map");
fromHash();
// The browser jumps to the address by itself once all is loaded; put the map right after that.
addEventListener("load", () => requestAnimationFrame(() => {
  if (state.chosen && state.view === "map") reveal(state.chosen);
}));

// For tests and for those who script the page: what is drawn, as numbers.
Object.defineProperty(window, "ho21", {
  value: Object.freeze({
    scale: () => scale,
    boxes: () => things.filter((thing) => visible[thing.id]).map((thing) => {
      const ctx = /** @type {CanvasRenderingContext2D} */ (must("canvas").querySelector("canvas")?.getContext("2d"));
      const { size, room, widest } = labelFont(thing, ctx);
      const { x, y } = network.getPosition(thing.id);
      return { key: thing.key, x, y, height: thing.height, width: layout.box, lines: thing.lines[state.lang].length, font: size * scale, room, widest };
    }),
    links: () => lines.flatMap((line) => line.links.filter(drawn)).length,
  }),
});
document.documentElement.dataset.ready = "true";
