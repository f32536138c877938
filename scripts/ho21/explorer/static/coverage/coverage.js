// What covers what: areas against blocks, target pictures against themes, and where it is empty.

import { anchor, readingsControl } from "../shared/elements.js";
import { asCounted, countedAs, holds, inOrder, kind, make, number, say, state, tell, things, touching } from "../shared/state.js";
import { fullest, count, gaps, piles, size, stated } from "./count.js";
import { board, choose, claims, closeOnEscape, figure, inVain, inWords, opener, refill, scroll, sought, tally } from "./parts.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./count.js").Counted} Counted
 * @typedef {{id: string, rows: Thing[], columns: Thing[], groups: Map<Thing, Thing[]> | null, stated: Counted, all: Counted}} Table
 */

/** The tables by their name in the address. @type {Record<string, string>} */
const TABLES = { malbilder: "areaPictures", tiltak: "areaMeasures", viderefort: "areaContinued", tema: "pictureThemes" };
const COUNTED = ["malbilder", "tiltak", "viderefort"];
const ALL = "alle";
const STEPS = 4;

/** Pillars before foundations, each as the source counts them. */
const blocks = () => asCounted(countedAs("block")).sort((one, other) => one.group - other.group);

/** Whether a thing is said or read to be part of another. @param {Thing} thing @param {Thing} whole */
const partOf = (thing, whole) => touching[thing.id].some((link) =>
  holds(link) && link.from === thing.id && link.predicate === "isPartOf" && link.to === whole.id);

/** What the address asks for. @returns {Table} */
function chosen() {
  const themes = state.path[0] === "malbilder";
  const wanted = state.params.get("tell") ?? "";
  const id = themes ? "tema" : COUNTED.includes(wanted) ? wanted : COUNTED[0];
  const pictures = asCounted(countedAs("goal"));
  /** @type {Map<Thing, Thing[]>} */ const groups = new Map();
  if (themes) {
    for (const block of blocks()) {
      groups.set(block, pictures.filter((each) => partOf(each, block)));
    }
  }
  return {
    id,
    rows: themes ? pictures : asCounted(countedAs("area")),
    columns: themes ? asCounted(countedAs("theme")) : blocks(),
    groups: themes ? groups : null,
    stated: count(TABLES[id], stated),
    all: count(TABLES[id], holds),
  };
}

/** A cell's name in the counts, and in the address. @param {Thing | null} row @param {Thing | null} column @returns {[string, string]} */
const names = (row, column) => [
  `${row?.id ?? ""}:${column?.id ?? ""}`,
  `${row?.key ?? ALL}~${column?.key ?? ALL}`,
];

/** What a cell is called in full. @param {Thing | null} row @param {Thing | null} column */
function called(row, column) {
  const ends = [row, column].filter((each) => each !== null).map((each) => tell(each.short));
  return ends.length ? ends.join(" × ") : say("coverage.total");
}

/**
 * One cell; a total also says in words where it is empty or fullest.
 * @param {Table} table @param {Thing | null} row @param {Thing | null} column @param {number} most
 */
function cell(table, row, column, most) {
  const [key, name] = names(row, column);
  const many = size(table.all, key);
  const few = size(table.stated, key);
  const total = !row || !column;
  const element = make("td", { class: total ? "total" : `amount-${Math.ceil((STEPS * many) / Math.max(most, 1))}`, "data-at": name, "data-count": many });
  const known = tally(few, many);
  const words = inWords(known, `coverage.unit_${table.id}`);
  if (many) element.append(opener(name, [figure(known)], `${words}: ${called(row, column)}`));
  else element.append(make("span", { "aria-hidden": "true" }, total ? "0" : "–"), make("span", { class: "aside" }, words));
  if (!total || (!row && !column)) return element;
  const line = row ? table.rows.map((each) => names(each, null)[0]) : table.columns.map((each) => names(null, each)[0]);
  if (!many) element.append(make("strong", { class: "said hole" }, say(`coverage.hole_${table.id}`)));
  else if (fullest(table.all, line).has(key)) element.append(make("strong", { class: "said" }, say("coverage.most")));
  return element;
}

/** @param {Table} table */
function drawn(table) {
  const most = Math.max(...table.rows.flatMap((row) => table.columns.map((column) => size(table.all, names(row, column)[0]))), 0);
  const { columns } = table;
  /** @param {Thing} row */
  const line = (row) => make("tr", {}, make("th", { scope: "row" }, anchor(row, tell(row.short))),
    ...[...columns, null].map((column) => cell(table, row, column, most)));
  const placed = new Set([...(table.groups?.values() ?? [])].flat());
  const loose = table.rows.filter((row) => !placed.has(row));
  const bodies = [...(table.groups ?? [])].map(([block, rows]) => make("tbody", {},
    make("tr", { class: "group" }, make("th", { scope: "rowgroup" }, anchor(block, tell(block.short)), " ", make("span", { class: "small" }, kind(block))),
      make("td", { colspan: columns.length + 1 })),
    ...rows.map(line)));
  return make("table", { class: "counts" },
    make("caption", {}, make("span", {}, say(`coverage.caption_${table.id}`))),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say(table.groups ? "coverage.picture" : "coverage.area")),
      ...columns.map((each) => make("th", { scope: "col" }, anchor(each, tell(each.short)), make("span", { class: "small" }, kind(each)))),
      make("th", { scope: "col" }, say("coverage.total")))),
    ...bodies,
    ...(loose.length ? [make("tbody", {}, ...loose.map(line))] : []),
    make("tfoot", {}, make("tr", {}, make("th", { scope: "row" }, say("coverage.total")),
      ...[...columns, null].map((column) => cell(table, null, column, most)))));
}

/** What the numbers rest on, said before the table. @param {Table} table */
function ground(table) {
  const few = size(table.stated, ":");
  const many = size(table.all, ":");
  const parts = [];
  if (few) parts.push(say("coverage.part_stated", { stated: few, all: many, unit: say(`coverage.unit_${table.id}_many`) }));
  else parts.push(say(`coverage.unsaid_${table.id}`));
  if (!state.readings) parts.push(say(few ? "coverage.readings_off" : "coverage.empty"));
  else {
    if (!few) parts.push(say(many ? "coverage.all_read" : "coverage.none_read"));
    if (state.least) parts.push(say("coverage.at_least", { least: number(state.least) }));
  }
  return make("p", { class: "ground" }, parts.join(" "));
}

/** What the address has opened, if it is a cell of this table. @param {Table} table */
function opened(table) {
  const wanted = state.params.get("celle");
  if (wanted === undefined) return null;
  for (const row of [...table.rows, null]) {
    for (const column of [...table.columns, null]) {
      const [key, name] = names(row, column);
      if (name !== wanted) continue;
      const found = table.all.get(key) ?? new Map();
      const sorted = asCounted([...found.keys()].map((at) => things[at]));
      const words = inWords(tally(size(table.stated, key), found.size), `coverage.unit_${table.id}`);
      return claims({ title: called(row, column), words, found: new Map(sorted.map((each) => [each.id, found.get(each.id)])) });
    }
  }
  return null;
}

function holes() {
  const before = new Map(gaps(stated).map((gap) => [gap.name, gap.things.length]));
  return gaps(holds).flatMap((gap) => [
    make("h4", { "data-gap": gap.name, "data-count": gap.things.length }, say(`coverage.gap_${gap.name}`, { count: gap.things.length, all: gap.all })),
    make("p", { class: "small" }, say("coverage.stated_alone", { count: before.get(gap.name) ?? 0, all: gap.all })),
    make("ul", { class: "list" }, ...asCounted(gap.things).map((thing) =>
      make("li", {}, anchor(thing), ...(gap.name === "measureAimless" ? inVain(sought(thing, "contributesTo", "goal")) : [])))),
  ]);
}

function heaps() {
  const before = new Map(piles(stated).map((pile) => [pile.name, pile.counted]));
  return piles(holds).flatMap((pile) => {
    /** @param {Thing} thing */ const many = (thing) => size(pile.counted, `${thing.id}:`);
    /** @param {Thing} thing */ const few = (thing) => size(before.get(pile.name) ?? new Map(), `${thing.id}:`);
    const sorted = inOrder(pile.things).sort((one, other) => many(other) - many(one));
    return [
      make("h4", { "data-pile": pile.name }, say(`coverage.pile_${pile.name}`)),
      sorted.length
        ? make("ul", { class: "list" }, ...sorted.map((thing) => make("li", { "data-count": many(thing) }, make("strong", {}, figure(tally(few(thing), many(thing)))), " ", anchor(thing))))
        : make("p", { class: "small" }, say("coverage.no_pile")),
    ];
  });
}

/** @param {Table} table */
function choices(table) {
  const themes = table.groups !== null;
  const tables = choose(say("coverage.tables"), [
    { id: "omrader", words: say("coverage.table_omrader"), path: ["omrader"], params: {}, now: !themes },
    { id: "malbilder", words: say("coverage.table_malbilder"), path: ["malbilder"], params: {}, now: themes },
  ]);
  if (themes) return [tables];
  /** @param {string} id @returns {Record<string, string>} */
  const counting = (id) => (id === COUNTED[0] ? {} : { tell: id });
  return [tables, choose(say("coverage.count"), COUNTED.map((id) => (
    { id: `tell-${id}`, words: say(`coverage.count_${id}`), path: ["omrader"], params: counting(id), now: table.id === id })))];
}

/** @param {HTMLElement} root */
function show(root) {
  const table = chosen();
  refill(root, [
    make("h2", {}, say("coverage.title")),
    make("p", {}, say("coverage.lead")),
    readingsControl(),
    ...choices(table),
    ground(table),
    board(scroll(say(`coverage.caption_${table.id}`), drawn(table)), opened(table)),
    make("p", { class: "small" }, say("coverage.key")),
    make("div", { class: "lists" },
      make("section", {}, make("h3", {}, say("coverage.holes")), ...holes()),
      make("section", {}, make("h3", {}, say("coverage.heaps")), ...heaps())),
  ]);
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "dekning", paths: ["omrader", "malbilder"], build: closeOnEscape, show };
