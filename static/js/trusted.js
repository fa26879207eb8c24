// The scripts that a script may start: workers of ours, and nothing else.

const LISTED = ["sealed/worker.js"];

function address(path) {
  if (!LISTED.includes(path)) throw new TypeError(`${path} is not listed.`);
  return new URL(path, import.meta.url).href;
}

const policy = globalThis.trustedTypes?.createPolicy("ortaq", { createScriptURL: address });

/** The address of a listed script, as browsers with trusted types want it. */
export const script = (path) => (policy ? policy.createScriptURL(path) : address(path));
