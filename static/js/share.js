// Hands a link to the phone's own way of sending, or to its clipboard. Nobody else is told.

function show(button, press) {
  button.hidden = false;
  button.addEventListener("click", press);
}

function share(button) {
  show(button, () => navigator.share({ url: button.dataset.share }).catch(() => {}));
}

function copy(button) {
  show(button, async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.setAttribute("role", "status");
    button.textContent = button.dataset.copied;
  });
}

if (navigator.share) document.querySelectorAll("[data-share]").forEach(share);
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(copy);
