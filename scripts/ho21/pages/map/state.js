// What the page shows and what has been chosen, and small tools.

/**
 * @typedef {{nb: string, en: string}} Text
 * @typedef {{quote: string, translation: string | null, source: number, file: string, first: number, last: number}} Passage
 * @typedef {{denied: boolean, label: Text, other: Text, reason: Text, confidence: string, author: Text, review: Text}} Unmade
 * @typedef {{property: string, label: Text, value: Text}} Fact
 * @typedef {{id: number, x: number, y: number, height: number, group: number, iri: string, key: string, kind: string, name: Text, lines: {nb: string[], en: string[]}, statements: number[], facts: Fact[], unmade: Unmade[]}} Thing
 * @typedef {{from: number, to: number, predicate: string, basis: "stated" | "read" | "inferred", passages: number[], quiet?: boolean, bundle?: number, reason?: Text, confidence?: string, author?: Text, review?: Text}} Link
 * @typedef {{id: string, bold: boolean, column: number, name: Text, pad: [number, number], shape: string, shelf: boolean}} Group
 * @typedef {{path: Path2D, links: Link[], ends: [number, number], tip: [number, number, number]}} Line
 */

const TOP = 8;
const HEADING = 26;
const FADED = 0.22;
const NARROW = 760;
const LARGEST_CANVAS = 16_000_000;

const data = JSON.parse(must("data").textContent || "{}");
/** @type {Thing[]} */ const things = data.nodes;
/** @type {Link[]} */ const links = data.edges;
/** @type {Group[]} */ const groups = data.groups;
/** @type {Passage[]} */ const passages = data.passages;
const layout = data.layout;
const byKey = new Map(things.map((thing) => [thing.key, thing]));
/** @type {Link[][]} */ const touching = things.map(() => []);
links.forEach((link) => {
  touching[link.from].push(link);
  if (link.to !== link.from) touching[link.to].push(link);
});

/** @type {{lang: "nb" | "en", view: "map" | "table", theme: string, chosen: Thing | null, depth: string, zoom: number, over: number | null, missing: string}} */
const state = {
  lang: "nb", view: "map", theme: "auto", chosen: null, depth: "1", zoom: 1, over: null, missing: "",
};
const shownGroups = new Set(groups.filter((group) => !group.shelf).map((group) => group.id));
const shownFamilies = new Set(["stated", "read"]);

/** @param {string} id */
function must(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * Make an element; strings become text nodes, never markup.
 * @param {string} tag
 * @param {Record<string, string | boolean | number | null | undefined>} [attributes]
 * @param {...(Node | string | null)} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {string} key */
const say = (key) => data.text[state.lang][key];
/** @param {Text} text */
const tell = (text) => text[state.lang];
/** @param {Thing} thing */
const group = (thing) => groups[thing.group];
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Fold case and the Norwegian letters, so that «aa», «a» and «å» meet. @param {string} text */
const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/æ/g, "ae")
    .replace(/ø/g, "o").replace(/ae/g, "a").replace(/aa/g, "a").replace(/oe/g, "o");

/** Write a date as people do; what is not a date is left as it is. @param {string} raw */
function date(raw) {
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
