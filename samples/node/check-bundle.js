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
const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

function require(condition, what, found, expected) {
  if (!condition) {
    throw new Error(`${what}: found ${found}, expected ${expected}`);
  }
}

async function readManifest(directory) {
  const path = join(directory, "bundle.json");
  const bytes = await readFile(path);
  const manifest = JSON.parse(bytes.toString("utf8"));
  require(manifest.formatVersion === 1, `${path}: formatVersion`, manifest.formatVersion, 1);

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

// What each graph takes of a line.
const graphs = {
  "model.onnx": ({ ids }) => ({ input_ids: new Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]) }),
  "text.onnx": ({ text }) => ({ text: new Tensor("string", [text], [1]) }),
};

async function check(directory, manifest, graph, path) {
  const session = await InferenceSession.create(join(directory, graph));
  const tolerance = TOLERANCE[manifest.graph.precision];
  let [line, largest] = [0, 0];
  for await (const golden of readLines(path)) {
    line++;
    const { probability, input_ids: ids } = await session.run(graphs[graph](golden));
    const equal = ids === undefined || golden.ids.every((id, i) => ids.data[i] === BigInt(id));
    require(equal, `${path}, line ${line}: ids from ${graph}`, ids?.data.join(" "), golden.ids.join(" "));
    const [found, expected] = [probability.data[0], sigmoid(golden.logit)];
    const difference = Math.abs(found - expected);
    require(difference <= tolerance, `${path}, line ${line}: probability from ${graph}`, found, `${expected} within ${tolerance}`);
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
  console.log(`${manifest.name}: ${Object.keys(manifest.files).length} files as bundle.json says`);
  for (const graph of Object.keys(graphs).filter((file) => file in manifest.files)) {
    for (const path of [join(directory, "golden.jsonl"), ...(more ? [more] : [])]) {
      await check(directory, manifest, graph, path);
    }
  }
} catch (error) {
  console.error(`error: ${error.message}`);
  exit(1);
}
