// A live page: hears that something changed and fetches that part of itself again.
//
// Sockets carry "topic, revision", never what changed. A part is an element with data-topic,
// data-token and data-revision; told "revised", htmx fetches it, naming the version it has.
// Without sockets every part is asked for each fifteen seconds; without this script the page
// is simply as fresh as the last visit.

import { io } from "../vendor/socket.io.esm.min.js";

const POLL_EVERY = 15_000;
const KNOCK_EVERY = 120_000; // when the server has no room for one more socket
const KNOCK_SOON = 10_000; // when it hears nothing itself just now
const SPREAD = 600; // so that a full room does not ask all at once
const tags = new Map(); // address -> ETag of what is shown
const newest = new Map(); // topic -> the newest revision anyone spoke of
const due = new Set(); // topics about to be fetched

const parts = (topic) => [...document.querySelectorAll("[data-topic]")]
  .filter((part) => !topic || part.dataset.topic === topic);
const isStale = ({ dataset }) => Number(dataset.revision) < (newest.get(dataset.topic) ?? 0);
const refresh = (part) => window.htmx.trigger(part, "revised", {}, false);

const socket = io({
  transports: ["websocket"],
  autoConnect: false,
  reconnectionDelay: 5_000, // all are cut off at once when a server restarts:
  randomizationFactor: 0.9, // the first try comes half a second to ten seconds later
  reconnectionDelayMax: 30_000,
});

/** Ask to hear of everything shown here; the answer says what was missed meanwhile. */
function watch() {
  const tokens = new Map(parts().map(({ dataset }) => [dataset.topic, dataset.token]));
  if (tokens.size) socket.emit("watch", [...tokens.values()], (now) => now.forEach(hear));
}

/** News that arrives together is fetched once. */
function hear({ topic, rev }) {
  newest.set(topic, Math.max(rev, newest.get(topic) ?? 0));
  if (due.has(topic) || !parts(topic).some(isStale)) return;
  due.add(topic);
  setTimeout(() => {
    due.delete(topic);
    parts(topic).filter(isStale).forEach(refresh);
  }, SPREAD * (0.5 + Math.random() / 2));
}

/** A page nobody looks at hears nothing; it catches up when it is looked at again. */
function follow() {
  if (document.hidden) socket.disconnect();
  else socket.connect();
}

/** Sent away, not cut off: meanwhile the page polls. */
function knockLater(pause = KNOCK_EVERY) {
  if (!socket.active && !document.hidden) setTimeout(follow, pause * (1 + Math.random()));
}

socket.on("connect", watch);
socket.on("news", hear);
socket.on("disconnect", () => knockLater());
socket.on("connect_error", ({ message }) => knockLater(message === "not now" ? KNOCK_SOON : KNOCK_EVERY));
document.addEventListener("visibilitychange", follow);
setInterval(() => {
  if (!document.hidden && !socket.connected) parts().forEach(refresh);
}, POLL_EVERY);

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const tag = tags.get(ctx.request.action);
  if (tag) ctx.request.headers["If-None-Match"] = tag;
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const tag = ctx.response.status === 200 && ctx.response.headers.get("ETag");
  if (tag) tags.set(ctx.request.action, tag);
});

// What changed is read out politely, and moves nobody from where they are.
const voice = document.createElement("p");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const sentence = ctx.sourceElement.dataset?.says;
  if (sentence && voice.textContent !== sentence) voice.textContent = sentence;
});

follow();
