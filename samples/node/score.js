// Scores texts in Node with a bundle's text.onnx: only ONNX Runtime, no preprocessing code.
//   npm install
//   node score.js ../../models/gru1/text.onnx "A dull start, yet it ended brilliant." "I want those two hours back."

import { argv, exit } from "node:process";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [path, ...texts] = argv.slice(2);
if (texts.length === 0) {
  console.error("usage: node score.js <text.onnx> <text>...");
  exit(1);
}

const session = await InferenceSession.create(path);
const { probability } = await session.run({ text: new Tensor("string", texts, [texts.length]) });
for (const [i, text] of texts.entries()) {
  console.log(`${probability.data[i].toFixed(4)}  ${text}`);
}
