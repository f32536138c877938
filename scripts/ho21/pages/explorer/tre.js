/** @type {import("./page.js").View} */
export const view = { id: "tre", show(root) { root.textContent = "tre"; } };
