// Share what is seen: a link to it, on the clipboard.

import { shareable } from "./address.js";
import { toClipboard } from "./elements.js";
import { data, make, must, say } from "./state.js";

/** What a link from this page needs to work, where it is not enough by itself. */
const needs = () => (!data.published && location.protocol === "file:" ? say("share.file") : "");

/** Bring the button to life: the link is copied; where the browser refuses, it can be copied by hand. */
export function share() {
  const button = must("share");
  const note = must("share-note");
  const shut = () => note.replaceChildren();
  button.addEventListener("click", async () => {
    const link = shareable();
    const copied = await toClipboard(link);
    const told = make("p", {}, `${say(copied ? "share.copied" : "share.refused")} ${needs()}`.trim());
    const field = make("input", { type: "text", readonly: true, value: link, "aria-label": say("share.link") });
    const close = make("button", { type: "button", class: "close", "aria-label": say("share.close") }, "×");
    close.addEventListener("click", () => {
      shut();
      button.focus();
    });
    note.replaceChildren(told, ...(copied ? [] : [field]), close);
    if (!copied) field.select();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !note.childElementCount) return;
    event.preventDefault();
    if (note.contains(document.activeElement)) button.focus();
    shut();
  }, true);
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !note.contains(target) && !button.contains(target)) shut();
  });
}
