"""Calls into libraries that infer an attribute from a face or a name."""

import pytest

from sousveil.examine import detect, read
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()


def inferred(text, name="a.py"):
    source = Source(uri=name, name=name, data=text.encode())
    found = detect(read(source, text.encode(), Settings()).document, KNOWLEDGE).findings
    return {(f.attribute, f.evidence.match) for f in found if f.tier == "finding" and f.relation == "inferred"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('from deepface import DeepFace\nr = DeepFace.analyze(\n    p,\n    actions=["age", "race"],\n)\n',
         {("age", "age"), ("race", "race")}),
        ("from ethnicolr import pred_wiki_name\nrace = pred_wiki_name(df, 'last', 'first')\n",
         {("ethnicity", "pred_wiki_name(")}),
        ('url = "https://api-us.faceplusplus.com/facepp/v3/detect"\nq = "&return_attributes=ethnicity"  # race\n',
         {("ethnicity", "ethnicity")}),
        ('import cv2\ngender = cv2.dnn.readNet("gender_net.caffemodel")\n', {("sex_gender", "gender_net")}),
    ],
)  # fmt: skip
def test_what_a_call_asks_for_is_inferred(text, expected):
    assert expected <= inferred(text)


def test_a_call_without_options_asks_for_all():
    text = "from deepface import DeepFace\nage = DeepFace.analyze(path)\n"
    assert {attribute for attribute, _ in inferred(text)} >= {"age", "race", "sex_gender", "emotion"}


def test_without_the_library_nothing_is_inferred():
    assert not inferred('r = DeepFace.analyze(p, actions=["race"])\nq = "&return_attributes=ethnicity"\n')


def test_the_finding_says_which_library_and_from_what():
    text = 'from deepface import DeepFace\nDeepFace.analyze(p, actions=["race"])\n'
    source = Source(uri="a.py", name="a.py", data=text.encode())
    found = detect(read(source, text.encode(), Settings()).document, KNOWLEDGE).findings
    [finding] = [f for f in found if f.relation == "inferred"]
    assert "DeepFace: inferred from a face" in [part.because for part in finding.confidence_parts]
    assert finding.evidence.quote.startswith("DeepFace.analyze")
