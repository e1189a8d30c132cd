"""What Jinja, Python and lxml say of a template, what is meant, and how to mend it.

A test wants words here for each text of the installed Jinja.
"""

from __future__ import annotations

import re

_COMPARE = "Compare it with the one in plain."
_CLOSE = "Look for a tag, a bracket or a quotation mark that is not closed, here or before."
_LONGEST = 100
WORDS = tuple(
    (re.compile(pattern), message, mend)
    for pattern, message, mend in (
        (r"Opening and ending tag mismatch: (?P<tag>\S+) line \d+ and",
         "the element <{tag}> is not closed", "Write its end where it belongs."),
        (r"Entity '(?P<name>.*?)' not defined", "&{name}; is not known in a page",
         "Write the character itself."),
        (r"PCDATA invalid Char value", "it makes a character that no book may hold",
         "Remove it."),
        (r"xmlParseEntityRef|EntityRef: expecting", "there is a bare &", "Write &amp; for it."),
        (r"Namespace prefix (?P<name>\S+) .*not defined", "the prefix {name}: is not declared",
         "Declare it with xmlns, or leave it out."),
        (r"(?P<what>.*?), line \d+, column \d+",
         "it makes markup that is not well-formed ({what})", _COMPARE),
        (r"maximum recursion depth", "it calls or includes itself without end",
         "Look at what includes or calls what."),
        (r"access to attribute '(?P<name>.*)' of .* is unsafe",
         "a template may not use {name}, which changes what it is given or leads into Python",
         "Remove it."),
        (r"'[^']*?(?P<kind>\w+) object' has no (?:attribute|element) '(?P<name>.*)'",
         "{kind} has no {name}", _COMPARE),
        (r"'(?P<name>.*)' is undefined", "there is no {name}", "See the guide for what there is."),
        (r"No (?P<kind>\w+) named '(?P<name>.*?)'", "there is no {kind} {name}", _COMPARE),
        (r"(?P<what>it uses a number beyond .*)", "{what}",
         "Use a smaller one, or raise `theme_number` in [limits] of series.toml."),
        (r"(?P<what>it (?:takes|makes) more .*)", "{what}",
         "Make it do less, or raise `theme_steps` or `page_characters` in [limits] of"
         " series.toml."),
        (r".*(?:[Dd]ivision|modulo) by zero",
         "it divides by nothing", "Ask whether the number is 0 before."),
        (r"can only concatenate|unsupported operand|must be str, not|can't multiply"
         r"|'(?:<|>|<=|>=)' not supported|bad operand|type \w+ doesn't define __round__",
         "it reckons with things that don't go together, such as a number and a text",
         "Put texts together by ~, and turn a text into a number by |int."),
        (r"'?(?P<kind>\w+)'? object is not (?P<what>iterable|callable|subscriptable)",
         "it uses a value of the kind {kind} as if it were a list, a macro or a table", _COMPARE),
        (r"(?:list|tuple|string|range object) index out of range|No (?:last|first|random) item",
         "it asks for an item that the list does not have", "Ask whether there is one before."),
        (r"argument must be iterable|Can only get item pairs|object of type '\w+' has no len"
         r"|.* must be an iterable",
         "it goes through something that is no list", _COMPARE),
        (r"(?:not enough|too many) values to unpack",
         "a for-loop or a set has another number of names than there are values",
         "Write as many names as there are values."),
        (r"could not convert|invalid literal", "it takes a text for a number that is none",
         "Ask before whether it is one."),
        (r"(?P<name>[\w.<>]+)\(\) (?:got an unexpected keyword argument|missing \d+ required"
         r"|takes (?:from )?\w+ .*argument|got multiple values)",
         "{name} is used with other arguments than it takes",
         "Correct what stands in its brackets."),
        (r"macro '(?P<name>.*?)' (?:takes|was invoked)",
         "the macro {name} is used with other arguments than it takes",
         "Correct what stands in its brackets."),
        (r"Unexpected keyword argument|map requires a filter|Missing parameter|method must be"
         r"|You can only sort by|can't handle positional|Invalid character in attribute"
         r"|.*is not a valid URI scheme|format_map\(\) takes|no items for cycling|Unknown mode",
         "a filter is used with other arguments than it takes",
         "See Jinja's own guide for what it takes."),
        (r"Range too big", "it counts further than a template may",
         "Use a smaller number."),
        (r".* is not safely callable|Attempted to invoke",
         "a template may not call what leads into Python", "Remove it."),
        (r"The loop must have", "a loop that calls itself is not marked so",
         "Write recursive at the end of its for."),
        (r"[Uu]nexpected end of template|Missing end of|unexpected 'end of",
         "it ends before something that was begun is closed", _CLOSE),
        (r"Encountered unknown tag '(?P<name>.*?)'", "{name} is no word of Jinja's here", _CLOSE),
        (r"expected token '(?P<wanted>.*?)', got '(?P<got>.*?)'",
         "{got} stands where {wanted} was expected", _CLOSE),
        (r"unexpected char '(?P<what>.*?)' at", "the character {what} can't stand here", _CLOSE),
        (r"unexpected '(?P<what>.*?)'|Expected an expression, got '(?P<got>.*?)'",
         "{what}{got} can't stand here", _CLOSE),
        (r"(?:expected (?:call|name or number|subscript)|tag name expected|invalid syntax"
         r"|chunk after expression|You cannot chain|Invalid character in identifier"
         r"|'\{%' without|.*was not closed)",
         "this is not how Jinja writes it", _CLOSE),
        (r"Block names in Jinja|names starting with an underline|[Cc]an't assign to"
         r"|cannot assign attribute|When defining macros|non-default argument",
         "a name here can't be used", "Take a name of letters that is not one of Jinja's own."),
        (r"block '(?P<name>.*?)' defined twice", "the block {name} is there twice",
         "Give one of the two another name."),
        (r"Required block(?:s can only| '.*?' not)", "a required block is missing, or not empty",
         "Write it, and leave it empty where it is marked as required."),
        (r"cannot use extend from|extended multiple times",
         "extends stands within something else, or twice", "Write it once, at the beginning."),
        (r"(?P<kind>\w+Error|StopIteration)$", "it can't be filled in ({kind})", _COMPARE),
    )
)  # fmt: skip


def words_of(said: str) -> tuple[str, str]:
    """Message and mend for a text in one line; what nobody foresaw is quoted."""
    for pattern, message, mend in WORDS:
        if match := pattern.match(said):
            return message.format(**match.groupdict("")), mend
    return f'it can\'t be filled in ("{said[:_LONGEST]}")', _COMPARE
