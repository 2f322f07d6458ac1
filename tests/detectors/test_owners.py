"""Whose attribute it is: persons count, animals, drawings, vehicles, contests and pictures' geometry do not."""

import pytest

from sousveil.examine import detect, read
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()


def findings(name, text):
    source = Source(uri=name, name=name.rsplit("/", 1)[-1], data=text.encode())
    document = read(source, text.encode(), Settings()).document
    return detect(document, KNOWLEDGE).findings


def told(name, text, tiers=("finding", "clue")):
    return {finding.attribute for finding in findings(name, text) if finding.tier in tiers}


@pytest.mark.parametrize(
    ("name", "text", "attribute"),
    [
        ("Suspect.java", "public class Suspect {\n  private String skinColor;\n}", "skin_colour"),
        ("Patient.cs", "public class Patient {\n  public string Race { get; set; }\n}", "race"),
        ("stop.ts", "interface TrafficStop {\n  plate_number: string;\n  driver_race: string;\n}", "race"),
        ("x.py", "class Rec:\n    id_card: str = ''\n    surname: str = ''\n    race: str = ''\n", "race"),
        ("a.java", "class 嫌疑人 {\n  /** 民族 */\n  String mz;\n}", "ethnicity"),
        ("stops.csv", "plate_number,vehicle_color,sex,age,race\nA1,red,M,30,W\n", "race"),
        ("Avatar.ts", "interface UserAvatar {\n  firstName: string;\n  idCard: string;\n  ethnicity: string;\n}",
         "ethnicity"),
    ],
)  # fmt: skip
def test_attributes_of_persons_count(name, text, attribute):
    assert attribute in told(name, text, ("finding",))


@pytest.mark.parametrize(
    ("name", "text", "attribute"),
    [
        ("Dog.java", "public class Dog {\n  private String race;\n  private String coat;\n}", "race"),
        ("a.cs", "class 警犬 {\n  string race;\n  string 毛色;\n}", "race"),
        ("x.py", "class Entry:\n    breed: str = ''\n    pedigree: str = ''\n    race: str = ''\n", "race"),
        ("x.ts", "interface DollOptions {\n  ethnicity: string;\n  skinColor: string;\n}", "ethnicity"),
        ("x.ts", "interface DollOptions {\n  ethnicity: string;\n  skinColor: string;\n}", "skin_colour"),
        ("npc.kt", "class Npc {\n  val race: String = \"\"\n  val mana: Int = 0\n}", "race"),
        ("x.cs", "class Look {\n  public SolidColorBrush SkinColor;\n}", "skin_colour"),
        ("x.swift", "struct Points {\n  var nose: CGPoint\n  var leftEye: CGPoint\n}", "nose"),
        ("Wine.java", "class Wine {\n  String complexion;\n  String vintage;\n}", "skin_colour"),
        ("Yacht.java", "class Yacht {\n  String skinColor;\n}", "skin_colour"),
        ("r.java", "class Meeting {\n  String raceResult;\n  String raceDate;\n  String name;\n  int age;\n}", "race"),
    ],
)  # fmt: skip
def test_attributes_of_other_things_are_discarded_with_the_reason(name, text, attribute):
    assert attribute not in told(name, text)
    reasons = {f.discard_reason for f in findings(name, text) if f.attribute == attribute}
    assert "non_person_object" in reasons or not reasons


def test_the_options_of_a_drawing_are_clean():
    text = (
        'export const schema = {\n  properties: {\n    hatColor: { default: ["ff5c5c"] },\n'
        '    topProbability: { type: "integer" },\n    skinColor: { default: ["d08b5b", "ae5d29"] },\n'
        '    facialHair: { enum: ["beardLight", "moustacheFancy"] },\n    eyebrows: { enum: ["angry", "raised"] },\n'
        "  },\n};\n"
    )
    assert not told("schema.ts", text)


def test_an_unknown_owner_keeps_its_strong_words_and_leaves_the_rest_to_a_person():
    assert told("a.java", "class Xyz {\n  String ethnicity;\n}") == {"ethnicity"}


def test_explain_is_told_who_owns_it():
    [finding] = [f for f in findings("Dog.java", "class Dog {\n  String ethnicity;\n}") if f.attribute == "ethnicity"]
    assert (finding.tier, finding.discard_reason) == ("discarded", "non_person_object")
    assert finding.competing == ("owner Dog: an animal",)


def test_the_head_of_a_name_decides():
    assert "ethnicity" in told("a.java", "class DogOwner {\n  String ethnicity;\n}")
    assert "ethnicity" not in told("a.java", "class OwnerDog {\n  String ethnicity;\n}")


def test_a_face_may_be_anybodys():
    assert "eyebrow" in told("a.cs", "class Face {\n  string EyebrowStyle;\n  string Gender;\n}")


def test_options_of_an_identifier_are_no_type_of_an_identity_document():
    text = "export const props = {\n  id: { type: String, default: '', required: true },\n};\n"
    assert "id_number" not in told("dialog.ts", text)


def test_words_in_the_hash_of_a_package_are_none():
    digest = "sha512-KJJBsRCyyLNWCNBOvZyRDnAIfUiRJ8v+hOBQYGn8gDyF3UegwiP4gw=="
    text = f'{{\n  "name": "person-list",\n  "integrity": "{digest}"\n}}\n'
    assert not told("package-lock.json", text) & {"genetic_data", "religion"}


def test_a_folder_named_after_persons_is_a_sign_of_them():
    text = "const label = <td>Gender</td>;\n"
    assert "sex_gender" in told("app/inmates/view.jsx", text, ("finding",))
    assert "sex_gender" not in told("app/widgets/view.jsx", text, ("finding",))


def test_the_name_of_a_style_is_no_sign_of_a_person():
    assert "sex_gender" not in told("app/view.jsx", 'const x = <td className="cell">Gender</td>;\n', ("finding",))


def test_what_a_name_is_written_with_counts_where_it_is_used_too():
    assert told("Helper.cs", "class Helper {\n  void Fill() {\n    dto.Value = row.AnimalSex;\n  }\n}\n") == set()
    assert "sex_gender" in told(
        "Helper.cs", "class Helper {\n  void Fill() {\n    dto.Value = row.InmateSex;\n  }\n}\n"
    )


def test_a_file_with_names_of_what_persons_have_is_about_them():
    beside = "surname: '',\n dateOfBirth: '',\n nationality: '',\n maritalStatus: ''"
    columns = f"const blank = {{\n {beside}\n}};\n" + "// …\n" * 40 + "const columns = [{ title: 'Gender' }];\n"
    tiers = {f.tier for f in findings("t.js", columns) if f.attribute == "sex_gender"}
    assert tiers == {"finding"}
    alone = "// …\n" * 40 + "const columns = [{ title: 'Gender' }];\n"
    assert {f.tier for f in findings("t.js", alone) if f.attribute == "sex_gender"} == {"clue"}


def test_a_picture_named_after_an_attribute_is_none():
    assert not told("app/inmate/view.jsx", "const x = <FaIdCard size={20} />;\n", ("finding",))
    assert not told("site.css", "@font-face {}\n.fa-birthday-cake::before { content: 'x'; }\n", ("finding",))


def test_the_positions_of_a_source_map_hold_no_words():
    text = '{"version":3,"sources":["Person.js"],"mappings":"UAAUD,IAACX,GAy,GAAGK,Xb,AAAR,EAAQ,GAAS,IAAI,EAAEA"}'
    assert not told("person.js.map", text)


def test_what_a_label_says_beside_the_word_counts_too():
    held = {f.attribute: f.tier for f in findings("goods.js", "const columns = [{ title: '持有人身份证' }];\n")}
    assert held["id_number"] == "finding"
