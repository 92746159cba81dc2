// Reads a bundle as docs/bundle-format.md describes it, with ONNX Runtime and without any code of RnnToolkit, and repeats its golden texts:
// the ids through model.onnx, and the raw texts through text.onnx where there is one.
//   npm install
//   node check-bundle.js <bundle> [more.jsonl, lines like those of golden.jsonl]
// Exit 0: everything agrees. 1: something does not, and one line says what.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { createInterface } from "node:readline";
import { InferenceSession, Tensor } from "onnxruntime-node";

// How far a probability may be from the trainer's: "Precisions" in docs/bundle-format.md.
const TOLERANCE = { fp32: 1e-5, fp16: 1e-2, int8: 1e-1, "int8-all": 1e-1 };

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

// The probabilities of all labels: one logit is that of the last of two.
function probabilities(logits) {
  const all = logits.length === 1 ? [0, logits[0]] : logits;
  const exponentials = all.map((logit) => Math.exp(logit - Math.max(...all)));
  return exponentials.map((value) => value / exponentials.reduce((sum, each) => sum + each));
}

function require(condition, what, found, expected) {
  if (!condition) {
    throw new Error(`${what}: found ${found}, expected ${expected}`);
  }
}

async function readManifest(directory) {
  const path = join(directory, "bundle.json");
  const bytes = await readFile(path);
  const manifest = JSON.parse(bytes.toString("utf8"));
  require([1, 2].includes(manifest.formatVersion), `${path}: formatVersion`, manifest.formatVersion, "1 or 2");

  const seal = manifest.manifestSha256;
  const unsealed = Buffer.from(bytes);
  unsealed.fill("0", unsealed.lastIndexOf(seal), unsealed.lastIndexOf(seal) + seal.length);
  require(sha256(unsealed) === seal, `${path}: manifestSha256`, seal, sha256(unsealed));

  for (const [file, expected] of Object.entries(manifest.files)) {
    const content = await readFile(join(directory, file));
    require(content.length === expected.bytes, join(directory, file), `${content.length} bytes`, `${expected.bytes}`);
    require(sha256(content) === expected.sha256, `${join(directory, file)}: SHA-256`, sha256(content), expected.sha256);
  }

  return manifest;
}

async function* readLines(path) {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.length > 0) {
      yield JSON.parse(line);
    }
  }
}

const row = (ids) => new Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]);

// What each graph takes of a line. A text without a known n-gram has one of padding, because a row needs a column.
const graphs = {
  "model.onnx": ({ ids, nGrams }) => ({ input_ids: row(ids), ...(nGrams && { ngram_ids: row(nGrams.length > 0 ? nGrams : [0]) }) }),
  "text.onnx": ({ text }) => ({ text: new Tensor("string", [text], [1]) }),
};

async function check(directory, manifest, graph, path) {
  const session = await InferenceSession.create(join(directory, graph));
  const tolerance = TOLERANCE[manifest.graph.precision];
  let [line, largest] = [0, 0];
  for await (const golden of readLines(path)) {
    line++;
    const { probability, probabilities: all, input_ids: ids, ngram_ids: nGrams } = await session.run(graphs[graph](golden));
    const equal = ids === undefined || golden.ids.every((id, i) => ids.data[i] === BigInt(id));
    require(equal, `${path}, line ${line}: ids from ${graph}`, ids?.data.join(" "), golden.ids.join(" "));
    if (nGrams !== undefined) {
      const known = [...nGrams.data].filter((id) => id > 0n).reverse(); // the largest first, then padding
      require(known.join() === golden.nGrams.join(), `${path}, line ${line}: n-gram ids from ${graph}`, known.join(" "), golden.nGrams.join(" "));
    }

    const found = all ? [...all.data] : [1 - probability.data[0], probability.data[0]];
    const expected = probabilities(golden.logits ?? [golden.logit]);
    const difference = Math.max(...expected.map((value, label) => Math.abs(value - found[label])));
    require(difference <= tolerance, `${path}, line ${line}: probabilities from ${graph}`, found.join(" "), `${expected.join(" ")} within ${tolerance}`);
    largest = Math.max(largest, difference);
  }

  require(line > 0, path, "no line", "at least one");
  console.log(`${graph}: ${line} texts of ${path}${graph === "text.onnx" ? ", all ids equal" : ""}, largest difference ${largest.toExponential(1)}`);
}

const [directory, more] = argv.slice(2);
if (directory === undefined) {
  console.error("usage: node check-bundle.js <bundle> [more.jsonl]");
  exit(1);
}

try {
  const manifest = await readManifest(directory);
  console.log(`${manifest.name}: ${Object.keys(manifest.files).length} files as bundle.json says, labels ${manifest.labels.join(", ")}`);
  for (const graph of Object.keys(graphs).filter((file) => file in manifest.files)) {
    for (const path of [join(directory, "golden.jsonl"), ...(more ? [more] : [])]) {
      await check(directory, manifest, graph, path);
    }
  }
} catch (error) {
  console.error(`error: ${error.message}`);
  exit(1);
}
