// Does what desk.js asks for, in turn; tells a secret only to whoever asks what is kept.

import { base64, demand, ofG, read, token, written } from "./group.js";
import { checkAudit, named, readElection, seal } from "./ballot.js";
import { electionSecret, newCode, provePossession, symbolsOf, votingKey } from "./credential.js";
import { forget, keep, kept } from "./keys.js";

let sealed; // until it is cast or audited: never both
let counted;

function taken(ballot = sealed) {
  demand(ballot, "sealed");
  sealed = undefined;
  return ballot;
}

const tellers = (deed) => async (...given) => (await import("./tellers.js"))[deed](...given);
const seated = (deed) => async (name, ...given) => tellers(deed)(await kept(name), ...given);

const key = async (name) => votingKey(await kept(name));

const deeds = {
  kept,
  forget,
  newCode: (name) => keep(name, newCode()),
  newSeed: (name) => keep(name, token(22)),
  keep: (name, words) => keep(name, words.length === 22 ? words : symbolsOf(words) && words),

  async register(name, union, member) {
    const s = await key(name);
    return { key: ofG(s), proof: await provePossession(s, union, member) };
  },

  /** Without the ballot, which could be cast after an audit. */
  async seal(name, raw, votes) {
    sealed = undefined;
    const election = await readElection(raw);
    const secret = await electionSecret(election.uuid, await key(name));
    sealed = { votes, ...await seal(election, secret, votes) };
    return { election: election.digest, tracker: sealed.tracker };
  },

  cast: () => taken().raw,
  audit: () => taken(),
  check: async (raw, ...audit) => checkAudit(await readElection(raw), ...audit),

  certify: seated("certify"),
  share: seated("share"),
  receive: seated("receive"),

  async count(raw, roll, ballots) {
    counted = undefined;
    const election = await readElection(raw);
    const tally = await tellers("count")(election, roll, ballots);
    counted = { election, tally, digest: await base64(written(tally.map(named))) };
    return { election: election.digest, roll: await base64(roll), tally: counted.digest };
  },

  /** Two tallies of one election would tell a vote. */
  async decrypt(name, ...given) {
    demand(counted, "count");
    const { election, tally, digest } = counted;
    const x = await seated("keyOf")(name, ...given);
    await keep(`${name}|${election.digest}`, digest);
    return tellers("decrypt")(election, tally, x);
  },
};

let last = Promise.resolve();
onmessage = ({ data: [deed, ...given], ports: [port] }) => {
  last = last.then(() => deeds[deed](...given)).then(
    (answer) => port.postMessage({ answer: read(written(answer ?? null)) }),
    (error) => port.postMessage({ refused: error.message }),
  );
};
