from xml.etree import ElementTree

from union.writers.qr import qr_png, qr_print, qr_svg

ADDRESS = "https://ortaq.example/v/8K3M2Q7X"


def test_a_page_gets_a_code_it_can_colour_and_name():
    drawn = qr_svg(ADDRESS, 'Түпнұсқасын <тексеру> & "көру"')

    code = ElementTree.fromstring(drawn)  # noqa: S314  # ours
    assert code.get("role") == "img"
    assert code.find("title").text == 'Түпнұсқасын <тексеру> & "көру"'
    assert code.find("path").get("stroke") == "currentColor"
    assert "style" not in drawn
    assert "width" not in code.attrib


def test_print_gets_black_and_an_office_gets_a_picture():
    assert 'stroke="#000"' in qr_print(ADDRESS)
    assert qr_png(ADDRESS).startswith(b"\x89PNG")


def test_the_same_text_is_the_same_picture():
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_print(ADDRESS) == qr_print(ADDRESS)
