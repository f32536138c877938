// When things are said to have been: as spans of time, never narrower than the source says.

import { countedAs, countsAs, data, date, say, sources, state, things } from "../shared/state.js";

/**
 * `what` says which date of the thing it is, where there can be several; `from` and `to` are years
 * with decimals, and null where the year is not known; `until` is where a period ends.
 * @typedef {{thing: import("../shared/state.js").Thing, lane: string, what: string, raw: string, until?: string, text: import("../shared/state.js").Text | null, certainty: string, from: number | null, to: number | null, key: string}} Item
 */

export const LANES = ["documents", "events", "councils", "promises", "others"];
/** What things count as that we would expect a date for. @type {[string, string[]][]} */
const EXPECTED = [["documents", ["document", "plan"]], ["events", ["event"]], ["councils", ["council"]], ["promises", ["commitment"]]];
const OWN_DATES = ["created", "issued", "modified"];
const WHEN = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?$/;
const NO_YEAR = /^--\d\d(?:-\d\d)?(?:Z|[+-]\d\d:\d\d)?$/;

/** A day of a year as a number with decimals. @param {number} year @param {number} month @param {number} day */
function point(year, month, day) {
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  return year + (Date.UTC(year, month - 1, day) - start) / (end - start);
}

/** How sure a date is, and the span that it leaves open. @param {string} raw @param {boolean} worded @returns {Pick<Item, "certainty" | "from" | "to">} */
export function span(raw, worded) {
  const found = WHEN.exec(raw);
  if (!found) {
    const certainty = NO_YEAR.test(raw) ? "no_year" : "words";
    return { certainty, from: null, to: null };
  }
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
  const certainty = worded ? "rough" : found[4] ? "minute" : day ? "day" : month ? "month" : "year";
  if (!month) return { certainty, from: year, to: year + 1 };
  const from = point(year, month, day || 1);
  return { certainty, from, to: day ? point(year, month, day + 1) : point(year, month + 1, 1) };
}

/** @param {import("../shared/state.js").Thing} thing */
const laneOf = (thing) => EXPECTED.find(([, roles]) => countsAs(thing, ...roles))?.[0] ?? "others";

/** Known years first, a part of a date before the whole, then dates without a year, then words. @param {string} raw @param {import("../shared/state.js").Text | null} text */
const sortKey = (raw, text) => (raw && !raw.startsWith("-") ? raw : `~${raw || text?.nb}`);

/** @param {import("../shared/state.js").Thing} thing @param {string} what @param {string} raw @param {import("../shared/state.js").Text | null} text @returns {Item} */
const item = (thing, what, raw, text) => ({ thing, lane: laneOf(thing), what, raw, text, ...span(raw, text !== null), key: `${sortKey(raw, text)} ${thing.iri}` });

/** The time for which a thing holds, where both ends of it are said. @param {import("../shared/state.js").Thing} thing @returns {Item | null} */
function valid(thing) {
  const [from, through] = ["validFrom", "validThrough"].map((name) => thing.facts.find((fact) => fact.property === name)?.raw);
  return from && through ? { ...item(thing, "valid", from, null), to: span(through, false).to, until: through } : null;
}

/** @param {import("../shared/state.js").Thing} thing */
function dates(thing) {
  const when = thing.facts.find((fact) => fact.property === "when");
  const words = thing.facts.find((fact) => fact.property === "whenText");
  const found = when || words ? [item(thing, "", when?.raw ?? "", words?.value ?? null)] : [];
  const period = valid(thing);
  if (period) found.push(period);
  for (const fact of thing.facts) if (OWN_DATES.includes(fact.property)) found.push(item(thing, fact.property, fact.raw, null));
  return found;
}

/** Everything with a date, said in whatever way, earliest first. */
export function dated() {
  const found = things.flatMap(dates);
  for (const source of sources) {
    const thing = things.find((each) => each.iri === `${data.base}doc/${source.slug}`);
    if (thing && source.captured) found.push(item(thing, "captured", source.captured, null));
  }
  return found.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Whether the place on the axis is uncertain: roughly said, or without a year. @param {Item} each */
export const unsure = ({ certainty }) => ["rough", "no_year", "words"].includes(certainty);

/** What one would expect a date for and has none: of each lane its things. */
export function undated() {
  const having = new Set(dated().filter((each) => each.what !== "captured").map((each) => each.thing));
  return EXPECTED.map(([lane, roles]) => ({ lane, missing: countedAs(...roles).filter((thing) => !having.has(thing)) }));
}

/** A date in words: as the source writes it where it does, else as exact as it is. @param {Item} each */
export function inWords({ text, raw, until }) {
  if (text) return text[state.lang];
  if (until) return `${date(raw)}–${date(until)}`;
  const clock = /^(.*?)T(\d\d):(\d\d)/.exec(raw);
  return clock ? `${date(clock[1])} ${say("timeline.clock", { hour: clock[2], minute: clock[3] })}` : date(raw);
}

/** The years that the axis shows, and the day that the data are from. @param {Item[]} items */
export function axis(items) {
  const today = span(data.issued, false).from;
  const placed = items.filter((each) => each.from !== null);
  const past = placed.filter((each) => today === null || Number(each.from) <= today);
  const start = Math.floor(Math.min(...past.map((each) => Number(each.from)), today ?? Infinity));
  const end = today === null ? Math.max(...past.map((each) => Math.ceil(Number(each.to)))) : Math.floor(today) + 1;
  return Number.isFinite(start) && Number.isFinite(end) ? { start, end, today, later: placed.some((each) => Number(each.from) >= end) } : null;
}
