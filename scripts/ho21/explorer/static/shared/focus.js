// What a view keeps when it is drawn anew: the focus, what is open, how far it is scrolled.

const FOCUSABLE = "a[href], button, input, select, summary";
/** What is open in each view, by branch. @type {WeakMap<HTMLElement, Map<string, boolean>>} */
const known = new WeakMap();

/** @param {HTMLElement} root @returns {NodeListOf<HTMLDetailsElement>} */
const branches = (root) => root.querySelectorAll("details[data-branch]");

/** Which branches are open now, and which were when they last stood here. @param {HTMLElement} root */
function remember(root) {
  const open = known.get(root) ?? new Map();
  branches(root).forEach((each) => open.set(each.dataset.branch ?? "", each.open));
  known.set(root, open);
  return open;
}

/** @param {HTMLElement} root @param {Map<string, boolean>} open */
function restore(root, open) {
  branches(root).forEach((each) => { each.open = open.get(each.dataset.branch ?? "") ?? each.open; });
}

/**
 * Draw a view anew; its branches stay open or shut, and the focus stays where it was: at the same
 * step of the same branch.
 * @param {HTMLElement} root @param {() => void} fill
 */
export function keeping(root, fill) {
  const open = remember(root);
  const { scrollTop, scrollLeft } = root;
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const scope = held?.closest("[data-branch]") ?? root;
  const branch = scope.getAttribute("data-branch");
  const step = held ? [...scope.querySelectorAll(FOCUSABLE)].indexOf(held) : -1;
  fill();
  restore(root, open);
  const again = branch === null ? root : root.querySelector(`[data-branch="${CSS.escape(branch)}"]`);
  const next = step < 0 ? null : again?.querySelectorAll(FOCUSABLE)[step];
  if (held && next instanceof HTMLElement && next.tagName === held.tagName) next.focus({ preventScroll: true });
  root.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
}

/** Open every branch, or shut them. @param {HTMLElement} root @param {boolean} open */
export function openAll(root, open) {
  branches(root).forEach((each) => { each.open = open; });
}

/** On paper: drawn in the colours of paper, and every branch open. @param {HTMLElement} root @param {() => void} show */
export function openOnPaper(root, show) {
  /** @type {Map<string, boolean> | null} */ let before = null;
  addEventListener("beforeprint", () => {
    if (root.hidden) return;
    before = new Map(remember(root));
    show();
    openAll(root, true);
  });
  addEventListener("afterprint", () => {
    if (before) restore(root, before);
    before = null;
  });
}

/** Bring an element to the middle of its view; nothing but the view is moved. @param {HTMLElement} root @param {Element | null | undefined} element */
export function bring(root, element) {
  if (!element) return;
  if (root.scrollHeight <= root.clientHeight + 1) {
    element.scrollIntoView({ block: "center" });
    return;
  }
  const top = element.getBoundingClientRect().top - root.getBoundingClientRect().top;
  root.scrollTo({ top: root.scrollTop + top - root.clientHeight / 2, behavior: "instant" });
}
