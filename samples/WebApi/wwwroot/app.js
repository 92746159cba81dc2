// The page of the sample: no library, no build step. Everything it shows comes from the API.
import { explain, listModels, scoreTable } from "./api.js";
import { readColumns, typeOf } from "./table.js";
import { keepScrollable, showAnswer, showColumns, showExamples, showModels, showProgress, showSummary } from "./view.js";

const TypingPause = 350; // ms without a key before the text is scored on its own
const MaxTableBytes = 32 << 20; // the server's limit, checked here to save the upload

const find = id => document.getElementById(id);
const text = find("text");
let models = [];
let selected = null;
let pending = null;     // the latest request
let typing = 0;
let chosen = null;      // the table
let upload = null;
let downloadUrl = null;

function complain(element, problem) {
  element.textContent = problem ?? "";
  element.hidden = !problem;
}

/** Scores the text. The result is announced and scrolled into view only where the user asked for it, not while typing. */
async function score(announce) {
  clearTimeout(typing);
  pending?.abort();
  if (!selected) {
    return;
  }

  if (text.value.trim() === "") {
    pending = null;
    complain(find("problem"), announce ? "Type a text first." : null);
    showAnswer(null);
    if (announce) {
      text.focus();
    }
    return;
  }

  const request = pending = new AbortController();
  const source = text.value;
  const model = selected;
  try {
    const answer = await explain(model.id, source, request.signal);
    complain(find("problem"), null);
    const sentence = showAnswer(answer, source, model);
    if (announce) {
      find("status").textContent = sentence;
      find("answer-head").scrollIntoView({ block: "nearest" });
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      showAnswer(null);
      complain(find("problem"), error.message);
    }
  }
}

/** Lets the user check the text column before the table is sent. */
async function chooseFile(file) {
  upload?.abort();
  chosen = null;
  find("summary").hidden = find("table-form").hidden = true;
  if (file.size > MaxTableBytes) {
    complain(find("table-problem"), `${file.name} has ${(file.size / 2 ** 20).toFixed(1)} MiB, expected at most 32.`);
    return;
  }

  const columns = await readColumns(file);
  if (columns.names.length === 0) {
    complain(find("table-problem"), `${file.name} is empty, expected a header with the names of the columns.`);
    return;
  }

  complain(find("table-problem"), null);
  chosen = file;
  showColumns(file, columns);
  find("column").focus();
}

async function scoreFile() {
  if (!selected || !chosen) {
    return;
  }

  upload?.abort();
  const [request, model, file] = [upload = new AbortController(), selected, chosen];
  find("summary").hidden = true;
  complain(find("table-problem"), null);
  find("table-status").textContent = `Uploading ${file.name}`;
  showProgress(file.name, 0);
  try {
    const progress = share => upload === request && showProgress(file.name, share);
    const { summary, table } = await scoreTable(
      model.id, file, typeOf(file), find("column").value, find("probabilities").checked, progress, request.signal);
    URL.revokeObjectURL(downloadUrl);
    downloadUrl = URL.createObjectURL(table);
    find("table-status").textContent = showSummary(summary, file.name, model, downloadUrl);
    find("summary").scrollIntoView({ block: "nearest" });
  } catch (error) {
    find("table-status").textContent = error.name === "AbortError" ? "Cancelled." : "";
    complain(find("table-problem"), error.name === "AbortError" ? null : error.message);
  } finally {
    if (upload === request) {
      find("progress").hidden = true;
    }
  }
}

function listen() {
  find("form").addEventListener("submit", event => {
    event.preventDefault();
    score(true);
  });
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      score(true);
    }
  });
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => score(false), TypingPause);
  });
  for (const chip of document.querySelectorAll(".chip")) {
    chip.addEventListener("click", () => {
      text.value = chip.textContent;
      score(true);
    });
  }

  find("models").addEventListener("change", event => {
    selected = models.find(model => model.id === event.target.value);
    showExamples(selected);
    score(text.value.trim() !== "");
  });

  find("more").addEventListener("toggle", () => keepScrollable(find("more-box")));

  const file = find("file");
  file.addEventListener("change", () => {
    if (file.files.length > 0) {
      chooseFile(file.files[0]);
    }
    file.value = ""; // so that the same file can be chosen again
  });
  find("table-form").addEventListener("submit", event => {
    event.preventDefault();
    scoreFile();
  });
  find("cancel").addEventListener("click", () => upload?.abort());
  listenForDrops(find("drop"));
}

function listenForDrops(zone) {
  // A file that misses the zone must not replace the page.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, event => event.preventDefault());
  }
  zone.addEventListener("dragenter", () => zone.classList.add("over"));
  zone.addEventListener("dragover", () => zone.classList.add("over"));
  zone.addEventListener("dragleave", event => {
    if (!zone.contains(event.relatedTarget)) {
      zone.classList.remove("over");
    }
  });
  zone.addEventListener("drop", event => {
    zone.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file) {
      chooseFile(file);
    }
  });
}

async function start() {
  listen();
  try {
    models = await listModels();
    selected = models[0];
    showModels(models, selected);
    showExamples(selected);
    score(false); // a text that the browser kept over a reload
  } catch (error) {
    complain(find("problem"), error.message);
  }
}

start();
