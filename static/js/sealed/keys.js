// Kept in IndexedDB, never replaced, closed by keys that no script can take out.

import { random, utf8 } from "./group.js";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function within(deed) {
  const opening = indexedDB.open("ortaq-sealed");
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  const database = await done(opening);
  try {
    return await done(deed(database.transaction("kept", "readwrite").objectStore("kept")));
  } finally {
    database.close();
  }
}

export async function keep(name, words) {
  const cipher = { name: "AES-GCM", length: 256, iv: random.draw(12) };
  const key = await crypto.subtle.generateKey(cipher, false, ["encrypt", "decrypt"]);
  const closed = await crypto.subtle.encrypt(cipher, key, utf8(words));
  await within((store) => store.add({ cipher, key, closed }, name)).catch(async (error) => {
    if (await kept(name) !== words) throw error;
  });
}

export async function kept(name) {
  const { cipher, key, closed } = await within((store) => store.get(name)) ?? {};
  return key && new TextDecoder().decode(await crypto.subtle.decrypt(cipher, key, closed));
}

export const forget = (name) => within((store) => store.delete(name));
