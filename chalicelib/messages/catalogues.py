"""The words of the shoppers' pages in their languages: ``templates/locales/{language}.json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from markupsafe import Markup

from chalicelib.messages.languages import WORDS_LANGUAGE, direction, first_known

Catalogue = Mapping[str, str]


class Words:
    """One language's words, ready for a page in it."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self.direction = direction(language)
        self._catalogue = catalogue

    def say(self, key: str, **values: object) -> Markup:
        """Return words as HTML, with values in their places: set apart, since they are others'.

        ``KeyError`` for words that no catalogue has.
        """
        apart = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()}
        return Markup.escape(self._catalogue[key]).format(**apart)


class Catalogues:
    """All languages; a catalogue is read when somebody first wants it."""

    def __init__(self, templates: Path) -> None:
        self._files = {file.stem: file for file in (templates / "locales").glob("*.json")}
        self._read: dict[str, Words] = {}

    def words(self, wanted: Iterable[str | None]) -> Words:
        """Return the words in the first of the wanted languages (BCP 47) that there is."""
        language = first_known(wanted, self._files, WORDS_LANGUAGE)
        if language not in self._read:
            told = self._files[language].read_bytes()
            catalogue = msgspec.json.decode(told, type=dict[str, str])
            self._read[language] = Words(language, catalogue)
        return self._read[language]
