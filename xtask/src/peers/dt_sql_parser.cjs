// Parses queries with dt-sql-parser's Trino grammar; prints what it refuses as JSON.
const { TrinoSQL } = require("dt-sql-parser");

let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const { queries } = JSON.parse(text);
  const refused = [];
  for (const { name, sql } of queries) {
    const errors = new TrinoSQL().validate(sql);
    if (errors.length > 0) {
      const { startLine, startColumn, message } = errors[0];
      refused.push({ name, message: `${startLine}:${startColumn} ${message}` });
    }
  }
  process.stdout.write(JSON.stringify({ looked_at: queries.length, refused }));
});
