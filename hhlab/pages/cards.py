"""Exercises and predictions as files of a page: what a card asks and shows, and no answer.

A page has no student: it shows the numbers of a guest.
"""

import json
import struct
from html import escape

from ..descriptions.quantities import minus
from ..exercises import appearance
from ..exercises.card import Card
from ..exercises.prediction import Prediction
from ..exercises.variants import order
from ..workers import worker
from .checked import check_of


def files_of(shown, name):
    """Give the files of an exercise, a sheet or a prediction: ``NAME.json`` first, and its pictures.

    Parameters
    ----------
    shown : Card, Sheet or Prediction
    name : str

    Returns
    -------
    dict of str to bytes
    """
    pictures = {}
    data = _data(shown, pictures, name)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return {f"{name}.json": text.encode()} | pictures


def static_html(shown):
    """Give the questions of what is displayed as plain HTML, for search and where no script runs."""
    if isinstance(shown, Prediction):
        return f"<p><b>Predict:</b> {escape(shown._question)}</p>"
    return "".join(
        f"<p>{appearance.headed(card.desk.exercise, card.desk.given)}</p>" for card in _cards(shown)
    )


def _cards(shown):
    return [shown] if isinstance(shown, Card) else [one for one in shown.children if isinstance(one, Card)]


def _data(shown, pictures, name):
    if isinstance(shown, Prediction):
        asked = {"id": shown._id, "question": shown._question, "choices": list(shown._choices)}
        return {"kind": "prediction", **asked}
    if isinstance(shown, Card):
        return _exercise(shown.desk, pictures, name)
    cards = [_exercise(card.desk, pictures, f"{name}-{i}") for i, card in enumerate(_cards(shown))]
    return {"kind": "sheet", "cards": cards}


def _exercise(desk, pictures, name):
    one, given = desk.exercise, desk.given
    found = {
        "kind": "exercise",
        "id": one.id,
        "title": one.title,
        "marks": appearance.marks(one),
        "question": one.asked(given),
        "start": list(one.ladder("start", given)),
        "own": bool(one.given),
    }
    if one.predict:
        found["predict"] = {"question": minus(one.predict.format(**given)), "choices": list(one.expected)}
    if one.observe is not None:
        found["picture"] = _picture(desk.observed(), pictures, name)
    check = worker.isolated(check_of)(one.id, given)
    return found | {"answer": _answer(one, desk, check)} | ({"check": check} if check else {})


def _answer(one, desk, check):
    """Give how an answer is typed or chosen; an option has its name only where the page checks it."""
    label = "Value" if one.kind == "both" else "Program" if one.source else "Answer"
    label += f" [{one.unit}]" if one.unit else ""
    found = {"kind": one.kind, "label": label}
    if one.options:
        names = one.options if one.lettered else order(one, desk.student, desk.course)
        found["options"] = [
            [name if check else str(place), one.options[name]] for place, name in enumerate(names)
        ]
    return found | ({"source": one.source} if one.source else {})


def _picture(result, pictures, name):
    data, words = appearance.picture(result)
    if data is None:
        return {"html": words}
    pictures[f"{name}.png"] = data
    width, height = struct.unpack(">II", data[16:24])  # as every PNG says at its beginning
    return {"src": f"{name}.png", "alt": words, "width": width, "height": height}
