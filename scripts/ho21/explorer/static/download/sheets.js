// Things and links as sheets: what a file of them holds, for the table and for whatever else shows them.

import { inMarks, lines } from "../shared/elements.js";
import { data, date, interpreted, kind, linkCount, number, passages, predicates, rests, say, sources, standingOf, stands, standsUnmade, state, tell, things, touching } from "../shared/state.js";
import { BESIDE, able, ends, heading, inWords, known } from "./beside.js";
import { spreadsheet } from "./csv.js";
import { fileName, hand } from "./files.js";
import { fits, workbook } from "./xlsx.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../shared/state.js").Fact} Fact
 * @typedef {import("./csv.js").Cell} Cell
 * @typedef {import("./xlsx.js").Sheet} Sheet
 */

const OF_DOCUMENTS = ["created", "issued", "modified"];
const TIMES = ["when", "whenText", ...OF_DOCUMENTS];
const HO = "https://w3id.org/ho21/def#";
/** How a row looks by how its link is known. @type {Record<string, import("./xlsx.js").Look>} */
const LOOKS = { followsFromStated: "inferred", interpreted: "read", followsFromInterpreted: "read" };

/** The dates and times of a thing. @param {Thing} thing */
export const times = (thing) => thing.facts.filter(({ property }) => TIMES.includes(property));

/** A date or time; that of a document says which it is. @param {Fact} fact */
export const time = ({ property, label, value }) => (OF_DOCUMENTS.includes(property) ? `${tell(label)}: ${date(tell(value))}`
  : property === "when" ? date(tell(value)) : tell(value));

/** A thing's first date as the graph writes it, else its time in words. @param {Thing} thing */
export function moment(thing) {
  const dated = times(thing).filter(({ property }) => property !== "whenText");
  return dated.map(({ raw }) => raw).sort()[0] ?? (times(thing).map(time).join("\n") || null);
}

/** What else a source says of a thing in one word or number, each as «label: value». @param {Thing} thing */
export function particulars(thing) {
  const unit = thing.facts.find(({ property }) => property === "unit");
  const counted = thing.facts.some(({ property }) => property === "value");
  return thing.facts
    .filter(({ property }) => !TIMES.includes(property) && !(property === "unit" && counted))
    .map(({ property, label, value }) => {
      const text = property === "value" ? [number(tell(value)), ...(unit ? [tell(unit.value)] : [])].join(" ") : tell(value);
      return `${tell(label)}: ${text}`;
    });
}

/** How many links with content a thing has of a standing, where they are shown. @param {Thing} thing @param {string} standing */
export const count = (thing, standing) => linkCount(touching[thing.id].filter((link) => link.standing === standing && !link.set && stands(link)));

/** How many links of a thing were weighed and not made, where readings are shown. @param {Thing} thing */
export const notMade = (thing) => thing.unmade.filter(standsUnmade).length;

/** The documents that the words of a link stand in. @param {Link} link */
export const origins = (link) => [...new Set(link.passages.map((at) => passages[at].source))].filter((at) => sources[at]);

/** Words as they stand in the file: each in quotation marks, a line each. @param {number[]} some */
export const verbatim = (some) => some.map((at) => inMarks(passages[at].quote, passages[at].lang)).join("\n");
/** @param {number[]} some */
const translated = (some) => some.map((at) => passages[at].translation[state.lang]).map((text) => (text ? `“${text}”` : "")).join("\n");
/** @param {number[]} some */
export const placesIn = (some) => some.map((at) => `${passages[at].file} · ${lines(passages[at])}`).join("\n");

/** The translations stand in the file where they stand on the screen. @template T @param {(one: T) => number[]} of @returns {[string, (one: T) => Cell][]} */
export const translations = (of) => (passages.some((each) => each.translation[state.lang])
  ? [[say("download.head_translation"), (/** @type {T} */ one) => translated(of(one))]] : []);

/** A sheet of what some columns say of each of some things or links. @template T @param {string} name @param {[string, (one: T) => Cell][]} columns @param {T[]} some @returns {Sheet} */
export const sheet = (name, columns, some) => ({ name, heads: columns.map(([head]) => head), rows: some.map((one) => columns.map(([, cell]) => cell(one))) });

/**
 * Some things as a sheet. What stands beside them is told as the source says it, and apart from that as it is read;
 * a column is left out where no thing of these kinds has anything in it, and so is one of readings that has none.
 * @param {Thing[]} some @returns {Sheet}
 */
export function thingSheet(some) {
  const columns = BESIDE.filter((column) => some.some((thing) => able(column, thing)));
  /** @type {[string, (thing: Thing) => Cell][]} */ const beside = columns.flatMap((column) => {
    /** @param {boolean} read @returns {(thing: Thing) => Cell} */
    const told = (read) => (thing) => known(ends(column, thing), read).map(inWords).join("\n") || null;
    const readings = some.some((thing) => known(ends(column, thing), true).length);
    return /** @type {[string, (thing: Thing) => Cell][]} */ ([[heading(column), told(false)],
      ...(readings ? [[`${heading(column)} (${interpreted.sign} ${tell(interpreted.label)})`, told(true)]] : [])]);
  });
  const made = sheet(say("download.things"), [
    [say("download.head_name"), (thing) => tell(thing.name)],
    [say("download.head_kind"), kind],
    [say("download.head_words"), (thing) => verbatim(thing.statements)],
    ...translations((/** @type {Thing} */ thing) => thing.statements),
    [say("download.head_place"), (thing) => placesIn(thing.statements)],
    ...beside,
    [say("download.head_when"), (thing) => times(thing).map(time).join("\n")],
    [say("download.head_about"), (thing) => particulars(thing).join("\n")],
    [say("download.head_stated"), (thing) => count(thing, "stated")],
    [say("download.head_read"), (thing) => (state.readings ? count(thing, "interpreted") : say("download.hidden_read"))],
    [say("download.head_unmade"), (thing) => (state.readings ? notMade(thing) : say("download.hidden_read"))],
    [say("download.head_key"), (thing) => thing.key],
    [say("download.head_iri"), (thing) => thing.iri],
  ], some);
  const silent = columns.flatMap((column) => some.flatMap((thing, at) =>
    (able(column, thing) && !known(ends(column, thing), false).length ? [`${at} ${made.heads.indexOf(heading(column))}`] : [])));
  return { ...made, unsaid: new Set(silent) };
}

/** Some links as a sheet. @param {Link[]} some @returns {Sheet} */
export function linkSheet(some) {
  const made = sheet(say("download.links"), [
    [say("download.head_from"), (link) => tell(things[link.from].name)],
    [say("download.head_predicate"), (link) => tell(predicates[link.predicate])],
    [say("download.head_to"), (link) => tell(things[link.to].name)],
    [say("download.head_standing"), (link) => tell(standingOf(link.standing)?.label ?? { nb: "", en: "" })],
    [say("download.head_confidence"), (link) => (link.confidence === undefined ? null : Number(link.confidence))],
    [say("download.head_words"), (link) => verbatim(link.passages)],
    ...translations((/** @type {Link} */ link) => link.passages),
    [say("download.head_place"), (link) => placesIn(link.passages)],
    [say("download.head_reason"), (link) => tell(link.reason ?? { nb: "", en: "" })],
    [say("download.head_source"), (link) => (rests(link) ? "" : origins(link).map((at) => tell(sources[at].name)).join("\n"))],
    [say("download.head_author"), (link) => (rests(link) ? tell(link.author ?? { nb: "", en: "" }) : "")],
    [say("download.head_review"), (link) => tell(link.review ?? { nb: "", en: "" })],
    [say("download.head_from_key"), (link) => things[link.from].key],
    [say("download.head_to_key"), (link) => things[link.to].key],
    [say("download.head_from_iri"), (link) => things[link.from].iri],
    [say("download.head_predicate_iri"), (link) => `${HO}${link.predicate}`],
    [say("download.head_to_iri"), (link) => things[link.to].iri],
  ], some);
  return { ...made, looks: some.map((link) => LOOKS[link.standing] ?? "") };
}

/**
 * Hand over some sheets: as one workbook, or the first of them as CSV. Says whether it could be done: Excel holds
 * only so many signs in a cell.
 * @param {"csv" | "xlsx"} form @param {Sheet[]} sheets @param {string} [what] the file's name, without the project's
 */
export function handSheets(form, sheets, what = sheets[0].name.toLocaleLowerCase(data.languages[state.lang])) {
  if (form === "csv") hand(fileName(what, form), form, spreadsheet(sheets[0].heads, sheets[0].rows, state.lang));
  else if (sheets.every(({ rows }) => fits(rows))) hand(fileName(what, form), form, workbook(sheets));
  else return false;
  return true;
}
