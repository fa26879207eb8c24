// How a page asks worker.js.

import { script } from "../trusted.js";

export function desk() {
  const worker = new Worker(script("sealed/worker.js"), { type: "module" });
  return (...asked) => new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => ("answer" in data ? resolve(data.answer) : reject(new Error(data.refused)));
    worker.addEventListener("error", reject);
    worker.postMessage(asked, [port2]);
  });
}
