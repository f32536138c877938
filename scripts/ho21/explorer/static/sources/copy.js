// Selecting and copying from a text where nearly every word is a link.

const SLIP = 4;

/** Let the mouse select inside links, and let what is copied be the text as captured. @param {HTMLElement} body */
export function selectable(body) {
  /** @type {{node: Node, offset: number, x: number, y: number} | null} */ let from = null;
  let dragged = false;
  // A browser starts no selection in a link, so the mouse is followed here.
  body.addEventListener("pointerdown", (event) => {
    dragged = false;
    const link = event.target instanceof Element && event.target.closest("a[data-place]");
    const plain = event.pointerType === "mouse" && event.button === 0 && !event.shiftKey;
    const caret = link && plain ? caretAt(event) : null;
    from = caret && { ...caret, x: event.clientX, y: event.clientY };
    if (from) getSelection()?.removeAllRanges();
  });
  body.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) from = null;
    if (!from) return;
    if (!dragged && Math.hypot(event.clientX - from.x, event.clientY - from.y) < SLIP) return;
    const to = caretAt(event);
    if (!to || !body.contains(to.node)) return;
    dragged = true;
    getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  });
  body.addEventListener("dragstart", (event) => {
    if (from) event.preventDefault();
  });
  body.addEventListener("click", (event) => {
    if (!dragged || event.detail === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  body.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection || !selection.rangeCount || !event.clipboardData) return;
    const range = selection.getRangeAt(0);
    if (range.collapsed || !body.contains(range.commonAncestorContainer)) return;
    event.clipboardData.setData("text/plain", captured(range));
    event.preventDefault();
  });
}

/** The text in a stretch of the page, without what the page has put between. @param {Range} range */
function captured(range) {
  const piece = range.cloneContents();
  for (const each of piece.querySelectorAll(".choice")) each.remove();
  return piece.textContent ?? "";
}

/** @param {PointerEvent} event @returns {{node: Node, offset: number} | null} */
function caretAt({ clientX, clientY }) {
  if ("caretPositionFromPoint" in document) {
    const caret = document.caretPositionFromPoint(clientX, clientY);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  const range = /** @type {Document} */ (document).caretRangeFromPoint(clientX, clientY);
  return range && { node: range.startContainer, offset: range.startOffset };
}
