// The script of the pages beside the explorer: the reader's colours and language, kept from page to page.
// Without it all can be read, in the colours that the system has.

import { keep, kept, paint } from "../../explorer/static/shared/kept.js";

const theme = kept("theme") ?? "auto";
paint(theme);

addEventListener("DOMContentLoaded", () => {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById("theme"));
  select.value = theme;
  select.addEventListener("change", () => {
    keep("theme", select.value);
    paint(select.value);
  });
  const language = document.getElementById("language");
  language?.addEventListener("click", () => keep("lang", language.lang));
});
