// Does the deeds that desk.js asks for, one after the other. Keys stay in here.

import { checkAudit, readElection, seal } from "./ballot.js";
import { demand, ofG, read, written } from "./group.js";
import { electionSecret, newCode, provePossession, symbolsOf, votingKey } from "./credential.js";
import { forget, keep, kept } from "./keys.js";

let sealed; // until it is cast or audited: never both

function taken() {
  demand(sealed, "sealed");
  const ballot = sealed;
  sealed = undefined;
  return ballot;
}

const deeds = {
  kept,
  forget,
  newCode: (name) => keep(name, newCode()),
  restoreCode: (name, code) => symbolsOf(code) && keep(name, code),

  async register(name, union, member) {
    const s = await votingKey(await kept(name));
    return { key: ofG(s), proof: await provePossession(s, union, member) };
  },

  /** Tells the tracker alone: whoever had the ballot could cast it after an audit. */
  async seal(name, raw, votes) {
    const election = await readElection(raw);
    const s = await votingKey(await kept(name));
    sealed = { votes, ...await seal(election, await electionSecret(election.uuid, s), votes) };
    return { election: election.digest, tracker: sealed.tracker };
  },

  cast: () => taken().raw,
  audit: taken,
  check: async (election, ...audit) => checkAudit(await readElection(election), ...audit),
};

let last = Promise.resolve();
onmessage = ({ data: [deed, ...given], ports: [port] }) => {
  last = last.then(async () => (deeds[deed] ?? (await import("./teller.js"))[deed])(...given)).then(
    (answer) => port.postMessage({ answer: read(written(answer ?? null)) }),
    (error) => port.postMessage({ refused: error.message }),
  );
};
