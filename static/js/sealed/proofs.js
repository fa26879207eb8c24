// Of the pairs [base, base^x] in one of some branches, somebody knows x.

import { demand, exponent, fields, hashed, mod, power, row, scalar, sum, times } from "./group.js";
import { g } from "./numbers.js";

export async function prove(prefix, branches, truth, secret) {
  const proof = branches.map((_, at) => ({ challenge: at === truth ? 0n : scalar(), response: scalar() }));
  const challenge = mod(await missing(prefix, branches, proof));
  proof[truth] = { challenge, response: mod(proof[truth].response - secret * challenge) };
  return proof;
}

export async function check(prefix, branches, things) {
  const proof = row(things, branches.length).map((thing) => {
    const [challenge, response] = fields(thing, "challenge response").map((one) => exponent(one));
    return { challenge, response };
  });
  demand(!mod(await missing(prefix, branches, proof)), "proof");
}

const missing = async (prefix, branches, proof) => await hashed(prefix + branches.flatMap((pairs, at) => pairs.map(
  ([base, element]) => times(power(base, proof[at].response), power(element, proof[at].challenge)),
)).join()) - sum(proof.map(({ challenge }) => challenge));

export const know = async (prefix, x, ...bases) => (
  await prove(prefix, [[g, ...bases].map((base) => [base, power(base, x)])], 0, x)
)[0];

export const checkKnown = (prefix, key, proof) => check(prefix, [[[g, key]]], [proof]);
