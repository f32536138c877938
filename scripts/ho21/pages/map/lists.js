// The table of all things, and the legend.

function fillTable() {
  const view = must("table-view");
  view.replaceChildren();
  if (state.view !== "table") return;
  const table = make("table", { role: "table" }, make("caption", {}, `${say("table_label")} (${things.length}, ${links.length})`));
  const heads = ["name", "quote", "links"].map((key) =>
    make("th", { scope: "col", role: "columnheader", class: key === "quote" ? "words" : key }, say(key === "links" ? "group_links" : key)));
  table.append(make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)));
  groups.forEach((of, at) => {
    const rows = things.filter((thing) => thing.group === at);
    if (!rows.length) return;
    rows.sort((a, b) => tell(a.name).localeCompare(tell(b.name), state.lang) || a.id - b.id);
    const title = make("th", { scope: "rowgroup", role: "rowheader", colspan: 3 }, `${tell(of.name)} (${rows.length})`);
    table.append(make("tbody", { role: "rowgroup" }, make("tr", { role: "row" }, title), ...rows.map(tableRow)));
  });
  view.append(table);
}

/** @param {Thing} thing */
function tableRow(thing) {
  const words = make("td", { role: "cell", class: "words" });
  for (const at of thing.statements) {
    const passage = passages[at];
    words.append(make("blockquote", { lang: "nb" }, `«${passage.quote}»`));
    if (state.lang === "en" && passage.translation) {
      words.append(make("p", { class: "small", lang: "en" }, `“${passage.translation}” (${say("translation").toLowerCase()})`));
    }
    words.append(make("p", { class: "small" }, `${passage.file}:${passage.first}`));
  }
  const list = make("ul");
  const mine = touching[thing.id].filter((link) => link.from === thing.id);
  for (const link of [...mine.filter((each) => !each.quiet), ...mine.filter((each) => each.quiet)]) {
    const item = make("li", {}, `${tell(data.predicates[link.predicate])} `, anchor(things[link.to]));
    if (link.basis !== "stated") item.append(" ", make("span", { class: `how ${link.basis}` }, say(link.basis).toLowerCase()));
    list.append(item);
  }
  const name = make("th", { scope: "row", role: "rowheader", class: "name" }, anchor(thing), make("p", { class: "small kind" }, kind(thing)));
  return make("tr", { role: "row", id: thing.key, "data-key": thing.key }, name, words, make("td", { role: "cell", class: "links" }, list));
}

/**
 * @param {Set<string>} chosen @param {string} id @param {HTMLElement} picture
 * @param {string} name @param {number} count
 */
function tick(chosen, id, picture, name, count) {
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", "data-id": id }));
  box.checked = chosen.has(id);
  const number = make("span", { class: "count" });
  const fill = () => {
    number.textContent = chosen.has(id) ? String(count) : `${count} ${say("hidden")}`;
  };
  fill();
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(id);
    else chosen.delete(id);
    fill();
    countHidden();
    refresh();
  });
  return make("label", {}, box, picture, make("span", {}, name), number);
}

/** Say how many things are kept below the map. */
function countHidden() {
  const away = things.filter((thing) => group(thing).shelf && !shownGroups.has(group(thing).id));
  const summary = document.getElementById("more");
  if (summary) summary.textContent = say("more") + (away.length ? ` (${away.length} ${say("hidden")})` : "");
}

function fillLegend() {
  /** @type {HTMLElement[]} */ const boxes = [];
  /** @type {HTMLElement[]} */ const more = [];
  groups.forEach((of, at) => {
    const count = things.filter((thing) => thing.group === at).length;
    if (!count) return;
    (of.shelf ? more : boxes).push(tick(shownGroups, of.id, swatch(of), tell(of.name), count));
  });
  if (more.length) {
    const open = must("things").querySelector("details")?.open;
    boxes.push(make("details", { open }, make("summary", { id: "more" }), make("div", {}, ...more)));
  }
  must("things").replaceChildren(...boxes);
  countHidden();
  const drawable = links.filter((link) => link.basis !== "inferred");
  /** @param {string} id */
  const count = (id) => drawable.filter((link) => family(link) === id).length;
  must("families").replaceChildren(
    tick(shownFamilies, "stated", dash(false, "stated"), say("link_stated"), count("stated")),
    tick(shownFamilies, "read", dash(true, "read"), say("link_read"), count("read")),
    tick(shownFamilies, "long", dash(false, "stated"), say("link_long"), count("long")),
    tick(shownFamilies, "quiet", dash(false, "stated"), say("link_quiet"), count("quiet")),
  );
}
