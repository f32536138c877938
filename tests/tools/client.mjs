// Asks an endpoint with npm's sparql-http-client, in each way it knows, and prints what came.
import ParsingClient from "sparql-http-client/ParsingClient.js";
import StreamClient from "sparql-http-client/StreamClient.js";

const [endpointUrl, graph] = process.argv.slice(2);
const parsing = new ParsingClient({ endpointUrl, updateUrl: endpointUrl });
const streaming = new StreamClient({ endpointUrl });
const rows = "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY STR(?s) STR(?label) LIMIT 5";
const triples = `CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <${graph}> { ?s ?p ?o } }`;
const found = { select: [], ask: [], construct: [] };

for (const operation of ["get", "postUrlencoded", "postDirect"]) {
  const answered = await parsing.query.select(rows, { operation });
  found.select.push(answered.map(({ s, label }) => [s.value, label.value, label.language]));
  found.ask.push(await parsing.query.ask("ASK { ?s ?p ?o }", { operation }));
  found.construct.push((await parsing.query.construct(triples, { operation })).size);
}
let streamed = 0;
for await (const row of streaming.query.select("SELECT * { ?s ?p ?o } LIMIT 2000")) {
  streamed += row.s.value ? 1 : 0;
}
let refused = "";
try {
  await parsing.query.select("SELECT * {");
} catch (error) {
  refused = String(error.status ?? error.message);
}
let updated = "";
try {
  await parsing.query.update("DROP ALL");
} catch (error) {
  updated = String(error.status ?? error.message);
}
console.log(JSON.stringify({ ...found, streamed, refused, updated }));
