// The bar over the map: its form, its steps, and the filters, folded away until they are asked for.

import { place } from "../../compare/asked.js";
import { go, set } from "../../shared/address.js";
import { countedAs, inOrder, make, must, number, say, sources, state, tell, things, touching } from "../../shared/state.js";
import { FILTERS, listed, modality } from "../filter.js";
import { anew, back, changed } from "../growing.js";
import { large } from "../part.js";
import { COLOURED } from "../picture/glyphs.js";

const OWN = ["farge", "storrelse"];

/** @param {string} id @param {() => void} does */
function button(id, does) {
  const made = make("button", { type: "button", id, class: "small-button" });
  made.addEventListener("click", does);
  return made;
}

/** The bar, without its words. @param {() => void} restart what more to do where everything begins anew @param {...Element} more what else stands in it */
export function bar(restart, ...more) {
  const fields = make("div", { id: "fields" });
  return make("div", { id: "bar" },
    make("div", { class: "choices", role: "group", id: "forms" },
      button("form-kolonner", () => go({ params: changed({ form: null }) })), button("form-nett", () => go({ params: changed({ form: "nett" }) }))),
    make("div", { class: "choices" },
      button("back", () => go({ params: back() })),
      button("reset", () => {
        restart();
        go({ params: anew(), thing: null });
      }),
      button("all", () => go({ params: changed({ alt: "1", bare: null }) })),
      button("path", () => go({ params: changed({ fra: state.thing?.key ?? null, til: null, vei: "1" }), thing: null })),
      button("compare-with", () => go(place(state.thing, null)))),
    make("details", { id: "filter" }, make("summary", {}), fields), ...more);
}

/** @param {string} name of the parameter @param {string} words @param {[string, string][]} options value and words @param {string} none the words for no choice */
function select(name, words, options, none) {
  const field = make("select", { "data-filter": name }, make("option", { value: "" }, none),
    ...options.map(([value, text]) => make("option", { value }, text)));
  field.value = state.params.get(name) || "";
  if (field.selectedIndex < 0) field.selectedIndex = 0;
  field.addEventListener("change", () => go({ params: changed({ [name]: field.value || null }) }, { replace: true }));
  return make("label", {}, make("span", {}, words), field);
}

/** How sure an interpretation must be. */
function least() {
  const range = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: state.least, "data-filter": "sikkerhet", "aria-valuetext": number(state.least) });
  const shown = make("output", {}, number(state.least));
  range.addEventListener("input", () => { shown.textContent = number(range.value); });
  range.addEventListener("change", () => set({ least: Number(range.value) }));
  return make("label", {}, make("span", {}, say("common.least")), range, shown);
}

/** Fill in the words and the choices that the state says. */
export function fillBar() {
  const focus = document.activeElement?.getAttribute("data-filter");
  for (const [id, key] of [["form-kolonner", "columns"], ["form-nett", "network"], ["back", "back"], ["reset", "reset"], ["all", "all"]]) must(id).textContent = say(`map.${key}`);
  must("path").textContent = say("paths.open");
  must("compare-with").textContent = say("compare.bar");
  const net = state.params.get("form") === "nett";
  must("forms").setAttribute("aria-label", say("map.form"));
  must("form-kolonner").setAttribute("aria-pressed", String(!net));
  must("form-nett").setAttribute("aria-pressed", String(net));
  /** @type {HTMLButtonElement} */ (must("back")).disabled = !listed("voks").length;
  must("all").hidden = large;
  const active = [...FILTERS, ...OWN].filter((name) => state.params.has(name)).length + (state.least ? 1 : 0);
  const summary = must("filter").firstElementChild;
  if (summary) summary.textContent = active ? say("map.filter_count", { count: active }) : say("map.filter");
  const all = say("map.any");
  /** @param {import("../../shared/state.js").Thing[]} some @returns {[string, string][]} */
  const named = (some) => inOrder(some).map((thing) => [thing.key, tell(thing.name)]);
  const worded = new Map(things.flatMap((thing) => {
    const fact = modality(thing);
    return fact ? [[fact.raw, tell(fact.value)]] : [];
  }));
  const clear = button("clear", () => {
    set({ least: 0 });
    go({ params: changed(Object.fromEntries([...FILTERS, ...OWN].map((name) => [name, null]))) }, { replace: true });
  });
  clear.textContent = say("map.clear");
  clear.disabled = !active;
  const actors = countedAs("actor").filter(({ id }) => touching[id].length);
  const themes = countedAs("theme");
  must("fields").replaceChildren(
    ...(sources.length > 1 ? [select("kilde", say("common.source"), sources.map(({ slug, name }) => [slug, tell(name)]), all)] : []),
    ...(actors.length ? [select("aktor", say("map.actor"), named(actors), all)] : []),
    ...(themes.length ? [select("emne", say("map.theme"), named(themes), all)] : []),
    ...(worded.size ? [select("modal", say("map.modality"), /** @type {[string, string][]} */ ([...worded]), all)] : []),
    least(),
    select("farge", say("map.colour"), [...COLOURED.keys()].map((each) => [each, say(`map.colour_${each}`)]), say("map.colour_kind")),
    select("storrelse", say("map.size"), [["0", say("map.size_0")]], say("map.size_degree")),
    clear,
  );
  if (focus) {
    const again = must("fields").querySelector(`[data-filter="${CSS.escape(focus)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }
}
