// The endpoints as functions. Every failure becomes an Error whose message is a line for people.

async function call(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Error("The server cannot be reached.");
  }

  if (!response.ok) {
    throw failure(response.status, await response.json().catch(() => ({})));
  }

  return response;
}

const failure = (status, problem) => new Error(problem.detail ?? problem.title ?? `The server answered ${status}.`);

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

/**
 * Sends a table and returns it scored, with a column for each label where that is asked for. XMLHttpRequest, because fetch does not report the progress of an upload.
 * @param {(share: number) => void} onProgress Called with the share of the file that was sent, 0 to 1.
 */
export function scoreTable(model, file, type, column, probabilities, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `score-csv?${new URLSearchParams({ model, column, probabilities })}`);
    request.setRequestHeader("Content-Type", type);
    request.responseType = "blob";
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.upload.onload = () => onProgress(1);
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    request.onerror = () => reject(new Error("The server cannot be reached."));
    request.onload = async () => {
      if (request.status === 200) {
        resolve({ summary: JSON.parse(request.getResponseHeader("Score-Summary")), table: request.response });
      } else {
        reject(failure(request.status, await request.response.text().then(JSON.parse).catch(() => ({}))));
      }
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
