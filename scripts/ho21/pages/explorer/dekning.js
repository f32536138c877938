/** @type {import("./page.js").View} */
export const view = { id: "dekning", show(root) { root.textContent = "dekning"; } };
