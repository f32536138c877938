/** @type {import("./page.js").View} */
export const view = { id: "kilder", show(root) { root.textContent = "kilder"; } };
