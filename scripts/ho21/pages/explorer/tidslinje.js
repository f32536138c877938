/** @type {import("./page.js").View} */
export const view = { id: "tidslinje", show(root) { root.textContent = "tidslinje"; } };
