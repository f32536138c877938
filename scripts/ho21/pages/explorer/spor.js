/** @type {import("./page.js").View} */
export const view = { id: "spor", show(root) { root.textContent = "spor"; } };
