// What the reader's own browser keeps from one visit to the next. Where it keeps nothing, that is all that is lost.

import { data } from "./state.js";

/** Pages that are opened as files share one store: what is ours has our name. */
const OURS = "ho21.";
/** The languages of the page, by the languages that a browser asks for. @type {Record<string, "nb" | "en">} */
const SPOKEN = { nb: "nb", nn: "nb", no: "nb", en: "en" };

/** @template It @param {() => It} ask what a browser may refuse @returns {It | null} */
function allowed(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

/** What is kept by a name. @param {string} name */
export const kept = (name) => allowed(() => localStorage.getItem(OURS + name));

/** Keep something by a name; whether the browser let us. @param {string} name @param {string} value */
export const keep = (name, value) => allowed(() => {
  localStorage.setItem(OURS + name, value);
  return true;
}) ?? false;

/** @param {string} tag */
const spoken = (tag) => SPOKEN[tag.toLowerCase().split("-")[0]];

/** Whether the project has names in a language of the page. @param {"nb" | "en" | undefined} lang */
const told = (lang) => lang !== undefined && spoken(data.languages[lang]) === lang;

/** The language a page opens in: the first that the browser asks for and the project has, else the project's own. @returns {"nb" | "en"} */
export const usual = () => navigator.languages.map(spoken).find(told) ?? data.lang;

/** The language that was chosen at an earlier visit, else the usual one. @returns {"nb" | "en"} */
export function languageAtFirst() {
  const last = kept("lang");
  return last === "nb" || last === "en" ? last : usual();
}
