// A text cut into lines and runs: each run knows every place that covers it.

import { hue } from "../shared/shapes.js";
import { countsAs, groups, links, passages, sources, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../shared/state.js").Source & {passages?: [number, number][], captured?: string | null, modified?: string | null}} Source
 * @typedef {{start: number, end: number, quotes: number[], things: Thing[], links: Link[]}} Place
 * @typedef {{start: number, end: number, words: string, places: Place[], aside: [number, number, string] | null}} Run
 */

/** @type {Map<string, Place[]>} */ const known = new Map();

/** What is stated in a source, each place once, from the first to the last. @param {Source} source */
export function placesOf(source) {
  const found = known.get(source.slug) ?? collect(source);
  known.set(source.slug, found);
  return found;
}

/** @param {Source} source @returns {Place[]} */
function collect(source) {
  const index = sources.indexOf(source);
  /** @type {Map<string, Place>} */ const found = new Map();
  /** @param {number} start @param {number} end */
  const at = (start, end) => {
    const place = found.get(`${start}-${end}`) ?? { start, end, quotes: [], things: [], links: [] };
    found.set(`${start}-${end}`, place);
    return place;
  };
  /** @type {Map<number, Place>} */ const placed = new Map();
  passages.forEach((passage, number) => {
    if (passage.source !== index) return;
    const place = at(passage.start, passage.end);
    place.quotes.push(number);
    placed.set(number, place);
  });
  for (const thing of things) {
    for (const number of thing.statements) {
      const place = placed.get(number);
      if (place && !place.things.includes(thing)) place.things.push(thing);
    }
  }
  for (const link of links) {
    if (link.standing !== "stated") continue;
    for (const number of link.passages) {
      const place = placed.get(number);
      if (place && !place.links.includes(link)) place.links.push(link);
    }
  }
  // Words that the stored text says of itself belong to no thing on the page.
  for (const [start, end] of source.passages ?? []) at(start, end);
  for (const place of found.values()) place.things.sort((one, other) => last(one) - last(other));
  return [...found.values()].sort((one, other) => one.start - other.start || other.end - one.end);
}

/** The text of a source, cut where lines, statements and what is set aside begin and end. @param {Source} source @param {[number, number] | null} extra one more place to cut at @returns {Run[][]} */
export function divide(source, extra) {
  const text = source.text ?? "";
  const places = placesOf(source);
  const asides = source.asides ?? [];
  const cuts = new Set([0, text.length]);
  for (const { start, end } of places) cuts.add(start).add(end);
  for (const [start, end] of asides) cuts.add(start).add(end);
  for (const each of extra ?? []) cuts.add(each);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) cuts.add(at).add(at + 1);
  const sorted = [...cuts].filter((each) => each >= 0 && each <= text.length).sort((one, other) => one - other);
  /** @type {Run[][]} */ const lines = [];
  /** @type {Run[]} */ let line = [];
  for (let each = 1; each < sorted.length; each += 1) {
    const [start, end] = [sorted[each - 1], sorted[each]];
    const words = text.slice(start, end);
    const aside = asides.find((one) => one[0] <= start && end <= one[1]);
    line.push({ start, end, words, places: covering(places, start, end), aside: aside ?? null });
    if (words === "\n") {
      lines.push(line);
      line = [];
    }
  }
  if (line.length) lines.push(line);
  return lines;
}

/** The places that hold a whole stretch of text, the shortest first. @param {Place[]} places @param {number} start @param {number} end */
export const covering = (places, start, end) =>
  places.filter((place) => place.start <= start && end <= place.end)
    .sort((one, other) => one.end - one.start - (other.end - other.start) || one.start - other.start);

/** The things that some places state, the innermost first, each once. @param {Place[]} places */
export const thingsAt = (places) => [...new Set(places.flatMap((place) => place.things))];

/** What is said comes before who says it and the document it is said in. @param {Thing} thing */
const last = (thing) => Number(countsAs(thing, "actor", "document"));

/** The links that rest on words of their own among some places. @param {Place[]} places */
export const linksAt = (places) =>
  [...new Set(places.filter((place) => !place.things.length).flatMap((place) => place.links))];

/** The only thing that a run leads to; null where one has to choose, or there is none. @param {Place[]} places */
export function onlyThing(places) {
  const here = thingsAt(places);
  if (here.length !== 1) return null;
  const apart = linksAt(places).some((link) => link.from !== here[0].id && link.to !== here[0].id);
  return apart ? null : here[0];
}

/** The places where a thing is stated in a source; where it is not, those of its links. @param {Source} source @param {Thing} thing @returns {{places: Place[], linked: boolean}} */
export function placesFor(source, thing) {
  const all = placesOf(source);
  const own = all.filter((place) => place.things.includes(thing));
  if (own.length) return { places: own, linked: false };
  const linked = all.filter((place) => place.links.some((link) => link.from === thing.id || link.to === thing.id));
  return { places: linked, linked: true };
}

/** A place as the address writes it, kept inside the text and off the middle of a letter. @param {string | undefined} raw @param {string} text @returns {[number, number] | null} */
export function placeIn(raw, text) {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(raw ?? "");
  if (!found) return null;
  /** @param {number} at */
  const whole = (at) => (/^[\uDC00-\uDFFF]/.test(text.slice(at)) && at > 0 ? at - 1 : at);
  const [start, end] = [whole(Number(found[1])), whole(Math.min(Number(found[2]), text.length))];
  return start < end ? [start, end] : null;
}

/** The number of the line on which an offset stands. @param {string} text @param {number} at */
export const lineAt = (text, at) => text.slice(0, at).split("\n").length;

/** Give an element the colours of a thing's group. @param {HTMLElement} element @param {Thing} thing */
export function colourBy(element, thing) {
  const name = hue(groups[thing.group]);
  element.style.setProperty("--hue", `var(--${name})`);
  element.style.setProperty("--hue-fill", `var(--${name}-fill)`);
}
