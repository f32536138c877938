// The SPARQL engine in the page.

export const available = () => false;

/** @param {string} query @param {{stated?: boolean}} [how] @returns {Promise<any>} */
export async function run(query, how = {}) {
  throw new Error(`${query} ${how.stated}`);
}
