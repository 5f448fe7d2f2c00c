"""Who is at work: ids that are alike."""

import sys
import unicodedata

import pytest

from hhlab.exercises.students import normalised

ALIKE = {
    "case": ("S1003", "s1003"),
    "case without a small letter of its own": ("STRASSE", "straße"),
    "accents": (unicodedata.normalize("NFC", "Müller"), unicodedata.normalize("NFD", "Müller")),
    "full width": ("Ｓ１００３", "s1003"),
    "blanks outside": ("  ada\t", "ada"),
    "blanks inside": ("m 002", "m002"),
    "a blank that does not break": ("m\u00a0002", "m002"),
    "a blank of Chinese": ("m\u3000002", "m002"),
    "no width": ("\ufeffa\u200bd\u2060a\u200e", "ada"),
    "a soft hyphen": ("a\u00adda", "ada"),
    "hidden between letter and accent": ("u\u200d\u0308", "ü"),
    "a ligature": ("ﬁnn", "finn"),
}


@pytest.mark.parametrize("kind", ALIKE)
def test_two_spellings_of_one_id_are_alike(kind):
    one, other = ALIKE[kind]
    assert normalised(one) == normalised(other)


def test_other_ids_stay_others():
    ids = [
        "ada",
        "adä",
        "a-da",
        "a_da",
        "ada1",
        "00123",
        "123",
        "@ada",
        "ada@uni.example",
        "-m017",
        "мария",
        "李",
    ]
    assert len({normalised(one) for one in ids}) == len(ids)


def test_what_is_normal_stays_as_it_is():
    for one in ("s1003", "ada", "00123", "ada@uni.example", "-m017", "m_2.3+x", "müller"):
        assert normalised(one) == one


def test_normalising_again_changes_nothing():
    letters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for letter in letters:
        once = normalised(f"a{letter}\u0301b")
        assert normalised(once) == once, f"U+{ord(letter):04X}"


def test_nothing_is_left_of_what_cannot_be_seen():
    unseen = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp")
    ]
    assert {normalised(one) for one in unseen} == {""}
