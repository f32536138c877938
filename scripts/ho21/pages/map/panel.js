// What is said about the chosen thing, and where.

/** @param {Thing} thing */
const kind = (thing) => (Object.hasOwn(data.kinds, thing.kind) ? tell(data.kinds[thing.kind]) : thing.kind);

/** @param {string | null} url @param {...(Node | string)} inner */
function outside(url, ...inner) {
  if (!url || !url.startsWith("https://")) return make("span", {}, ...inner);
  return make("a", { href: url, rel: "noopener noreferrer" }, ...inner);
}

/** Where words stand: the document, the file and the lines. @param {Passage} passage */
function place(passage) {
  const source = data.sources[passage.source];
  const at = passage.first === passage.last
    ? `${say("document_text")} ${passage.first}`
    : `${say("document_lines")} ${passage.first}–${passage.last}`;
  const line = make("p", { class: "place" }, `${say("source")}: `);
  if (source) line.append(outside(source.url, tell(source.name)), " · ");
  line.append(`${passage.file} · ${at}`);
  return line;
}

/** @param {Passage} passage */
function quotation(passage) {
  const parts = [make("blockquote", { lang: "nb" }, `«${passage.quote}»`)];
  if (state.lang === "en" && passage.translation) {
    parts.push(make("p", { class: "translation", lang: "en" }, `“${passage.translation}”`));
    parts.push(make("p", { class: "small" }, say("translation")));
  }
  parts.push(place(passage));
  return parts;
}

/** @param {Thing} thing */
const anchor = (thing) => make("a", { href: `#${encode(thing.key)}` }, tell(thing.name));

/** How a reading came about. @param {Link | Unmade} link */
function reading(link) {
  const parts = [];
  if (link.author) parts.push(`${say("author")} ${tell(link.author)}`);
  if (link.confidence) {
    const number = state.lang === "nb" ? link.confidence.replace(".", ",") : link.confidence;
    parts.push(`${say("confidence")} ${number}`);
  }
  if (link.review) parts.push(tell(link.review));
  return parts.join(" · ");
}

/** One link in the panel. @param {Link} link @param {Thing} thing */
function linkItem(link, thing) {
  const other = things[link.from === thing.id ? link.to : link.from];
  const item = make("li", { class: `link ${link.basis}` }, anchor(other));
  item.append(make("span", { class: "chip" }, kind(other)));
  if (link.reason) item.append(make("p", { lang: state.lang }, tell(link.reason)));
  const how = reading(link);
  if (how) item.append(make("p", { class: "small" }, how));
  const words = link.passages.map((at) => passages[at]);
  if (words.length) {
    const more = make("details", {}, make("summary", {}, say("basis")));
    words.forEach((each) => more.append(...quotation(each)));
    item.append(more);
  }
  return item;
}

/** The links of one basis, put together by predicate and direction. @param {Thing} thing @param {string} basis */
function linkSection(thing, basis) {
  const mine = touching[thing.id].filter((link) => link.basis === basis);
  if (!mine.length) return [];
  /** @type {Map<string, Link[]>} */ const sorted = new Map();
  for (const link of mine) {
    const key = `${link.from === thing.id ? "a" : "b"}${link.quiet ? "z" : ""}${link.predicate}`;
    sorted.set(key, [...(sorted.get(key) || []), link]);
  }
  const inside = [];
  for (const key of [...sorted.keys()].sort()) {
    const together = sorted.get(key) || [];
    const named = tell(data.predicates[together[0].predicate]);
    const out = key.startsWith("a");
    const list = make("ul", {}, ...together.map((link) => linkItem(link, thing)));
    const title = out
      ? [`${named} →`]
      : [make("span", { "aria-hidden": "true" }, "← "), make("span", { class: "aside" }, `${say("points_from")} `), named];
    if (together.length > 6) {
      inside.push(make("details", { class: "many" }, make("summary", {}, ...title, ` (${together.length})`), list));
    } else inside.push(make("h4", {}, ...title), list);
  }
  if (basis === "inferred") {
    return [make("details", { class: "many" }, make("summary", {}, `${say(basis)} (${mine.length})`), ...inside)];
  }
  return [make("h3", {}, `${say(basis)} (${mine.length})`), ...inside];
}

/** The links that were weighed and not made. @param {Thing} thing */
function unmadeSection(thing) {
  if (!thing.unmade.length) return [];
  const items = thing.unmade.map((each) => make("li", { class: "link read" },
    make("p", {}, `${say(each.denied ? "denied" : "none_found")} ${tell(each.label)} → `, make("strong", {}, tell(each.other))),
    make("p", { lang: state.lang }, tell(each.reason)),
    make("p", { class: "small" }, reading(each))));
  return [make("h3", {}, `${say("unmade")} (${items.length})`), make("ul", {}, ...items)];
}

/** @param {Thing} thing */
function depthChoice(thing) {
  const field = make("fieldset", { class: "depth" }, make("legend", {}, say("depth")));
  for (const value of ["1", "2", "path"]) {
    const radio = make("input", { type: "radio", name: "depth", value, checked: state.depth === value });
    radio.addEventListener("change", () => {
      state.depth = value;
      refresh();
      reveal(thing);
    });
    field.append(make("label", {}, radio, say(`depth_${value}`)));
  }
  return field;
}

/** What is said in one word or number. @param {Thing} thing */
function facts(thing) {
  if (!thing.facts.length) return null;
  const list = make("dl");
  const unit = thing.facts.find((fact) => fact.property === "unit");
  const counted = thing.facts.some((fact) => fact.property === "value");
  for (const { property, label, value } of thing.facts) {
    if (property === "unit" && counted) continue;
    let text = tell(value);
    if (property === "when") text = date(text);
    if (property === "value" && state.lang === "nb") text = text.replace(".", ",");
    if (property === "value" && unit) text = `${text} ${tell(unit.value)}`;
    list.append(make("dt", {}, tell(label)), make("dd", {}, text));
  }
  return list;
}

function fillPanel() {
  const panel = must("panel");
  const thing = state.chosen;
  panel.hidden = !thing && !state.missing;
  panel.replaceChildren();
  panel.scrollTop = 0;
  if (panel.hidden) return;
  const close = make("button", { type: "button", class: "close", "aria-label": say("close") }, "×");
  close.addEventListener("click", shut);
  if (!thing) {
    panel.append(make("div", { class: "top" }, make("h2", { id: "panel-title" }, say("missing")), close), make("p", {}, state.missing));
    return;
  }
  const words = thing.statements.map((at) => passages[at]);
  panel.append(
    make("div", { class: "top" }, make("p", { class: "kind" }, swatch(group(thing)), kind(thing)), close),
    make("h2", { id: "panel-title" }, tell(thing.name)),
    ...[facts(thing)].filter((each) => each !== null),
    ...(words.length ? words.flatMap(quotation) : [make("p", { class: "small" }, say("statement_none"))]),
    ...(state.view === "map" ? [depthChoice(thing)] : []),
    ...["stated", "read", "inferred"].flatMap((basis) => linkSection(thing, basis)),
    ...unmadeSection(thing),
    make("p", { class: "small" }, make("a", { href: `#${encode(thing.key)}` }, say("permalink")), ` · ${thing.iri}`),
    make("p", { class: "small" }, say("made_of_us")),
  );
}

/** Close the panel and put the focus back where it came from. */
function shut() {
  const last = state.chosen;
  if (state.missing) history.replaceState(null, "", address(""));
  choose(null);
  if (last && state.view === "map" && visible[last.id]) spot[last.id].focus({ preventScroll: true });
  else if (last) must("table-view").focus({ preventScroll: true });
}
