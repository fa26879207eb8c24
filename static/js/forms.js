// What makes a form kinder: says that it is being sent, sends it once, and shows where to look.

const SAY_SENDING_AFTER = 300;
const SAY_SLOW_AFTER = 8_000;
const AWAY = new Set([502, 503, 504, 507]); // the server, what it stands on, or room
const turns = new WeakMap(); // form -> its latest sending

/** Say on the pressed button that it is being sent, and after a while that it may be pressed again. */
function sending(form, button) {
  const words = button.lastChild;
  const before = words.textContent;
  form.dataset.sent = "yes";
  const timers = [
    setTimeout(() => {
      words.textContent = form.dataset.sending;
      button.setAttribute("aria-busy", "true");
    }, SAY_SENDING_AFTER),
    setTimeout(() => {
      ready();
      note(form, button, form.dataset.slow);
    }, SAY_SLOW_AFTER),
  ];

  function ready() {
    timers.forEach(clearTimeout);
    words.textContent = before;
    button.removeAttribute("aria-busy");
    delete form.dataset.sent;
  }
  addEventListener("pagehide", ready, { once: true });
  return ready;
}

function note(form, button, sentence) {
  const line = form.querySelector(".slow") ?? document.createElement("p");
  line.className = "slow hint";
  line.setAttribute("role", "status");
  button.before(line);
  line.textContent = sentence;
}

/**
 * Send without leaving the page: a browser that finds no network would show a page of its
 * own, and what was typed would be gone. The answer says only where to go on. Any other one
 * is the browser's to show: it asks again, with the same key, and nothing is done twice.
 */
async function send(form, button, ready) {
  const turn = {};
  turns.set(form, turn);
  const body = new URLSearchParams(new FormData(form, button));
  const asked = { method: "POST", body, headers: { "Sent-By": "script" } };
  try {
    const answer = await fetch(form.action, asked);
    if (answer.status === 204) return location.assign(answer.headers.get("Location"));
    if (!AWAY.has(answer.status)) return leave(form, button, ready);
  } catch { /* no network, or it was lost on the way */ }
  if (turns.get(form) !== turn) return; // the button was pressed again meanwhile
  ready();
  note(form, button, form.dataset.lost);
}

function leave(form, button, ready) {
  ready();
  form.dataset.leaving = "yes";
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.dataset.sending || submitter?.name === "_language") return;
  if (form.dataset.sent) return event.preventDefault();
  if (!submitter) return;
  const ready = sending(form, submitter);
  if (!form.dataset.lost || form.dataset.leaving) return;
  event.preventDefault();
  send(form, submitter, ready);
});

/** Nothing is left to look at from this moment on; the server hears of it meanwhile, or never. */
document.addEventListener("submit", (event) => {
  const away = event.target.dataset.leave;
  if (!away) return;
  event.preventDefault();
  document.title = "";
  document.body.replaceChildren();
  sessionStorage.clear();
  localStorage.clear();
  navigator.sendBeacon(event.target.action);
  location.replace(navigator.onLine ? away : "about:blank");
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent];
});

document.querySelectorAll("[data-reveal]").forEach((button) => { button.hidden = false; });
document.querySelector("[data-focus]")?.focus();
