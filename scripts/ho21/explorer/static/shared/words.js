// The words of the page, in its two languages.

import { part } from "./loader.js";

/** A text: `file.key`, with `{field}` filled in. @param {"nb" | "en"} lang @param {string} key @param {Record<string, string | number>} fields */
export function worded(lang, key, fields) {
  const text = part("words")[lang][key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) =>
    Object.hasOwn(fields, name) ? String(fields[name]) : whole);
}

/** Put the words of a language where the page's own markup has its texts. @param {"nb" | "en"} lang */
export function fillWords(lang) {
  document.documentElement.lang = lang;
  for (const [name, put] of /** @type {[string, (e: Element, t: string) => void][]} */ ([
    ["text", (element, text) => { element.textContent = text; }],
    ["label", (element, text) => element.setAttribute("aria-label", text)],
    ["placeholder", (element, text) => element.setAttribute("placeholder", text)],
  ])) {
    document.querySelectorAll(`[data-say-${name}]`).forEach((element) =>
      put(element, worded(lang, element.getAttribute(`data-say-${name}`) || "", {})));
  }
}
