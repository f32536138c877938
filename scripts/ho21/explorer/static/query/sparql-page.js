// The SPARQL page: the explorer's questions and editor alone, answered by the endpoint it came from.

import { follow, go } from "../shared/address.js";
import { fillFooter, frame, libraries, setTheme, setWays, setWords } from "../shared/frame.js";
import { readColours } from "../shared/shapes.js";
import { data, make, must, say, state, tell } from "../shared/state.js";
import { answerBy } from "./answers.js";
import { endpoint } from "./endpoint.js";
import { prefill, view as query } from "./query.js";

let worded = "";
let drawn = false;

/** Draw what the state says. */
function draw() {
  setTheme();
  setWords(tell(data.title), [query.id]);
  if (worded !== state.lang) {
    worded = state.lang;
    fillFooter(make("details", { id: "about" }, make("summary", {}, say("common.about")),
      make("p", {}, say("sparql-page.about_text")), libraries()));
  }
  setWays();
  const root = must(`view-${query.id}`);
  query.show(root);
  // What had the focus may be gone.
  if (drawn && document.activeElement === document.body) {
    const heading = root.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  drawn = true;
}

/** What the address asks for: shown in the editor, and run by no one but the reader. */
function asked() {
  const given = new URLSearchParams(location.search);
  const text = given.get("query");
  const own = state.path[0] === "egen" && !state.params.has("q");
  if (text === null || !(own || !location.hash.slice(1))) return;
  prefill(text, ["default-graph-uri", "named-graph-uri"].some((each) => given.has(each)));
  go({ view: query.id, path: ["egen"], params: {} }, { replace: true });
}

answerBy(endpoint);
must("waiting").remove();
frame(readColours);
follow([query], draw);
asked();
must(`view-${query.id}`).hidden = false;
draw();
document.documentElement.dataset.ready = "true";
