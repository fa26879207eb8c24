// The deeds of a teller, which worker.js does.

import * as tellers from "./tellers.js";
import { base64, demand, token, written } from "./group.js";
import { keep, kept } from "./keys.js";
import { readElection } from "./ballot.js";

let counted;

async function seated(name, index, threshold, certs) {
  const teller = await tellers.readTeller(await kept(name), index);
  return [teller, await tellers.readTable(teller, threshold, certs)];
}

export const newSeed = (name) => keep(name, token(22));
export const restoreSeed = async (name, seed) => await tellers.readTeller(seed) && keep(name, seed);

export const certify = async (name, index, ...of) => tellers.certify(await tellers.readTeller(await kept(name), index), ...of);
export const share = async (...seat) => tellers.share(...await seated(...seat));
export const receive = async (posted, ...seat) => tellers.receive(...await seated(...seat), posted);

export async function count(raw, roll, ballots) {
  const election = await readElection(raw);
  const tally = await tellers.count(election, roll, ballots);
  counted = { election, tally, digest: await base64(written(tally)) };
  return { election: election.digest, roll: await base64(roll), tally: counted.digest };
}

/** Of what was counted; of one election no second tally, for two would tell a vote. */
export async function decrypt(received, name, ...seat) {
  demand(counted, "count");
  const x = await tellers.keyOf(...await seated(name, ...seat), received);
  const place = `${name}|${counted.election.digest}`;
  const before = await kept(place);
  demand((before ?? counted.digest) === counted.digest, "twice");
  if (!before) await keep(place, counted.digest);
  return tellers.decrypt(counted.election, counted.tally, x);
}
