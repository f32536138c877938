// Which rows of the table an address asks for, and how many each other choice would give.

import { holdsAll, searchable, wordsOf } from "../shared/matching.js";
import { className, countedAs, data, inOrder, isA, linkCount, links, passages, predicates, say, sources, standing, stands, state, tell, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {"ting" | "forbindelser"} Part
 * @typedef {{thing: Thing, link: null} | {thing: null, link: Link}} Subject
 * @typedef {Subject & {ends: Thing[], links: Link[], sources: Set<string>, words: string, element: HTMLTableRowElement | null}} Row
 * @typedef {Record<string, string>} Choices
 */

/** What can be chosen besides the words searched for, in the order in which it is shown. */
export const NAMES = ["klasse", "kilde", "grunnlag", "sett", "modalitet", "aktor"];
/** The standing of a link by its name in the address. @type {Record<string, string>} */
const STANDINGS = { sagt: "stated", "folger-av-sagt": "followsFromStated", tolket: "interpreted", "folger-av-tolket": "followsFromInterpreted" };
const NAME_OF = Object.fromEntries(Object.entries(STANDINGS).map(([name, known]) => [known, name]));
/** What a link counts as, by its name in the address. @type {Record<string, string>} */
const SETS = { innhold: "substance", omtaler: "mention", vi: "implied" };
const NAME_OF_SET = Object.fromEntries(Object.entries(SETS).map(([name, set]) => [set, name]));
/** @param {Link} link */
const setOf = (link) => NAME_OF_SET[link.set ?? "substance"];
const STRENGTHS = ["must", "need", "should", "may"];

/** How many things or links some rows are about. @param {Row[]} some */
export const amount = (some) => some.filter(({ thing }) => thing).length + linkCount(some.flatMap(({ link }) => link ?? []));

/** @param {Thing} thing */
const strengths = (thing) =>
  thing.facts.filter((fact) => fact.property === "modality").map((fact) => fact.raw);

/** @param {number[]} some */
const slugs = (some) => some.map((at) => sources[passages[at].source]?.slug).filter((slug) => slug !== undefined);

/** @param {number[]} some */
const quoted = (some) => some.flatMap((at) => [passages[at].quote, ...Object.values(passages[at].translation)]);

/** @param {Thing} thing */
const named = (thing) => [thing.name.nb, thing.name.en, thing.short.nb, thing.short.en];

/** @param {Thing} thing @returns {Row} */
function thingRow(thing) {
  const stated = touching[thing.id].filter((link) => link.standing === "stated");
  const words = [...named(thing), ...quoted(thing.statements), ...thing.facts.flatMap(({ value }) => [value.nb, value.en])];
  return {
    thing, link: null, ends: [thing], links: touching[thing.id], words: searchable(words.join("\n")), element: null,
    sources: new Set([...slugs(thing.statements), ...stated.flatMap((link) => slugs(link.passages))]),
  };
}

/** @param {Link} link @returns {Row} */
function linkRow(link) {
  const ends = [things[link.from], things[link.to]];
  const { nb, en } = predicates[link.predicate];
  const words = [...ends.flatMap(named), nb, en, ...quoted(link.passages), link.reason?.nb ?? "", link.reason?.en ?? ""];
  return { thing: null, link, ends, links: [link], words: searchable(words.join("\n")), element: null, sources: new Set(slugs(link.passages)) };
}

/** Every row of a part, in the order of the data. @type {Record<Part, Row[]>} */
export const rows = { ting: things.map(thingRow), forbindelser: links.map(linkRow) };

/** What each choice may be, and what it is called. @type {Record<string, () => Map<string, string>>} */
const OPTIONS = {
  klasse: () => byLabel([...new Set(things.flatMap((thing) => thing.kinds))].map((name) => [name, className(name)])),
  kilde: () => byLabel(sources.map((source) => [source.slug, tell(source.name)])),
  grunnlag: () => new Map(Object.entries(STANDINGS).map(([name, known]) => [name, standing(known)])),
  sett: () => new Map(Object.entries(SETS).map(([name, set]) => [name, say(`table.set_${set}`)])),
  modalitet: () => {
    const facts = things.flatMap((thing) => thing.facts).filter((fact) => fact.property === "modality");
    const known = new Map(facts.map((fact) => [fact.raw, tell(fact.value)]));
    return new Map([...known].sort(([one], [other]) => STRENGTHS.indexOf(one) - STRENGTHS.indexOf(other)));
  },
  aktor: () => new Map(inOrder(countedAs("actor")).map((thing) => [thing.key, tell(thing.name)])),
};

/** @param {[string, string][]} pairs */
const byLabel = (pairs) => new Map(pairs.sort(([, one], [, other]) => one.localeCompare(other, data.languages[state.lang])));

/** The options of each choice in the language shown. @returns {Record<string, Map<string, string>>} */
export const options = () => Object.fromEntries(NAMES.map((name) => [name, OPTIONS[name]()]));

/** The links of a row that count when standing, set or actor is asked for. @param {Row} row @param {Choices} choices */
const meant = ({ thing, links: mine }, { grunnlag, sett, aktor }) => mine.filter((link) =>
  (!thing || (stands(link) && thing.key !== aktor)) && (!grunnlag || link.standing === STANDINGS[grunnlag]) &&
  (!sett || setOf(link) === sett) &&
  (!aktor || things[link.from].key === aktor || things[link.to].key === aktor));

/** The ends of a row that kind and modality ask for. @param {Row} row @param {Choices} choices */
const wanted = ({ ends }, { klasse, modalitet }) => ends.filter((end) =>
  (!klasse || isA(end, klasse)) && (!modalitet || strengths(end).includes(modalitet)));

/** Whether a row is as chosen, the words searched for aside. @param {Row} row @param {Choices} choices */
const fits = (row, choices) =>
  (!choices.kilde || row.sources.has(choices.kilde)) &&
  ((!choices.klasse && !choices.modalitet) || wanted(row, choices).length > 0) &&
  ((!choices.grunnlag && !choices.sett && !choices.aktor) || meant(row, choices).length > 0);

/** The options of one choice that would each keep a row. @type {Record<string, (row: Row, choices: Choices) => Iterable<string | undefined>>} */
const KEEPING = {
  klasse: (row, choices) => wanted(row, choices).flatMap((end) => end.kinds),
  modalitet: (row, choices) => wanted(row, choices).flatMap(strengths),
  kilde: (row) => row.sources,
  grunnlag: (row, choices) => meant(row, choices).map((link) => NAME_OF[link.standing]),
  sett: (row, choices) => meant(row, choices).map(setOf),
  aktor: (row, choices) => meant(row, choices).flatMap((link) => [link.from, link.to])
    .filter((end) => end !== row.thing?.id).map((end) => things[end].key),
};

/** The rows that hold every word searched for. @param {Part} part @param {string} text */
function holding(part, text) {
  const words = wordsOf(text);
  return rows[part].filter((row) => holdsAll(row.words, words));
}

/**
 * The rows to show, how many the choice of readings hides, and for each choice how many rows
 * each of its options would give with the other choices as they are.
 * @param {Part} part @param {Choices} choices
 */
export function pick(part, choices) {
  const found = holding(part, choices.sok ?? "");
  const open = found.filter(({ link }) => !link || stands(link));
  const shown = open.filter((row) => fits(row, choices));
  const hidden = part === "ting" ? linkCount(links.filter((link) => !stands(link)))
    : amount(found.filter((row) => row.link && !stands(row.link) && fits(row, choices)));
  /** @type {Map<string, Map<string, number>>} */ const counts = new Map();
  for (const name of NAMES) {
    const others = { ...choices, [name]: "" };
    /** @type {Map<string, Row[]>} */ const keeping = new Map();
    for (const row of open) {
      if (!fits(row, others)) continue;
      for (const value of new Set(KEEPING[name](row, others))) {
        if (value === undefined) continue;
        const kept = keeping.get(value);
        if (kept) kept.push(row);
        else keeping.set(value, [row]);
      }
    }
    counts.set(name, new Map([...keeping].map(([value, kept]) => [value, amount(kept)])));
  }
  return { shown, hidden, counts };
}
