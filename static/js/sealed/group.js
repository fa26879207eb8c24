// Numbers, hashes, JSON; the reasons stand in union/sealed.

import { g, p, q } from "./numbers.js";

const ONES = BigInt("0x" + "1".repeat(64));
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** All randomness; tests put another in its place. */
export const random = { draw: (length) => crypto.getRandomValues(new Uint8Array(length)) };

export const mod = (a) => ((a % q) + q) % q;
export const times = (a, b) => (a * b) % p;
export const sum = (numbers) => numbers.reduce((a, b) => a + b);

/** 64 digits from 1 to 16: the same steps for every exponent. */
export function power(base, exponent) {
  const row = [base];
  while (row.length < 16) row.push(times(row[row.length - 1], base));
  let result = 1n;
  for (const digit of mod(BigInt(exponent) - ONES).toString(16).padStart(64, 0)) {
    for (let i = 0; i < 4; i += 1) result = times(result, result);
    result = times(result, row[parseInt(digit, 16)]);
  }
  return result;
}

export const ofG = (exponent) => power(g, exponent);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, 0)).join("");
export const number = (bytes) => BigInt("0x" + hex(bytes)) % q;
export const scalar = () => number(random.draw(48));

export function token(length) {
  let signs = "";
  while (signs.length < length) signs += BASE58.repeat(4)[random.draw(1)[0]] ?? "";
  return signs;
}

export const utf8 = (words) => new TextEncoder().encode(words);
export const sha256 = async (words) => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(words)));
export const base64 = async (words) => btoa(String.fromCharCode(...await sha256(words))).slice(0, 43);
export const hashed = async (words) => number(await sha256(words));

/** In turn, for drawing has an order. */
export async function each(list, deed) {
  const made = [];
  for (const one of list) made.push(await deed(one, made.length));
  return made;
}

export function demand(holds, what) {
  if (!holds) throw new Error(what);
}

export const written = (thing) => JSON.stringify(thing, (_, it) => (typeof it === "bigint" ? `${it}` : it));

export function read(words) {
  const thing = JSON.parse(words);
  demand(written(thing) === words, "spelling");
  return thing;
}

/** No other fields, no other order; `?name` may be missing. */
export function fields(thing, names) {
  const keys = Object.keys(thing);
  const all = names.replace(/\?/g, "").split(" ");
  demand(written(keys) === written(all.filter((name) => keys.includes(name) || !names.includes(`?${name}`))), names);
  return all.map((name) => thing[name]);
}

export function row(thing, length = thing.length) {
  demand(Array.isArray(thing) && thing.length === length, "length");
  return thing;
}

export function small(thing, least, most) {
  demand(Number.isInteger(thing) && least <= thing && thing <= most, "size");
  return thing;
}

export function text(thing, pattern = /^/) {
  demand(typeof thing === "string" && pattern.test(thing), "text");
  return thing;
}

export function exponent(thing, limit = q) {
  const found = BigInt(text(thing, /^(0|[1-9]\d{0,616})$/));
  demand(found < limit, "size");
  return found;
}

export function element(thing) {
  const found = exponent(thing, p);
  demand(power(found, q) === 1n, "element");
  return found;
}
