// A live page: hears that something changed and fetches that part of itself again.
//
// Sockets carry "topic, revision", never what changed. A part is an element with data-topic
// and data-revision; htmx fetches it when it is told "revised", with the tag it already has.
// Without sockets the same parts are asked for every fifteen seconds; without this script
// the page is simply as fresh as its last visit.

import { io } from "../vendor/socket.io.esm.min.js";

const POLL_EVERY = 15_000;
const AT_MOST_EVERY = 1_000;
const tags = new Map(); // address -> ETag of what is shown
const heard = new Map(); // topic -> the newest revision anyone spoke of
const waiting = new Set(); // topics about to be fetched

const parts = () => [...document.querySelectorAll("[data-topic]")];
const isOld = (part) => Number(part.dataset.revision) < (heard.get(part.dataset.topic) ?? 0);
const refresh = (part) => window.htmx.trigger(part, "revised");

const socket = io({
  transports: ["websocket"],
  autoConnect: false,
  reconnectionDelay: 1_000,
  reconnectionDelayMax: 30_000,
  randomizationFactor: 0.5,
});

/** Tell the server what is shown here; its answer is what we may have missed. */
function watch() {
  const shown = parts().map(({ dataset }) => ({ topic: dataset.topic, rev: Number(dataset.revision) }));
  if (shown.length) socket.emit("watch", shown, (now) => now?.forEach(hear));
}

/** However much news arrives, a topic is fetched once a second. */
function hear({ topic, rev }) {
  if (rev <= (heard.get(topic) ?? -1)) return;
  heard.set(topic, rev);
  if (waiting.has(topic) || !parts().some((part) => part.dataset.topic === topic && isOld(part))) return;
  waiting.add(topic);
  setTimeout(() => {
    waiting.delete(topic);
    parts().filter((part) => part.dataset.topic === topic && isOld(part)).forEach(refresh);
  }, Math.random() * AT_MOST_EVERY);
}

function follow() {
  if (document.hidden) socket.disconnect();
  else socket.connect();
}

socket.on("connect", watch);
socket.on("news", hear);
socket.on("disconnect", (why) => { if (why === "io server disconnect") setTimeout(follow, POLL_EVERY); });
document.addEventListener("visibilitychange", follow);
setInterval(() => { if (!document.hidden && !socket.connected) parts().forEach(refresh); }, POLL_EVERY);

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const tag = tags.get(ctx.request.action);
  if (tag) ctx.request.headers["If-None-Match"] = tag;
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const tag = ctx.response.status === 200 && ctx.response.headers.get("ETag");
  if (tag) tags.set(ctx.request.action, tag);
});

/** Read out what changed, without moving anybody from where they are. */
document.addEventListener("htmx:after:swap", ({ target }) => {
  const sentence = target.dataset?.says;
  const voice = document.getElementById("voice");
  if (sentence && voice.textContent !== sentence) voice.textContent = sentence;
});

const voice = document.createElement("p");
voice.id = "voice";
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);
follow();
