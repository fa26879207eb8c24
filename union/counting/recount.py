"""Count again from the ballot file: python recount.py BALLOTS REPORT.json

It shares no code with the program that counted, needs only Python, and is one file, to
be kept and read by whoever trusts nobody. It takes over the rule, the seats and the lot
from the report, counts paper by paper in fractions, and holds each name and each figure
of the report against its own. Exit 0: all agree; then it says what has to be believed,
since no ballot file bears it out. Sentences (clauses, notes, formulas) it does not
read. Its parts: 1. the ballot file, 2. what all rules share, 3. transferable votes,
4. the most votes and pairs, 5. grades, 6. comparing.
"""

import json
import re
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate, groupby, permutations, takewhile
from math import ceil, floor
from types import SimpleNamespace

QUOTED = re.compile(r'"((?:(?!"\s+"|"\s*#).)*)"\s*(?:#.*)?')


# 1. The ballot file


def read_papers(content):
    """Names, seats, the withdrawn, a lot, the title; papers as (how many, ranks)."""
    lines = re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))
    lines = [line.strip(" \t") for line in lines]
    lines = [x if x[:1] == '"' else x.split("#")[0].strip(" \t") for x in lines]
    lines = [line for line in lines if line]
    (many, seats), end = map(int, lines[0].split()), lines.index("0")
    quoted = lines[end + 1 : end + many + 2]
    *names, title = [QUOTED.fullmatch(line)[1].strip() for line in quoted]
    gone, lot, papers = [], [], []
    for line in lines[1:end]:
        if line[0] == "-":
            gone = [names[-int(x) - 1] for x in line.split()]
        elif line[0] == "[":
            lot = [names[int(x) - 1] for x in line.strip("[] \t").split()[1:]]
        else:
            many, *ranks = line.split()[:-1]
            said = [[names[int(x) - 1] for x in rank.split("=")] for rank in ranks]
            papers.append((int(many), said))
    return SimpleNamespace(
        names=names, seats=seats, gone=gone, lot=lot, title=title, papers=papers
    )


def read_scores(content):
    """Papers that give names a number, as papers that name them; and the sums."""
    data, sums = json.loads(content.decode("utf-8-sig")), {}
    for paper in data["scores"]:
        for name, given in paper.items():
            sums[name] = sums.get(name, 0) + given
    papers = [(1, [[*paper]] if paper else []) for paper in data["scores"]]
    file = SimpleNamespace(names=[*sums], seats=1, gone=[], lot=[], papers=papers)
    file.title, file.sums = str(data.get("title", "")), sums
    return file


# 2. What all rules for papers share


class Undecided(Exception):
    """Only a lot could go on, and none names all of these."""


class Paper:
    """Papers that say the same: how many, who has them, since when, and worth what."""

    def __init__(self, many, ranks):
        self.many, self.ranks, self.stage, self.value = many, ranks, 1, Fraction(1)
        self.holder, *self.left = [rank[0] for rank in ranks]


class Count:
    """One count: its papers, its stages, its ties, its winners."""

    read, shares_ranks, quota = staticmethod(read_papers), True, None
    picks_between_stages = False

    def __init__(self, report, content):
        self.file = file = self.read(content)
        self.seats, self.lot = report["seats"], report["tie_order"]
        self.names = [name for name in file.names if name not in file.gone]
        self.running, self.winners, self.more = self.names, [], {}
        self.stages, self.ties, self.aside, kinds = [], [], Counter(), Counter()
        for many, ranks in file.papers:
            kinds[self.sort(many, ranks)] += many
        self.papers = [Paper(many, ranks) for ranks, many in kinds.items() if ranks]
        self.valid = sum(paper.many for paper in self.papers)

    def sort(self, many, ranks):
        """The ranks that count; none of a paper that is blank or invalid."""
        alone = [*takewhile(lambda rank: len(rank) == 1, ranks)]
        taken = ranks if self.shares_ranks else alone
        left = [tuple(c for c in rank if c in self.names) for rank in taken]
        if not any(left):
            why = "only_withdrawn" if len(taken) == len(ranks) else "equal_ranks"
            self.aside[why if ranks else "blank"] += many
        return tuple(filter(None, left))

    def begin(self, action, of=(), **more):
        """A new stage. Whoever is elected from now on is elected in it."""
        out = of if action == "exclusion" else ()
        stage = {"number": len(self.stages) + 1, "action": action, "of": [*of]}
        self.stages.append({**stage, "elected": [], "excluded": [*out], **more})

    def end(self, votes, **more):
        before = self.stages[-2]["votes"] if len(self.stages) > 1 else {}
        changes = {name: votes[name] - before.get(name, 0) for name in votes}
        rest, total = Fraction(self.valid - sum(votes.values())), Fraction(self.valid)
        told = {"votes": votes, "changes": changes, "non_transferable": rest}
        self.stages[-1].update(**told, total=total, **more)

    def elect(self, *names):
        self.winners += names
        self.stages[-1]["elected"] += names
        self.running = [name for name in self.running if name not in names]

    def narrowed(self, tied, pick, past):
        """Of the tied those whom stages past do not tell apart, and what they had."""
        left, compared = tied, []
        for stage, votes in past:
            if len(left) == 1:
                break
            compared.append({"stage": stage, "votes": {c: votes[c] for c in tied}})
            best = pick(votes[name] for name in left)
            left = [name for name in left if votes[name] == best]
        return left, compared

    def one_of(self, tied, pick=None, past=()):
        """Of the tied: by stages past, where the rule looks back; else by the lot."""
        left, compared = self.narrowed(tied, pick, past)
        if len(left) > 1 and not {*left} <= {*self.lot}:
            raise Undecided(left)
        chosen = left[0] if len(left) == 1 else min(left, key=self.lot.index)
        if len(tied) > 1:
            by = "earlier stages" if len(left) == 1 else "lot"
            at = len(self.stages) + self.picks_between_stages
            tie = {"stage": at, "tied": tied, "compared": compared}
            self.ties.append({**tie, "decided_by": by, "chosen": chosen})
        return chosen

    def found(self):
        """The report as it ought to be."""
        tied = []
        try:
            self.count()
        except Undecided as tie:
            tied = tie.args[0]
        blank, invalid = self.aside.pop("blank", 0), self.aside
        return {
            "title": self.file.title,
            "candidates": self.file.names,
            "withdrawn": [name for name in self.file.names if name in self.file.gone],
            "papers": self.valid + blank + sum(invalid.values()),
            "blank": blank,
            "invalid": invalid,
            "valid": self.valid,
            "quota": self.quota,
            "stages": self.stages,
            "ties": self.ties,
            "winners": self.winners,
            "tied": tied,
            **self.more,
        }


# 3. Transferable votes


def cut(number, places):
    return Fraction(floor(number * 10**places), 10**places)


class Transfers(Count):
    """Scottish STV (rules 45 to 52). What follows it differs where it says so."""

    shares_ranks, picks_between_stages = False, True
    places, moves_nothing = 5, False  # decimals; whether a surplus of nothing moves

    def __init__(self, report, content):
        super().__init__(report, content)
        self.history, self.moved = [], set()
        self.votes = dict.fromkeys(self.names, Fraction(0))
        for paper in self.papers:
            self.votes[paper.holder] += paper.many * paper.value
        self.quota = self.quota_of(self.valid)

    def quota_of(self, valid):
        return Fraction(valid // (self.seats + 1) + 1)

    def count(self):
        self.begin("first_preferences")
        self.end_stage()
        self.elect_whoever_may()
        while 0 < self.left() < len(self.running):
            self.step()
        if self.left():
            self.elect(*self.falling())

    def left(self):
        return self.seats - len(self.winners)

    def falling(self):
        return sorted(self.running, key=lambda name: -self.votes[name])

    def past(self):
        return self.history[::-1]

    def with_enough(self):
        return [name for name in self.falling() if self.votes[name] >= self.quota]

    def elect_whoever_may(self):
        self.elect(*self.with_enough())

    def surpluses(self):
        waiting = [name for name in self.winners if name not in self.moved]
        extra = {name: self.votes[name] - self.quota for name in waiting}
        return {c: x for c, x in extra.items() if x > 0 or self.moves_nothing}

    def step(self):
        if self.surpluses():
            self.move_surplus(self.largest())
        else:
            least = min(self.votes[name] for name in self.running)
            tied = [name for name in self.running if self.votes[name] == least]
            self.exclude([self.one_of(tied, min, self.past())])
        self.elect_whoever_may()

    def largest(self):
        extra = self.surpluses()
        tied = [c for c in self.names if extra.get(c) == max(extra.values())]
        return self.one_of(tied, max, self.past())

    def move_surplus(self, giver):
        surplus = self.votes[giver] - self.quota
        share = surplus / self.votes[giver]
        self.begin("surplus", [giver], surplus=surplus)
        held = [paper for paper in self.papers if paper.holder == giver]
        parcels = self.move(held, lambda value: cut(value * share, self.places))
        self.votes[giver] = self.quota
        self.moved.add(giver)
        value = {"exact": share, "truncated": cut(share, self.places)}
        loss = surplus - sum(p["new_value"] * p["papers"] for p in parcels)
        self.end_stage(parcels, loss, transfer_value=value)

    def exclude(self, out):
        self.running = [name for name in self.running if name not in out]
        self.begin("exclusion", out)
        parcels = []
        for name in out:
            parcels += self.move([p for p in self.papers if p.holder == name])
        self.end_stage(parcels)

    def move(self, papers, worth=lambda value: value):
        """Each to its next name that runs; the parcels, by when they came and value."""
        parcels = {}
        for paper in papers:
            came, value = (paper.stage, paper.value), worth(paper.value)
            parcel = parcels.setdefault(came, {"papers": 0, "to": Counter()})
            parcel.update(received_at_stage=came[0], value=came[1], new_value=value)
            parcel["papers"] += paper.many
            self.votes[paper.holder] -= paper.many * paper.value
            heirs = [name for name in paper.left if name in self.running]
            paper.holder, *paper.left = heirs or [None]
            paper.stage, paper.value = len(self.stages), value
            if heirs:
                self.votes[paper.holder] += paper.many * value
                parcel["to"][paper.holder] += paper.many
        for parcel in parcels.values():
            stopped = parcel["papers"] - sum(parcel["to"].values())
            parcel["non_transferable_papers"] = stopped
        return [parcels[came] for came in sorted(parcels)]

    def end_stage(self, parcels=(), loss=0, **more):
        if parcels:
            more.update(parcels=parcels, loss_by_fraction=Fraction(loss))
        self.end({**self.votes}, **more)
        self.history.append((len(self.stages), {**self.votes}))


class Irv(Transfers):
    """More than half of the votes that still count; one seat."""

    def quota_of(self, _valid):
        return None

    def with_enough(self):
        whole = sum(self.votes.values())
        return [name for name in self.running if self.votes[name] * 2 > whole]


class Wigm(Transfers):
    """No look-back, a quota with four decimals, and a surplus of nothing moves too."""

    places, moves_nothing = 4, True

    def quota_of(self, valid):
        return cut(Fraction(valid, self.seats + 1), 4) + Fraction(1, 10**4)

    def past(self):
        return []


class Minneapolis(Wigm):
    """167.70(1): first go, together, all who cannot win; one surplus at a time."""

    quota_of = Transfers.quota_of

    def elect_whoever_may(self):
        able = self.with_enough()
        if self.surpluses() or not able:
            return
        if len(able) < self.left():
            tied = [c for c in able if self.votes[c] == self.votes[able[0]]]
            able = [self.one_of(tied)]
        self.elect(*able)

    def step(self):
        rising, losers = self.falling()[::-1], []
        most = sum(max(self.votes[name] - self.quota, 0) for name in rising)
        most += sum(self.surpluses().values())
        for many in range(1, len(rising) - self.left() + 1):
            most += self.votes[rising[many - 1]]
            if most < self.votes[rising[many]]:
                losers = rising[:many]
        if losers:
            self.exclude([name for name in self.names if name in losers])
            self.elect_whoever_may()
        else:
            super().step()


class Ers97(Transfers):
    """Section 5: the last batch moves; look-back from the first stage on."""

    places = 2

    def quota_of(self, valid):
        return Fraction(ceil(Fraction(valid * 100, self.seats + 1)), 100)

    def past(self):
        return self.history

    def with_enough(self):
        """The quota, or the active vote over the places left and one more (5.6.2)."""
        active = sum(v for name, v in self.votes.items() if name not in self.winners)
        active += sum(self.surpluses().values())
        enough = min(self.quota, Fraction(active, self.left() + 1))
        enough = max(enough, Fraction(1, 100))
        return [name for name in self.falling() if self.votes[name] >= enough]

    def elect_whoever_may(self):
        while self.left() and self.with_enough():
            able = self.with_enough()
            top = [c for c in able if self.votes[c] == self.votes[able[0]]]
            if len(top) > self.left():
                top, _ = self.narrowed(top, max, self.past())
                if len(top) > self.left():
                    return
            self.elect(top[0])

    def step(self):
        """5.2: surpluses may wait while they could not save who would go."""
        rising, going = self.falling()[::-1], 0
        together = sum(self.surpluses().values())
        for many in range(1, len(rising) - self.left() + 1):
            together += self.votes[rising[many - 1]]
            if together <= self.votes[rising[many]]:
                going = many
        if self.surpluses() and not going:
            self.move_surplus(self.largest())
        else:
            self.exclude(self.lowest(rising, going))

    def lowest(self, rising, going):
        bound = self.votes[rising[going - 1]]
        out = [name for name in rising if self.votes[name] < bound]
        tied = [name for name in self.running if self.votes[name] == bound]
        while len(out) < going:
            is_open = len(tied) > going - len(out)
            out.append(self.one_of(tied, min, self.past()) if is_open else tied[0])
            tied = [name for name in tied if name not in out]
        return [name for name in self.names if name in out]

    def move_surplus(self, giver):
        surplus = self.votes[giver] - self.quota
        self.begin("surplus", [giver], surplus=surplus)
        held = [paper for paper in self.papers if paper.holder == giver]
        latest = max((p.stage, -p.value) for p in held)
        held = [p for p in held if (p.stage, -p.value) == latest]
        going = sum(p.many for p in held if {*p.left} & {*self.running})
        new, more = held[0].value, {"quota": self.quota}
        if going * new > surplus:
            new = cut(surplus / going, 2)
        if going:
            more["transfer_value"] = {"exact": surplus / going, "truncated": new}
        parcels = self.move(held, lambda _: new)
        self.votes[giver] = self.quota
        self.moved.add(giver)
        self.elect_whoever_may()
        self.end_stage(parcels, surplus - going * new, **more)

    def exclude(self, out):
        """In batches, the highest value first; whoever is elected gets no more."""
        self.running = [name for name in self.running if name not in out]
        if len(self.running) <= self.left():
            return  # 5.5.1
        self.begin("exclusion", out)
        theirs, parcels = [p for p in self.papers if p.holder in out], []
        for value in sorted({paper.value for paper in theirs}, reverse=True):
            if not self.left():
                self.running = []  # 5.5.2: no further papers are moved
            moved = self.move([paper for paper in theirs if paper.value == value])
            if self.left():
                parcels += moved
                if not self.winners:
                    self.quota = self.quota_of(sum(self.votes.values()))
                self.elect_whoever_may()
                self.history.append((len(self.stages), {**self.votes}))
        self.end_stage(parcels, quota=self.quota)

    def found(self):
        return {**super().found(), "quota": self.quota_of(self.valid)}


class Meek(Count):
    """PRF reference rule: whole numbers of a thousand millionth of a vote."""

    ONE = 10**9

    def count(self):
        self.keep, out = dict.fromkeys(self.names, self.ONE), []
        while 0 < self.seats - len(self.winners) < len(self.running):
            able = self.iterate()
            self.end_stage(out)
            self.elect(*sorted(able, key=lambda name: -self.votes[name]))
            out = [] if able else [self.lowest()]
        if out or not self.stages:
            self.share_out()
            self.end_stage(out)
        if len(self.winners) < self.seats:
            self.elect(*sorted(self.running, key=lambda name: -self.votes[name]))

    def iterate(self):
        """B.2, until somebody has the quota or hardly any surplus is left."""
        before = None
        while True:
            self.share_out()
            able = [c for c in self.running if self.votes[c] >= self.least]
            is_done = self.surplus < self.ONE // 10**6
            if able or is_done or (before is not None and self.surplus >= before):
                return able
            before = self.surplus
            for name in self.winners:
                kept = -(-self.keep[name] * self.least // self.ONE)
                self.keep[name] = -(-kept * self.ONE // self.votes[name])

    def share_out(self):
        self.votes = dict.fromkeys(self.names, 0)
        for paper in self.papers:
            weight = self.ONE
            for rank in paper.ranks:
                sharing = [name for name in rank if self.keep[name]]
                share = weight // len(sharing) if sharing else 0
                weight = 0 if sharing else weight
                for name in sharing:
                    kept = -(-share * self.keep[name] // self.ONE)
                    self.votes[name] += paper.many * kept
                    weight += share - kept
                if not weight:
                    break
        self.least = sum(self.votes.values()) // (self.seats + 1) + 1
        extra = sum(self.votes[name] - self.least for name in self.winners)
        self.surplus = max(extra, 0)

    def lowest(self):
        """B.3: tied is whoever is not further above the lowest than all the surplus."""
        bound = min(self.votes[name] for name in self.running) + self.surplus
        out = self.one_of([c for c in self.running if self.votes[c] <= bound])
        self.running = [name for name in self.running if name != out]
        self.keep[out] = 0
        return out

    def end_stage(self, out):
        first = "iteration" if self.stages else "first_preferences"
        self.begin("exclusion" if out else first, out)
        votes = {name: Fraction(n, self.ONE) for name, n in self.votes.items()}
        self.quota = self.quota or Fraction(self.least, self.ONE)
        self.end(votes, quota=Fraction(self.least, self.ONE))


# 4. The most votes, and everybody against everybody


class Plurality(Count):
    shares_ranks = False

    def sums(self):
        return Counter(), [(p.many, p.ranks[0]) for p in self.papers]

    def count(self):
        sums, named = self.sums()
        for many, names in named:
            sums.update(dict.fromkeys(names, many))
        self.begin("first_preferences")
        self.end({name: Fraction(sums[name]) for name in self.names})
        left = sorted(self.names, key=lambda name: -sums[name])
        while len(left) > self.seats:
            tied = [name for name in left if sums[name] == sums[left[-1]]]
            sure = [name for name in left if name not in tied]
            if len(sure) < self.seats and not {*tied} <= {*self.lot}:
                self.elect(*sure)
            out = tied if len(sure) >= self.seats else [self.one_of(tied)]
            left = [name for name in left if name not in out]
        self.elect(*left)


class Approval(Plurality):
    shares_ranks = True

    def sums(self):
        return Counter(), [(p.many, sum(p.ranks, ())) for p in self.papers]


class Score(Plurality):
    read, shares_ranks = staticmethod(read_scores), True

    def sums(self):
        return Counter(self.file.sums), []


class Schulze(Count):
    """Section 2, winning votes: whoever no other beats by a stronger path may win."""

    def beats(self):
        beats = dict.fromkeys(permutations(self.names, 2), 0)
        for paper in self.papers:
            at = {c: place for place, rank in enumerate(paper.ranks) for c in rank}
            for a, b in beats:
                if a in at and at[a] < at.get(b, len(at)):
                    beats[a, b] += paper.many
        return beats

    def count(self):
        beats, firsts = self.beats(), Counter()
        for paper in self.papers:
            firsts[paper.ranks[0]] += paper.many
        path = {(a, b): n if n > beats[b, a] else 0 for (a, b), n in beats.items()}
        for via, a, b in permutations(self.names, 3):
            path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
        self.begin("pairs")
        self.end({name: Fraction(firsts[(name,)]) for name in self.names})
        pairs = {a: {b: beats[a, b] for b in self.names if b != a} for a in self.names}
        self.more = {"pairwise": pairs, "ranking": [*self.tiers(path)]}
        for tier in self.more["ranking"]:
            if len(self.winners) + len(tier) > self.seats:
                raise Undecided(tier if len(self.winners) < self.seats else [])
            self.elect(*tier)

    def tiers(self, path):
        left = self.names
        while left:
            tier = [
                a for a in left if all(path[a, b] >= path[b, a] for b in left if b != a)
            ]
            yield tier
            left = [name for name in left if name not in tier]


# 5. Grades


class MajorityJudgment:
    """Median grades, the lower of two; then the medians of the rest, to the end."""

    def __init__(self, _report, content):
        self.data = json.loads(content.decode("utf-8-sig"))

    def found(self):
        grades, tallies = self.data["grades_best_to_worst"], self.data["tallies"]
        papers = sum(next(iter(tallies.values())))
        down, up = papers // 2, (papers - 1) // 2  # the middle; from there both ways
        bounds = {name: [*accumulate(counts)] for name, counts in tallies.items()}
        steps = {0}  # at which somebody's next grade may be another than before
        for ends in bounds.values():
            steps |= {end - down for end in ends} | {up + 1 - end for end in ends}
        steps = sorted(step for step in steps if 0 <= step <= up)
        places = [place for step in steps for place in (down + step, up - step)]
        places = [min(place, papers - 1) for place in places]
        value = {
            name: [sum(end <= place for end in ends) for place in places]
            for name, ends in bounds.items()
        }
        best_first = sorted(tallies, key=value.get)
        ranking = [[*tier] for _, tier in groupby(best_first, key=value.get)]
        return {
            "title": str(self.data.get("title", "")),
            "winners": ranking[0] if len(ranking[0]) == 1 else [],
            "tied": ranking[0] if len(ranking[0]) > 1 else [],
            "ranking": ranking,
            "majority_grades": {name: grades[value[name][0]] for name in tallies},
            "grades_best_to_worst": grades,
            "tallies": tallies,
            "papers": papers,
            "quota": None,
            "stages": [],
        }


# 6. Comparing


RULES = {
    "plurality": Plurality,
    "approval": Approval,
    "score": Score,
    "irv": Irv,
    "scottish-stv": Transfers,
    "wigm": Wigm,
    "wigm-minneapolis": Minneapolis,
    "ers97": Ers97,
    "meek": Meek,
    "schulze": Schulze,
    "majority-judgment": MajorityJudgment,
}
SENTENCES = {"rule", "rule_version", "source", "quota_formula", "why", "note"}


def agree(is_so, what):
    if not is_so:
        raise SystemExit(f"The recount disagrees: {what}.")


def compare(told, found, place):
    """All that was found is told alike, and nothing else is told."""
    if isinstance(found, dict):
        agree(isinstance(told, dict), f"{place} wants braces")
        for key in found:
            agree(key in told, f"{place}, {key}: it is not told")
            compare(told[key], found[key], f"{place}, {key}")
        for key in told:
            agree(key in found, f"{place}, {key}: there is no such thing")
    elif isinstance(found, list) and any(isinstance(one, dict) for one in found):
        agree(isinstance(told, list), f"{place} wants a list")
        for nth in range(min(len(told), len(found))):
            compare(told[nth], found[nth], f"{place} {nth + 1}")
        agree(len(told) == len(found), f"{place}: it tells {len(told)} of {len(found)}")
    else:
        agree(is_same(told, found), f"{place}: it says {told}, right is {found}")


def is_same(told, found):
    if not isinstance(found, Fraction):
        return type(told) is type(found) and told == found
    is_figure = isinstance(told, str) and re.fullmatch(r"-?\d+([./]\d+)?", told)
    return bool(is_figure) and Fraction(told) == found


def without_sentences(told):
    if isinstance(told, dict) and isinstance(told.get("stages"), list):
        told = {**told, "stages": [without_sentences(one) for one in told["stages"]]}
    if isinstance(told, dict):
        return {key: value for key, value in told.items() if key not in SENTENCES}
    return told


def as_told_now(report, names):
    """A report made before the lot was told by name, with seed and electorate."""
    lot, order = report.get("lot", ""), []
    while lot:
        said = [name for name in names if f"{lot}, ".startswith(f"{name}, ")]
        agree(said, f"the lot: {lot}")
        order.append(max(said, key=len))
        lot = lot[len(order[-1]) + 2 :]
    return {**report, "tie_order": order, "lot_seed": "", "electorate": None}


def taken_over(report, file):
    """What was asked of the count: as it stands in the report, and what to believe."""
    seats, order, seed, electorate = (
        report.get(key) for key in ("seats", "tie_order", "lot_seed", "electorate")
    )
    agree(type(seats) is int and seats > 0, f"seats: {seats}")
    agree(isinstance(order, list) and {*order} <= {*file.names}, f"the lot: {order}")
    if seed:
        drawn = {name: sha256(f"{seed}{name}".encode()).digest() for name in file.names}
        right = sorted(drawn, key=drawn.get)
        agree(order == right, f"of this seed the lot is {right}")
    notes = [
        (seats != file.seats, f"The report fills {seats} seats, not {file.seats}."),
        (seed, f"The lot is drawn from a seed: {seed}"),
        (order != file.lot and not seed, f"The lot, as declared: {', '.join(order)}"),
        (electorate, f"So many may vote, it is said: {electorate}"),
    ]
    asked = {"seats": seats, "tie_order": order, "lot": ", ".join(order)}
    asked.update(lot_seed=seed, electorate=electorate)
    return asked, [note for is_so, note in notes if is_so]


def recount(path, report):
    """Disagree; or return what has to be believed, as no ballot file bears it out."""
    with open(path, "rb") as file:
        content = file.read()
    rule = report.get("rule")
    agree(rule in RULES, f"it knows no rule {rule}; redo that by hand")
    count, asked, believed = RULES[rule], {}, []
    if count is not MajorityJudgment:
        file = count.read(content)
        if "tie_order" not in report:
            report = as_told_now(report, file.names)
        asked, believed = taken_over(report, file)
    asked["ballot_file_sha256"] = sha256(content).hexdigest()
    right = {**asked, **count(report, content).found()}
    many = right.get("electorate")
    is_so = many is None or (type(many) is int and many >= right["papers"])
    agree(is_so, f"electorate: {many}")
    compare(without_sentences(report), right, rule)
    return believed


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        believed = recount(sys.argv[1], json.load(file))
    sys.stdout.write("\n".join(["The recount agrees.", *believed, ""]))
