// A saved question with other values: each replaces the one term at its place, typed as the default
// is, and is never pasted as text.

import { byIri, byKey, data, fold, state, tell, things } from "../shared/state.js";
import { Fault } from "./preflight.js";

/**
 * @typedef {import("../shared/state.js").Question} Question
 * @typedef {import("../shared/state.js").Parameter} Parameter
 * @typedef {import("../shared/state.js").Thing} Thing
 */

const STRING = /^"(?:[^"\\]|\\.)*"$/s;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** What a parameter takes. @param {Parameter} parameter @returns {"text" | "number" | "thing"} */
export function taken({ default: given }) {
  if (STRING.test(given)) return "text";
  return NUMBER.test(given) ? "number" : "thing";
}

/** The languages of a question: of the project's names, and of the vocabulary. */
const tongues = () => ({ lang: data.languages[state.lang], termlang: state.lang });

/** The parameters that a person gives; the languages are the page's. @param {Question} question */
export const asked = (question) => question.parameters.filter(({ name }) => !(name in tongues()));

/** The things that fit a parameter, by name. @param {Parameter} parameter */
export const fitting = ({ things: places }) => places.flatMap((at) => things[at] ?? []);

/** The thing that a prefixed name means. @param {string} curie */
function meant(curie) {
  const [prefix = "", rest = ""] = curie.split(/:(.*)/s);
  return byIri.get(`${data.prefixes[prefix] ?? ""}${rest}`) ?? null;
}

/** The default of a parameter as a person gives it: a text, a number or a thing's key. @param {Parameter} parameter */
export function usual(parameter) {
  const given = parameter.default;
  if (taken(parameter) === "text") return given.slice(1, -1).replace(/\\(.)/gs, "$1");
  return taken(parameter) === "number" ? given : meant(given)?.key ?? given;
}

/** The thing that a person names: by key, IRI or label. @param {string} words @param {Iterable<Thing>} [among] */
export function named(words, among = things) {
  const direct = byKey.get(words) ?? byIri.get(words) ?? meant(words);
  if (direct) return direct;
  const wanted = fold(words.trim());
  const found = [...among].filter((thing) => Object.values(thing.name).some((name) => fold(name) === wanted));
  const exact = found.filter((thing) => tell(thing.name) === words.trim());
  return (exact.length ? exact : found)[0] ?? null;
}

/** A string as SPARQL writes it. @param {string} text */
const quoted = (text) =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t")}"`;

/** One term. @param {Parameter} parameter @param {string} value */
function typed(parameter, value) {
  const fault = (/** @type {string} */ wanted) =>
    new Fault(`bad-${wanted}`, { value, parameter: tell(parameter.label) });
  if (taken(parameter) === "text") {
    // Half a character, which no text can hold.
    if (/[\uD800-\uDFFF]/u.test(value)) throw fault("text");
    return quoted(value);
  }
  if (taken(parameter) === "number") {
    if (!NUMBER.test(value)) throw fault("number");
    return value;
  }
  const thing = named(value);
  if (!thing) throw fault("thing");
  return `<${thing.iri}>`;
}

/**
 * The query with each value in its place.
 * @param {Question} question
 * @param {Record<string, string>} values by parameter; what is left out stays as it is
 */
export function fill(question, values) {
  /** @type {Record<string, string>} */ const all = { ...values, ...tongues() };
  let text = question.text;
  for (const each of [...question.parameters].sort((one, other) => other.start - one.start)) {
    const value = Object.hasOwn(all, each.name) ? all[each.name] : undefined;
    if (value !== undefined) text = text.slice(0, each.start) + typed(each, value) + text.slice(each.end);
  }
  return text;
}
