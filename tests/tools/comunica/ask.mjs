// Comunica answers queries: node ask.mjs < [{"source": …, "query": …}, …] > [[[column, …], [cell, …], …], …]
import { QueryEngine } from "@comunica/query-sparql-file";
import { readFileSync } from "node:fs";

const engine = new QueryEngine();
const answers = [];
for (const { source, query } of JSON.parse(readFileSync(0, "utf8"))) {
  const result = await engine.query(query, { sources: [source] });
  const { variables } = await result.metadata();
  const names = variables.map((each) => (each.variable ?? each).value);
  const rows = [names];
  for await (const row of await result.execute()) {
    rows.push(names.map((name) => row.get(name)?.value ?? ""));
  }
  answers.push(rows);
}
console.log(JSON.stringify(answers));
