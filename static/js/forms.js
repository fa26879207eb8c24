// What makes a form kinder: says that it is being sent, sends it once, and shows where to look.

const SAY_SENDING_AFTER = 300;
const SAY_SLOW_AFTER = 8_000;

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
      slow(form, button);
    }, SAY_SLOW_AFTER),
  ];

  function ready() {
    timers.forEach(clearTimeout);
    words.textContent = before;
    button.removeAttribute("aria-busy");
    delete form.dataset.sent;
  }
  addEventListener("pagehide", ready, { once: true });
}

function slow(form, button) {
  const note = form.querySelector(".slow") ?? document.createElement("p");
  note.className = "slow hint";
  note.setAttribute("role", "status");
  button.before(note);
  note.textContent = form.dataset.slow;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.sending || event.submitter?.name === "_language") return;
  if (form.dataset.sent) return event.preventDefault();
  if (event.submitter) sending(form, event.submitter);
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
