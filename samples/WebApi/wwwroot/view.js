// Answers of the API on the page. Texts go in as text, never as HTML.

const StrongestWords = 8;
const FaintShare = 0.04;        // of the strongest word: below it a word is not marked
const WeightRange = [0.1, 0.55]; // opacity of the mark of the weakest and of the strongest word

const find = id => document.getElementById(id);
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const count = number => number.toLocaleString("en");

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
    const layers = `${model.layers} layer${model.layers === 1 ? "" : "s"}`;
    const precision = model.precision === "fp32" ? "" : `, ${model.precision}`;
    const kind = `${model.bidirectional ? "bidirectional " : ""}${model.cell.toUpperCase()}, ${layers}${precision}`;
    const accuracy = element("span", "model-accuracy");
    for (const [name, value] of [["validation", model.validationAccuracy], ["test", model.testAccuracy]]) {
      if (value !== undefined && value !== null) {
        accuracy.append(element("span", "", `${name} `), element("b", "", percent(value)));
      }
    }

    return element("label", "model", radio, element("span", "model-name", `${model.id} `, element("span", "model-kind", kind)), accuracy);
  }));
}

/** Shows a score and what made it; null clears. Returns the result as a sentence. */
export function showAnswer(answer, source, model) {
  find("empty").hidden = answer !== null;
  find("answer").hidden = answer === null;
  if (answer === null) {
    return "";
  }

  const { score, tokens } = answer;
  const [low, high] = model.labels;
  const probability = score.labelIndex === 1 ? score.probability : 1 - score.probability;
  find("answer").className = score.labelIndex === 1 ? "answer-for" : "answer-against";
  find("label").textContent = score.label;
  find("probability").textContent = percent(probability);
  find("share-low").style.width = `${100 * (1 - score.probability)}%`;
  find("threshold").style.right = `${100 * model.threshold}%`;
  find("meter").setAttribute("aria-valuenow", (100 * score.probability).toFixed(1));
  find("meter").setAttribute("aria-valuetext", percent(score.probability));
  find("meter-label").textContent = `Probability of ${high}`;
  find("low").textContent = `${low} ${percent(1 - score.probability)}`;
  find("high").textContent = `${percent(score.probability)} ${high}`;
  find("legend-low").textContent = low;
  find("legend-high").textContent = high;
  const note = noteOn(score, model);
  find("note").textContent = note;
  find("note").hidden = note === "";
  showWords(source, tokens, model);
  showTable(tokens, model);
  return `${score.label}, ${percent(probability)}. ${note}`.trim();
}

function noteOn(score, model) {
  switch (score.status) {
    case "empty": return "There is no word in it that the model reads, so this says nothing about the text.";
    case "all_unknown": return "The model knows none of these words, so this says nothing about the text.";
    case "truncated": return `The text is longer than the model reads: the score is that of its first ${model.sequenceLength} words that count.`;
    default: return "";
  }
}

/** Shows the text as it was typed, with a mark on every word that the model read. */
function showWords(source, tokens, model) {
  const strongest = Math.max(...tokens.map(token => Math.abs(token.logit)), Number.MIN_VALUE);
  const parts = [];
  let end = 0;
  for (const token of tokens) {
    parts.push(source.slice(end, token.start));
    end = token.start + token.length;
    parts.push(wordOf(token, source.slice(token.start, end), strongest, model));
  }

  const words = find("words");
  words.replaceChildren(...parts, source.slice(end));
  if (words.scrollHeight > words.clientHeight) {
    words.tabIndex = 0; // what scrolls must scroll by keyboard, too
  } else {
    words.removeAttribute("tabindex");
  }
}

function wordOf(token, written, strongest, model) {
  if (!token.known) {
    const word = element("span", "unknown", written);
    word.title = "not in the vocabulary";
    return word;
  }

  const share = Math.abs(token.logit) / strongest;
  const mark = element("mark", share < FaintShare ? "faint" : token.logit > 0 ? "for" : "against", written);
  mark.style.setProperty("--weight", WeightRange[0] + share * (WeightRange[1] - WeightRange[0]));
  mark.title = `${model.labels[token.logit > 0 ? 1 : 0]} ${points(token)}`;
  return mark;
}

const points = token => `${token.probability < 0 ? "−" : "+"}${(100 * Math.abs(token.probability)).toFixed(1)}`;

function showTable(tokens, model) {
  const strongest = tokens
    .filter(token => token.known && token.logit !== 0)
    .sort((a, b) => Math.abs(b.probability) - Math.abs(a.probability) || Math.abs(b.logit) - Math.abs(a.logit))
    .slice(0, StrongestWords);
  const table = find("tokens");
  table.hidden = find("points").hidden = strongest.length === 0;
  table.tBodies[0].replaceChildren(...strongest.map(token => {
    const word = element("th", "", token.text);
    word.scope = "row";
    return element("tr", "", word, element("td", "", model.labels[token.logit > 0 ? 1 : 0]), element("td", "number", points(token)));
  }));
}

/** Shows what is in a scored table and offers it. Returns the result as a sentence. */
export function showSummary(summary, name, model, url) {
  const scored = summary.labels.reduce((sum, each) => sum + each.rows, 0);
  const rows = `${count(summary.rows)} row${summary.rows === 1 ? "" : "s"}`;
  find("summary-title").textContent = `${name}: ${rows}, scored by ${model.id}`;
  for (const [id, each] of [["split-low", summary.labels[0]], ["split-high", summary.labels[1]]]) {
    find(id).style.width = scored === 0 ? "0" : `${100 * each.rows / scored}%`;
  }

  const lines = summary.labels.map(each => [each.label, scored === 0 ? "0" : `${count(each.rows)} (${percent(each.rows / scored)})`]);
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
  return `${rows} scored: ${summary.labels.map(each => `${each.label} ${count(each.rows)}`).join(", ")}.`;
}

const StatusNames = {
  truncated: "cut after what the model reads",
  empty: "without a word that counts",
  all_unknown: "without a known word",
  bad_utf8: "not scored: not UTF-8",
  bad_row: "not scored: not a row of this table",
};
