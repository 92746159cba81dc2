// Shows answers of the API. Texts are inserted as text, never as HTML.

const StrongestWords = 8;
const FaintShare = 0.04;         // of the strongest word: a weaker one is not marked
const WeightRange = [0.1, 0.55]; // opacity of the mark of the weakest and of the strongest word
const LabelWords = { neg: "negative", pos: "positive" };

const find = id => document.getElementById(id);
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const count = number => number.toLocaleString("en");
const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
const named = label => LabelWords[label.toLowerCase()] ?? label;
const side = value => value > 0 ? 1 : 0;

/** Percentage points with their sign. */
const points = share => `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)}`;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** Lists the models as radio buttons. */
export function showModels(models, selected) {
  find("models").replaceChildren(...models.map(model => {
    const radio = element("input", "");
    Object.assign(radio, { type: "radio", name: "model", value: model.id, checked: model === selected });
    const precision = model.precision === "fp32" ? "" : `, ${model.precision}`;
    const kind = `${model.bidirectional ? "bidirectional " : ""}${model.cell.toUpperCase()}, ${counted(model.layers, "layer")}${precision}`;
    const accuracy = element("span", "model-accuracy");
    for (const [name, value] of [["validation", model.validationAccuracy], ["test", model.testAccuracy]]) {
      if (value !== undefined && value !== null) {
        accuracy.append(element("span", "", `${name} `), element("b", "", percent(value)));
      }
    }

    return element("label", "model", radio, element("span", "model-name", `${model.id} `, element("span", "model-kind", kind)), accuracy);
  }));
}

/** Shows a score and how it comes about; null clears. Returns the result as a sentence. */
export function showAnswer(answer, source, model) {
  find("empty").hidden = answer !== null;
  find("answer").hidden = answer === null;
  if (answer === null) {
    return "";
  }

  const { score, baseline } = answer;
  const labels = model.labels.map(named);
  const words = join(answer.tokens);
  const [low, high] = labels;
  const share = positive(score, model.labels);
  const verdict = score.isUncertain ? `uncertain, rather ${labels[score.labelIndex]}` : labels[score.labelIndex];
  find("answer").className = `${score.labelIndex === 1 ? "answer-for" : "answer-against"}${score.isUncertain ? " uncertain" : ""}`;
  find("label").textContent = verdict;
  find("probability").textContent = percent(score.probability);
  find("share-low").style.width = `${100 * (1 - share)}%`;
  find("threshold").style.right = `${100 * model.threshold}%`;
  find("meter").setAttribute("aria-valuenow", (100 * share).toFixed(1));
  find("meter").setAttribute("aria-valuetext", percent(share));
  find("meter-label").textContent = `Probability of ${high}`;
  find("low").textContent = `${low} ${percent(1 - share)}`;
  find("high").textContent = `${percent(share)} ${high}`;
  find("points-label").textContent = high;
  const notes = notesOn(answer, words, model);
  find("notes").replaceChildren(...notes.map(note => element("li", "", note)));
  find("notes").hidden = notes.length === 0;
  showWords(source, words, labels);
  showLegend(words, labels);
  showWay(words, positive(baseline, model.labels), share, labels);
  return [`${verdict}, ${percent(score.probability)}.`, ...notes].join(" ");
}

/** Joins tokens with the same place in the text: those of an expanded abbreviation. */
function join(tokens) {
  const words = [];
  for (const token of tokens) {
    const last = words.at(-1);
    if (last?.start === token.start) {
      const known = last.status === "known" ? last : token;
      Object.assign(last, { text: known.text, status: known.status, probability: last.probability + token.probability });
    } else {
      words.push({ ...token });
    }
  }

  return words;
}

function notesOn({ score }, words, model) {
  const notes = [];
  if (score.isUncertain) {
    notes.push(`The probability is close to the threshold of ${percent(model.threshold, 0)}: take this as undecided.`);
  }

  switch (score.status) {
    case "empty": notes.push("The text has no word that the model reads, so the score says nothing about it."); break;
    case "all_unknown": notes.push("The model knows none of these words, so the score says nothing about them."); break;
    default:
      if (score.unknownCount > 0) {
        notes.push(`The model does not know ${count(score.unknownCount)} of the ${counted(score.tokenCount, "word")} that it reads.`);
      }
  }

  if (score.truncated) {
    const beyond = words.filter(word => word.status === "beyond_limit").length;
    notes.push(`The model reads the first ${model.sequenceLength} words that are not stop words; ${counted(beyond, "word")} after them ${beyond === 1 ? "is" : "are"} not read.`);
  }

  return notes;
}

const Unread = {
  unknown: ["unknown", "unknown word"],
  stop_word: ["stop", "stop word, removed"],
  beyond_limit: ["beyond", "beyond the limit, not read"],
};

/** Shows the text as it was typed, with a mark on every word. */
function showWords(source, words, labels) {
  const strongest = Math.max(...words.map(word => Math.abs(word.probability)), Number.MIN_VALUE);
  const parts = [];
  let end = 0;
  for (const word of words) {
    parts.push(source.slice(end, word.start));
    end = word.start + word.length;
    parts.push(wordOf(word, source.slice(word.start, end), strongest, labels));
  }

  const box = find("words");
  box.replaceChildren(...parts, source.slice(end));
  if (box.scrollHeight > box.clientHeight) {
    box.tabIndex = 0; // a box that scrolls must scroll by keyboard, too
  } else {
    box.removeAttribute("tabindex");
  }
}

function wordOf(word, written, strongest, labels) {
  if (word.status !== "known") {
    const [className, title] = Unread[word.status];
    const unread = element("span", className, written);
    unread.title = title;
    return unread;
  }

  const share = Math.abs(word.probability) / strongest;
  const mark = element("mark", share < FaintShare ? "faint" : word.probability > 0 ? "for" : "against", written);
  mark.style.setProperty("--weight", WeightRange[0] + share * (WeightRange[1] - WeightRange[0]));
  mark.title = `${labels[side(word.probability)]} ${points(word.probability)}`;
  return mark;
}

/** Explains the kinds of words that occur. */
function showLegend(words, [low, high]) {
  const entries = [];
  const known = words.filter(word => word.status === "known");
  if (known.some(word => word.probability < 0)) {
    entries.push(element("mark", "against", `towards ${low}`));
  }

  if (known.some(word => word.probability > 0)) {
    entries.push(element("mark", "for", `towards ${high}`));
  }

  for (const [status, [className, title]] of Object.entries(Unread)) {
    if (words.some(word => word.status === status)) {
      entries.push(element("span", className, title));
    }
  }

  find("legend").replaceChildren(...entries.map(entry => element("li", "", entry)));
}

/** The probability of the second label. */
function positive(score, labels) {
  return score.probabilities[labels[1]];
}

/** Shows the whole way from the probability for an empty text to that for this one. */
function showWay(words, baseline, probability, labels) {
  const known = words.filter(word => word.status === "known").sort((a, b) => Math.abs(b.probability) - Math.abs(a.probability));
  const [strongest, rest] = [known.slice(0, StrongestWords), known.slice(StrongestWords)];
  const steps = strongest.map(word => [word.text, word.probability]);
  if (rest.length > 0) {
    steps.push([`${counted(rest.length, "other word")}`, rest.reduce((sum, word) => sum + word.probability, 0)]);
  }

  const largest = Math.max(...steps.map(([, share]) => Math.abs(share)), Number.MIN_VALUE);
  const table = find("way");
  table.tBodies[0].replaceChildren(
    wayRow("Empty text", "", percent(baseline), "way-end"),
    ...steps.map(([name, share]) => {
      const bar = element("span", share > 0 ? "bar share-high" : "bar share-low");
      bar.style.width = `${50 * Math.abs(share) / largest}%`;
      const cell = element("span", "bars", bar, element("span", "visually-hidden", labels[side(share)]));
      return wayRow(name, cell, points(share), "");
    }));
  table.tFoot.replaceChildren(wayRow("This text", "", percent(probability), "way-end"));
}

function wayRow(name, bar, number, className) {
  const head = element("th", "", name);
  head.scope = "row";
  return element("tr", className, head, element("td", "bar-cell", bar), element("td", "number", number));
}

/** Offers the columns of a table. */
export function showColumns(file, { names, likely }) {
  find("file-name").textContent = file.name;
  find("column").replaceChildren(...names.map((name, i) => new Option(name, name, i === likely, i === likely)));
  find("table-form").hidden = false;
}

/** Shows how far an upload is. */
export function showProgress(name, share) {
  const sent = Math.floor(100 * share);
  find("progress-text").textContent = share < 1 ? `Uploading ${name}: ${sent} %` : `Scoring ${name} …`;
  if (share < 1) {
    find("progress-bar").value = sent;
  } else {
    find("progress-bar").removeAttribute("value"); // busy
  }

  find("progress").hidden = false;
}

/** Shows what a scored table contains and offers it. Returns the result as a sentence. */
export function showSummary(summary, name, model, url) {
  const scored = summary.labels.reduce((sum, each) => sum + each.rows, 0);
  const rows = counted(summary.rows, "row");
  find("summary-title").textContent = `${name}: ${rows}, scored by ${model.id}`;
  for (const [id, each] of [["split-low", summary.labels[0]], ["split-high", summary.labels[1]]]) {
    find(id).style.width = scored === 0 ? "0" : `${100 * each.rows / scored}%`;
  }

  const lines = summary.labels.map(each => [named(each.label), scored === 0 ? "0" : `${count(each.rows)} (${percent(each.rows / scored)})`]);
  for (const [status, explanation] of Object.entries(StatusNames)) {
    if (summary.statuses[status]) {
      lines.push([explanation, count(summary.statuses[status])]);
    }
  }

  find("counts").replaceChildren(...lines.flatMap(([term, value]) => [element("dt", "", term), element("dd", "", value)]));
  find("fault").textContent = summary.firstFault ?? "";
  find("fault").hidden = !summary.firstFault;
  const download = find("download");
  download.href = url;
  download.download = name.replace(/(\.[^.]*)?$/, "-scored$1");
  find("summary").hidden = false;
  return `${rows} scored: ${summary.labels.map(each => `${named(each.label)} ${count(each.rows)}`).join(", ")}.`;
}

const StatusNames = {
  truncated: "truncated to what the model reads",
  empty: "without a word that the model reads",
  all_unknown: "without a known word",
  bad_utf8: "not scored: not UTF-8",
  bad_row: "not scored: not a valid row",
};
