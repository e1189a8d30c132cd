"""Roles of people, and their MARC relator codes (https://id.loc.gov/vocabulary/relators)."""

RELATORS: dict[str, str] = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "photographer": "pht",
    "compiler": "com",
    "annotator": "ann",
    "commentator": "cwt",
    "interviewer": "ivr",
    "interviewee": "ive",
    "contributor": "ctb",
    "cover-designer": "cov",
    "designer": "dsr",
    "publisher": "pbl",
    "proofreader": "pfr",
    "writer-of-foreword": "wpr",
    "writer-of-introduction": "win",
    "writer-of-afterword": "aft",
}

CREATORS = frozenset({"author"})
