// Prints each row of a query as a line of JSON. Arguments: the query, then its sources as type@address.
import { QueryEngine } from "@comunica/query-sparql";

const [query, ...named] = process.argv.slice(2);
const sources = named.map((each) => {
  const [type, ...address] = each.split("@");
  return { type, value: address.join("@") };
});
const rows = await new QueryEngine().queryBindings(query, { sources });
for (const row of await rows.toArray()) {
  console.log(JSON.stringify(Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]))));
}
