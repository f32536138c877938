// Choosing a thing, and the address of what is chosen.

/**
 * Choose a thing, or nothing.
 * @param {Thing | null} thing @param {{push?: boolean}} [how]
 */
function choose(thing, { push = true } = {}) {
  const before = state.chosen;
  if (push) state.missing = "";
  state.chosen = thing;
  if (thing) current = thing.id;
  fillPanel();
  refresh();
  if (thing && state.view === "map") reveal(thing);
  if (push && before !== thing) {
    history.pushState(null, "", thing ? `#${encode(thing.key)}` : address(""));
  }
  const count = thing ? touching[thing.id].filter((link) => link.basis !== "inferred").length : 0;
  must("live").textContent = thing
    ? `${say("selected")} ${tell(thing.name)}, ${kind(thing)}, ${count} ${say("links")}`
    : "";
}

/** @param {string} key */
const encode = (key) => key.split("/").map(encodeURIComponent).join("/");

/** The page's own address with its settings. @param {string} hash */
function address(hash) {
  const query = new URLSearchParams();
  if (state.lang === "en") query.set("lang", "en");
  if (state.view !== usual()) query.set("vis", state.view === "map" ? "kart" : "tabell");
  if (state.theme !== "auto") query.set("tema", state.theme === "dark" ? "mork" : "lys");
  const text = query.toString();
  return `${location.pathname}${text ? `?${text}` : ""}${hash}`;
}

const usual = () => (innerWidth < NARROW ? "table" : "map");
const keep = () => history.replaceState(null, "", address(location.hash));

function fromHash() {
  let key = location.hash.slice(1);
  try {
    key = decodeURIComponent(key);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  const wanted = byKey.get(key) || null;
  if (!wanted && document.getElementById(key)) return;
  state.missing = wanted ? "" : key;
  if (wanted !== state.chosen || state.missing) choose(wanted, { push: false });
}
