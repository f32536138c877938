// Which rows of the table an address asks for, and how many each other choice would give.

import { BESIDE, ends as beside } from "../download/beside.js";
import { holdsAll, searchable, wordsOf } from "../shared/matching.js";
import { className, countedAs, data, inOrder, isA, linkCount, links, number, passages, predicates, say, sources, standing, stands, state, tell, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {"ting" | "forbindelser"} Part
 * @typedef {{thing: Thing, link: null} | {thing: null, link: Link}} Subject
 * @typedef {Subject & {ends: Thing[], links: Link[], sources: Set<string>, words: string, element: HTMLTableRowElement | null, drawn: string}} Row
 * @typedef {{sok: string, of: Record<string, string[]>}} Choices what is searched for, and what is chosen of each name: any of it will do
 */

/** What can be chosen besides the words searched for, in the order in which it is shown. */
export const NAMES = ["klasse", "emne", "aktor", "kilde", "grunnlag", "modalitet", "sett"];
/** Ends the name of an actor that stands for all who belong to it. */
const ALL = "*";
/** The standing of a link by its name in the address. @type {Record<string, string>} */
const STANDINGS = { sagt: "stated", "folger-av-sagt": "followsFromStated", tolket: "interpreted", "folger-av-tolket": "followsFromInterpreted" };
const NAME_OF = Object.fromEntries(Object.entries(STANDINGS).map(([name, known]) => [known, name]));
/** What a link counts as, by its name in the address. @type {Record<string, string>} */
const SETS = { innhold: "substance", omtaler: "mention", vi: "implied" };
const NAME_OF_SET = Object.fromEntries(Object.entries(SETS).map(([name, set]) => [set, name]));
/** @param {Link} link */
const setOf = (link) => NAME_OF_SET[link.set ?? "substance"];
const STRENGTHS = ["must", "need", "should", "may"];
const THEME = BESIDE.find(({ role }) => role === "theme");

/** Those who belong to an actor, it among them, by its key. @type {Map<string, Set<number>>} */
const gathered = new Map((data.gathered ?? []).map((/** @type {{id: number, members: number[]}} */ { id, members }) => [things[id].key, new Set([id, ...members])]));
/** What gathers each actor, by its place among the things. @type {Map<number, string[]>} */
const gathering = new Map();
for (const [key, members] of gathered) for (const id of members) gathering.set(id, [...(gathering.get(id) ?? []), `${key}${ALL}`]);

/** How many things or links some rows are about. @param {Row[]} some */
export const amount = (some) => some.filter(({ thing }) => thing).length + linkCount(some.flatMap(({ link }) => link ?? []));

/** @param {Thing} thing */
const strengths = (thing) =>
  thing.facts.filter((fact) => fact.property === "modality").map((fact) => fact.raw);

/** The themes that a thing is part of, or is. @param {Thing} thing */
const themes = (thing) => (THEME ? [...beside(THEME, thing).map(({ thing: theme }) => theme), ...(thing.roles.includes("theme") ? [thing] : [])] : []).map(({ key }) => key);

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
    thing, link: null, ends: [thing], links: touching[thing.id], words: searchable(words.join("\n")), element: null, drawn: "",
    sources: new Set([...slugs(thing.statements), ...stated.flatMap((link) => slugs(link.passages))]),
  };
}

/** @param {Link} link @returns {Row} */
function linkRow(link) {
  const ends = [things[link.from], things[link.to]];
  const { nb, en } = predicates[link.predicate];
  const words = [...ends.flatMap(named), nb, en, ...quoted(link.passages), link.reason?.nb ?? "", link.reason?.en ?? ""];
  return { thing: null, link, ends, links: [link], words: searchable(words.join("\n")), element: null, drawn: "", sources: new Set(slugs(link.passages)) };
}

/** Every row of a part, in the order of the data. @type {Record<Part, Row[]>} */
export const rows = { ting: things.map(thingRow), forbindelser: links.map(linkRow) };

/** What each choice may be, and what it is called. @type {Record<string, () => Map<string, string>>} */
const OPTIONS = {
  klasse: () => byLabel([...new Set(things.flatMap((thing) => thing.kinds))].map((name) => [name, className(name)])),
  kilde: () => byLabel(sources.map((source) => [source.slug, tell(source.name)])),
  emne: () => new Map((THEME ? inOrder(countedAs("theme")) : []).map((thing) => [thing.key, tell(thing.name)])),
  grunnlag: () => new Map(Object.entries(STANDINGS).map(([name, known]) => [name, standing(known)])),
  sett: () => new Map(Object.entries(SETS).map(([name, set]) => [name, say(`table.set_${set}`)])),
  modalitet: () => {
    const facts = things.flatMap((thing) => thing.facts).filter((fact) => fact.property === "modality");
    const known = new Map(facts.map((fact) => [fact.raw, tell(fact.value)]));
    return new Map([...known].sort(([one], [other]) => STRENGTHS.indexOf(one) - STRENGTHS.indexOf(other)));
  },
  aktor: () => {
    const actors = inOrder(countedAs("actor"));
    const wide = actors.filter(({ key }) => gathered.has(key));
    return new Map([
      ...wide.map((thing) => /** @type {[string, string]} */ ([`${thing.key}${ALL}`, say("table.gathered", { name: tell(thing.name), count: number(gathered.get(thing.key)?.size ?? 0) })])),
      ...actors.map((thing) => /** @type {[string, string]} */ ([thing.key, tell(thing.name)])),
    ]);
  },
};

/** @param {[string, string][]} pairs */
const byLabel = (pairs) => new Map(pairs.sort(([, one], [, other]) => one.localeCompare(other, data.languages[state.lang])));

/** The options of each choice in the language shown. @returns {Record<string, Map<string, string>>} */
export const options = () => Object.fromEntries(NAMES.map((name) => [name, OPTIONS[name]()]));

/** The actors that are chosen, each with all who belong to it where that is chosen. @param {string[]} some @returns {Set<number>} */
function actors(some) {
  const alone = new Set(some);
  return new Set([
    ...some.flatMap((key) => (key.endsWith(ALL) ? [...gathered.get(key.slice(0, -ALL.length)) ?? []] : [])),
    ...things.filter(({ key }) => alone.has(key)).map(({ id }) => id),
  ]);
}

/** @typedef {Choices["of"] & {readonly [many]: Set<number>}} Wanted */
const many = Symbol("the actors chosen, worked out once");

/** @param {Choices["of"]} of @returns {Wanted} */
const worked = (of) => ({ ...of, [many]: actors(of.aktor) });

/** Whether something is among what is chosen; nothing chosen leaves all. @param {string[]} chosen @param {...string} some */
const among = (chosen, ...some) => !chosen.length || some.some((each) => chosen.includes(each));

/** The other ends of a row's link: of a thing's the one end, of a link's own row both. @param {Row} row @param {Link} link */
const others = ({ thing }, { from, to }) => (thing ? [from === thing.id ? to : from] : [from, to]);

/** The links of a row that count when standing, set or actor is asked for. @param {Row} row @param {Wanted} of */
const meant = (row, of) => row.links.filter((link) =>
  (!row.thing || stands(link)) && among(of.grunnlag, NAME_OF[link.standing]) && among(of.sett, setOf(link)) &&
  (!of.aktor.length || others(row, link).some((end) => of[many].has(end))));

/** The ends of a row that kind, modality and theme ask for. @param {Row} row @param {Wanted} of */
const wanted = ({ ends }, { klasse, modalitet, emne }) => ends.filter((end) =>
  (!klasse.length || isA(end, ...klasse)) && (!modalitet.length || among(modalitet, ...strengths(end))) &&
  (!emne.length || among(emne, ...themes(end))));

/** Whether a row is as chosen, the words searched for aside. @param {Row} row @param {Wanted} of */
const fits = (row, of) =>
  among(of.kilde, ...row.sources) &&
  (!(of.klasse.length || of.modalitet.length || of.emne.length) || wanted(row, of).length > 0) &&
  (!(of.grunnlag.length || of.sett.length || of.aktor.length) || meant(row, of).length > 0);

/** The options of one choice that would each keep a row. @type {Record<string, (row: Row, of: Wanted) => Iterable<string | undefined>>} */
const KEEPING = {
  klasse: (row, of) => wanted(row, of).flatMap((end) => end.kinds),
  modalitet: (row, of) => wanted(row, of).flatMap(strengths),
  emne: (row, of) => wanted(row, of).flatMap(themes),
  kilde: (row) => row.sources,
  grunnlag: (row, of) => meant(row, of).map((link) => NAME_OF[link.standing]),
  sett: (row, of) => meant(row, of).map(setOf),
  aktor: (row, of) => meant(row, of).flatMap((link) => others(row, link)).flatMap((end) => [things[end].key, ...gathering.get(end) ?? []]),
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
export function pick(part, { sok, of: chosen }) {
  const of = worked(chosen);
  const found = holding(part, sok);
  const open = found.filter(({ link }) => !link || stands(link));
  const shown = open.filter((row) => fits(row, of));
  const hidden = part === "ting" ? linkCount(links.filter((link) => !stands(link)))
    : amount(found.filter((row) => row.link && !stands(row.link) && fits(row, of)));
  /** @type {Map<string, Map<string, number>>} */ const counts = new Map();
  for (const name of NAMES) {
    const others = worked({ ...chosen, [name]: [] });
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
