// What words searched for are found in: one rule for the search and the table.

import { fold } from "./state.js";

/** So short a word is found where a word begins, and not inside one. */
const SHORT = 3;
/** So much of a word must be right, where no more is. */
const STEM = 5;
const ENDING = 3;

/** A text as it is searched: its words folded, each after a space. @param {string} text */
export const searchable = (text) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

/** The words searched for. @param {string} text */
export const wordsOf = (text) => searchable(text).split(" ").filter(Boolean);

/** How a searchable text holds a word: 0 where a word begins with it, 1 inside one, else 2. @param {string} text @param {string} word */
function where(text, word) {
  if (text.includes(` ${word}`)) return 0;
  return word.length > SHORT && text.includes(word) ? 1 : 2;
}

/** The same in running text, where much begins as a short word does: the word itself. @param {string} text @param {string} word */
const within = (text, word) =>
  (word.length > SHORT ? where(text, word) : `${text} `.includes(` ${word} `) ? 0 : 2);

/** Whether a searchable text holds every word. @param {string} text @param {string[]} words */
export const holdsAll = (text, words) => words.every((word) => where(text, word) < 2);

/**
 * How well some words are found in a name or in what is said, the best first: the name begins with
 * them, words of the name do, words of what is said do, they stand inside words; null if not at all.
 * @param {string} name @param {string} said @param {string[]} words
 */
export function rank(name, said, words) {
  if (name.startsWith(` ${words.join(" ")}`)) return 0;
  const places = words.map((word) => {
    const inName = where(name, word);
    return inName === 0 ? 1 : Math.min(inName === 1 ? 3 : 9, [2, 4, 9][within(said, word)]);
  });
  const worst = Math.max(...places);
  return worst < 9 ? worst : null;
}

/** Whether a word begins as another does but for one letter wrong, missing, too many, or two swapped. @param {string} word @param {string} other */
function mistyped(word, other) {
  let at = 0;
  while (at < word.length && word[at] === other[at]) at += 1;
  if (at === 0) return false;
  const rest = word.slice(at + 1);
  return other.startsWith(rest, at + 1) || other.startsWith(word.slice(at), at + 1) || other.startsWith(rest, at)
    || other.startsWith(`${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`, at);
}

/** Whether words begin alike, but for the ending of the first. @param {string} word @param {string} other */
const akin = (word, other) => other.startsWith(word.slice(0, Math.max(STEM, word.length - ENDING)));

/** Whether a searchable text has a word like each of some, where the very words are found nowhere. @param {string} text @param {string[]} words */
export function resembles(text, words) {
  const others = text.split(" ");
  return words.every((word) => where(text, word) === 0
    || (word.length >= STEM && others.some((other) => mistyped(word, other) || akin(word, other))));
}
