// The way from one thing to another in the panel: a sentence for each step, and where it breaks.

import { additions, others } from "../panel/panel.js";
import { go, href, set } from "../shared/address.js";
import { finder } from "../shared/choose.js";
import { anchor, how, mark, quotation } from "../shared/elements.js";
import { announce, data, look, make, number, passages, predicates, rests, say, state, tell, things } from "../shared/state.js";
import { asked, vision } from "./asked.js";
import { READ, SAID } from "./find.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./asked.js").Asked} Asked
 * @typedef {import("./find.js").Way} Way
 * @typedef {import("./find.js").Step} Step
 * @typedef {import("./find.js").Break} Break
 */

/** Where a way is shown: on the map, with what else the map shows. @param {Record<string, string | null>} ends */
const place = (ends) => ({
  view: "kart", thing: null,
  params: { ...(state.view === "kart" ? Object.fromEntries(state.params) : {}), vei: null, ...ends },
});

/** How sure the least sure step is: what a source says is wholly so. @param {Way} way */
const strength = ({ steps }) => Math.min(1, ...steps.map(({ link }) => Number(link.confidence ?? 1)));

/** @param {Thing} thing */
const name = (thing) => tell(thing.name);

/** @param {string[]} parts */
const anyOf = (parts) => (parts.length < 2 ? parts.join("")
  : `${parts.slice(0, -1).join(", ")} ${say("paths.or")} ${parts[parts.length - 1]}`);

/** The box in which one end is chosen. @param {"fra" | "til"} end @param {Thing | null} thing */
const box = (end, thing) => finder(`path-${end}`, say(`paths.${end}`), thing, (chosen) => go(place({ [end]: chosen.key })));

/** @param {Asked} what */
function boxes({ from, to }) {
  const swap = make("a", { class: "button small-button", href: href(place({ fra: to?.key ?? null, til: from?.key ?? null })) }, say("paths.swap"));
  return make("div", { class: "ends", role: "group", "aria-label": say("paths.open") }, box("fra", from), box("til", to), ...(from || to ? [swap] : []));
}

/** A step in words, how it is known, and what it rests on. @param {Step} step @param {boolean} weakest */
function sentence({ start, end, link }, weakest) {
  const relation = tell(start === link.from ? predicates[link.predicate] : data.backwards[link.predicate]);
  const made = how(link);
  const ground = [
    ...(made ? [make("p", { class: "small" }, made)] : []),
    ...link.passages.flatMap((at) => quotation(passages[at])),
  ];
  return make("li", { class: `link ${look(link)}` },
    make("p", {}, anchor(things[start]), ` ${relation} `, anchor(things[end])),
    make("p", {}, mark(link), ...(weakest ? [make("span", { class: "small" }, ` ${say("paths.weakest")}`)] : [])),
    ...(link.reason ? [make("p", { lang: state.lang }, tell(link.reason))] : []),
    ...(ground.length ? [make("details", {}, make("summary", {}, say("panel.basis")), ...ground)] : []));
}

/** What is passed between the ends, in a line. @param {Way} way */
const passing = ({ steps }) => (steps.length > 1
  ? say("paths.through", { things: steps.slice(0, -1).map(({ end }) => tell(things[end].short)).join(" – ") }) : say("paths.direct"));

/** How sure a way is, in a few words. @param {Way} way */
const sure = (way) => (way.steps.some(({ link }) => rests(link))
  ? say("paths.as_sure", { confidence: number(strength(way)) }) : say("paths.all_said"));

/** What is missed where reasons break off, and who said no. @param {Break} gap */
function missing({ way, sought, refused }) {
  /** @type {Map<string, string[]>} */ const lacking = new Map();
  for (const { relation, end } of sought.map((at) => data.ways.sought[at])) {
    lacking.set(tell(relation), [...(lacking.get(tell(relation)) ?? []), tell(end)]);
  }
  const what = anyOf([...lacking].map(([link, kinds]) => say("paths.lacking", { kinds: anyOf(kinds), link })));
  const silent = sought.length && !refused.length ? [say(state.readings ? "paths.unread" : "paths.unsaid")] : [];
  return make("li", { class: "link gap" },
    make("p", {}, anchor(things[way.end]), ` ${what ? say("paths.lacks", { what }) : say("paths.dead_end")}`),
    ...(way.steps.length ? [make("p", { class: "small" }, [name(things[way.start]), ...way.steps.map(({ end }) => name(things[end]))].join(" → "))] : []),
    ...silent.map((each) => make("p", {}, each)),
    ...refused.flatMap((each) => [
      make("p", {}, each.denied ? say("paths.denied", { thing: tell(each.other), reason: tell(each.reason) }) : say("paths.sought", { reason: tell(each.reason) })),
      make("p", { class: "small" }, how(each))]));
}

/** Where reasons break off; what leads on all the same is folded away. @param {Asked} what */
function* breaks({ found }) {
  if (!found?.breaks.length) return;
  const list = make("ul", {}, ...found.breaks.map(missing));
  if (found.reasons) yield make("details", { class: "many" }, make("summary", {}, say("paths.branches", { count: found.breaks.length })), list);
  else yield* [make("h3", {}, say("paths.reasons_break")), list];
}

/** What is said first: how sure the way is, and what it takes to get there. @param {Asked} what @param {Thing} from @param {Thing} to */
function* summary({ found, way, number: chosen }, from, to) {
  if (!found) return;
  const fields = { from: tell(from.short), to: tell(to.short), count: found.reached };
  if (way) yield sure(way);
  else yield say("paths.broken", fields);
  if (found.need === SAID && way?.steps.some(({ link }) => rests(link))) yield say("paths.said_too", { count: found.ways.length });
  if (way && found.need !== null && found.need > SAID) yield say(found.need === READ ? "paths.broken_said" : "paths.broken_mentioned", fields);
  if (!state.readings && found.need !== SAID) yield say("paths.readings_off");
  if (chosen > 1) yield say("paths.number", { number: chosen, count: found.ways.length });
}

/** The ways there are, to choose among. @param {Asked} what */
function choices({ found, number: chosen }) {
  if (!found || found.ways.length < 2) return [];
  return [make("h3", {}, say("paths.others")), make("ol", { class: "ways" }, ...found.ways.map((way, at) =>
    make("li", {}, make("a", { href: href(place({ vei: at ? String(at + 1) : null })), "aria-current": at + 1 === chosen && "true" }, passing(way)),
      make("span", { class: "small" }, ` ${sure(way)}`))))];
}

/** What the panel holds where a way is asked for. */
function told() {
  const what = asked();
  if (!what) return null;
  const { from, to, found, way } = what;
  const both = from && to;
  const least = way ? strength(way) : 1;
  const weakest = least < 1 ? way?.steps.find(({ link }) => Number(link.confidence ?? 1) === least) : undefined;
  const lines = both ? found ? [...summary(what, from, to)] : [say("paths.same")] : [say("paths.help")];
  const turn = make("button", { type: "button" }, say("common.readings_shown"));
  turn.addEventListener("click", () => set({ readings: true }));
  const key = `${from?.key} → ${to?.key} ${what.number} ${state.readings}`;
  return {
    key,
    title: both ? say("paths.title", { from: tell(from.short), to: tell(to.short) }) : say("paths.open"),
    kind: [say("paths.kind")],
    close: () => go({ params: { ...Object.fromEntries(state.params), fra: null, til: null, vei: null } }),
    inside: [
      boxes(what),
      ...(found?.reasons ? [] : breaks(what)),
      ...(way && !found?.reasons && found?.breaks.length ? [make("h3", {}, say("paths.other_way"))] : []),
      ...lines.map((each, at) => make("p", { class: at || !way ? "small" : "sum" }, each)),
      ...(both && !state.readings && found?.need !== SAID ? [turn] : []),
      ...(way ? [make("ol", { class: "steps" }, ...way.steps.map((step) => sentence(step, step === weakest)))] : []),
      ...choices(what),
      ...(found?.reasons ? breaks(what) : []),
    ],
  };
}

let heard = "";

others.push(() => {
  const what = told();
  if (what && what.key !== heard) announce(what.title);
  heard = what?.key ?? "";
  return what;
});

/** In any thing's panel: on to the vision, to anything else, and back to the way one came from. @param {Thing} thing */
additions.push((thing) => {
  const end = vision(thing);
  const what = asked();
  return [make("p", { class: "onward" },
    ...(what ? [make("a", { href: href({ thing: null }) }, say("paths.back")), " · "] : []),
    ...(end ? [make("a", { href: href(place({ fra: thing.key, til: end.key })) }, say("paths.to_vision")), " · "] : []),
    make("a", { href: href(place({ fra: thing.key, til: null })) }, say("paths.from_here")))];
});

