from __future__ import annotations

import pytest

from seriesbook.importers.captionlines import is_caption, is_label


@pytest.mark.parametrize(
    "line",
    [
        "Fishermen mending their nets on the quay.",
        "Two armed guards—keeping the gate with rifles in hand.",
        "A boat leaving the jetty under a low sky.",
        "Photo: Bert Mole",
        "Photo by Bert Mole via the harbour archive",
        "Foto: Ina Öhl",
        "Crédit photo : Élise Morand",
        "The quay in 1921 (left) and today.",
        "Abb. 3 Der Kai im Winter",
        "Bildnachweis: Stadtarchiv",
        "Von links nach rechts: Ina Öhl, Bert Maul",
        "Der Bürgermeister (rechts) eröffnet die Brücke",
        "Ci-dessus, le quai en 1921",
        "Photo de Élise Morand",
        "Le quai en hiver (crédit : Élise Morand)",
        "Imagen: El muelle en invierno",
        "El muelle en invierno (Foto: Archivo municipal)",
        "En la foto, los pescadores del muelle",
        "Foto di Anna Rossi",
        "Immagine: il molo d’inverno",
        "Legenda: o cais no inverno",
        "Na imagem, o cais no inverno",
        "Afbeelding 2: de kade",
        "Op de foto: de kade in 1921",
        "Рис. 2. Набережная зимой",
        "Фото: архив города",
        "Слева направо: Анна, Иван",
        "Набережная зимой © Анна Петрова",
        "The mayor opens the bridge (Photo: B. Mole)",
    ],
)
def test_captions(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The army retreated, leaving the city burning.",
        "He walks singing.",
        "Nothing but rain, falling and falling.",
        "And then the waiting.",
        "We were mending our nets on the quay.",
        "Let us start with who it was not.",
        "What the clerk was saying",
        "The evening of the king in spring.",
        "Bildung ist alles, sagte er.",
        "Die Karte lag auf dem Tisch.",
        "Images came to him at night",
        "Pictures of boats hung on every wall.",
        "La imagen del puerto no me dejaba dormir.",
        "Fotografieren war verboten, und so schwiegen wir.",
        "© 2020 Mara Quill",
        "“Fishermen mending their nets.”",
        "",
    ],
)
def test_sentences(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize("line", ["horiz-rule blue", "IMG_2043.jpg", "spacer_wide", "line-long"])
def test_labels_of_pictures(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize("line", ["Salt", "A well-known fact", "salt water", "Part-time"])
def test_words_that_are_no_labels(line: str) -> None:
    assert not is_label(line)
