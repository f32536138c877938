// What the reader's own browser keeps from one visit to the next. Where it keeps nothing, that is all that is lost.

/** Pages that are opened as files share one store: what is ours has our name. */
const OURS = "ho21.";
/** @template It @param {() => It} ask what a browser may refuse @returns {It | null} */
function allowed(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

/** What is kept by a name. @param {string} name */
export const kept = (name) => allowed(() => localStorage.getItem(OURS + name));

/** Keep something by a name; whether the browser let us. @param {string} name @param {string} value */
export const keep = (name, value) => allowed(() => {
  localStorage.setItem(OURS + name, value);
  return true;
}) ?? false;

/** Show the colours that are chosen. @param {string} theme auto, light or dark */
export function paint(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
