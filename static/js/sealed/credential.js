// Voting codes and keys.

import { demand, hashed, mod, number, ofG, random, sha256, text } from "./group.js";
import { know } from "./proofs.js";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const sign = (symbols) => (CROCKFORD + "*~$=U")[
  Array.from(symbols).reduce((value, symbol) => (value * 32 + CROCKFORD.indexOf(symbol)) % 37, 0)
];

export function newCode() {
  const symbols = Array.from(random.draw(26), (byte) => CROCKFORD[byte % 32]).join("");
  return (symbols + sign(symbols)).match(/.../g).join("-");
}

export function symbolsOf(code) {
  const typed = text(code).toUpperCase().replace(/[- ]/g, "").replace(/[IL]/g, 1).replace(/O/g, 0);
  const symbols = typed.slice(0, 26);
  demand(/^[0-9A-TV-Z]{26}.$/.test(typed), "code");
  demand(sign(symbols) === typed[26], "sign");
  return symbols;
}

export async function votingKey(code) {
  const hash = (n) => sha256(`union-voting-key|${n}|${symbolsOf(code)}`);
  return number([...await hash(0), ...await hash(1)]);
}

export const provePossession = (s, union, member) => know(`union-key|${union}|${member}|${ofG(s)}|`, s);

export const electionSecret = async (uuid, s) => mod(s * await hashed(`union-credential|${uuid}|${ofG(s)}`));
