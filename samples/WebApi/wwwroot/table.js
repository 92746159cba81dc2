// What the page reads of a table before it is sent: the header, and the column that probably holds the texts.

const HeaderBytes = 1 << 16;
const UsualNames = ["text", "review", "comment", "content", "sentence", "message", "body", "description", "title"];

export const typeOf = file => /\.(tsv|tab)$/i.test(file.name) ? "text/tab-separated-values" : "text/csv";

/** Returns the names of the columns and the index of the likely text column. */
export async function readColumns(file) {
  const start = await file.slice(0, HeaderBytes).text(); // drops a byte order mark
  const [names, ...rows] = records(start, typeOf(file) === "text/csv" ? "," : "\t", 20);
  return { names: names ?? [], likely: likely(names ?? [], rows) };
}

function likely(names, rows) {
  for (const usual of UsualNames) {
    const index = names.findIndex(name => name.trim().toLowerCase() === usual);
    if (index >= 0) {
      return index;
    }
  }

  // Otherwise the column with the longest fields.
  const lengths = names.map((_, i) => rows.reduce((sum, row) => sum + (row[i]?.length ?? 0), 0));
  return lengths.indexOf(Math.max(...lengths));
}

/** The first records of a table whose fields may be quoted (RFC 4180). */
function records(text, delimiter, limit) {
  const found = [];
  let [record, field, quoted] = [[], "", false];
  for (let i = 0; i < text.length && found.length < limit; i++) {
    const character = text[i];
    if (quoted) {
      if (character !== '"') {
        field += character;
      } else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else {
        quoted = false;
      }
    } else if (character === '"' && field === "") {
      quoted = true;
    } else if (character === delimiter || character === "\n") {
      record.push(field.replace(/\r$/, ""));
      field = "";
      if (character === "\n") {
        found.push(record);
        record = [];
      }
    } else {
      field += character;
    }
  }

  return found.length === 0 && (field || record.length) ? [[...record, field]] : found;
}
