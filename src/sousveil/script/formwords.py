"""Tells the language of forms and tables in Latin letters, where no sentence shows it, by words that stand on them."""

from __future__ import annotations

import re

_LETTERS_ALONE = re.compile(r"[a-zß-öø-ɏḀ-ỿ]+")
_FEWEST_FORM_WORDS = 2
_FORM_WORDS = {
    "es": frozenset(
        "nombre apellidos apellido sexo fecha nacimiento edad raza hembra macho varón varones mujer mujeres hombre "  # noqa: SIM905
        "domicilio dirección teléfono nacionalidad religión firma lugar los las una con ganado código "
        "tipo clave descripción campo valor obligatorio opcional persona personas".split()
    ),
    "pt": frozenset(
        "nome sobrenome sexo nascimento idade raça cor feminino masculino mulher mulheres homem homens endereço "  # noqa: SIM905
        "telefone nacionalidade religião assinatura naturalidade das não uma com código tipo descrição "
        "campo valor obrigatório opcional pessoa pessoas mãe pai".split()
    ),
    "fr": frozenset(
        "nom prénom prénoms sexe naissance âge femme femmes homme hommes adresse téléphone nationalité "  # noqa: SIM905
        "lieu du une avec fichier dossier champ valeur obligatoire facultatif personne personnes "
        "couleur origine numéro oui non".split()
    ),
    "id": frozenset(
        "nama nomor tanggal lahir tempat jenis kelamin agama umur usia alamat pekerjaan kewarganegaraan kebangsaan "  # noqa: SIM905
        "golongan darah suku wajib diisi tanda tangan yang dari untuk dengan tidak pada warna kulit rambut mata "
        "kolom nilai keterangan laki perempuan orang warga asal sumber kendaraan".split()
    ),
}  # fmt: skip
"""What stands on forms and in tables, where no sentence shows the language; no word that English or code has too.

Indonesian is often taken for Malay: one of its words decides."""


def told_by_form_words(text: str) -> dict[str, tuple[float, str]]:
    """The language that two words or more of the text speak for and no other as many; with its letters and the reason.

    >>> list(told_by_form_words("Nama lengkap: ____ Agama: ____"))
    ['id']
    >>> told_by_form_words("String name; int age;")
    {}
    """
    written = _LETTERS_ALONE.findall(text.lower())
    words = frozenset(written)
    ranked = sorted(((len(words & own), code) for code, own in _FORM_WORDS.items()), reverse=True)
    (most, code), (next_most, _) = ranked[0], ranked[1]
    if most < _FEWEST_FORM_WORDS or most == next_most:
        return {}
    told = ", ".join(sorted(words & _FORM_WORDS[code])[:4])
    return {code: (sum(map(len, written)), f"words of forms: {told}")}
