// The page of the sample: no library, no build step. All it knows comes from the API that it shows.
import { explain, listModels, scoreTable } from "./api.js";
import { showAnswer, showModels, showSummary } from "./view.js";

const TypingPause = 350; // ms without a key before the text is scored on its own
const MaxTableBytes = 32 << 20; // as the server has it; refused here, it need not travel first

const find = id => document.getElementById(id);
const text = find("text");
let models = [];
let selected = null;
let pending = null;     // the request whose answer is still wanted
let typing = 0;
let upload = null;
let downloadUrl = null;

function complain(element, problem) {
  element.textContent = problem ?? "";
  element.hidden = !problem;
}

/** Scores the text. A screen reader hears the result only where the user asked for it, not while typing. */
async function score(announce) {
  clearTimeout(typing);
  pending?.abort();
  if (!selected) {
    return;
  }

  if (text.value.trim() === "") {
    pending = null;
    complain(find("problem"), announce ? "Type a review first." : null);
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
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      showAnswer(null);
      complain(find("problem"), error.message);
    }
  }
}

async function scoreFile(file) {
  upload?.abort();
  if (!selected || file.size > MaxTableBytes) {
    complain(find("table-problem"), selected ? `${file.name} has ${(file.size / 2 ** 20).toFixed(1)} MB, expected at most 32.` : "There is no model.");
    return;
  }

  const request = upload = new AbortController();
  const model = selected;
  find("summary").hidden = true;
  complain(find("table-problem"), null);
  find("table-status").textContent = find("progress-text").textContent = `Scoring ${file.name} …`;
  find("progress").hidden = false;
  try {
    const { summary, table } = await scoreTable(model.id, file, find("column").value, request.signal);
    URL.revokeObjectURL(downloadUrl);
    downloadUrl = URL.createObjectURL(table);
    const sentence = showSummary(summary, file.name, model, downloadUrl);
    find("table-status").textContent = sentence;
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
    score(text.value.trim() !== "");
  });

  const file = find("file");
  file.addEventListener("change", () => {
    if (file.files.length > 0) {
      scoreFile(file.files[0]);
    }
    file.value = ""; // so that the same file can be chosen again
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
      scoreFile(file);
    }
  });
}

async function start() {
  listen();
  try {
    models = await listModels();
    selected = models[0];
    showModels(models, selected);
    score(false); // a text that the browser kept over a reload
  } catch (error) {
    complain(find("problem"), error.message);
  }
}

start();
