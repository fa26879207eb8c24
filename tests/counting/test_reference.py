"""Elections that others have counted: every published digit is ours too."""

from decimal import Decimal

from union.counting import recount
from union.counting.rules import count_file


def counted(reference, ballot_file):
    return count_file(
        ballot_file.read_bytes(),
        reference["method"],
        reference["seats"],
        reference.get("options"),
    )


def by_stage(report):
    if "ranking" in report:
        return [set(tier) for tier in report["ranking"]]
    return [set(stage["elected"]) for stage in report["stages"] if stage["elected"]]


def told(stage):
    keys = ("votes", "non_transferable")
    fate = {key: sorted(stage[key]) for key in ("elected", "excluded")}
    return {key: stage[key] for key in keys} | fate


def is_like(stage, checkpoint):
    """Whether a stage has these votes; where the source rounds, to its last decimal."""
    wanted = checkpoint.get("continuing_votes") or checkpoint["first_preferences"]
    places = max(map(decimals, wanted.values()))
    rounds = places < max(map(decimals, stage["votes"].values()))
    within = Decimal(1).scaleb(-places) / 2 if rounds else 0
    return all(
        abs(Decimal(stage["votes"][name]) - Decimal(votes)) <= within
        for name, votes in wanted.items()
    )


def decimals(votes):
    return len(votes.partition(".")[2])


def test_the_right_people_are_elected(reference, ballot_file):
    report = counted(reference, ballot_file)

    assert sorted(report["winners"]) == sorted(reference["winners"])
    assert report["tied"] == reference.get("tied", [])
    assert report["quota"] == reference.get("quota", report["quota"])
    assert by_stage(report) == [
        set(names) for names in reference.get("winners_by_stage", by_stage(report))
    ]


def test_every_published_stage_is_ours(reference, ballot_file):
    report = counted(reference, ballot_file)

    wanted = reference.get("stages")
    if wanted:
        assert [told(stage) for stage in report["stages"]] == list(map(told, wanted))
    stages = iter(report["stages"])
    for checkpoint in reference.get("checkpoints", []):
        assert any(is_like(stage, checkpoint) for stage in stages), checkpoint
        if checkpoint.get("last_stage"):
            assert is_like(report["stages"][-1], checkpoint)


def test_the_recount_agrees(reference, ballot_file):
    report = counted(reference, ballot_file)

    recount.recount(ballot_file, report)
    total = int(reference.get("ballots", 0))
    assert total in (0, report["papers"])
