// Elections and ballots, sealed and read.

import {
  base64, demand, each, element, exponent, fields, ofG, power, read, row, scalar, small, sum, text, times, written,
} from "./group.js";
import { check, checkKnown, know, prove } from "./proofs.js";
import { g } from "./numbers.js";

export async function readElection(raw) {
  const [version, description, name, group, y, questions, uuid, ...others] = fields(read(raw),
    "version description name group public_key questions uuid ?administrator ?credential_authority");
  demand(version === 1 && group === "BELENIOS-2048", "group");
  demand(y !== "1", "element");
  [description, name, ...others].forEach((words = "") => text(words));
  text(uuid, /^[1-9A-HJ-NP-Za-km-z]{14,64}$/);
  small(row(questions).length, 1, 50);
  return { digest: await base64(raw), uuid, y: element(y), questions: questions.map(questionIn) };
}

function questionIn(thing) {
  const [answers, blank = false, min, max, question] = fields(thing, "answers ?blank min max question");
  [question, ...row(answers)].forEach((words) => text(words));
  demand(typeof blank === "boolean", "blank");
  small(max, small(min, 0, 20) || 1, small(answers.length, 1, 20));
  return { blank: +blank, length: blank + answers.length, min, max };
}

const encrypt = (y, m, r) => [ofG(r), times(power(y, r), ofG(m))];

export const product = (pairs) => pairs.reduce(([a, b], [c, d]) => [times(a, c), times(b, d)]);

export const named = (pairs) => pairs.map(([alpha, beta]) => ({ alpha, beta }));

const branch = (y, [alpha, beta], m) => [[g, alpha], [y, times(beta, ofG(-m))]];

const choiceClaim = (y, context, one) => [`prove|${context}|${one}|`, [branch(y, one, 0), branch(y, one, 1)]];

function claims(y, context, { blank, min, max }, choices) {
  const all = `${context}|${choices}|`;
  const rest = product(choices.slice(blank));
  const sums = Array.from({ length: max - min + 1 }, (_, at) => branch(y, rest, min + at));
  return blank ? [
    [`bproof1|${all}`, [branch(y, choices[0], 1), ...sums]],
    [`bproof0|${all}`, [branch(y, choices[0], 0), branch(y, rest, 0)]],
  ] : [[`prove|${all}${rest}|`, sums]];
}

async function answer(y, context, question, vote, used) {
  const { blank, length, min, max } = question;
  row(vote, length).forEach((m) => small(m, 0, 1));
  const isBlank = blank && vote[0];
  const chosen = small(sum(vote), isBlank || min, isBlank || max);
  const choices = [];
  const individual_proofs = await each(vote, (m, at) => {
    used.push(scalar());
    choices.push(encrypt(y, m, used[at]));
    return prove(...choiceClaim(y, context, choices[at]), m, used[at]);
  });
  const rest = sum(used.slice(blank));
  const truths = isBlank ? [[0, used[0]], [1, rest]] : [[blank + chosen - min, rest], [0, used[0]]];
  const [overall_proof, blank_proof] = await each(
    claims(y, context, question, choices), (claim, at) => prove(...claim, ...truths[at]),
  );
  return { choices: named(choices), individual_proofs, overall_proof, blank_proof };
}

export async function seal({ digest, uuid, y, questions }, secret, votes) {
  const credential = ofG(secret);
  const randomness = row(votes, questions.length).map(() => []);
  const ballot = {
    election_uuid: uuid,
    election_hash: digest,
    credential,
    answers: await each(
      votes, (vote, at) => answer(y, `${digest}|${credential}`, questions[at], vote, randomness[at]),
    ),
  };
  const hash = await base64(written(ballot));
  const raw = written({ ...ballot, signature: { hash, proof: await know(`sig|${hash}|`, secret) } });
  return { raw, tracker: await base64(raw), randomness };
}

export async function readBallot({ digest, uuid, y, questions }, raw) {
  const [itsUuid, itsDigest, credential, answers, signature] = fields(read(raw),
    "election_uuid election_hash credential answers signature");
  demand(itsUuid === uuid && itsDigest === digest, "election");
  const [hash, proof] = fields(signature, "hash proof");
  demand(hash === await base64(raw.slice(0, raw.lastIndexOf(',"signature"')) + "}"), "hash");
  await checkKnown(`sig|${hash}|`, element(credential), proof);
  return {
    credential,
    tracker: await base64(raw),
    answers: await each(
      row(answers, questions.length), (one, at) => answerIn(y, `${digest}|${credential}`, questions[at], one),
    ),
  };
}

async function answerIn(y, context, question, thing) {
  const [choices, individual, ...proofs] = fields(thing,
    "choices individual_proofs overall_proof" + " blank_proof".repeat(question.blank));
  const found = row(choices, question.length).map((one) => fields(one, "alpha beta").map(element));
  row(individual, question.length);
  await each(found, (one, at) => check(...choiceClaim(y, context, one), individual[at]));
  await each(claims(y, context, question, found), (claim, at) => check(...claim, proofs[at]));
  return found;
}

export async function checkAudit(election, raw, votes, randomness) {
  const { answers, tracker } = await readBallot(election, raw);
  const said = votes.map((vote, at) => vote.map((m, n) => encrypt(election.y, m, exponent(randomness[at][n]))));
  demand(written(said) === written(answers), "vote");
  return tracker;
}
