"""How people spell what the union knows: languages, vehicles, platforms."""

import re
from collections.abc import Mapping
from functools import lru_cache

from union.members.names import sought


@lru_cache(maxsize=1_000)
def plain(words: str) -> str:
    """A word as it is compared: «Яндекс.Еда» is «яндекс еда»."""
    return " ".join(re.split(r"[\W_]+", sought(words))).strip()


def _spelled(said: Mapping[str, str]) -> dict[str, str]:
    """Every word of these lists, as it is compared, with what it means."""
    return {
        plain(word): meaning
        for meaning, words in said.items()
        for word in [meaning, *words.split(", ")]
    }


LANGUAGES = _spelled(
    {
        "kk": "қазақ, қазақша, қазақ тілі, казахский, каз, қаз, kazakh, kaz, kz",
        "ru": "орыс, орысша, орыс тілі, русский, рус, russian, rus",
        "en": "ағылшын, ағылшынша, ағылшын тілі, английский, анг, english, eng",
    }
)
VEHICLES = _spelled(
    {
        "foot": "жаяу, пешком, пеший, пешая, on foot, walking, walk",
        "bicycle": "велосипед, вело, bike, велик",
        "electric": "электр велосипед, электровелосипед, "
        "электросамокат, самокат, электр самокат, electric bicycle, e-bike, scooter, "
        "electric scooter, электровелосипед или самокат, электровелосипед не самокат, "
        "electric bicycle or scooter",
        "motorbike": "мото, мотоцикл, мопед, скутер, moped, motorcycle, "
        "мопед не мотоцикл, мопед или мотоцикл, moped or motorbike",
        "car": "көлік, автокөлік, автомобиль, авто, машина, auto",
    }
)

PLATFORMS = {  # beside their names
    "glovo": "глово",
    "wolt": "вольт, волт",
    "yandex-eda": "yandex eda, яндекс еда, yandex food",
    "yandex-go": "yandex taxi, яндекс го, яндекс такси, яндекс go",
    "indriver": "indrive, индрайвер, индрайв",
    "chocofood": "чокофуд",
}
