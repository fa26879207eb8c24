import json

from hypothesis import given

from tests.documents.factories import paper
from tests.writers.papers import letter, papers
from union.documents.frozen import WRITTEN_BY_US, content_hash, freeze, thaw


def bare(a_paper):
    return {k: v for k, v in vars(a_paper).items() if k not in WRITTEN_BY_US}


def test_a_paper_comes_back_from_the_cold_as_it_was():
    frozen = json.loads(json.dumps(freeze(letter())))

    assert bare(thaw(frozen)) == bare(letter())


@given(papers)
def test_any_paper_comes_back(any_paper):
    frozen = freeze(any_paper)

    assert bare(thaw(frozen)) == bare(any_paper)
    assert content_hash(freeze(thaw(frozen))) == content_hash(frozen)


def test_the_hash_of_a_paper_is_settled():
    assert content_hash(freeze(paper())) == (
        "f029acd1abeb45b639db8e1ae193a2b1263016e9c181796be577f1e75c1934ff"
    )


def test_one_letter_changes_the_hash():
    assert content_hash(freeze(paper("850 ₸"))) != content_hash(freeze(paper("851 ₸")))


def test_what_issuing_writes_is_no_content():
    numbered = paper(
        reference="№ 2026/1", seal="v1", verify_url="https://a.example/v/1"
    )

    assert content_hash(freeze(numbered)) == content_hash(freeze(paper()))
