// Things and links as GraphML, for the programs that draw and measure networks; attributes are named as in the file
// that the project exports (ho21/export/network.py).

import { passages, predicates, rests, className, things } from "../shared/state.js";
import { DECLARATION, element, escaped } from "./xml.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {Record<string, string | number | boolean | undefined>} Attributes
 * @typedef {(thing: Thing) => {x: number, y: number} | undefined} Placing
 */

/** What an edge that carries no content weighs of its confidence. */
const LIGHT = 0.1;
/** What readers of the format call each type of value. @type {Record<string, string>} */
const TYPES = { string: "string", number: "double", boolean: "boolean" };

/** The words of a source, and where they stand. @param {number[]} some @returns {Attributes} */
function words(some) {
  const first = some.length ? passages[some[0]] : null;
  return first ? { quote: first.quote, place: `${first.file}:${first.first}` } : {};
}

/** @param {Thing} thing @param {Placing} placed @returns {Attributes} */
const node = (thing, placed) => ({
  name: thing.key, label: thing.name.nb, labelEn: thing.name.en, iri: thing.iri, kind: thing.kind, kindLabel: className(thing.kind),
  ...words(thing.statements), ...placed(thing),
});

/** Each number is there on every edge, as readers take one that is missing for 0. @param {Link} link @returns {Attributes} */
function edge(link) {
  const sure = rests(link) ? Number(link.confidence ?? 1) : 1;
  return {
    standing: link.standing, set: link.set ?? "substance", confidence: sure, weight: Math.round(sure * (link.set ? LIGHT : 1) * 1000) / 1000,
    read: rests(link), predicate: `ho:${link.predicate}`, label: predicates[link.predicate].nb, labelEn: predicates[link.predicate].en,
    reasonNb: link.reason?.nb || undefined, reasonEn: link.reason?.en || undefined, ...words(link.passages),
  };
}

/**
 * The text of a file of some things and the links between them; a link with an end outside is left out.
 * @param {Thing[]} some @param {Link[]} links @param {Placing} [placed] where each thing is drawn, y downwards
 */
export function graphml(some, links, placed = () => undefined) {
  const there = new Set(some.map(({ id }) => id));
  const nodes = some.map((thing) => /** @type {const} */ ([thing, node(thing, placed)]));
  const edges = links.filter(({ from, to }) => there.has(from) && there.has(to)).map((link) => /** @type {const} */ ([link, edge(link)]));
  /** @param {"node" | "edge"} kind @param {Attributes[]} all */
  const keys = (kind, all) => [...new Map(all.flatMap((each) => Object.entries(each)).filter(([, value]) => value !== undefined))]
    .map(([name, value]) => element("key", { id: `${kind}_${name}`, for: kind, "attr.name": name, "attr.type": TYPES[typeof value] }));
  /** @param {"node" | "edge"} kind @param {Attributes} all */
  const told = (kind, all) => Object.entries(all).filter(([, value]) => value !== undefined)
    .map(([name, value]) => element("data", { key: `${kind}_${name}` }, [escaped(/** @type {string} */ (value))]));
  const body = [
    ...keys("node", nodes.map(([, all]) => all)), ...keys("edge", edges.map(([, all]) => all)),
    element("graph", { edgedefault: "directed" }, [
      ...nodes.map(([thing, all]) => element("node", { id: thing.key }, told("node", all))),
      ...edges.map(([{ from, to }, all], at) => element("edge", { id: `e${at}`, source: things[from].key, target: things[to].key }, told("edge", all))),
    ]),
  ];
  return `${DECLARATION}${element("graphml", { xmlns: "http://graphml.graphdrawing.org/xmlns" }, body)}\n`;
}
