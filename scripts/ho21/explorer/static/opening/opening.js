// The page whose data lie beside it: its beginning is there at once; the rest is fetched, and then it runs.

import { MissingFile, allOf, fetchText, filesOf } from "../shared/beside.js";
import { kept, paint } from "../shared/kept.js";
import { languageAtFirst } from "../shared/language.js";
import { part } from "../shared/loader.js";
import { fillWords, worded } from "../shared/words.js";

/** What the page needs before it can be shown. */
const PARTS = ["page", "things", "links", "passages", "texts", "questions"];

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The language of the address, else that of the reader. */
function language() {
  const named = new URLSearchParams(location.hash.split("?")[1] ?? "").get("lang");
  return named === "nb" || named === "en" ? named : languageAtFirst();
}

const lang = language();
const status = element("fetching");

/** @param {string} key @param {Record<string, string | number>} fields */
const tell = (key, fields) => { status.textContent = worded(lang, key, fields); };

/** Fetch all parts and lay each where the page reads it. */
async function fetchParts() {
  const all = PARTS.flatMap(filesOf).length;
  let at = 0;
  const progress = () => tell("common.fetching", { at: at++, all });
  progress();
  const texts = await allOf(PARTS.map((name) => fetchText(filesOf(name), progress)));
  PARTS.forEach((name, number) => {
    const held = document.createElement("script");
    held.type = "application/json";
    held.id = `data-${name}`;
    held.textContent = texts[number];
    document.body.append(held);
  });
}

/** Run the page's own script, exactly as its policy knows it. */
function begin() {
  const script = document.createElement("script");
  script.textContent = element("pack-explorer").textContent;
  document.body.append(script);
}

paint(kept("theme") ?? "");
fillWords(lang);
document.title = element("title").textContent = part("beside").title[lang];
for (const each of document.querySelectorAll("#waiting [lang]")) /** @type {HTMLElement} */ (each).hidden = each.getAttribute("lang") !== lang;
fetchParts().then(begin, (error) => {
  if (!(error instanceof MissingFile)) throw error;
  tell(error.key, error.fields);
  status.setAttribute("role", "alert");
});
