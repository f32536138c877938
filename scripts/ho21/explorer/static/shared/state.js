// What the page holds, what it shows now, and small tools.

import { part } from "./loader.js";
import { worded } from "./words.js";

/**
 * @typedef {{nb: string, en: string}} Text
 * @typedef {{quote: string, lang?: string, translation: {nb?: string, en?: string}, source: number, file: string, first: number, last: number, start: number, end: number}} Passage
 * @typedef {{denied: boolean, label: Text, other: Text, reason: Text, confidence: string, author: Text, review: Text, predicate: string, target: string, roles: string[], passages: number[], closes: boolean}} Unmade
 * @typedef {{property: string, label: Text, value: Text, raw: string}} Fact
 * @typedef {{id: number, x: number, y: number, home: [number, number], community: number, hub: number, sought: number[], height: number, group: number, iri: string, key: string, kind: string, kinds: string[], roles: string[], name: Text, short: Text, lines: {nb: string[], en: string[]}, position: number | null, statements: number[], facts: Fact[], unmade: Unmade[]}} Thing
 * @typedef {{from: number, to: number, predicate: string, standing: string, passages: number[], cost?: number, leads?: number, set?: "mention" | "implied", reason?: Text, confidence?: string, author?: Text, review?: Text}} Link
 * @typedef {{term: string, iri: string, sign: string, label: Text, reading: boolean, follows: boolean}} Standing
 * @typedef {{id: string, bold: boolean, colour: string, column: number, heading: Text, name: Text, pad: [number, number], shape: string, shelf: boolean}} Group
 * @typedef {{slug: string, name: Text, url: string | null, text?: string, reader?: boolean, beside?: string[], asides?: [number, number, string][], coverage?: {characters: number, stated: number, set_aside: number, unaccounted: number}, passages?: [number, number][], captured?: string | null, created?: string | null, issued?: string | null, modified?: string | null}} Source
 * @typedef {{name: string, default: string, label: Text, things: number[], start: number, end: number}} Parameter
 * @typedef {{name: string, title: Text, text: string, parameters: Parameter[]}} Question
 * @typedef {{lang: "nb" | "en", theme: string, view: string, path: string[], params: Map<string, string>, thing: Thing | null, missing: string, retired: string, readings: boolean, least: number}} State
 * @typedef {{id: string, paths?: string[] | null, build?: (root: HTMLElement) => void, show: (root: HTMLElement) => void}} View
 * @typedef {string | boolean | number | null | undefined} Attribute
 */

export const NARROW = 760;

export const data = part("page");
/** @type {Thing[]} */ export const things = part("things");
/** @type {Link[]} */ export const links = part("links");
/** @type {Group[]} */ export const groups = data.groups;
/** The passages, each in the file of its source. @type {Passage[]} */ export const passages = part("passages").map((/** @type {Passage} */ each) =>
  Object.assign({ file: `${data.sources[each.source]?.slug}.txt` }, each));
/** @type {Source[]} */ export const sources = data.sources.map((/** @type {Source} */ source) =>
  ({ ...source, ...part("texts")[source.slug] }));
/** @type {Question[]} */ export const questions = part("questions");
/** What the questions are about. @type {{key: string, name: Text, questions: string[]}[]} */ export const topics = data.topics;
/** How many links with content there are of each standing, each by its strongest. @type {Record<string, number>} */ export const counts = data.counts;
/** @type {Record<string, Text>} */ export const predicates = data.predicates;
/** The things that are gone, by key: what stands for each now, if anything, and the edition. @type {Record<string, [string[], string]>} */ export const retired = data.retired ?? {};
// Where it is as its key says, the address is left out.
for (const thing of things) thing.iri ??= `${data.base}id/${thing.key}`;
export const byKey = new Map(things.map((thing) => [thing.key, thing]));
export const byIri = new Map(things.map((thing) => [thing.iri, thing]));
/** The links of each thing. @type {Link[][]} */ export const touching = things.map(() => []);
for (const link of links) {
  touching[link.from].push(link);
  if (link.to !== link.from) touching[link.to].push(link);
}

/** What is shown; only `address.js` changes it. @type {State} */
export const state = {
  lang: data.lang, theme: "auto", view: "start", path: [], params: new Map(), thing: null, missing: "",
  retired: "",
  readings: true, least: 0,
};

/** @param {string} id */
export function must(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * Make an element; strings become text nodes, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Words of the page: `file.key`, with `{field}` filled in. @param {string} key @param {Record<string, string | number>} [fields] */
export const say = (key, fields = {}) => worded(state.lang, key, fields);

/** The file with the words of each view, by the view's name in the address. @type {Record<string, string>} */
const WORDS = {
  start: "start", kart: "map", tabell: "table", dekning: "coverage", ansvar: "responsibility", tre: "tree",
  tidslinje: "timeline", kilder: "sources", spor: "query", om: "about",
};
/** What a view is called, or what it is for. @param {string} view @param {"name" | "title" | "about"} key */
export const sayOf = (view, key) => say(`${WORDS[view]}.${key}`);

/** Whether a source's text stands in the explorer's reader, though it may not be fetched yet. @param {Source | undefined} source */
export const readable = (source) => source?.text !== undefined || source?.reader === true;
/** @param {Text} text */
export const tell = (text) => text[state.lang];
/** A name as it stands inside a sentence, its English article in small letters. @param {Text} text */
export const inside = (text) => tell(text).replace(/^The /, state.lang === "en" ? "the " : "The ");
/** @param {Thing} thing */
export const group = (thing) => groups[thing.group];
/** @param {string} name */
export const className = (name) => (Object.hasOwn(data.kinds, name) ? tell(data.kinds[name]) : name);
/** What a thing's class is called. @param {Thing} thing */
export const kind = (thing) => className(thing.kind);
/** @param {Thing} thing @param {...string} kinds */
export const isA = (thing, ...kinds) => kinds.some((each) => thing.kinds.includes(each));
/** Whether a thing counts as something: as a goal, a proposal, an area. @param {Thing} thing @param {...string} roles */
export const countsAs = (thing, ...roles) => roles.some((each) => thing.roles.includes(each));
/** What counts as something. @param {...string} roles */
export const countedAs = (...roles) => things.filter((thing) => countsAs(thing, ...roles));
/** The class of all that counts as something. @param {string} role */
export const classOf = (role) => /** @type {string | undefined} */ (data.counted[role]);
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** How something can be known, the surest first. @type {Standing[]} */ export const standings = data.standings;
const known = new Map(standings.flatMap((each) => [[each.term, each], [each.iri, each]]));
/** A standing by its term or its IRI. @param {string} name */
export const standingOf = (name) => known.get(name);
/** @param {string} name */
const the = (name) => /** @type {Standing} */ (known.get(name));
/** With a capital first, as a heading begins. @param {string} words */
export const titled = (words) => words.replace(/\p{L}/u, (letter) => letter.toLocaleUpperCase(state.lang));
export const stated = the("stated");
export const interpreted = the("interpreted");
/** How what follows by rule from a link is known. @param {Link} link */
export const following = (link) => /** @type {Standing} */ (
  standings.find(({ follows: by, reading }) => by && reading === the(link.standing).reading));
/** A standing as people read it: its sign and its word. @param {string} name */
export const standing = (name) => `${the(name).sign} ${tell(the(name).label)}`;
/** Whether a link rests on readings alone: a reading, or what follows only from one. @param {Link} link */
export const rests = (link) => the(link.standing).reading;
/** Whether a link follows by rule from another. @param {Link} link */
export const follows = (link) => the(link.standing).follows;
/** How a link is drawn: whole or broken. @param {Link} link */
export const look = (link) => (rests(link) ? "read" : "stated");
/** Whether a link may be shown at all, given the choice of readings. @param {Link} link */
export const stands = (link) =>
  !rests(link) || (state.readings && Number(link.confidence ?? 1) >= state.least);
/** Whether a link that was weighed and not made may be told of. @param {Unmade} unmade */
export const standsUnmade = (unmade) => state.readings && Number(unmade.confidence || 1) >= state.least;
/** Whether a link counts: stated, or read by us and sure enough while readings are shown. @param {Link} link */
export const holds = (link) => !follows(link) && stands(link);

/** How many links some rows tell of: one that is known in several ways is counted once. @param {Link[]} rows */
export const linkCount = (rows) => new Set(rows.map(({ from, predicate, to }) => `${from} ${predicate} ${to}`)).size;

/** @param {Thing} one @param {Thing} other */
const byName = (one, other) =>
  tell(one.name).localeCompare(tell(other.name), data.languages[state.lang]) || (one.iri < other.iri ? -1 : 1);
/** Sorted by name, by the alphabet of the language. @param {Iterable<Thing>} some */
export const inOrder = (some) => [...some].sort(byName);
/** Sorted as the source counts them, else by name. @param {Iterable<Thing>} some */
export const asCounted = (some) =>
  [...some].sort((one, other) =>
    (one.position ?? Infinity) - (other.position ?? Infinity) || byName(one, other) || 0);

/** Fold case and the Norwegian letters, so that «aa», «a» and «å» meet. @param {string} text */
export const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/æ/g, "ae")
    .replace(/ø/g, "o").replace(/ae/g, "a").replace(/aa/g, "a").replace(/oe/g, "o");

/** A number as people write it. @param {number | string} value */
export const number = (value) =>
  new Intl.NumberFormat(state.lang === "nb" ? "nb-NO" : "en-GB", { maximumFractionDigits: 3 }).format(Number(value));

/** Write a date as people do; what is not a date is left as it is. @param {string} raw */
export function date(raw) {
  const found = /^(-|\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?$/.exec(raw);
  if (!found) return raw;
  const [, year, month, day] = found;
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { timeZone: "UTC" };
  if (year !== "-") parts.year = "numeric";
  if (month) parts.month = "long";
  if (day) parts.day = "numeric";
  const at = Date.UTC(year === "-" ? 2000 : Number(year), Number(month || 1) - 1, Number(day || 1));
  return new Intl.DateTimeFormat(state.lang === "nb" ? "nb-NO" : "en-GB", parts).format(at);
}

/** A stretch of time for the reader of the screen. @param {string} words */
export function announce(words) {
  must("live").textContent = words;
}
