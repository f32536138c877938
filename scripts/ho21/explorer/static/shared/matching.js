// What words searched for are found in: one rule for the search and the table.

import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { fold } from "./state.js";

/**
 * @typedef {{said: string, names: string[]}} Entry what is searched: its names, and what is said of it
 * @typedef {{name: number[], said: number[]}} Places the entries that have a word, in a name and in what is said
 * @typedef {{words: string[], places: Map<string, Places>, size: number, begins: (at: number, phrase: string) => boolean}} Index
 * @typedef {{at: number, rank: number}} Found
 * @typedef {"all" | "alike" | "some"} Fit whether what is found has the words, has words like them, or has some of them
 */

/** So short a word is found where a word begins, and not inside one. */
const SHORT = 3;
/** So much of a word must be right, where no more is. */
const STEM = 5;
const ENDING = 3;
/** Of words this long, two letters may be wrong; of shorter ones that are no stump, one. */
const LONG = 9;
/** A stem this short tells little: no more than that may have been taken off. */
const STUMP = 3;
const SUFFIX = 2;

/** How well a word is found, the best first; what is like it comes after all of these. */
const RANKS = { begins: 0, name: 1, nameForm: 2, said: 3, saidForm: 4, nameInside: 5, saidInside: 6, nameAlike: 7, saidAlike: 8 };

/** A text as it is searched: its words folded, each after a space. @param {string} text */
export const searchable = (text) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

/** The words searched for. @param {string} text */
export const wordsOf = (text) => searchable(text).split(" ").filter(Boolean);

/** The stems of words, worked out when they are first asked for. @type {Map<string, string[]>} */ const stems = new Map();

/** What is left of a word when its ending is taken off, in each language that is known; too short a stem is none. @param {string} word */
function stemsOf(word) {
  const known = stems.get(word) ?? stemmed(word);
  stems.set(word, known);
  return known;
}

/** @param {string} word */
const stemmed = (word) => (/^\p{L}{3,}$/u.test(word) ? [norwegian(word), english(word)] : [])
  .flatMap((stem, at) => (stem.length > STUMP || (stem.length === STUMP && word.length - STUMP <= SUFFIX) ? [`${at}${stem}`] : []));

/** Whether two words are forms of one; no ending begins before the third letter. @param {string} word @param {string} other */
const sameStem = (word, other) => other.startsWith(word.slice(0, STUMP)) && stemsOf(word).some((stem) => stemsOf(other).includes(stem));

/** Whether a searchable text holds a word: one begins with it, or a longer one has it inside. @param {string} text @param {string} word */
const holds = (text, word) => text.includes(word.length > SHORT ? word : ` ${word}`);

/** Whether a searchable text holds every word, in some form of it. @param {string} text @param {string[]} words */
export const holdsAll = (text, words) => words.every((word) => holds(text, word)
  || (text.includes(` ${word.slice(0, STUMP)}`) && text.split(" ").some((other) => sameStem(word, other))));

/** Make an index of what is to be searched. @param {Entry[]} entries @returns {Index} */
export function indexed(entries) {
  /** @type {Map<string, Places>} */ const places = new Map();
  // The same words come again and again: each is folded once.
  /** @type {Map<string, string[]>} */ const folded = new Map();
  /** @param {string} text @param {keyof Places} field @param {number} at */
  const put = (text, field, at) => {
    for (const raw of text.split(/[\s,.:;«»“”"()–—-]+/)) {
      let words = folded.get(raw);
      if (!words) folded.set(raw, words = wordsOf(raw));
      for (const word of words) {
        let known = places.get(word);
        if (!known) places.set(word, known = { name: [], said: [] });
        if (known[field].at(-1) !== at) known[field].push(at);
      }
    }
  };
  entries.forEach(({ names, said }, at) => {
    for (const name of new Set(names)) put(name, "name", at);
    put(said, "said", at);
  });
  /** @type {string[][]} */ const starts = [];
  return {
    words: [...places.keys()],
    places,
    size: entries.length,
    begins: (at, phrase) => (starts[at] ??= entries[at].names.map(searchable)).some((name) => name.startsWith(phrase)),
  };
}

/** How many letters must be put right for one word to become another, or the beginning of it; `most` + 1 for more. @param {string} word @param {string} other @param {number} most */
function mistakes(word, other, most) {
  const width = Math.min(other.length, word.length + most);
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: width + 1 }, (_, at) => at)];
  for (let row = 1; row <= word.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= width; at += 1) {
      const same = word[row - 1] === other[at - 1];
      now[at] = Math.min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      if (row > 1 && at > 1 && word[row - 1] === other[at - 2] && word[row - 2] === other[at - 1]) now[at] = Math.min(now[at], before[at - 2] + 1);
    }
    if (Math.min(...now) > most) return most + 1;
    [before, last] = [last, now];
  }
  return Math.min(...last);
}

/** Whether a word is like another: mistyped, or with another ending. @param {string} word @param {string} other */
const alike = (word, other) => word[0] === other[0] && (
  other.startsWith(word.slice(0, Math.max(STEM, word.length - ENDING)))
  || mistakes(word, other, word.length < LONG ? 1 : 2) <= (word.length < LONG ? 1 : 2));

/** How well each entry has a word: an array by entry. @param {Index} index @param {string} word @param {boolean} loosely */
function ranks({ words, places, size }, word, loosely) {
  const best = new Float64Array(size).fill(Infinity);
  /** @param {string} other @param {number} name @param {number} said */
  const give = (other, name, said) => {
    const found = places.get(other) ?? { name: [], said: [] };
    for (const at of found.name) best[at] = Math.min(best[at], name);
    for (const at of found.said) best[at] = Math.min(best[at], said);
  };
  const long = word.length > SHORT;
  for (const other of words) {
    // Much begins as a short word does: of what is said, only the word itself counts then.
    if (other.startsWith(word)) give(other, RANKS.name, long || other === word ? RANKS.said : Infinity);
    else if (sameStem(word, other)) give(other, RANKS.nameForm, RANKS.saidForm);
    else if (long && other.includes(word)) give(other, RANKS.nameInside, RANKS.saidInside);
  }
  if (loosely && word.length >= STEM) {
    for (const other of words) if (alike(word, other)) give(other, RANKS.nameAlike, RANKS.saidAlike);
  }
  return best;
}

/** The entries that some words are found in, with how well, in order of entry. @param {Index} index @param {string[]} words @returns {{fit: Fit, found: Found[]}} */
export function find(index, words) {
  if (!words.length) return { fit: "all", found: [] };
  const phrase = ` ${words.join(" ")}`;
  /** @param {Float64Array[]} each */
  const having = (each) => Array.from({ length: index.size }, (_, at) => ({ at, rank: Math.max(...each.map((best) => best[at])) }))
    .filter(({ rank }) => rank < Infinity)
    .map(({ at, rank }) => ({ at, rank: rank === RANKS.name && index.begins(at, phrase) ? RANKS.begins : rank }));
  const exactly = words.map((word) => ranks(index, word, false));
  const found = having(exactly);
  if (found.length) return { fit: "all", found };
  const loosely = words.map((word, at) => (exactly[at].some((rank) => rank < Infinity) ? exactly[at] : ranks(index, word, true)));
  const near = having(loosely);
  if (near.length || words.length === 1) return { fit: "alike", found: near };
  return { fit: "some", found: some(index, loosely) };
}

/** The entries that have most of some words, where none has them all. @param {Index} index @param {Float64Array[]} each @returns {Found[]} */
function some(index, each) {
  const held = Array.from({ length: index.size }, (_, at) => each.filter((best) => best[at] < Infinity).length);
  const most = Math.max(...held);
  return most ? held.flatMap((count, at) => (count === most
    ? [{ at, rank: Math.max(...each.map((best) => best[at]).filter((rank) => rank < Infinity)) }] : [])) : [];
}

/** Whether a word of a text is what a word searched for is found by. @param {string} text one word @param {string[]} words */
export const isMatch = (text, words) => wordsOf(text).some((own) => words.some((word) =>
  (word.length > SHORT ? own.includes(word) : own === word) || sameStem(word, own) || (word.length >= STEM && alike(word, own))));

/** The letters that the Norwegian alphabet has after z, and those that are sorted with them. @type {Record<string, string>} */
const AFTER_Z = { æ: "{", ø: "|", å: "}", ä: "{", ö: "|", é: "e" };

/** A key that sorts a name alike in every browser, by the alphabet of a language. @param {string} name @param {string} lang */
export function alphabetical(name, lang) {
  const letters = name.normalize("NFC").toLowerCase();
  return lang === "nb" || lang === "nn" ? letters.replaceAll("aa", "å").replace(/[æøåäöé]/g, (each) => AFTER_Z[each]) : letters;
}
