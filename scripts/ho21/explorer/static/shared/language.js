// The language that the page opens in, before anyone chooses.

import { kept } from "./kept.js";
import { part } from "./loader.js";

/** What the page holds, or what it opens with while the rest is fetched. @type {{lang: "nb" | "en", languages: Record<string, string>}} */
const data = part("page") ?? part("beside");

/** The languages of the page, by the languages that a browser asks for. @type {Record<string, "nb" | "en">} */
const SPOKEN = { nb: "nb", nn: "nb", no: "nb", en: "en" };

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
