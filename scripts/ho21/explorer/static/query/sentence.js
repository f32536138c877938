// The sentence above an answer: a saved question's own words, filled with counts of the rows, by the rules of
// ho21/sparql/sentences.py.

import { countedAs, data, inside, number, state, tell } from "../shared/state.js";
import { asked, named, taken, usual } from "./parameters.js";

/**
 * @typedef {import("../shared/state.js").Question} Question
 * @typedef {import("./answers.js").Row} Row
 * @typedef {{rows: Row[], stated?: Row[], values: Record<string, string>}} Counted
 */

const FIELD = /\{(?<of>\w+\.)?(?<what>\w+)(?:\?(?<column>\w+)=(?<is>[^{}|]*))?(?:\|(?<one>[^{}|]*)\|(?<many>[^{}|]*))?\}/g;

/** What a question's file says of it under a name, as «answer-nb». @param {Question} question @param {string} name */
export const header = ({ text }, name) => new RegExp(`^# ${name}: (.+)$`, "m").exec(text.split("PREFIX", 1)[0])?.[1] ?? "";

/** The last part of an IRI, or the whole of another text. @param {string} text */
const last = (text) => text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("#")) + 1);

/** The value of a variable as text. @param {Row} row @param {string} name @returns {string} */
const value = (row, name) => String(row[name]?.value ?? "");

/** What a parameter is, as a person reads it. @param {Question} question @param {string} name @param {Record<string, string>} values */
function called(question, name, values) {
  const parameter = asked(question).find((each) => each.name === name);
  if (!parameter) return "";
  const given = values[name] ?? usual(parameter);
  const what = taken(parameter);
  if (what === "number") return state.lang === "nb" ? given.replace(".", ",") : given;
  const thing = what === "thing" ? named(given) : null;
  return thing ? inside(thing.name) : what === "thing" ? last(given) : given;
}

/** @param {Question} question @param {string} text @param {Counted} counted */
function filled(question, text, { rows, stated = [], values }) {
  const told = text.replace(FIELD, (...found) => {
    const { of = "", what, column, is = "", one, many } = found.at(-1);
    if (of === "noun.") return data.nouns[state.lang][what] ?? what;
    if (of === "value.") return called(question, what, values);
    const wanted = is.trim();
    const some = (of === "stated." ? stated : rows).filter((row) => !column
      || (wanted === "*" ? value(row, column) !== "" : [value(row, column), last(value(row, column))].includes(wanted)));
    if (of === "first.") {
      const first = some.find((row) => value(row, what));
      return first ? value(first, `${what}Label`) || value(first, what) : tell(data.headings.none);
    }
    const count = of === "all." ? countedAs(what).length : what === "rows" ? some.length
      : new Set(some.map((row) => value(row, what)).filter(Boolean)).size;
    return one === undefined ? number(count) : `${number(count)} ${count === 1 ? one : many}`;
  });
  return told.charAt(0).toUpperCase() + told.slice(1);
}

/** What a question tells above its answer; nothing where it has no sentence. @param {Question} question @param {Counted} counted */
export function sentence(question, counted) {
  const answer = header(question, `answer-${state.lang}`);
  if (!answer) return "";
  const alone = counted.stated ? header(question, `alone-${state.lang}`) : "";
  const told = filled(question, alone, counted);
  const differs = told !== filled(question, alone, { ...counted, stated: counted.rows });
  return [filled(question, answer, counted), ...(differs ? [told] : [])].join(" ");
}
