// Shows answers of the API. Texts are inserted as text, never as HTML.

const StrongestWords = 8;
const TopLabels = 6;             // shown without unfolding
const FaintShare = 0.04;         // of the strongest word: a weaker one is not marked
const WeightRange = [0.1, 0.55]; // opacity of the mark of the weakest and of the strongest word
const LabelWords = new Map([["neg", "negative"], ["pos", "positive"]]);

const find = id => document.getElementById(id);
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const count = number => number.toLocaleString("en");
const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
const named = label => LabelWords.get(label.toLowerCase()) ?? label;
const matters = word => word.status === "known" || word.logit !== 0; // n-grams and hashed rows let other words count, too
const sum = (items, value) => items.reduce((total, item) => total + value(item), 0);
const side = value => value > 0 ? 1 : 0;

/** A number with its sign. */
const signed = (number, digits) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(digits)}`;
const points = share => signed(100 * share, 1);

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** A name from elsewhere, whose direction of writing must not change that of what stands around it. */
const isolated = name => element("bdi", "", name);

/** Lets a box that scrolls scroll by keyboard, too. */
export function keepScrollable(box) {
  if (box.scrollHeight > box.clientHeight) {
    box.tabIndex = 0;
  } else {
    box.removeAttribute("tabindex");
  }
}

/** Shows the examples that are made for the labels of a model. */
export function showExamples(model) {
  const labels = model.labels.map(named).sort().join(" ");
  for (const group of document.querySelectorAll(".examples")) {
    group.hidden = group.dataset.labels !== labels;
  }
}

/** Lists the models as radio buttons. */
export function showModels(models, selected) {
  find("models").replaceChildren(...models.map(model => {
    const radio = element("input", "");
    Object.assign(radio, { type: "radio", name: "model", value: model.id, checked: model === selected });
    const precision = model.precision === "fp32" ? "" : `, ${model.precision}`;
    const kind = `${model.bidirectional ? "bidirectional " : ""}${model.cell.toUpperCase()}, ${counted(model.layers, "layer")}${precision}`
      + `${model.nGramCount > 0 ? ", n-grams" : ""}${model.labels.length > 2 ? `, ${model.labels.length} labels` : ""}`;
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

  const { score } = answer;
  const isBinary = model.labels.length === 2;
  const explained = named(answer.label);
  const sides = isBinary ? model.labels.map(named) : ["other labels", explained]; // against the explained label, and for it
  const words = join(answer.tokens);
  const verdict = `${score.isUncertain ? "uncertain, rather " : ""}${named(score.label)}`;
  const isAgainst = isBinary && score.labelIndex === 0;
  find("answer").className = `${isBinary ? "binary " : ""}${isAgainst ? "answer-against" : "answer-for"}${score.isUncertain ? " uncertain" : ""}`;
  find("label").textContent = verdict;
  find("probability").textContent = percent(score.probability);
  find("two").hidden = !isBinary;
  find("many").hidden = isBinary;
  if (isBinary) {
    showMeter(score.probabilities[answer.label], sides, model.threshold);
  } else {
    showRanking(score.probabilities);
  }

  find("points-label").textContent = explained;
  const notes = notesOn(answer, words, model, isBinary);
  find("notes").replaceChildren(...notes.map(note => element("li", "", note)));
  find("notes").hidden = notes.length === 0;
  showWords(source, words, sides, model);
  showLegend(words, sides, model);
  showWay(words, answer.baseProbability, score.probabilities[answer.label], sides);
  showParts(words, sides, model);
  return [`${verdict}, ${percent(score.probability)}.`, ...notes].join(" ");
}

/** Shows the probabilities of two labels. */
function showMeter(share, [low, high], threshold) {
  find("share-low").style.width = `${100 * (1 - share)}%`;
  find("threshold").style.right = `${100 * threshold}%`;
  find("meter").setAttribute("aria-valuenow", (100 * share).toFixed(1));
  find("meter").setAttribute("aria-valuetext", percent(share));
  find("meter-label").textContent = `Probability of ${high}`;
  find("low").replaceChildren(isolated(low), ` ${percent(1 - share)}`);
  find("high").replaceChildren(`${percent(share)} `, isolated(high));
}

/** Shows the probabilities of more labels: the highest ones, and the others folded. */
function showRanking(probabilities) {
  const ranked = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  const rows = ranked.map(([label, share]) => bar(named(label), share, percent(share)));
  find("ranking").replaceChildren(...rows.slice(0, TopLabels));
  find("more-ranking").replaceChildren(...rows.slice(TopLabels));
  find("more").hidden = rows.length <= TopLabels;
  find("more-title").textContent = `${rows.length - TopLabels} more`;
  keepScrollable(find("more-box"));
}

/** A row of a ranking. */
function bar(label, share, value) {
  const filled = element("span", "rank-fill");
  filled.style.width = `${100 * share}%`;
  return element("li", "", element("span", "rank-label", isolated(label)), element("span", "rank-bar", filled), element("span", "number", value));
}

/** Joins tokens with the same place in the text: those of an expanded abbreviation. */
function join(tokens) {
  const words = [];
  for (const token of tokens) {
    const last = words.at(-1);
    if (last?.start === token.start) {
      const known = last.status === "known" ? last : token;
      Object.assign(last, {
        text: known.text,
        status: known.status,
        logit: last.logit + token.logit,
        probability: last.probability + token.probability,
        wideLogit: last.wideLogit + token.wideLogit,
      });
    } else {
      words.push({ ...token });
    }
  }

  return words;
}

function notesOn({ score }, words, model, isBinary) {
  const notes = [];
  if (score.isUncertain) {
    const reason = isBinary ? `The probability is close to the threshold of ${percent(model.threshold, 0)}` : "Another label is nearly as probable";
    notes.push(`${reason}: take this as undecided.`);
  }

  switch (score.status) {
    case "empty": notes.push("The text has no word that the model reads, so the score says nothing about it."); break;
    case "all_unknown":
      notes.push(words.some(matters)
        ? "The model knows none of these words; the score comes from their letters."
        : "The model knows none of these words, so the score says nothing about them.");
      break;
    default:
      if (score.unknownCount > 0) {
        notes.push(`The model does not know ${count(score.unknownCount)} of the ${counted(score.tokenCount, "word")} that it reads.`);
      }
  }

  if (score.truncated) {
    const beyond = words.filter(word => word.status === "beyond_limit").length;
    const head = Math.floor(model.sequenceLength / 3);
    const [which, where] = {
      first: [`first ${model.sequenceLength}`, "after"],
      last: [`last ${model.sequenceLength}`, "before"],
      headTail: [`first ${head} and last ${model.sequenceLength - head}`, "between"],
    }[model.truncation];
    const kind = words.some(word => word.status === "stop_word") ? " that are not stop words" : "";
    const how = model.nGramCount > 0 ? "read for n-grams only" : "not read";
    notes.push(`The network reads the ${which} words${kind}; ${counted(beyond, "word")} ${where} them ${beyond === 1 ? "is" : "are"} ${how}.`);
  }

  return notes;
}

const Unread = {
  unknown: ["unknown", "unknown word"],
  stop_word: ["stop", "stop word, removed"],
  beyond_limit: ["beyond", "beyond the limit, not read"],
};

/** Shows the text as it was typed, with a mark on every word. */
function showWords(source, words, sides, model) {
  const strongest = Math.max(...words.map(word => Math.abs(word.probability)), Number.MIN_VALUE);
  const parts = [];
  let end = 0;
  for (const word of words) {
    parts.push(source.slice(end, word.start));
    end = word.start + word.length;
    parts.push(wordOf(word, source.slice(word.start, end), strongest, sides, model));
  }

  const box = find("words");
  box.replaceChildren(...parts, source.slice(end));
  keepScrollable(box);
}

function wordOf(word, written, strongest, sides, model) {
  const [className, reason] = word.status === "known" ? ["", ""] : unread(word.status, model);
  if (!matters(word)) {
    const made = element("span", className, written);
    made.title = reason;
    return made;
  }

  const share = Math.abs(word.probability) / strongest;
  const mark = element("mark", `${share < FaintShare ? "faint" : word.probability > 0 ? "for" : "against"} ${className}`, written);
  mark.style.setProperty("--weight", WeightRange[0] + share * (WeightRange[1] - WeightRange[0]));
  mark.title = `${sides[side(word.probability)]} ${points(word.probability)}${reason && `, ${reason}`}`;
  return mark;
}

/** Class and name of words that the network does not know or read. */
function unread(status, model) {
  const [className, title] = Unread[status];
  return [className, status === "beyond_limit" && model.nGramCount > 0 ? "beyond the limit, n-grams only" : title];
}

/** Explains the kinds of words that occur. */
function showLegend(words, [low, high], model) {
  const entries = [];
  if (words.some(word => word.probability < 0)) {
    entries.push(element("mark", "against", "towards ", isolated(low)));
  }

  if (words.some(word => word.probability > 0)) {
    entries.push(element("mark", "for", "towards ", isolated(high)));
  }

  for (const status of Object.keys(Unread)) {
    if (words.some(word => word.status === status)) {
      entries.push(element("span", ...unread(status, model)));
    }
  }

  find("legend").replaceChildren(...entries.map(entry => element("li", "", entry)));
}

/** Shows the whole way from the probability for an empty text to that for this one. */
function showWay(words, baseline, probability, sides) {
  const counting = words.filter(matters).sort((a, b) => Math.abs(b.probability) - Math.abs(a.probability));
  const [strongest, rest] = [counting.slice(0, StrongestWords), counting.slice(StrongestWords)];
  const steps = strongest.map(word => [word.text, word.probability]);
  if (rest.length > 0) {
    steps.push([`${counted(rest.length, "other word")}`, sum(rest, word => word.probability)]);
  }

  const table = find("way");
  table.tBodies[0].replaceChildren(wayRow("Empty text", "", percent(baseline), "way-end"), ...barRows(steps, sides, points));
  table.tFoot.replaceChildren(wayRow("This text", "", percent(probability), "way-end"));
}

/** Shows what the network and the n-grams say, for a model that has both. */
function showParts(words, sides, model) {
  find("parts").hidden = model.nGramCount === 0;
  const wide = sum(words, word => word.wideLogit);
  const steps = [["Network", sum(words, word => word.logit) - wide], ["N-grams", wide]];
  find("parts-body").replaceChildren(...barRows(steps, sides, share => signed(share, 2)));
  find("parts-label").textContent = sides[1];
}

/** Rows with a bar to the left or right, of names and shares. */
function barRows(steps, sides, write) {
  const largest = Math.max(...steps.map(([, share]) => Math.abs(share)), Number.MIN_VALUE);
  return steps.map(([name, share]) => {
    const bar = element("span", share > 0 ? "bar share-high" : "bar share-low");
    bar.style.width = `${50 * Math.abs(share) / largest}%`;
    return wayRow(name, element("span", "bars", bar, element("span", "visually-hidden", sides[side(share)])), write(share), "");
  });
}

function wayRow(name, bar, number, className) {
  const head = element("th", "", isolated(name));
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
  const scored = sum(summary.labels, each => each.rows) + summary.otherRows;
  const share = each => scored === 0 ? 0 : each.rows / scored;
  const value = each => scored === 0 ? "0" : `${count(each.rows)} (${percent(share(each))})`;
  const isBinary = summary.labels.length === 2;
  const rows = counted(summary.rows, "row");
  find("summary-title").textContent = `${name}: ${rows}, scored by ${model.id}`;
  find("split").hidden = !isBinary;
  for (const [i, id] of ["split-low", "split-high"].entries()) {
    find(id).style.width = `${100 * share(summary.labels[i])}%`;
  }

  find("shares").hidden = isBinary;
  find("shares").replaceChildren(...isBinary ? [] : summary.labels.filter(each => each.rows > 0).map(each => bar(named(each.label), share(each), value(each))));
  const lines = isBinary ? summary.labels.map(each => [named(each.label), value(each)]) : [];
  if (summary.otherRows > 0) {
    lines.push(["other labels", count(summary.otherRows)]);
  }

  for (const [status, explanation] of Object.entries(StatusNames)) {
    if (summary.statuses[status]) {
      lines.push([explanation, count(summary.statuses[status])]);
    }
  }

  find("counts").replaceChildren(...lines.flatMap(([term, value]) => [element("dt", "", isolated(term)), element("dd", "", value)]));
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
