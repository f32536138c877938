// The table: every thing and every link as a row, to choose among, sort, search, and keep as a file.

import { go, href, set } from "../shared/address.js";
import { csv, download, readingsControl } from "../shared/elements.js";
import { linkCount, links, make, number, say, state, things } from "../shared/state.js";
import { COLUMNS, aim, fields, name } from "./columns.js";
import { NAMES, amount, options, pick, rows } from "./filter.js";

/**
 * @typedef {import("./filter.js").Part} Part
 * @typedef {import("./filter.js").Row} Row
 * @typedef {import("./filter.js").Choices} Choices
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{table: HTMLTableElement, body: HTMLTableSectionElement, heads: Map<string, HTMLTableCellElement>, shown: Row[]}} Sheet
 * @typedef {{lang: string, known: Record<string, Map<string, string>>, parts: HTMLElement, search: HTMLInputElement,
 *   selects: Map<string, HTMLSelectElement>, readings: HTMLElement, told: HTMLElement, status: HTMLElement, hidden: HTMLElement,
 *   unknown: HTMLElement, chosen: HTMLElement, none: HTMLElement, place: HTMLElement, note: HTMLElement, sheets: Map<Part, Sheet>}} Frame
 */

const WAIT = 150;
/** The frame in the language shown. @type {Frame | null} */ let frame = null;
/** The words typed that the address does not have yet. */ let typing = 0;
let last = "";

/** @returns {Part} */
const part = () => (state.params.get("del") === "forbindelser" ? "forbindelser" : "ting");

/** The column that sorts, and whether downwards; as the data lies: by the first. @returns {[Column, boolean]} */
function order() {
  const wanted = state.params.get("sorter") ?? "";
  const found = COLUMNS[part()].find(({ id }) => id === wanted.replace(/^-/, ""));
  return found ? [found, wanted.startsWith("-")] : [COLUMNS[part()][0], false];
}

/** What the address chooses among what there is. @param {Frame} now @returns {Choices} */
function choices({ known }) {
  const made = NAMES.map((each) => [each, state.params.get(each) ?? ""]);
  return { ...Object.fromEntries(made.filter(([each, value]) => known[each].has(value))), sok: state.params.get("sok") ?? "" };
}

/** What the address says that means nothing here. @param {Frame} now */
function unknown({ known }) {
  return [...state.params].filter(([key, value]) => {
    if (!value || key === "sok") return false;
    if (key === "del") return value !== "ting" && value !== "forbindelser";
    if (key === "sorter") return !COLUMNS[part()].some(({ id }) => id === value.replace(/^-/, ""));
    return !known[key]?.has(value);
  }).map(([key, value]) => `${key}=${value}`);
}

/** The parameters of the address as they are when some of them change; what is unknown goes. @param {Record<string, string>} change */
function params(change) {
  const kept = frame ? choices(frame) : {};
  const [column, down] = order();
  const sorter = column === COLUMNS[part()][0] && !down ? "" : `${down ? "-" : ""}${column.id}`;
  const all = { del: part() === "ting" ? "" : part(), ...kept, sorter, ...change };
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

/** @param {Record<string, Map<string, string>>} known @returns {[string, HTMLSelectElement][]} */
const selectors = (known) => NAMES.map((each) => {
  const select = make("select", { "data-filter": each }, make("option", { value: "" }, say("table.all")),
    ...[...known[each]].map(([value, label]) => make("option", { value, "data-called": label }, label)));
  select.addEventListener("change", () => choose({ [each]: select.value }));
  return [each, select];
});

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
  const selects = new Map(selectors(known));
  const search = searcher();
  const clear = make("button", { type: "button", "data-control": "clear" }, say("table.clear"));
  clear.addEventListener("click", () => {
    set({ readings: true, least: 0 });
    choose(Object.fromEntries([...NAMES, "sok"].map((each) => [each, ""])));
  });
  const keep = make("button", { type: "button", "data-control": "csv" }, say("table.csv"));
  keep.addEventListener("click", save);
  /** @type {Frame} */
  const made = {
    lang: state.lang, known, search, selects, sheets: new Map(), told: make("div", {}),
    parts: make("nav", { class: "parts", "aria-label": say("table.parts") }),
    readings: make("div", {}),
    status: make("p", { class: "status", role: "status" }), hidden: make("p", { class: "hidden" }),
    unknown: make("p", { class: "unknown" }), chosen: make("p", { class: "chosen" }),
    none: make("p", { class: "none" }, say("table.none")),
    place: make("div", { class: "sheet" }), note: make("p", { class: "note small" }),
  };
  const filters = make("div", { class: "filters", role: "group", "aria-label": say("table.filters") },
    labelled(say("table.filter_sok"), search),
    ...NAMES.map((each) => labelled(say(`table.filter_${each}`), /** @type {HTMLElement} */ (selects.get(each)))),
    made.readings);
  root.replaceChildren(
    make("h2", {}, say("table.title")), make("p", {}, say("table.about")),
    made.parts, filters,
    make("div", { class: "told" }, made.status, made.hidden, clear, keep),
    made.unknown, made.chosen, made.place, made.none, made.note,
    make("p", { class: "note small" }, say("table.csv_note")));
  return made;
}

/** The head of a part's table and room for its rows. @param {Part} which @returns {Sheet} */
function sheet(which) {
  /** @type {Sheet["heads"]} */ const heads = new Map();
  for (const column of COLUMNS[which]) {
    const button = make("button", { type: "button" }, say(`table.${column.head}`), make("span", { "aria-hidden": "true" }));
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
  return { table, body, heads, shown: [] };
}

/** Make a row once; its links are aimed each time it is shown. @param {Row} row @param {Part} which */
function draw(row, which) {
  row.element = make("tr", { role: "row", "data-standing": row.link?.standing, "data-row": name(row) }, ...COLUMNS[which].map((column, at) => {
    const told = { class: `c-${column.id}`, "data-head": say(`table.${column.head}`) };
    const cell = column.cell(row);
    return at === 0 ? make("th", { scope: "row", role: "rowheader", ...told }, ...cell)
      : make("td", { role: "cell", ...told, ...(cell.length && cell[0] !== "" ? {} : { "data-empty": true }) }, ...cell);
  }));
}

/** Cells that the choice of readings changes. @param {Row} row */
function recount(row) {
  for (const column of COLUMNS.ting.filter(({ id }) => id === "tolket")) {
    const cell = row.element?.querySelector(`.c-${column.id}`);
    cell?.replaceChildren(...column.cell(row));
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
  for (const [each, select] of now.selects) {
    for (const option of select.options) {
      if (!option.value) continue;
      const text = `${option.dataset.called} (${number(counts.get(each)?.get(option.value) ?? 0)})`;
      if (option.textContent !== text) option.textContent = text;
    }
    select.value = chosen[each] ?? "";
  }
  const words = part() === "ting" ? "things" : "links";
  line(now.status, say(`table.shows_${words}`, { shown: number(amount(shown)), all: number(all) }));
  line(now.hidden, hidden ? say(hidden === 1 ? "table.hidden_link" : "table.hidden_links", { count: number(hidden) }) : "");
  const strange = unknown(now);
  line(now.unknown, strange.length ? say("table.unknown", { choices: strange.join(", ") }) : "");
  line(now.chosen, [...NAMES, "sok"].filter((each) => chosen[each])
    .map((each) => `${say(`table.filter_${each}`)}: ${now.known[each]?.get(chosen[each]) ?? chosen[each]}`).join(" · "));
  line(now.note, say(`table.note_${words}`));
  now.none.hidden = shown.length > 0;
  fill(now, sorted(shown));
  reveal(now);
}

/** Bring a thing that has just been chosen into sight. @param {Frame} now */
function reveal(now) {
  const key = state.thing?.key ?? "";
  if (key !== last && part() === "ting") {
    now.sheets.get("ting")?.shown.find(({ thing }) => thing?.key === key)?.element?.scrollIntoView({ block: "nearest" });
  }
  last = key;
}

/** A cell that a spreadsheet would work out as a formula gets an apostrophe. @param {string | number} cell */
const safe = (cell) => (typeof cell === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell);

/** Keep what is shown as a file; the mark at its start tells Excel that it is UTF-8. */
function save() {
  const which = part();
  const columns = fields()[which];
  const shown = frame?.sheets.get(which)?.shown ?? [];
  const table = [columns.map(([head]) => say(`table.${head}`)), ...shown.map((row) => columns.map(([, cell]) => safe(cell(row))))];
  download(say(`table.${which === "ting" ? "thing" : "link"}_file`), "text/csv", `\uFEFF${csv(table)}`);
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "tabell", show };
