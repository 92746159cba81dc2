// The endpoints as functions. Every failure becomes an Error whose message is a line for people.

async function call(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Error("The server cannot be reached.");
  }

  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
  }

  return response;
}

export const listModels = async () => (await call("models")).json();

export async function explain(model, text, signal) {
  const response = await call("explain", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ model, text: text.toWellFormed() }),
    signal,
  });
  return response.json();
}

export async function scoreTable(model, file, column, signal) {
  const type = /\.tsv$/i.test(file.name) ? "text/tab-separated-values" : "text/csv";
  const response = await call(`score-csv?${new URLSearchParams({ model, column })}`, {
    method: "POST",
    headers: { "Content-Type": type },
    body: file,
    signal,
  });
  return { summary: JSON.parse(response.headers.get("Score-Summary")), table: await response.blob() };
}
