"""The formats that a file may have: the bytes they begin with, the extensions they are named by, what can be done."""

from __future__ import annotations

import re

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
OLE = "application/x-ole-storage"
BINARY = "application/octet-stream"
XML = "application/xml"
MAIL = "message/rfc822"
EFORMS = "application/x-eforms+xml"
TED = "application/x-ted+xml"
PATENT = "application/x-patent+xml"
PATENTS = "application/x-patents+xml"
XSD = "application/x-xsd+xml"
WSDL = "application/wsdl+xml"
RELAX_NG = "application/x-relax-ng+xml"

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (257, b"ustar", "application/x-tar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"BLENDER", "application/x-blender"),
    (0, b"#?RADIANCE", "image/vnd.radiance"),
    (0, b"#?RGBE", "image/vnd.radiance"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (0, b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/x-wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"ARROW1", "application/vnd.apache.arrow.file"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
    (0, b"WARC/1.", "application/warc"),
    (0, b"%!PS", "application/postscript"),
)
"""Offset, bytes, media type; the first that fits. ``BM`` and ``MZ`` are too short to stand here: see `sniff`."""

_BY_TYPE = {
    "application/pdf": "pdf",
    DOCX: "docx docm dotx dotm",
    XLSX: "xlsx xlsm xltx xltm",
    PPTX: "pptx pptm ppsx ppsm potx potm",
    ODT: "odt ott fodt",
    ODS: "ods ots",
    ODP: "odp otp fodp",
    "application/epub+zip": "epub",
    "application/zip": "zip jar war apk whl",
    "application/gzip": "gz tgz",
    "application/x-tar": "tar",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/msword": "doc dot wps",
    "application/vnd.ms-excel": "xls xlt et",
    "application/vnd.ms-powerpoint": "ppt pps dps",
    "application/vnd.ms-outlook": "msg",
    "application/rtf": "rtf",
    "image/png": "png",
    "image/jpeg": "jpg jpeg jpe jfif",
    "image/gif": "gif",
    "image/tiff": "tif tiff",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/heic": "heic heif",
    "text/html": "html htm xhtml shtml xht",
    "text/markdown": "md markdown mdown mkd mdx rmd qmd",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv tab",
    "text/plain": "txt text asc nfo",
    "text/x-rst": "rst rest",
    "text/x-asciidoc": "adoc asciidoc",
    "text/x-tex": "tex ltx",
    "text/x-log": "log",
    MAIL: "eml mht mhtml mbox",
    "application/json": "json geojson jsonld webmanifest avsc ipynb har topojson",
    "application/x-ndjson": "jsonl ndjson",
    "application/yaml": "yaml yml",
    "application/toml": "toml",
    XML: "xml xsd rng xsl xslt wsdl rdf owl svg plist kml gml rss atom resx csproj pom xmi dita bpmn",
    "application/xml-dtd": "dtd",
    "application/sql": "sql ddl pls plsql pks pkb",
    "application/graphql": "graphql gql graphqls",
    "text/x-protobuf": "proto",
    "text/x-idl": "idl fbs capnp asn asn1",
    "text/x-thrift": "thrift",
    "text/x-avro-idl": "avdl",
    "text/x-prisma": "prisma",
    "text/x-dbml": "dbml",
    "text/x-ini": "ini cfg conf properties env reg inf editorconfig po pot srt vtt",
    "text/x-c": "c h",
    "text/x-c++": "cpp cc cxx hpp hh hxx inl ino",
    "text/x-csharp": "cs csx",
    "text/x-java": "java",
    "text/x-kotlin": "kt kts",
    "text/x-scala": "scala sc",
    "text/x-groovy": "groovy gradle",
    "text/x-swift": "swift",
    "text/x-objective-c": "m mm",
    "text/x-go": "go",
    "text/x-rust": "rs",
    "text/x-python": "py pyi pyw pyx",
    "text/x-ruby": "rb rake",
    "text/x-php": "php phtml",
    "text/x-perl": "pl pm",
    "text/x-lua": "lua",
    "text/x-r": "r",
    "text/x-julia": "jl",
    "text/javascript": "js mjs cjs jsx",
    "text/x-typescript": "ts tsx mts cts",
    "text/x-vue": "vue svelte",
    "text/x-dart": "dart",
    "text/x-shellscript": "sh bash zsh fish ps1 psm1 bat cmd",
    "text/x-template": "jsp jspx asp aspx ascx cshtml ejs erb ftl vm j2 jinja jinja2 tmpl hbs mustache twig liquid",
    "text/x-basic": "vb bas vbs frm cls",
    "text/x-pascal": "pas dpr dfm",
    "text/x-fortran": "f f90 f95 for",
    "text/x-cobol": "cob cbl cpy",
    "text/x-sas": "sas",
    "text/x-stata": "do ado",
    "text/x-spss": "sps spss",
    "text/x-elixir": "ex exs",
    "text/x-fsh": "fsh",
    "text/css": "css scss sass less",
    "text/x-make": "mk cmake mak",
    "text/x-hcl": "tf hcl",
}
EXTENSIONS = {extension: media_type for media_type, names in _BY_TYPE.items() for extension in names.split()}
"""Extension without its dot, in lower case, to media type."""

CODE = frozenset(
    media_type
    for media_type in _BY_TYPE
    if re.match(r"text/(x-(?!rst|asciidoc|tex|log)|javascript|css)|application/(sql|graphql)", media_type)
)
"""Media types of source code and interface definitions: what they hold is theirs, even if it looks like HTML."""

XML_ROOTS = {
    **dict.fromkeys(
        ("ContractNotice", "ContractAwardNotice", "PriorInformationNotice", "BusinessRegistrationInformationNotice"),
        (EFORMS, "urn:oasis:names:specification:ubl:"),
    ),
    "TED_EXPORT": (TED, "TED_"),
    "schema": (XSD, "www.w3.org/2001/XMLSchema"),
    "definitions": (WSDL, "schemas.xmlsoap.org/wsdl/"),
    "description": (WSDL, "www.w3.org/ns/wsdl"),
    "grammar": (RELAX_NG, "relaxng.org/ns/structure"),
    **dict.fromkeys(
        (
            "us-patent-grant", "us-patent-application", "ep-patent-document", "cn-patent-document", "patent-document",
            "wo-patent-document", "wo-published-application", "patent-application-publication", "exchange-document",
            "PatentDocumentAndRelated",
        ),
        (PATENT, ""),
    ),
}  # fmt: skip
"""Local name of the outermost element of an XML file to its media type, and a word that its head then holds."""

PATENTS_NAMED = re.compile(r"(?:i?pa|i?pg)\d{6}(?:_r\d+)?\.xml", re.IGNORECASE)
"""Names of weekly files of the USPTO: thousands of XML files one after the other."""

STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
"""Streams of an OLE 2 file that tell what it is."""

PARTS = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("META-INF/container.xml", "application/epub+zip"),
)
"""Folders and files of a ZIP file that tell what it is."""

REMEDIES = {
    "application/postscript": "convert it to PDF",
    "application/vnd.rar": "unpack it and scan the folder",
}
"""What would make a file readable whose type no reader takes."""
