// Words of a source with their place and a ready citation, each copied by one click.

import { encodeKey } from "../shared/address.js";
import { copier, inMarks, lines, quotation } from "../shared/elements.js";
import { data, make, say, sources, state, tell } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Passage} Passage
 * @typedef {import("../shared/state.js").Text} Text
 */

/** The forms of a citation, with what each is called. @type {[string, Text][]} */
const FORMS = data.citations?.forms ?? [];
/** @param {string} form @param {string} words */
const written = (form, words) => [...words].map((sign) => data.citations.escape[form][sign] ?? sign).join("");

/** Where the project is published, the address of a thing there. @param {Thing} thing */
const published = (thing) => (data.published ? `${data.published}#${encodeKey(thing.key)}` : "");

/** The words in their own quotation marks, with the translation that the reader is shown. @param {Passage} passage */
function quoted({ quote, lang, translation }) {
  const told = translation[state.lang];
  return `${inMarks(quote, lang)}${told ? ` [${say("common.translation")}: “${told}”]` : ""}`;
}

/** Where the words stand in the text. @param {Passage} passage */
const placed = (passage) => `${passage.file}, ${lines(passage)}`;

/** The citation of some words in a form; nothing where the source is not among the project's. @param {Passage} passage @param {Thing} thing @param {string} form @param {string} [words] that are shown instead */
function citation(passage, thing, form, words = quoted(passage)) {
  const ready = data.citations?.sources[sources[passage.source]?.slug]?.[state.lang][form];
  if (!ready) return undefined;
  /** @type {Record<string, string>} */
  const known = { quote: written(form, words), place: written(form, placed(passage)), line: String(passage.first), address: published(thing) };
  return ready.replace(/\{(quote|place|line|address)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => known[name]).trim();
}

/** Buttons that copy, after a word that says so. @param {[string, string, () => string][]} some label, whole name and words */
const copies = (some) => make("div", { class: "copies", role: "group", "aria-label": say("panel.copy") },
  make("span", { "aria-hidden": "true" }, `${say("panel.copy")}:`),
  ...some.map(([label, name, words]) => copier(label, words, name)));

/** @param {string} label @param {string} what */
const named = (label, what) => say("panel.copy_what", { label, what });

/** Words of a source, their place and how they are cited. @param {Passage} passage @param {Thing} thing */
export function cited(passage, thing) {
  const where = citation(passage, thing, "text", "");
  return [
    ...quotation(passage),
    ...(where ? [make("p", { class: "cited" }, where)] : []),
    copies([
      [say("panel.quote"), named(say("panel.quote"), placed(passage)), () => inMarks(passage.quote, passage.lang)],
      [say("panel.place"), named(say("panel.place"), placed(passage)), () => placed(passage)],
      ...(where ? FORMS : []).map(([form, label]) => /** @type {[string, string, () => string]} */ ([
        tell(label), named(tell(label), placed(passage)), () => citation(passage, thing, form) ?? ""])),
    ]),
  ];
}

/** What no source has words for: its name, and how the graph is cited. @param {Thing} thing */
export function citedByName(thing) {
  const own = data.citations?.own[state.lang];
  const name = tell(thing.name);
  return copies([
    [say("panel.name"), named(say("panel.name"), name), () => name],
    ...(own ? FORMS : []).map(([form, label]) => /** @type {[string, string, () => string]} */ ([
      tell(label), named(tell(label), name), () => (form === "text" ? [`${name}.`, own[form], published(thing)].filter(Boolean).join(" ") : own[form])])),
  ]);
}
