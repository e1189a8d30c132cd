"""Lines by which pages speak about themselves and not about their subject, by kind.

Each pattern must fit a whole short line: an essay may well have a sentence about sharing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from seriesbook.importers.blocks import length

_LONG = 30  # words; a longer paragraph is never such a line

# Lines over what follows a text on its page; everything after them goes.
_AFTER: dict[str, str] = {
    "comments": (
        r"leave a (?:reply|comment|response)(?: cancel reply)?|(?:post|add|write) a comment|"
        r"(?:\d+|one|two|no) (?:thoughts?|responses?|comments?|replies|reactions?) (?:on|to)\W+.*|"
        r"(?:\d+|no) (?:comments?|responses?|replies)|join the (?:discussion|conversation)|"
        r"discussion about this post|"
        r"schreibe? (?:einen|deinen) kommentar|kommentar (?:verfassen|schreiben|hinterlassen)|"
        r"\d+ (?:kommentare?|antworten|gedanken)(?: (?:zu|auf|on)\W.*)?|"
        r"laisser un commentaire|(?:poster|ajouter) un commentaire|laissez un commentaire|"
        r"\d+ (?:commentaires?|réponses?|réflexions?)(?: (?:sur|à|au)\W.*)?|"
        r"dej(?:a|ar) (?:un comentario|una respuesta)|\d+ (?:comentarios?|respuestas?)(?: .*)?|"
        r"lascia un commento|\d+ commenti?(?: .*)?|deix[ea]r? um comentário|"
        r"(?:geef een|laat een) (?:reactie|bericht)(?: achter)?|\d+ reacties?(?: .*)?|"
        r"(?:добавить|оставить) комментарий|\d+ комментари(?:й|я|ев)(?: .*)?|"
        r"コメントを残す|发表评论|發佈留言"
    ),
    "related posts": (
        r"related(?: (?:posts?|articles?|stories|reading|content))?|you (?:may|might) also like"
        r"(?: these)?|more (?:from|by|in) .{2,40}|more stories|read (?:next|more|also)|"
        r"recommended(?: (?:for you|reading|posts|stories))?|keep reading|you might also enjoy|"
        r"(?:recent|popular|latest|top) posts|what to read next|"
        r"ähnliche (?:beiträge|artikel)|das könnte (?:dich|sie) auch interessieren|"
        r"(?:mehr|weitere) (?:zum thema|artikel|beiträge)|verwandte (?:artikel|beiträge)|"
        r"(?:à )?lire (?:aussi|également)|articles? (?:similaires?|liés)|sur le même sujet|"
        r"(?:artículos|entradas) relacionad[oa]s|"
        r"(?:también )?(?:te )?puede(?: que te)? interesar(?:te)?|"
        r"articoli correlati|leggi anche|artigos relacionados|leia também|"
        r"gerelateerde (?:berichten|artikelen)|lees ook|похожие (?:записи|статьи)|"
        r"читайте также"
    ),
}  # fmt: skip
# Lines over a few words about the author.
_ABOUT = (
    r"about (?:the )?(?:authors?|writers?|contributors?)|about me|meet the author|"
    r"(?:über|zu) (?:den|die) autor(?:in|en|innen)?|(?:der|die) autor(?:in)?|zur person|"
    r"à propos de l[’']aut(?:eur|rice|eure)|l[’']aut(?:eur|rice|eure)|biographie|"
    r"(?:sobre|acerca de)(?: el| la)? autor[a]?|sobre (?:o|a) autora?|"
    r"(?:sull[’'])?l?[’']?autore|l[’']autrice|sull[’']autrice|informazioni sull[’']autore|"
    r"over de auteur|об авторе|author bio|author"
)
# Lines of no use in a book, wherever they stand.
_LINES: dict[str, str] = {
    "share line": (
        r"(?:please )?(?:share|tweet|pin|like|retweet|forward)"
        r"(?: (?:this|it|on|via|the|with)\b.*)?|"
        r"(?:click to )?(?:share|email) (?:this|on|to|via)\b.*|spread the word|"
        r".*\bshare (?:it |this )?(?:widely|with (?:your )?(?:friends|others|everyone))\b.*|"
        r".*\bmake sure (?:\w+ ){0,3}people see this\b.*|"
        r"(?!x\W*$)(?:(?:facebook|twitter|x|linkedin|reddit|whatsapp|pinterest|telegram|mastodon|bluesky|"
        r"threads|tumblr|e?-?mail|print|copy link|link|pocket|more)\b[\W_]*)+|like this|loading|"
        r"teilen(?: (?:auf|mit|via).*)?|beitrag teilen|weitersagen|"
        r"partage[rz](?: (?:sur|cet|l).*)?|comparti[rl]e?(?: (?:en|esto|su).*)?|condividi(?: .*)?|"
        r"compartilh[ae]r?(?: .*)?|delen(?: via.*)?|поделиться(?: .*)?"
    ),
    "subscribe line": (
        r"subscribe(?: (?:now|to|for|today|here)\b.*)?|sign up(?: (?:for|to|now|here)\b.*)?|"
        r"thanks for reading\b.*|(?:get|receive) (?:new|the latest) posts\b.*|"
        r".* is a reader-supported publication\b.*|upgrade to paid|follow (?:me|us)(?: on\b.*)?|"
        r"(?:if you )?(?:like|liked|enjoy|enjoyed) (?:this|what you)\b.*\bsubscri.*|"
        r"already a (?:subscriber|member).*|enter your e-?mail.*|join (?:our|my|the) (?:mailing "
        r"list|newsletter).*|give a gift subscription|get the app|start (?:writing|your substack)|"
        r"(?:jetzt )?(?:abonnieren|newsletter)(?: .*)?|abonnez-vous.*|s[’']abonner.*|"
        r"suscr[ií]b(?:ete|irse|ase).*|iscriviti.*|assine.*|abonneer.*|подпи(?:саться|шитесь).*"
    ),
    "counts": (
        r"[\d.,]+\s?[km]? followers?|(?:\d[\d,. ]*[km]?|no|one) (?:views?|likes?|shares?|"
        r"claps?|comments?|reads?|retweets?|"
        r"aufrufe|vues|visitas|visualizzazioni|просмотров|people like this.*)|"
        r"(?:post |total )?views:? \d[\d,.]*|\d{1,2}\s?(?:-\s?\d+ )?min(?:ute)?s?\.? "
        r"(?:read|lesezeit|de lecture|de lectura|di lettura)|"
        r"(?:reading time|lesezeit|temps de lecture)\b.{0,30}|"
        r"[•·*▪]\s*\d{1,6}"
    ),
    "link to another post": (
        r"(?:read (?:more|also|next)|related|lire aussi|leggi anche|lees ook|lesen sie auch|"
        r"mehr dazu|leia também|lea también|читайте также)\s*:\s*.+"
    ),
    "tags": (
        r"(?:tags?|tagged(?: with)?|filed (?:under|in)|posted in|categor(?:y|ies)|topics?|"
        r"schlagw[öo]rter|kategorien?|étiquettes?|catégories?|etiquetas?|categorías?|"
        r"метки|рубрик[аи])\s*:\s*.+"
    ),
    "cookie notice": (
        r".*\b(?:uses?|verwendet|nutzt|utilise|utiliza|utilizza) (?:des |i )?cookies\b.*|"
        r"(?:accept|reject|allow) (?:all )?(?:cookies)?|privacy & cookies:.*"
    ),
    "navigation": (
        r"(?:skip|jump) to (?:content|main|navigation|search).*|(?:back|return|zurück|retour) "
        r"(?:to|nach|à|en|au) (?:top|home|oben|haut|the top).*|↑ ?(?:top)?|home|menu|search|"
        r"permalink|edit(?: this post)?|reply|report|print(?: this)?(?: page| article| post)?"
    ),
    "page foot": (
        r"(?:proudly )?powered by .+|(?:template|theme|design|designed|hosted) (?:by|:) .+"
    ),
    "advertising": r"advertisements?|ads?|sponsored(?: content)?|anzeige|werbung|publicité|"
    r"publicidad|pubblicità|реклама|story continues below\b.*|article continues below\b.*",
}  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]], re.Pattern[str]]:
    def whole(text: str) -> re.Pattern[str]:
        return re.compile(
            rf"[^\w“”\"«»„‘’']*(?:{text})[\s.:!…»→›)\]*_]*", re.IGNORECASE | re.DOTALL
        )

    after = {kind: whole(text) for kind, text in _AFTER.items()}
    lines = {kind: whole(text) for kind, text in _LINES.items()}
    return after, lines, re.compile(rf"\W*(?:{_ABOUT})\W*", re.IGNORECASE)


def kind_after(line: str) -> str:
    """What a line says to follow on the page, such as `comments`; '' for an ordinary line."""
    return _kind(line, _compiled()[0])


def kind_of_line(line: str) -> str:
    """What a line is that is no part of a text, such as `share line`; '' for an ordinary one."""
    return _kind(line, _compiled()[1])


def _kind(line: str, patterns: dict[str, re.Pattern[str]]) -> str:
    if not line.strip() or length(line) > _LONG:
        return ""
    return next((kind for kind, pattern in patterns.items() if pattern.fullmatch(line)), "")


def is_about_author(line: str) -> bool:
    """Whether a line heads a few words about the author."""
    return length(line) <= 6 and bool(_compiled()[2].fullmatch(line))


def is_count(line: str) -> bool:
    """Whether a line is a bare number as pages show beside their signs: `1.2K`, `14`."""
    return bool(re.fullmatch(r"\d+(?:[.,]\d+)?\s?[km]|\d{2,6}", line.strip(), re.IGNORECASE))


def is_heading_of_foot(line: str) -> bool:
    """Whether a line heads anything that stands under a text on its page."""
    return is_about_author(line) or bool(kind_after(line))
