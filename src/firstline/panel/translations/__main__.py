"""Put new texts into the catalogues and take old ones out: `make translations`."""

import os

from firstline.panel.translations.catalogues import (
    PLURALS,
    path_of,
    read_catalogue,
    write_catalogue,
)
from firstline.panel.translations.extracting import texts


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.panel.django_settings")
    found = list(texts())
    for language in PLURALS:
        path = path_of(language)
        known = read_catalogue(path)
        write_catalogue(language, found, known, path)
        missing = {text.key for text in found} - {key for key, forms in known.items() if forms}
        print(f"{path}: {len(missing)} texts to translate")  # noqa: T201 - a command of its own


if __name__ == "__main__":
    main()
