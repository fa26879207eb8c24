"""The spine of the product, step by step, as people do it in Kazakh."""

import shutil
import subprocess

PETITION = "Мейрамханада күткен уақытымыз төленсін"
OPEN = "Алматы бөлімшесі өзара көмек қорына қосылсын ба?"
UPCOMING = "Жылыну бөлмесін алдымен қай ауданда ашамыз?"
DEMAND = "Glovo-ға қойылатын тоғыз талап"
CLOSED = "«Glovo-ға қойылатын тоғыз талап» құжатын бекіту"
LANGUAGES = ("Қазақша", "Русский", "English")
COUNTED_ONLY = "Ешқайда, тек сан ретінде"


def find(phone, where, title):
    """Open a thing from the list it stands in."""
    phone.go(where)
    phone.follow(title)
    return phone


def sign(phone):
    """Put a name to the open petition; the count before and after."""
    find(phone, "/petitions", PETITION)
    before = phone.number()
    assert not phone.page.locator("[name=disclosure]:checked").count()
    phone.choose(COUNTED_ONLY)
    phone.press("Қол қою")
    assert phone.heading == "Қолың қабылданды"
    return before, phone.number()


def vote(phone, answer):
    """Choose, check, cast; the receipt."""
    find(phone, "/ballots/", OPEN)
    phone.follow("Дауыс беруге өту")
    assert not phone.page.locator("[name=choice]:checked").count()
    phone.choose(answer)
    phone.press("Тексеруге өту")
    assert answer in phone.words
    assert "әлі есепке алынған жоқ" in phone.words
    phone.press("Дауыс беру")
    assert phone.path.endswith("/receipt")
    assert phone.heading == "Дауысың қабылданды"
    assert answer not in phone.words


def approve(phone, step, words):
    """Lend a hand to a step of the upcoming ballot that takes two."""
    find(phone, "/ballots/", UPCOMING)
    phone.follow(step)
    phone.press(words)


def text_of(pdf):
    """What a PDF says, by another programme than ours; lines joined, blanks single."""
    reader = [shutil.which("pdftotext"), "-", "-"]
    read = subprocess.run(reader, input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def squeezed(text):
    """Without any blanks: where a line ends is the writer's affair."""
    return "".join(text.split())
