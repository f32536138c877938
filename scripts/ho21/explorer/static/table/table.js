// The table: every thing and every link as a row, to choose among, sort, search, and keep as a file.

import { go, href, set } from "../shared/address.js";
import { BESIDE } from "../download/beside.js";
import { fileName, hand } from "../download/files.js";
import { graphml } from "../download/graphml.js";
import { handSheets, linkSheet, thingSheet } from "../download/sheets.js";
import { readingsControl } from "../shared/elements.js";
import { announce, linkCount, links, make, number, say, stands, state, things } from "../shared/state.js";
import { aim, columns, filled, name } from "./columns.js";
import { chips, facets } from "./facets.js";
import { NAMES, amount, options, pick, rows } from "./filter.js";

/**
 * @typedef {import("./filter.js").Part} Part
 * @typedef {import("./filter.js").Row} Row
 * @typedef {import("./filter.js").Choices} Choices
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{table: HTMLTableElement, body: HTMLTableSectionElement, heads: Map<string, HTMLTableCellElement>, shown: Row[], columns: string}} Sheet
 * @typedef {{lang: string, known: Record<string, Map<string, string>>, parts: HTMLElement, search: HTMLInputElement,
 *   facets: ReturnType<typeof facets>, toggle: HTMLElement, chips: HTMLElement, readings: HTMLElement, status: HTMLElement, hidden: HTMLElement, onMap: HTMLElement,
 *   unknown: HTMLElement, none: HTMLElement, place: HTMLElement, note: HTMLElement, sheets: Map<Part, Sheet>}} Frame
 */

const WAIT = 150;
/** So many things the map shows of a table, and no more: then they can still be told apart. */
const MOST_ON_MAP = 120;
/** The frame in the language shown. @type {Frame | null} */ let frame = null;
/** The words typed that the address does not have yet. */ let typing = 0;
let last = "";

/** @returns {Part} */
const part = () => (state.params.get("del") === "forbindelser" ? "forbindelser" : "ting");

/** The column that sorts, and whether downwards; as the data lies: by the first. @returns {[Column, boolean]} */
function order() {
  const wanted = state.params.get("sorter") ?? "";
  const all = columns(part());
  const found = all.find(({ id }) => id === wanted.replace(/^-/, ""));
  return found ? [found, wanted.startsWith("-")] : [all[0], false];
}

/** The values that the address gives a name. @param {string} name */
const given = (name) => (state.params.get(name) ?? "").split(",").filter(Boolean);

/** What the address chooses among what there is. @param {Frame} now @returns {Choices} */
const choices = ({ known }) => ({
  sok: state.params.get("sok") ?? "",
  of: Object.fromEntries(NAMES.map((each) => [each, [...new Set(given(each).filter((value) => known[each].has(value)))]])),
});

/** What the address says that means nothing here. @param {Frame} now */
function unknown({ known }) {
  return [...state.params].flatMap(([key, value]) => {
    if (!value || key === "sok") return [];
    if (NAMES.includes(key)) return given(key).filter((each) => !known[key].has(each)).map((each) => `${key}=${each}`);
    const means = key === "del" ? value === "ting" || value === "forbindelser"
      : key === "sorter" && columns(part()).some(({ id }) => id === value.replace(/^-/, ""));
    return means ? [] : [`${key}=${value}`];
  });
}

/** The parameters of the address as they are when some of them change; what is unknown goes. @param {Record<string, string>} change */
function params(change) {
  const { sok = "", of = {} } = frame ? choices(frame) : {};
  const kept = Object.fromEntries(Object.entries(of).map(([key, values]) => [key, values.join(",")]));
  const [column, down] = order();
  const sorter = column === columns(part())[0] && !down ? "" : `${down ? "-" : ""}${column.id}`;
  const all = { del: part() === "ting" ? "" : part(), ...kept, sok, sorter, ...change };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, value || null]));
}

/** @param {Record<string, string>} change */
const choose = (change) => go({ params: params(change) }, { replace: true });

/** The rows in order; what has nothing in the column comes last either way. @param {Row[]} some */
function sorted(some) {
  const [column, down] = order();
  const { compare } = new Intl.Collator(state.lang);
  const turn = down ? -1 : 1;
  return some.map((row, at) => ({ row, at, key: column.key(row) })).sort((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null) || one.at - other.at;
    const first = typeof one.key === "number" && typeof other.key === "number"
      ? one.key - other.key : compare(String(one.key), String(other.key));
    return turn * first || one.at - other.at;
  }).map(({ row }) => row);
}

/** @param {string} label @param {HTMLElement} control */
const labelled = (label, control) => make("label", {}, make("span", {}, label), control);

function searcher() {
  const search = make("input", { type: "search", "data-filter": "sok", placeholder: say("table.filter_sok_hint"), autocomplete: "off", spellcheck: "false" });
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      typing = 0;
      if (state.view === "tabell") choose({ sok: search.value.trim() });
    }, WAIT);
  });
  return search;
}

/** Make everything anew in the language shown. @param {HTMLElement} root @returns {Frame} */
function framed(root) {
  clearTimeout(typing);
  typing = 0;
  for (const row of [...rows.ting, ...rows.forbindelser]) row.element = null;
  const known = options();
  const search = searcher();
  const nothing = Object.fromEntries(NAMES.map((each) => [each, []]));
  const beside = facets(known, pick(part(), { sok: "", of: nothing }).counts, (each, values) => choose({ [each]: values.join(",") }));
  const toggle = make("button", { type: "button", class: "toggle", "data-control": "facets", "aria-controls": "tabell-facets", "aria-expanded": "false" });
  toggle.addEventListener("click", () => {
    const open = beside.root.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
  const clear = make("button", { type: "button", "data-control": "clear" }, say("table.clear"));
  clear.addEventListener("click", () => {
    set({ readings: true, least: 0 });
    choose(Object.fromEntries([...NAMES, "sok"].map((each) => [each, ""])));
  });
  const keep = (/** @type {"csv" | "xlsx" | "graphml"} */ form) => {
    const button = make("button", { type: "button", "data-control": form }, say(`download.${form}`));
    button.addEventListener("click", () => save(form));
    return button;
  };
  /** @type {Frame} */
  const made = {
    lang: state.lang, known, search, facets: beside, toggle, sheets: new Map(),
    parts: make("nav", { class: "parts", "aria-label": say("table.parts") }),
    readings: make("div", {}), chips: make("ul", { class: "chips", "aria-label": say("table.chosen") }),
    status: make("p", { class: "status", role: "status", tabindex: -1 }), hidden: make("p", { class: "hidden" }),
    onMap: make("span", {}), unknown: make("p", { class: "unknown" }),
    none: make("p", { class: "none" }, say("table.none")),
    place: make("div", { class: "sheet" }), note: make("p", { class: "note small" }),
  };
  root.replaceChildren(
    make("h2", {}, say("table.title")), make("p", {}, say("table.about")), made.parts,
    make("div", { class: "board" },
      make("div", { class: "choosing" }, labelled(say("table.filter_sok"), search), toggle, made.facets.root, made.readings),
      make("div", { class: "chosen" },
        make("div", { class: "told" }, made.status, made.hidden, made.onMap, clear, keep("xlsx"), keep("csv"), keep("graphml")),
        made.chips, made.unknown, made.place, made.none, made.note, make("p", { class: "note small" }, say("table.csv_note")))));
  return made;
}

/** The head of a part's table and room for its rows. @param {Part} which @returns {Sheet} */
function sheet(which) {
  /** @type {Sheet["heads"]} */ const heads = new Map();
  for (const column of columns(which)) {
    const button = make("button", { type: "button" }, column.head(), make("span", { "aria-hidden": "true" }));
    button.addEventListener("click", () => {
      const [by, down] = order();
      const turned = by === column ? !down : Boolean(column.down);
      choose({ sorter: `${turned ? "-" : ""}${column.id}` });
    });
    heads.set(column.id, make("th", { scope: "col", role: "columnheader", class: `c-${column.id}` }, button));
  }
  const body = make("tbody", { role: "rowgroup" });
  const table = make("table", { role: "table", class: which },
    make("caption", { class: "aside" }, say(`table.part_${which === "ting" ? "things" : "links"}`)),
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads.values())), body);
  return { table, body, heads, shown: [], columns: "" };
}

/** Make a row once; its links are aimed each time it is shown. @param {Row} row @param {Part} which */
function draw(row, which) {
  row.drawn = choiceOfReadings();
  row.element = make("tr", { role: "row", "data-standing": row.link?.standing, "data-row": name(row) }, ...columns(which).map((column, at) => {
    const told = { class: `c-${column.id}`, "data-head": column.head() };
    const cell = column.cell(row);
    return at === 0 ? make("th", { scope: "row", role: "rowheader", ...told }, ...cell)
      : make("td", { role: "cell", ...told, ...(cell.length && cell[0] !== "" ? {} : { "data-empty": true }) }, ...cell);
  }));
}

const choiceOfReadings = () => `${state.readings} ${state.least}`;
/** The columns whose cells the choice of readings changes. */
const CHANGING = ["tolket", ...BESIDE.map(({ id }) => id)];

/** @param {Row} row */
function recount(row) {
  if (row.drawn === choiceOfReadings()) return;
  row.drawn = choiceOfReadings();
  for (const column of columns("ting").filter(({ id }) => CHANGING.includes(id))) {
    const cell = row.element?.querySelector(`.c-${column.id}`);
    const made = column.cell(row);
    cell?.replaceChildren(...made);
    cell?.toggleAttribute("data-empty", !made.length);
  }
}

/** Show the columns that the rows fill; the sizes of each stand in the style. @param {Sheet} kept @param {Part} which @param {Row[]} shown */
function shape(kept, which, shown) {
  const there = filled(which, shown, order()[0].id).map(({ id }) => id);
  kept.table.style.setProperty("--columns", there.map((id) => `var(--w-${id})`).join(" "));
  kept.columns = there.join(" ");
  for (const [id, head] of kept.heads) head.hidden = !there.includes(id);
  for (const row of shown) {
    if (!row.element || row.element.dataset.columns === kept.columns) continue;
    row.element.dataset.columns = kept.columns;
    [...row.element.children].forEach((cell, at) => { /** @type {HTMLElement} */ (cell).hidden = !there.includes(columns(which)[at].id); });
  }
}

/** @param {Frame} now @param {Row[]} shown */
function fill(now, shown) {
  const which = part();
  const kept = now.sheets.get(which) ?? sheet(which);
  now.sheets.set(which, kept);
  const [by, down] = order();
  for (const [id, head] of kept.heads) {
    const sorts = id === by.id;
    if (sorts) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
    const arrow = head.querySelector("span");
    if (arrow) arrow.textContent = sorts ? (down ? " ▼" : " ▲") : "";
  }
  const known = new Map();
  for (const row of shown) {
    if (!row.element) draw(row, which);
    else if (which === "ting") recount(row);
    aim(row, known);
  }
  shape(kept, which, shown);
  // Moving the rows would take the focus from a link in one of them.
  if (shown.length !== kept.shown.length || shown.some((row, at) => row !== kept.shown[at])) {
    kept.body.replaceChildren(...shown.map((row) => /** @type {HTMLElement} */ (row.element)));
    kept.shown = shown;
  }
  if (now.place.firstChild !== kept.table) now.place.replaceChildren(kept.table);
  kept.table.hidden = !shown.length;
}

/** The choice of readings, made anew where it changed; the focus stays in it. @param {HTMLElement} place */
function fillReadings(place) {
  const key = `${state.readings} ${state.least}`;
  if (place.dataset.key === key) return;
  const held = place.contains(document.activeElement) ? document.activeElement?.getAttribute("data-control") : null;
  place.dataset.key = key;
  place.replaceChildren(readingsControl());
  if (held) /** @type {HTMLElement | null} */ (place.querySelector(`[data-control="${held}"]`))?.focus();
}

/** Set a line's words; a line without words is not there. @param {HTMLElement} line @param {string} words */
function line(line, words) {
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}

/** The two parts as links to each other. @param {HTMLElement} nav */
function fillParts(nav) {
  const made = /** @type {[Part, string, number][]} */ ([["ting", "things", things.length], ["forbindelser", "links", linkCount(links)]]);
  const focused = nav.contains(document.activeElement);
  nav.replaceChildren(...made.map(([which, text, count]) => make("a", {
    href: href({ params: params({ del: which === "ting" ? "" : which, sorter: which === part() ? params({}).sorter ?? "" : "" }) }),
    "aria-current": which === part() && "page",
  }, `${say(`table.part_${text}`)} (${number(count)})`)));
  if (focused) /** @type {HTMLElement | null} */ (nav.querySelector("[aria-current]"))?.focus();
}

/** @param {HTMLElement} root */
function show(root) {
  if (frame?.lang !== state.lang) frame = framed(root);
  const now = frame;
  const chosen = choices(now);
  const { shown, hidden, counts } = pick(part(), chosen);
  const all = amount(rows[part()]);
  fillParts(now.parts);
  fillReadings(now.readings);
  if (!typing && now.search.value.trim() !== chosen.sok.trim()) now.search.value = chosen.sok;
  now.facets.update(chosen.of, counts);
  const many = NAMES.reduce((sum, each) => sum + chosen.of[each].length, 0);
  now.toggle.textContent = many ? say("table.choose_chosen", { count: number(many) }) : say("table.choose");
  now.chips.replaceChildren(...chips(now.known, chosen, (each, value) => {
    choose({ [each]: each === "sok" ? "" : chosen.of[each].filter((one) => one !== value).join(",") });
    now.status.focus();
  }));
  now.chips.hidden = !now.chips.hasChildNodes();
  const words = part() === "ting" ? "things" : "links";
  line(now.status, say(`table.shows_${words}`, { shown: number(amount(shown)), all: number(all) }));
  line(now.hidden, hidden ? say(hidden === 1 ? "table.hidden_link" : "table.hidden_links", { count: number(hidden) }) : "");
  const strange = unknown(now);
  line(now.unknown, strange.length ? say("table.unknown", { choices: strange.join(", ") }) : "");
  line(now.note, say(`table.note_${words}`));
  now.onMap.replaceChildren(...mapLink(shown));
  now.none.hidden = shown.length > 0;
  fill(now, sorted(shown));
  reveal(now);
}

/** The way to the map of the things that are shown, or of those that the links shown tie together. @param {Row[]} shown */
function mapLink(shown) {
  const keys = [...new Set(shown.flatMap(({ ends }) => ends.map(({ key }) => key)))];
  if (!keys.length || keys.length > MOST_ON_MAP) return [];
  return [make("a", { class: "button", "data-control": "kart", href: href({ view: "kart", path: [], params: { bare: keys.join(",") } }) }, say("table.on_map"))];
}

/** Bring a thing that has just been chosen into sight. @param {Frame} now */
function reveal(now) {
  const key = state.thing?.key ?? "";
  if (key !== last && part() === "ting") {
    now.sheets.get("ting")?.shown.find(({ thing }) => thing?.key === key)?.element?.scrollIntoView({ block: "nearest" });
  }
  last = key;
}

/** Keep what is shown as a file; a network has the links that are shown, or those between the things that are. @param {"csv" | "xlsx" | "graphml"} form */
function save(form) {
  const shown = frame?.sheets.get(part())?.shown ?? [];
  const some = shown.flatMap(({ thing }) => thing ?? []);
  const tied = shown.flatMap(({ link }) => link ?? []);
  if (form === "graphml") {
    const ends = [...new Set(tied.flatMap(({ from, to }) => [from, to]))].sort((one, other) => one - other).map((at) => things[at]);
    const text = some.length ? graphml(some, links.filter(stands)) : graphml(ends, tied);
    hand(fileName(say("download.network"), form), form, text);
    return;
  }
  if (handSheets(form, [part() === "ting" ? thingSheet(some) : linkSheet(tied)])) return;
  announce(say("download.too_long"));
  if (frame) line(frame.unknown, say("download.too_long"));
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "tabell", show };
