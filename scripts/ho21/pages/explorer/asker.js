// The SPARQL page: the explorer's questions and editor alone, answered by the endpoint it came from.

import { follow, go, href } from "./address.js";
import { answerBy } from "./answers.js";
import { endpoint } from "./endpoint.js";
import { fillFooter, frame, lists, setTheme, setWords } from "./frame.js";
import { data, make, must, say, state, tell } from "./page.js";
import { readColours } from "./shapes.js";
import { prefill, view as spor } from "./spor.js";

let worded = "";
let drawn = false;

/** Draw what the state says. */
function draw() {
  setTheme();
  setWords(tell(data.title), [spor.id]);
  if (worded !== state.lang) {
    worded = state.lang;
    fillNav();
    fillFooter(say("asker.about_text"), []);
  }
  document.querySelector("#views a")?.setAttribute("href", href({ view: "start", path: [], params: {} }));
  const root = must(`view-${spor.id}`);
  spor.show(root);
  // What had the focus may be gone.
  if (drawn && document.activeElement === document.body) {
    const heading = root.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  drawn = true;
}

function fillNav() {
  must("views").replaceChildren(
    make("a", { href: data.explorer }, say("asker.explorer")),
    ...lists().map(([words, address]) => make("a", { href: address }, words)),
    make("a", { href: href({ path: [], params: {} }), "aria-current": "page" }, say("asker.here")));
}

/** What the address asks for: shown in the editor, and run by no one but the reader. */
function asked() {
  const given = new URLSearchParams(location.search);
  const query = given.get("query");
  const own = state.path[0] === "egen" && !state.params.has("q");
  if (query === null || !(own || !location.hash.slice(1))) return;
  prefill(query, ["default-graph-uri", "named-graph-uri"].some((each) => given.has(each)));
  go({ view: spor.id, path: ["egen"], params: {} }, { replace: true });
}

answerBy(endpoint);
must("waiting").remove();
frame(readColours);
follow([spor], draw);
asked();
must(`view-${spor.id}`).hidden = false;
draw();
document.documentElement.dataset.ready = "true";
