// Classifies texts in Node with a bundle's text.onnx: only ONNX Runtime, no preprocessing code.
//   npm install
//   node score.js ../../models/gru1/text.onnx "A dull start, yet it ended brilliant." "I want those two hours back."

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv, exit } from "node:process";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [path, ...texts] = argv.slice(2);
if (texts.length === 0) {
  console.error("usage: node score.js <text.onnx> <text>...");
  exit(1);
}

const { labels, threshold } = JSON.parse(await readFile(join(dirname(path), "bundle.json"), "utf8"));
const session = await InferenceSession.create(path);
const { probability, probabilities } = await session.run({ text: new Tensor("string", texts, [texts.length]) });
for (const [i, text] of texts.entries()) {
  // Of two labels the graph gives the probability of the last one, of more those of all.
  const all = probabilities?.data.slice(i * labels.length, (i + 1) * labels.length) ?? [1 - probability.data[i], probability.data[i]];
  const best = probabilities ? all.indexOf(Math.max(...all)) : Number(all[1] >= threshold);
  console.log(`${labels[best]} ${all[best].toFixed(4)}  ${text}`);
}
