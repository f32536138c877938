// The columns of the table: what stands in each, how it sorts, and what goes into the file.

import { href } from "../shared/address.js";
import { anchor, inMarks, lines, mark } from "../shared/elements.js";
import { date, kind, linkCount, make, number, passages, predicates, rests, say, sources, standingOf, standings, stands, standsUnmade, state, tell, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./filter.js").Row} Row
 * @typedef {string | number | null} Key
 * @typedef {{id: string, head: string, down?: boolean, narrow?: boolean, key: (row: Row) => Key, cell: (row: Row) => (Node | string)[]}} Column
 * @typedef {[string, (row: Row) => string | number]} Field
 */

const OF_DOCUMENTS = ["created", "issued", "modified"];
const TIMES = ["when", "whenText", ...OF_DOCUMENTS];
const HO = "https://w3id.org/ho21/def#";

/** @param {Row} row */
const its = (row) => /** @type {Thing} */ (row.thing);
/** @param {Row} row */
const the = (row) => /** @type {Link} */ (row.link);

/** A link to a place in a source, kept right when the page's state changes. @param {number} at */
function spot(at) {
  const passage = passages[at];
  const source = sources[passage.source];
  const words = lines(passage);
  if (!source || source.text === undefined) return make("span", {}, words);
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

/** @param {Thing} thing */
const times = (thing) => thing.facts.filter(({ property }) => TIMES.includes(property));

/** A date or time; that of a document says which it is. @param {import("../shared/state.js").Fact} fact */
const time = ({ property, label, value }) => (OF_DOCUMENTS.includes(property) ? `${tell(label)}: ${date(tell(value))}`
  : property === "when" ? date(tell(value)) : tell(value));

/** The dates and times of a thing. @param {Thing} thing */
const when = (thing) => times(thing).map(time);

/** The same, a paragraph each; a source's own words for a time stay in its language. @param {Thing} thing */
const clocked = (thing) => times(thing).map((fact) =>
  make("p", { lang: fact.property === "whenText" && fact.value.nb === fact.value.en && "nb" }, time(fact)));

/** A thing's first date as the graph writes it, else its time in words. @param {Thing} thing */
const moment = (thing) => {
  const dated = thing.facts.filter(({ property }) => property === "when" || OF_DOCUMENTS.includes(property));
  return dated.map(({ raw }) => raw).sort()[0] ?? joined(when(thing));
};

/** What else a source says of a thing in one word or number, each as «label: value». @param {Thing} thing */
function particulars(thing) {
  const unit = thing.facts.find(({ property }) => property === "unit");
  const counted = thing.facts.some(({ property }) => property === "value");
  return thing.facts
    .filter(({ property }) => !TIMES.includes(property) && !(property === "unit" && counted))
    .map(({ property, label, value }) => {
      const text = property === "value" ? [number(tell(value)), ...(unit ? [tell(unit.value)] : [])].join(" ") : tell(value);
      return `${tell(label)}: ${text}`;
    });
}

/** How many links with content a thing has of a standing, where they are shown. @param {Row} row @param {string} known */
const count = (row, known) => linkCount(row.links.filter((link) => link.standing === known && !link.set && stands(link)));

/** @param {string[]} texts */
const paragraphs = (texts) => texts.map((text) => make("p", {}, text));

/** @param {string[]} texts */
const joined = (texts) => texts.join("\n") || null;

/** The documents that the words of a link stand in. @param {Link} link */
const origins = (link) => [...new Set(link.passages.map((at) => passages[at].source))].filter((at) => sources[at]);

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
const reader = (link) => (link.author ? [tell(link.author), ...(link.review ? [tell(link.review)] : [])] : []);

/** @type {Record<import("./filter.js").Part, Column[]>} */
export const COLUMNS = {
  ting: [
    { id: "navn", head: "head_name", key: (row) => tell(its(row).name), cell: (row) => [anchor(its(row))] },
    { id: "type", head: "head_kind", key: (row) => kind(its(row)), cell: (row) => [kind(its(row))] },
    {
      id: "ord", head: "head_words", key: (row) => its(row).statements.map((at) => passages[at].quote)[0] ?? null,
      cell: (row) => (its(row).statements.length ? quotes(its(row).statements, true) : [make("p", { class: "small" }, say("table.no_words"))]),
    },
    { id: "nar", head: "head_when", key: (row) => moment(its(row)), cell: (row) => clocked(its(row)) },
    { id: "om", head: "head_about", key: (row) => joined(particulars(its(row))), cell: (row) => paragraphs(particulars(its(row))) },
    { id: "sagt", head: "head_stated", down: true, narrow: true, key: (row) => count(row, "stated"), cell: (row) => [number(count(row, "stated"))] },
    { id: "tolket", head: "head_read", down: true, narrow: true, key: (row) => count(row, "interpreted"), cell: (row) => [readCount(row), ...(notMade(row) ? [make("p", { class: "small" }, say("table.unmade", { count: number(notMade(row)) }))] : [])] },
  ],
  forbindelser: [
    { id: "fra", head: "head_from", key: (row) => tell(row.ends[0].name), cell: (row) => end(row.ends[0]) },
    { id: "forbindelse", head: "head_predicate", key: (row) => tell(predicates[the(row).predicate]), cell: (row) => [tell(predicates[the(row).predicate])] },
    { id: "til", head: "head_to", key: (row) => tell(row.ends[1].name), cell: (row) => end(row.ends[1]) },
    {
      id: "grunnlag", head: "head_standing", key: (row) => standings.findIndex(({ term }) => term === the(row).standing),
      cell: (row) => [mark({ ...the(row), confidence: undefined })],
    },
    {
      id: "sikkerhet", head: "head_confidence", down: true, narrow: true,
      key: (row) => (the(row).confidence === undefined ? null : Number(the(row).confidence)),
      cell: (row) => [the(row).confidence === undefined ? "" : number(the(row).confidence || "")],
    },
    { id: "ord", head: "head_reason", key: (row) => grounded(the(row)), cell: (row) => grounds(the(row)) },
    { id: "kilde", head: "head_source", key: (row) => sourced(the(row)), cell: (row) => origin(the(row)) },
  ],
};

/** How many readings a thing has; where none are shown at all, that. @param {Row} row */
const readCount = (row) => (state.readings ? `◇ ${number(count(row, "interpreted"))}` : say("table.hidden_read"));

/** How many links of a thing were weighed and not made, where readings are shown. @param {Row} row */
const notMade = (row) => its(row).unmade.filter(standsUnmade).length;

/** @param {Link} link */
const grounded = (link) => (link.passages.length ? passages[link.passages[0]].quote : link.reason ? tell(link.reason) : null);

/** @param {Link} link */
const sourced = (link) => joined(rests(link) ? reader(link) : origins(link).map((at) => tell(sources[at].name)));

/** Words as they stand in the file: each in quotation marks, a line each. @param {number[]} some */
const verbatim = (some) => some.map((at) => inMarks(passages[at].quote, passages[at].lang)).join("\n");
/** @param {number[]} some */
const translated = (some) => some.map((at) => passages[at].translation[state.lang]).map((text) => (text ? `“${text}”` : "")).join("\n");
/** @param {number[]} some */
const places = (some) => some.map((at) => `${passages[at].file} · ${lines(passages[at])}`).join("\n");

/** What the file holds: the name of each column, and its cell. @returns {Record<import("./filter.js").Part, Field[]>} */
export const fields = () => ({
  ting: [
    ["head_name", (row) => tell(its(row).name)],
    ["head_kind", (row) => kind(its(row))],
    ["head_file_words", (row) => verbatim(its(row).statements)],
    ...translations((row) => its(row).statements),
    ["head_file_place", (row) => places(its(row).statements)],
    ["head_when", (row) => when(its(row)).join("\n")],
    ["head_about", (row) => particulars(its(row)).join("\n")],
    ["head_stated", (row) => count(row, "stated")],
    ["head_read", (row) => (state.readings ? count(row, "interpreted") : say("table.hidden_read"))],
    ["head_file_unmade", (row) => (state.readings ? notMade(row) : say("table.hidden_read"))],
    ["head_file_key", (row) => its(row).key],
    ["head_file_iri", (row) => its(row).iri],
  ],
  forbindelser: [
    ["head_from", (row) => tell(row.ends[0].name)],
    ["head_predicate", (row) => tell(predicates[the(row).predicate])],
    ["head_to", (row) => tell(row.ends[1].name)],
    ["head_standing", (row) => tell(standingOf(the(row).standing)?.label ?? { nb: "", en: "" })],
    ["head_confidence", (row) => the(row).confidence ?? ""],
    ["head_file_words", (row) => verbatim(the(row).passages)],
    ...translations((row) => the(row).passages),
    ["head_file_place", (row) => places(the(row).passages)],
    ["head_file_reason", (row) => tell(the(row).reason ?? { nb: "", en: "" })],
    ["head_source", (row) => (rests(the(row)) ? "" : sourced(the(row)) ?? "")],
    ["head_author", (row) => (rests(the(row)) ? tell(the(row).author ?? { nb: "", en: "" }) : "")],
    ["head_file_review", (row) => tell(the(row).review ?? { nb: "", en: "" })],
    ["head_file_from_key", (row) => row.ends[0].key],
    ["head_file_to_key", (row) => row.ends[1].key],
    ["head_file_from_iri", (row) => row.ends[0].iri],
    ["head_file_predicate", (row) => `${HO}${the(row).predicate}`],
    ["head_file_to_iri", (row) => row.ends[1].iri],
  ],
});

/** The translations stand in the file where they stand on the screen. @param {(row: Row) => number[]} of @returns {Field[]} */
const translations = (of) => (passages.some((each) => each.translation[state.lang]) ? [["head_file_translation", (row) => translated(of(row))]] : []);

/** Where a link in a row leads. @param {DOMStringMap} named @param {Row} row */
function target({ thing, passage, source }, row) {
  if (thing !== undefined) return href({ thing: row.ends.find(({ key }) => key === thing) });
  if (source !== undefined) return href({ view: "kilder", path: [source], params: {} });
  const { source: at, start, end: last } = passages[Number(passage)];
  return href({ view: "kilder", path: [sources[at].slug], params: { sted: `${start}-${last}` } });
}

/** Set the links of a row to the addresses they have now. @param {Row} row @param {Map<string, string>} known addresses worked out already */
export function aim(row, known) {
  for (const link of row.element?.getElementsByTagName("a") ?? []) {
    const { thing, passage, source } = link.dataset;
    const key = `${thing} ${passage} ${source}`;
    const address = known.get(key) ?? target(link.dataset, row);
    known.set(key, address);
    link.setAttribute("href", address);
    if (thing !== undefined && thing === state.thing?.key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Which thing a row is about, for whoever looks for it. @param {Row} row */
export const name = (row) => (row.link === null ? row.thing.key
  : `${things[row.link.from].key} ${row.link.predicate} ${things[row.link.to].key} ${row.link.standing}`);
