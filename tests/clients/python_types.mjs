// python_types.mjs MODULES SCHEMAS.json OUT.py: classes of Python, made by quicktype, for the answers of
// {"definitions": …, "answers": {NAME: schema}}. For Python 3.6: its later form puts a member that may be anything or
// absent before others, which a dataclass refuses.
import { readFileSync, writeFileSync } from "node:fs";

const [, , modules, from, to] = process.argv;
const { quicktype, InputData, JSONSchemaInput } = await import(`${modules}/quicktype-core/dist/index.js`);
const { definitions, answers } = JSON.parse(readFileSync(from, "utf8"));
const input = new JSONSchemaInput(undefined);
for (const [name, schema] of Object.entries(answers))
  await input.addSource({ name, schema: JSON.stringify({ definitions, ...schema }) });
const data = new InputData();
data.addInput(input);
const made = await quicktype({ inputData: data, lang: "python", rendererOptions: { "python-version": "3.6" } });
writeFileSync(to, made.lines.join("\n") + "\n");
