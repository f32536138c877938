/** @type {import("./page.js").View} */
export const view = { id: "ansvar", show(root) { root.textContent = "ansvar"; } };
