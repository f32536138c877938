// All that is stated at one place of a text: a list to choose from.

import { anchor, swatch } from "../shared/elements.js";
import { inOrder, kind, make, predicates, say, tell, things } from "../shared/state.js";
import { linksAt, thingsAt } from "./runs.js";

/**
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./runs.js").Place} Place
 */

const MANY = 6;

/** @param {Place[]} places @param {string} line @param {() => void} close */
export function choiceList(places, line, close) {
  const here = thingsAt(places);
  const links = linksAt(places);
  const title = say("sources.stated_here", { line });
  const button = make("button", { type: "button", class: "close", "aria-label": say("sources.close") }, "×");
  button.addEventListener("click", close);
  const box = make("div", { class: "choice", role: "group", tabindex: -1, "aria-label": title },
    make("div", { class: "top" }, make("p", {}, title), button));
  if (here.length) {
    box.append(make("ul", {}, ...here.map((thing) =>
      make("li", {}, swatch(thing), anchor(thing), make("span", { class: "chip" }, kind(thing))))));
  }
  if (links.length) {
    const lines = groupsOf(links);
    const items = make("ul", {}, ...lines);
    const words = say("sources.links_rest", { count: links.length });
    if (lines.length > MANY) box.append(make("details", {}, make("summary", {}, words), items));
    else box.append(make("p", { class: "small" }, words), items);
  }
  if (!here.length && !links.length) {
    box.append(make("p", {}, say(places.length ? "sources.says_itself" : "sources.nothing")));
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close();
  });
  return box;
}

/** Links that say the same of several things, as one line. @param {Link[]} links */
function groupsOf(links) {
  /** @type {Map<string, Link[]>} */ const alike = new Map();
  for (const link of links) {
    const key = `${link.predicate} ${link.to}`;
    alike.set(key, [...(alike.get(key) ?? []), link]);
  }
  return [...alike.values()].map((group) => {
    const from = inOrder(group.map((link) => things[link.from]));
    return make("li", { class: "rests" }, ...from.flatMap((thing, at) => [at ? ", " : "", anchor(thing)]),
      make("span", { class: "predicate" }, ` ${tell(predicates[group[0].predicate])} → `), anchor(things[group[0].to]));
  });
}
