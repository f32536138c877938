// The terms of a query that the vocabulary has not, each with the one that was probably meant: by a known synonym, by
// what a term is called, or by the likest name. The same as unknown_terms in ho21/sparql/engine.py.

import { data } from "../shared/state.js";
import { Fault, namesIn } from "./preflight.js";

/** @typedef {{iri: string, curie: string, label: import("../shared/state.js").Text}} Term */

const HO = "https://w3id.org/ho21/def#";
const ALIKE = 0.6;
/** Of shorter words any two share most of their letters. */
const SHORT = 3;

/** The name of a term as words. @param {string} name */
const asWords = (name) => name.replace(/(?<=[a-zæøå0-9])([A-ZÆØÅ])/g, " $1").trim().toLowerCase();

/** How many letters two words share, in the longest stretches that both have (Ratcliff and Obershelp). @param {string} one @param {string} other @returns {number} */
function shared(one, other) {
  let [most, at, there] = [0, 0, 0];
  for (let i = 0; i < one.length; i += 1) {
    for (let j = 0; j < other.length; j += 1) {
      let long = 0;
      while (i + long < one.length && j + long < other.length && one[i + long] === other[j + long]) long += 1;
      if (long > most) [most, at, there] = [long, i, j];
    }
  }
  return most && most + shared(one.slice(0, at), other.slice(0, there)) + shared(one.slice(at + most), other.slice(there + most));
}

/** The likest of some names, if any is like enough. @param {string} word @param {string[]} known */
function likest(word, known) {
  const ranked = known.filter((each) => Math.min(each.length, word.length) > SHORT && !each.includes("://"))
    .map((each) => ({ each, like: (2 * shared(each, word)) / (each.length + word.length) }))
    .filter(({ like }) => like >= ALIKE)
    .sort((one, other) => other.like - one.like || (one.each < other.each ? 1 : -1));
  return ranked[0]?.each ?? "";
}

/** The unknown terms of a query as it writes them, each with the one that was probably meant, if any. @param {string} text @returns {[string, string][]} */
export function unknownTerms(text) {
  /** @type {Term[]} */ const terms = data.terms;
  const known = new Map(terms.map(({ iri, curie }) => [iri, curie]));
  const called = new Map([...terms].reverse().flatMap(({ label, curie }) => [label.en, label.nb].map((each) => [each.toLowerCase(), curie])));
  try {
    const asked = [...namesIn(text, data.prefixes, data.base)].filter((each) => each.startsWith(HO) && each !== HO && !known.has(each));
    return asked.map((each) => {
      const name = each.slice(HO.length);
      const meant = known.get(`${HO}${data.synonyms[name.toLowerCase()] ?? ""}`);
      return [`ho:${name}`, meant ?? called.get(asWords(name)) ?? likest(`ho:${name}`, [...known.values()])];
    });
  } catch (fault) {
    // What cannot be read is told as a fault.
    if (!(fault instanceof Fault)) throw fault;
    return [];
  }
}
