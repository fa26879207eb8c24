"""Sealed ballots: nobody can read a vote, and anybody can check the count.

The protocol is Belenios, crypto version 1, in the profile UNION-B1: the group
BELENIOS-2048, SHA-256, homomorphic questions with an optional blank, tellers as single
keys or t of n, no weights. "Spec." in a docstring means the Belenios specification, a
title in it a section: their numbers changed between versions. What is stricter here is
in docs/decisions, under UNION-B1.

An auditor reads in this order. What is checked: refusals, strict, group, proofs,
question, election, roll, ballot, trustees, tally, decryption, archive, history,
chronicle, verifier, and for the terminal cores and command. What is made: secret,
proving, credential, records, vote, envelope, tellers, shares, writer. What a server
asks: casting.
"""
