// How tellers make their keys, and decrypt.

import {
  demand, each, element, exponent, fields, hashed, hex, mod, ofG, power, read, row, scalar, sha256, small, sum, text,
  times, utf8, written,
} from "./group.js";
import { checkKnown, know } from "./proofs.js";
import { product, readBallot } from "./ballot.js";

const context = (size, threshold, index) => ({ group: "BELENIOS-2048", size, threshold, index });
const acceptance = (certs, coefexps) => `certs_sig|${written({ certs, coefexps })}`;
const sign = (secret, message) => know(`sigmsg|${message}|`, secret);
const checkSign = (key, message, signature) => checkKnown(`sigmsg|${message}|`, key, signature);

async function signed(secret, thing) {
  const message = written(thing);
  return { message, signature: await sign(secret, message) };
}

async function signedIn(thing, key) {
  const [message, signature] = fields(thing, "message signature");
  await checkSign(key, message, signature);
  return read(message);
}

async function aes(alpha, hidden) {
  const key = await sha256(`key|${hidden}`);
  return [
    { name: "AES-GCM", iv: await sha256(`iv|${alpha}`) },
    await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]),
  ];
}

async function close(secret, recipient, thing) {
  const inner = await signed(secret, { recipient, message: written(thing) });
  const r = scalar();
  const alpha = ofG(r);
  const hidden = ofG(scalar());
  const data = await crypto.subtle.encrypt(...await aes(alpha, hidden), utf8(written(inner)));
  const beta = times(power(recipient, r), hidden);
  return written({ algorithm: "AES-GCM", alpha, beta, data: hex(new Uint8Array(data)) });
}

async function unseal(secret, sender, letter) {
  const [algorithm, alpha, beta, data] = fields(read(letter), "algorithm alpha beta data");
  const hidden = times(element(beta), power(element(alpha), -secret));
  const bytes = Uint8Array.from(text(data, /^([\da-f]{2})+$/).match(/../g), (byte) => parseInt(byte, 16));
  const opened = await crypto.subtle.decrypt(...await aes(alpha, hidden), bytes);
  const inner = await signedIn(read(new TextDecoder().decode(opened)), sender);
  const [recipient, message] = fields(inner, "recipient message");
  demand(algorithm === "AES-GCM" && recipient === `${ofG(secret)}`, "recipient");
  return read(message);
}

const secrets = async (seed) => {
  text(seed, /^[1-9A-HJ-NP-Za-km-z]{22}$/);
  return { signing: await hashed(`sk|${seed}`), opening: await hashed(`dk|${seed}`) };
};

/** Places are numbered from one. */
async function seated(seed, index, threshold, certs, posted) {
  const { signing, opening } = await secrets(seed);
  const size = row(certs).length;
  small(threshold, 1, small(size, 1, 100));
  const keys = await each(certs, async (cert, at) => {
    const [place, ...both] = fields(read(cert.message), "context verification encryption");
    demand(written(place) === written(context(size, threshold, at + 1)), "place");
    const found = both.map(element);
    await signedIn(cert, found[0]);
    return found;
  });
  demand(new Set(keys.map(([verification]) => verification)).size === size, "twice");
  demand(`${keys[index - 1]}` === `${[ofG(signing), ofG(opening)]}`, "teller");
  return { index, threshold, certs, posted, keys, mine: keys[index - 1], signing, opening };
}

export async function certify(seed, index, size, threshold) {
  const { signing, opening } = await secrets(seed);
  return signed(signing, {
    context: context(size, threshold, index), verification: ofG(signing), encryption: ofG(opening),
  });
}

export async function share(...seat) {
  const { threshold, certs, keys, mine, signing } = await seated(...seat);
  const polynomial = Array.from({ length: threshold }, scalar);
  const coefexps = polynomial.map((a) => `${ofG(a)}`);
  return {
    polynomial: await close(signing, mine[1], { polynomial }),
    secrets: await each(keys, ([, encryption], at) => close(signing, encryption, {
      secret: polynomial.reduceRight((value, a) => mod(value * BigInt(at + 1) + a)),
    })),
    coefexps: await signed(signing, { coefexps }),
    signature: await sign(signing, acceptance(certs, coefexps)),
  };
}

async function valueIn({ index, threshold, certs, keys, opening }, thing, at) {
  const [, letters, posted, signature] = fields(thing, "polynomial secrets coefexps signature");
  const [signer] = keys[at];
  const [coefexps] = fields(await signedIn(posted, signer), "coefexps");
  await checkSign(signer, acceptance(certs, coefexps), signature);
  const letter = await unseal(opening, signer, row(letters, certs.length)[index - 1]);
  const value = exponent(...fields(letter, "secret"));
  const committed = row(coefexps, threshold).map(element);
  demand(ofG(value) === committed.reduceRight((sofar, one) => times(power(sofar, index), one)), `teller ${at + 1}`);
  return value;
}

export async function receive(...seat) {
  const teller = await seated(...seat);
  const { certs, posted, mine, signing } = teller;
  const x = mod(sum(await each(row(posted, certs.length), (one, at) => valueIn(teller, one, at))));
  const private_key = await close(signing, mine[1], { decryption_key: x });
  const public_key = `${ofG(x)}`;
  const pok = await know(`pok|BELENIOS-2048|${public_key}|`, x);
  return { private_key, public_key: { pok, public_key, signature: await sign(signing, public_key) } };
}

export async function keyOf(...seat) {
  const { posted, mine, opening } = await seated(...seat);
  const [letter] = fields(posted, "private_key public_key");
  return exponent(...fields(await unseal(opening, mine[0], letter), "decryption_key"));
}

/** The last of each credential counts. */
export async function count(election, roll, ballots) {
  const listed = row(read(roll));
  demand(new Set(ballots).size === ballots.length, "twice");
  const last = new Map();
  await each(ballots, async (raw) => {
    const { credential, answers } = await readBallot(election, raw);
    demand(listed.includes(credential), "roll");
    last.set(credential, answers);
  });
  demand(last.size >= 10, "few");
  const all = [...last.values()];
  return all[0].map((choices, at) => choices.map((_, place) => product(all.map((answers) => answers[at][place]))));
}

export async function decrypt({ digest }, tally, x) {
  const key = `decrypt|${digest}|${ofG(x)}|`;
  const prove = (prefix) => each(tally, (choices) => each(choices, ([alpha]) => know(prefix(alpha), x, alpha)));
  return written({
    decryption_factors: tally.map((choices) => choices.map(([alpha]) => power(alpha, x))),
    decryption_proofs: await prove(() => key),
    bound_proofs: await prove((alpha) => `union-${key}${alpha},${power(alpha, x)}|`),
  });
}
