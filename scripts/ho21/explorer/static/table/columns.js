// The columns of the table: what stands in each, and how it sorts.

import { href } from "../shared/address.js";
import { BESIDE, able, ends, heading } from "../download/beside.js";
import { count, moment, notMade, origins, particulars, time, times } from "../download/sheets.js";
import { anchor, inMarks, lines, mark } from "../shared/elements.js";
import { byKey, inside, kind, make, number, passages, predicates, readable, rests, say, sources, standings, state, tell, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./filter.js").Row} Row
 * @typedef {import("./filter.js").Part} Part
 * @typedef {string | number | null} Key
 * @typedef {{id: string, head: () => string, down?: boolean, key: (row: Row) => Key, cell: (row: Row) => (Node | string)[]}} Column
 */

/** @param {Row} row */
const its = (row) => /** @type {Thing} */ (row.thing);
/** @param {Row} row */
const the = (row) => /** @type {Link} */ (row.link);

/** A link to a place in a source, kept right when the page's state changes. @param {number} at */
function spot(at) {
  const passage = passages[at];
  const source = sources[passage.source];
  const words = lines(passage);
  if (!readable(source)) return make("span", {}, words);
  return make("a", { "data-passage": at }, words);
}

/** The words that something rests on, each with its place. @param {number[]} some @param {boolean} whose whether to name the source */
function quotes(some, whose) {
  return some.flatMap((at) => {
    const { quote, lang = "nb", translation, source } = passages[at];
    const name = whose && sources[source] ? `${tell(sources[source].name)} · ` : "";
    return [
      make("blockquote", { lang }, inMarks(quote, lang)),
      ...(translation[state.lang] ? [make("p", { class: "translation" }, `“${translation[state.lang]}”`)] : []),
      make("p", { class: "small" }, name, spot(at)),
    ];
  });
}

/** The dates and times, a paragraph each; a source's own words for a time stay in its language. @param {Thing} thing */
const clocked = (thing) => times(thing).map((fact) =>
  make("p", { lang: fact.property === "whenText" && fact.value.nb === fact.value.en && "nb" }, time(fact)));

/** @param {string[]} texts */
const paragraphs = (texts) => texts.map((text) => make("p", {}, text));

/** @param {string[]} texts */
const joined = (texts) => texts.join("\n") || null;

/** @param {Thing} thing */
const end = (thing) => [anchor(thing), make("p", { class: "small" }, kind(thing))];

/** @param {Link} link */
function grounds(link) {
  const words = quotes(link.passages, origins(link).length > 1);
  if (link.reason) words.push(make("p", { class: "reason" }, `◇ ${tell(link.reason)}`));
  return words;
}

/** @param {Link} link */
function origin(link) {
  if (!rests(link)) return origins(link).map((at) => make("p", {}, make("a", { "data-source": sources[at].slug }, tell(sources[at].name))));
  return paragraphs(reader(link).map((text, at) => (at ? text : `${say("common.author")} ${text}`)));
}

/** Who read a link, and how far that has been gone through. @param {Link} link */
const reader = (link) => (link.author ? [inside(link.author), ...(link.review ? [tell(link.review)] : [])] : []);

/** @param {string} key */
const said = (key) => () => say(`download.head_${key}`);
/** @param {string} key */
const titled = (key) => () => say(`table.head_${key}`);

/** What stands beside a thing, each as how it is known; where no source says it, that. @param {import("../download/beside.js").Beside} column @param {Thing} thing */
function besides(column, thing) {
  const found = ends(column, thing);
  if (!found.length) return able(column, thing) ? [make("p", { class: "unsaid" }, say("table.unsaid"))] : [];
  return found.map(({ thing: other, link }) => make("p", {}, anchor(other, tell(other.short)), ...(link.standing === "stated" ? [] : [" ", mark(link)])));
}

/** The columns that any table of a part has. @type {Record<Part, Column[]>} */
const COLUMNS = {
  ting: [
    { id: "navn", head: said("name"), key: (row) => tell(its(row).name), cell: (row) => [anchor(its(row))] },
    { id: "type", head: said("kind"), key: (row) => kind(its(row)), cell: (row) => [kind(its(row))] },
    {
      id: "ord", head: titled("words"), key: (row) => its(row).statements.map((at) => passages[at].quote)[0] ?? null,
      cell: (row) => (its(row).statements.length ? quotes(its(row).statements, true) : [make("p", { class: "small" }, say("table.no_words"))]),
    },
    { id: "nar", head: said("when"), key: (row) => moment(its(row)), cell: (row) => clocked(its(row)) },
    { id: "om", head: said("about"), key: (row) => joined(particulars(its(row))), cell: (row) => paragraphs(particulars(its(row))) },
    { id: "sagt", head: said("stated"), down: true, key: (row) => count(its(row), "stated"), cell: (row) => [number(count(its(row), "stated"))] },
    { id: "tolket", head: said("read"), down: true, key: (row) => count(its(row), "interpreted"), cell: (row) => [readCount(row), ...(notMade(its(row)) ? [make("p", { class: "small" }, say("table.unmade", { count: number(notMade(its(row))) }))] : [])] },
  ],
  forbindelser: [
    { id: "fra", head: said("from"), key: (row) => tell(row.ends[0].name), cell: (row) => end(row.ends[0]) },
    { id: "forbindelse", head: said("predicate"), key: (row) => tell(predicates[the(row).predicate]), cell: (row) => [tell(predicates[the(row).predicate])] },
    { id: "til", head: said("to"), key: (row) => tell(row.ends[1].name), cell: (row) => end(row.ends[1]) },
    {
      id: "grunnlag", head: said("standing"), key: (row) => standings.findIndex(({ term }) => term === the(row).standing),
      cell: (row) => [mark({ ...the(row), confidence: undefined })],
    },
    {
      id: "sikkerhet", head: said("confidence"), down: true,
      key: (row) => (the(row).confidence === undefined ? null : Number(the(row).confidence)),
      cell: (row) => [the(row).confidence === undefined ? "" : number(the(row).confidence || "")],
    },
    { id: "ord", head: titled("reason"), key: (row) => grounded(the(row)), cell: (row) => grounds(the(row)) },
    { id: "kilde", head: said("source"), key: (row) => sourced(the(row)), cell: (row) => origin(the(row)) },
  ],
};

/** What tells of a thing beside its words, by the heading it has among answers. @type {Column[]} */
const FURTHER = BESIDE.map((column) => ({
  id: column.id, head: () => heading(column), cell: (row) => besides(column, its(row)),
  key: (row) => joined(ends(column, its(row)).map(({ thing }) => tell(thing.name))),
}));

/** Every column that a part can have. @param {Part} part */
export const columns = (part) => (part === "ting" ? [...COLUMNS.ting.slice(0, 3), ...FURTHER, ...COLUMNS.ting.slice(3)] : COLUMNS[part]);

/**
 * The columns that some rows fill: of what stands beside them, those that at least half of the rows can have; and the
 * kind, where it tells them apart.
 * @param {Part} part @param {Row[]} shown @param {string} sorting the column that sorts
 */
export function filled(part, shown, sorting) {
  const some = shown.flatMap(({ thing }) => thing ?? []);
  if (!some.length) return columns(part).filter(({ id }) => !FURTHER.some((column) => column.id === id));
  const away = new Set([
    ...BESIDE.filter((column) => 2 * some.filter((thing) => able(column, thing)).length < some.length).map(({ id }) => id),
    ...COLUMNS.ting.filter(({ id, key }) => ["nar", "om"].includes(id) && shown.every((row) => key(row) === null)).map(({ id }) => id),
    ...(some.length > 1 && some.every((thing) => thing.kind === some[0].kind) ? ["type"] : []),
  ]);
  away.delete(sorting);
  return columns(part).filter(({ id }) => !away.has(id));
}

/** How many readings a thing has; where none are shown at all, that. @param {Row} row */
const readCount = (row) => (state.readings ? `◇ ${number(count(its(row), "interpreted"))}` : say("download.hidden_read"));

/** @param {Link} link */
const grounded = (link) => (link.passages.length ? passages[link.passages[0]].quote : link.reason ? tell(link.reason) : null);

/** @param {Link} link */
const sourced = (link) => joined(rests(link) ? reader(link) : origins(link).map((at) => tell(sources[at].name)));

/** Where a link in a row leads. @param {DOMStringMap} named */
function target({ thing, passage, source }) {
  if (thing !== undefined) return href({ thing: byKey.get(thing) ?? null });
  if (source !== undefined) return href({ view: "kilder", path: [source], params: {} });
  const { source: at, start, end: last } = passages[Number(passage)];
  return href({ view: "kilder", path: [sources[at].slug], params: { sted: `${start}-${last}` } });
}

/** Set the links of a row to the addresses they have now. @param {Row} row @param {Map<string, string>} known addresses worked out already */
export function aim(row, known) {
  for (const link of row.element?.getElementsByTagName("a") ?? []) {
    const { thing, passage, source } = link.dataset;
    const key = `${thing} ${passage} ${source}`;
    const address = known.get(key) ?? target(link.dataset);
    known.set(key, address);
    link.setAttribute("href", address);
    if (thing !== undefined && thing === state.thing?.key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Which thing a row is about, for whoever looks for it. @param {Row} row */
export const name = (row) => (row.link === null ? row.thing.key
  : `${things[row.link.from].key} ${row.link.predicate} ${things[row.link.to].key} ${row.link.standing}`);
