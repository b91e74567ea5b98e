"""The panel in other languages: catalogues in `panel/locale`, compiled where they are used."""
