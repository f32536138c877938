/** @type {import("./page.js").View} */
export const view = { id: "tabell", show(root) { root.textContent = "tabell"; } };
