"""Check a count from its ballot file: python recount.py BALLOTS REPORT.json

It shares no code with the program that counted and needs only Python. It follows the
report stage by stage, asks whether the rule allows each step (where a lot decides, any
of the tied is right), and works out every number anew, in fractions. Exit 0: it agrees.
"""

import json
import sys
from fractions import Fraction
from itertools import permutations
from math import ceil, floor

ONE = 10**9  # a whole vote, as Meek's rule counts it


def agree(is_so, what):
    if not is_so:
        raise SystemExit(f"The recount disagrees: {what}.")


def read(path):
    """Of a ballot file: (how many, ranks of names) of each line, and who stands."""
    with open(path, encoding="utf-8-sig") as file:
        lines = [line.strip() for line in file]
    lines = [x if x.startswith('"') else x.split("#")[0].strip() for x in lines if x]
    lines = [x for x in lines if x]
    many, end = int(lines[0].split()[0]), lines.index("0")
    names = [x[1 : x.rindex('"')].strip() for x in lines[end + 1 : end + 1 + many]]
    gone, papers = set(), []
    for line in lines[1:end]:
        if line.startswith("-"):
            gone = {names[-int(x) - 1] for x in line.split()}
        elif not line.startswith("["):
            many, *ranks = line.split()[:-1]
            said = [[names[int(x) - 1] for x in rank.split("=")] for rank in ranks]
            papers.append((int(many), said))
    return papers, [name for name in names if name not in gone]


def cut(number, places):
    return Fraction(floor(number * 10**places), 10**places)


class Paper:
    def __init__(self, many, order):
        self.many, self.left, self.holder = many, order, None
        self.value, self.batch = Fraction(1), 0


class Transfers:
    """A transferable count on the report's own steps; a subclass knows its rule."""

    places, move_zero, stops_early = 5, False, False

    def __init__(self, report, papers, names):
        self.report, self.seats, self.running = report, report["seats"], list(names)
        self.papers = [Paper(n, o) for n, o in map(self.order, papers) if o]
        self.valid = sum(p.many for p in self.papers)
        self.elected, self.fixed, self.batch = [], {}, 0
        self.quota = self.first_quota(self.valid)

    def order(self, paper):
        single = next((n for n, r in enumerate(paper[1]) if len(r) > 1), None)
        return paper[0], [r[0] for r in paper[1][:single] if r[0] in self.running]

    def first_quota(self, valid):
        return Fraction(valid // (self.seats + 1) + 1)

    def votes(self):
        votes = dict.fromkeys(self.report["candidates"], Fraction(0))
        for p in self.papers:
            if p.holder:
                votes[p.holder] += p.many * p.value
        return votes | self.fixed

    def pending(self, votes):
        return {c: votes[c] - self.quota for c in self.elected if c not in self.fixed}

    def pass_on(self, papers, value=None):
        self.batch += 1
        for p in papers:
            p.value = p.value if value is None else value(p)
            p.holder, *p.left = [c for c in p.left if c in self.running] or [None]
            p.batch = self.batch

    def check(self):
        agree(self.valid == self.report["valid"], f"{self.valid} papers are valid")
        told = self.report["quota"] or self.quota
        agree(self.quota == Fraction(told), f"the quota is {self.quota}")
        for stage in self.report["stages"]:
            self.where = f"stage {stage['number']}"
            getattr(self, stage["action"], lambda _: self.pass_on(self.papers))(stage)
            self.compare(stage)
        agree(self.report["winners"] == self.elected, f"elected are {self.elected}")
        full = len(self.elected) == self.seats or not self.running
        agree(self.report["tied"] or full, "the count ends before all seats are filled")

    def surplus(self, stage):
        giver, votes = stage["of"][0], self.votes()
        extra = self.pending(votes).get(giver, Fraction(-1))
        allowed = extra == max(self.pending(votes).values(), default=None)
        agree(allowed and (extra > 0 or self.move_zero), f"{self.where}: whose surplus")
        self.move(giver, extra, votes[giver])
        self.fixed[giver] = self.quota

    def move(self, giver, extra, votes):
        share = extra / votes
        held = [p for p in self.papers if p.holder == giver]
        self.pass_on(held, lambda p: cut(p.value * share, self.places))

    def exclusion(self, stage):
        out, votes = stage["of"], self.votes()
        stay = [votes[c] for c in self.running if c not in out]
        agree(self.may_go(out, stay, votes), f"{self.where}: {out} may not go")
        self.running = [c for c in self.running if c not in out]
        self.move_out(out, stage)

    def may_go(self, out, stay, votes):
        waits = any(x > 0 or self.move_zero for x in self.pending(votes).values())
        return not waits and len(out) == 1 and votes[out[0]] <= min(stay)

    def move_out(self, out, _stage):
        self.pass_on([p for p in self.papers if p.holder in out])

    def compare(self, stage):
        votes = self.votes()
        for name, told in stage["votes"].items():
            agree(votes[name] == Fraction(told), f"{self.where}: votes of {name}")
        rest = self.valid - sum(votes.values())
        agree(rest == Fraction(stage["non_transferable"]), f"{self.where}: the rest")
        for name in [c for c in stage["elected"] if c not in self.elected]:
            self.elect(name, votes)
        able = [c for c in self.running if votes[c] >= self.enough(votes)]
        tied, full = {*self.report["tied"]}, len(self.elected) == self.seats
        waits = full or not able or (self.move_zero and self.pending(votes))
        agree(waits or tied & {*able}, f"{self.where}: {able}")

    def elect(self, name, votes):
        has_enough = votes[name] >= self.enough(votes) or self.are_few(votes)
        agree(has_enough, f"{self.where}: {name} too early")
        self.running.remove(name)
        self.elected.append(name)

    def are_few(self, votes):
        """As few run as seats are left; or would, if those went who go next (5.5.1)."""
        out = [c for c in self.running if c not in self.report["winners"]]
        stay = [votes[c] for c in self.running if c not in out]
        early = not out or (self.stops_early and self.may_go(out, stay, votes))
        return early and len(stay) <= self.seats - len(self.elected)

    def enough(self, votes):
        is_irv = self.report["rule"] == "irv"
        return floor(sum(votes.values()) / 2) + 1 if is_irv else self.quota


class Wigm(Transfers):
    places, move_zero = 4, True

    def first_quota(self, valid):
        return cut(Fraction(valid, self.seats + 1), 4) + Fraction(1, 10**4)


class Minneapolis(Transfers):
    places, move_zero = 4, True

    def may_go(self, out, stay, votes):
        extra = sum(self.pending(votes).values())
        extra += sum(max(votes[c] - self.quota, 0) for c in self.running)
        certain = sum(votes[c] for c in out) + extra < min(stay)
        return certain or (len(out) == 1 and not extra and votes[out[0]] <= min(stay))


class Ers97(Transfers):
    stops_early = True

    def first_quota(self, valid):
        return Fraction(ceil(Fraction(valid, self.seats + 1) * 100), 100)

    def move(self, giver, extra, _votes):
        held = [p for p in self.papers if p.holder == giver]
        latest = max(p.batch for p in held)
        held = [p for p in held if p.batch == latest]
        going = sum(p.many for p in held if set(p.left) & set(self.running))
        now = held[0].value
        new = cut(extra / going, 2) if going * now > extra else now
        self.pass_on(held, lambda _: new)

    def may_go(self, out, stay, votes):
        extra = sum(x for x in self.pending(votes).values() if x > 0)
        return sum(votes[c] for c in out) + extra <= min(stay, default=-1)

    def move_out(self, out, stage):
        """In batches, the highest value first; the elected get no more, 5.4.10."""
        theirs = [p for p in self.papers if p.holder in out]
        for value in sorted({p.value for p in theirs}, reverse=True):
            if len(self.elected) == self.seats:
                self.running = []  # 5.5.2: no further papers are moved
            self.pass_on([p for p in theirs if p.value == value])
            votes = self.votes()
            if not self.elected:
                self.quota = self.first_quota(sum(votes.values()))
            for name in [c for c in stage["elected"] if c in self.running]:
                if votes[name] >= self.enough(votes):
                    self.elect(name, votes)

    def enough(self, votes):
        active = sum(max(extra, 0) for extra in self.pending(votes).values())
        active += sum(v for c, v in votes.items() if c not in self.elected)
        share = active / (self.seats - len(self.elected) + 1)
        return max(min(self.quota, share), Fraction(1, 100))


def meek(report, papers, names):  # noqa: C901 - the rule from its top to its end
    keep, elected, surplus, running = dict.fromkeys(names, ONE), [], 0, set(names)
    papers = [(n, [[c for c in r if c in keep] for r in ranks]) for n, ranks in papers]
    for stage in report["stages"]:
        for out in stage["excluded"]:
            lowest = min(votes[c] for c in running)  # noqa: F821 - of the stage before
            agree(votes[out] <= lowest + surplus, f"{out} may not go")  # noqa: F821
            running.discard(out)
            keep[out] = 0
        few, last = len(running) + len(elected) <= report["seats"], 10**99
        while True:
            votes = dict.fromkeys(names, 0)
            for many, ranks in papers:
                weight = ONE
                for some in filter(None, ([c for c in r if keep[c]] for r in ranks)):
                    share, weight = weight // len(some), 0
                    for c in some:
                        kept = ceil(Fraction(share * keep[c], ONE))
                        votes[c] += many * kept
                        weight += share - kept
            quota = sum(votes.values()) // (report["seats"] + 1) + 1
            surplus = max(0, sum(votes[c] - quota for c in elected))
            new = {c for c in running if few or votes[c] >= quota}
            if new or surplus < ONE // 10**6 or surplus >= last:
                break
            last = surplus
            for c in elected:
                kept = ceil(Fraction(keep[c] * quota, ONE))
                keep[c] = ceil(Fraction(kept * ONE, votes[c]))
        for name, told in stage["votes"].items():
            agree(votes[name] == Fraction(told) * ONE, f"votes of {name}")
        agree(set(stage["elected"]) == new, f"stage {stage['number']}: who is elected")
        elected += stage["elected"]
        running -= new
    agree(report["winners"] == elected, f"elected are {elected}")


def schulze(report, papers, names):
    places = [(n, {c: k for k, r in enumerate(p) for c in r}) for n, p in papers]
    beats = {
        (a, b): sum(n for n, at in places if at.get(a, ONE) < at.get(b, ONE))
        for a, b in permutations(names, 2)
    }
    told = {(a, b): n for a, row in report["pairwise"].items() for b, n in row.items()}
    agree(told == beats, "how many prefer whom")
    path = {(a, b): n if n > beats[b, a] else 0 for (a, b), n in beats.items()}
    for via, a, b in permutations(names, 3):
        path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    best = {a for a in names if all(path[a, b] >= path[b, a] for b in names if b != a)}
    agree(set(report["ranking"][0]) == best, f"potential winners are {best}")


def most(report, votes):
    told, winners = report["stages"][0]["votes"], report["winners"]
    agree(all(votes[c] == int(n) for c, n in told.items()), "the votes")
    agree(
        report["tied"] or len(winners) == min(report["seats"], len(told)), "the seats"
    )
    left = [0, *(votes[c] for c in told if c not in winners)]
    agree(all(votes[c] >= max(left) for c in winners), "who has most")


def approval(report, papers, names):
    named = [(n, {c for rank in ranks for c in rank}) for n, ranks in papers]
    most(report, {c: sum(n for n, some in named if c in some) for c in names})


def plurality(report, papers, names):
    firsts = [(p.many, [p.left[:1]]) for p in Transfers(report, papers, names).papers]
    approval(report, firsts, names)


def recount(path, report):
    rules = {"wigm": Wigm, "wigm-minneapolis": Minneapolis, "ers97": Ers97}
    rules |= dict.fromkeys(["scottish-stv", "irv"], Transfers)
    papers, names = read(path)
    if report["rule"] in rules:
        rules[report["rule"]](report, papers, names).check()
    else:
        globals()[report["rule"]](report, papers, names)


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        recount(sys.argv[1], json.load(file))
    sys.stdout.write("The recount agrees.\n")
