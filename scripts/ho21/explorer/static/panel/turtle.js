// A thing's Turtle, as the graph has it.

import { available, run } from "../query/answers.js";
import { Fault } from "../query/preflight.js";
import { copier } from "../shared/elements.js";
import { data, make, say, state } from "../shared/state.js";

const NAME = /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/;

/** An IRI with its prefix, where one is known and what is left is a plain name. @param {string} iri */
function short(iri) {
  for (const [prefix, start] of Object.entries(data.prefixes)) {
    if (iri.startsWith(start) && NAME.test(iri.slice(start.length))) return [prefix, `${prefix}:${iri.slice(start.length)}`];
  }
  return ["", `<${iri}>`];
}

/** Turtle from N-Triples: prefixes, and one block a subject. @param {string} triples */
function turtle(triples) {
  /** @type {Set<string>} */ const used = new Set();
  /** @type {Map<string, string[]>} */ const blocks = new Map();
  /** @param {string} text */
  const shorter = (text) => text.replace(/<([^<>]*)>(?=$|\s)/g, (_, iri) => {
    const [prefix, name] = short(iri);
    if (prefix) used.add(prefix);
    return name;
  });
  for (const line of triples.split("\n").sort()) {
    const found = /^(<[^<>]*>) (<[^<>]*>) (.*) \.$/.exec(line);
    if (!found) continue;
    const [, subject, predicate, value] = found;
    // A literal is left as it is but for its type.
    const typed = /^(".*"\^\^)(<[^<>]*>)$/.exec(value);
    const object = typed ? typed[1] + shorter(typed[2]) : value.startsWith('"') ? value : shorter(value);
    blocks.set(subject, [...(blocks.get(subject) || []), `    ${shorter(predicate)} ${object}`]);
  }
  const told = [...blocks].map(([subject, lines_]) => `${shorter(subject)}\n${lines_.join(" ;\n")} .\n`);
  const prefixes = Object.entries(data.prefixes).filter(([name]) => used.has(name));
  return [prefixes.map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`).join(""), ...told].join("\n");
}

/** @param {import("../shared/state.js").Thing} thing */
export function turtleSection(thing) {
  const box = make("details", { class: "many" }, make("summary", {}, "Turtle"));
  box.addEventListener("toggle", async () => {
    if (!box.open || box.childElementCount > 1) return;
    const status = make("p", { role: "status" }, say(available() ? "panel.turtle_waits" : "panel.turtle_unable"));
    box.append(status);
    if (!available()) return;
    const asked = `CONSTRUCT WHERE { <${thing.iri}> ?property ?value }`;
    try {
      const answer = await run(asked, { stated: !state.readings });
      if (answer.kind !== "triples") return;
      const text = turtle(answer.text);
      status.replaceWith(copier(say("panel.turtle_copy"), () => text), make("pre", { tabindex: 0 }, text));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      status.textContent = say(fault.words, fault.fields);
    }
  });
  return box;
}
