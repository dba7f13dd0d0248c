"""XML -> a tree, parsed with entities and outside files off, and looked at without its namespaces."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # only for its types: parsing is defusedxml's

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from medcheck.reading.files.outcome import ReadError
from medcheck.reading.files.upload import MOST_PARTS, Upload

DEEPEST = 200
LONGEST_VALUE = 2_000


def is_xml(upload: Upload, root: str) -> bool:
    """Say whether the text is XML with this root element near its head."""
    return upload.head.startswith("<") and (f"<{root}" in upload.head or f":{root} " in upload.head)


def parsed(upload: Upload) -> Element:
    """Return the root of an XML file; ReadError where it is broken, unfolds entities, or is too large or too deep."""
    if upload.text.count("<") > MOST_PARTS:
        raise ReadError(f"{upload.file} has more than {MOST_PARTS:,} parts; split it.")
    try:
        root = fromstring(upload.data.lstrip(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise ReadError(f"{upload.file} is XML that defines entities, which are never read; save it anew.") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ReadError(f"{upload.file} is broken XML ({error}); save it anew.") from error
    if deeper_than(root, DEEPEST):
        raise ReadError(f"{upload.file} is nested too deeply to be a list of medicines.")
    return root


def deeper_than(root: Element, most: int) -> bool:
    """Say whether elements stand in each other more than so many levels deep."""
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def name(element: Element) -> str:
    """Return the name of an element without its namespace; blank for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *path: str) -> list[Element]:
    """Return the elements under a path of names."""
    found = [element]
    for step in path:
        found = [child for one in found for child in one if name(child) == step]
    return found


def child(element: Element, *path: str) -> Element | None:
    """Return the first element under a path of names, or None."""
    return next(iter(children(element, *path)), None)


def every(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the elements of this name at any depth."""
    return (one for one in element.iter() if name(one) == wanted)


def attribute(element: Element | None, key: str) -> str:
    """Return an attribute as one line of text, blank where there is none."""
    return " ".join((element.get(key) or "")[:LONGEST_VALUE].split()) if element is not None else ""


def words(element: Element | None) -> str:
    """Return all the text in an element as one line."""
    return " ".join("".join(element.itertext())[:LONGEST_VALUE].split()) if element is not None else ""
