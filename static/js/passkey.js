// Passkeys: asks the phone, puts its answer into an ordinary form and sends that.
//
// A block with data-passkey (create or get) and data-options stays hidden where the browser
// lacks what it takes; a block with data-without-passkey is then what is left to read.

const WAYS = {
  create: {
    read: "parseCreationOptionsFromJSON",
    ask: (publicKey) => navigator.credentials.create({ publicKey }),
  },
  get: {
    read: "parseRequestOptionsFromJSON",
    ask: (publicKey) => navigator.credentials.get({ publicKey }),
  },
};

const isKnown = ({ read }) => typeof globalThis.PublicKeyCredential?.[read] === "function"
  && typeof PublicKeyCredential.prototype.toJSON === "function";

/** What the phone answered, as the text a form carries. */
async function answer({ read, ask }, options) {
  const credential = await ask(PublicKeyCredential[read](JSON.parse(options)));
  return JSON.stringify(credential.toJSON());
}

function say(block, words) {
  const trouble = block.querySelector("[data-trouble]");
  trouble.textContent = words;
  trouble.hidden = !words;
}

function offer(block) {
  const way = WAYS[block.dataset.passkey];
  const field = block.querySelector("[name=credential]");
  let isAsking = false;

  block.addEventListener("submit", async (event) => {
    if (field.value || event.submitter?.name === "_language") return;
    event.preventDefault();
    event.stopPropagation(); // nothing is being sent yet
    if (isAsking) return;
    isAsking = true;
    say(block, "");
    try {
      field.value = await answer(way, block.dataset.options);
      event.target.requestSubmit(event.submitter);
    } catch (error) {
      const isThere = error.name === "InvalidStateError";
      say(block, isThere ? block.dataset.there : block.dataset.refused);
    } finally {
      isAsking = false;
    }
  });
  addEventListener("pageshow", () => { field.value = ""; }); // each answer is taken once
  block.hidden = false;
}

document.querySelectorAll("[data-passkey]").forEach((block) => {
  if (!isKnown(WAYS[block.dataset.passkey])) return;
  offer(block);
  document.querySelectorAll("[data-without-passkey]").forEach((other) => { other.hidden = true; });
});
