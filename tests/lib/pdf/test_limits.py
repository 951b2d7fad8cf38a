"""What would cost a layout too much is refused before it begins."""

from xml.etree import ElementTree

import pytest

from lib.pdf.errors import RenderRefused
from lib.pdf.limits import MAX_BYTES, MAX_DEPTH, check_size, check_tree


def test_a_page_of_the_allowed_size_passes_and_one_more_letter_does_not():
    check_size("a" * MAX_BYTES)
    with pytest.raises(RenderRefused, match="terlalu besar"):
        check_size("a" * (MAX_BYTES + 1))


def nested(depth):
    root = element = ElementTree.Element("div")
    for _ in range(depth - 1):
        element = ElementTree.SubElement(element, "div")
    return root


def test_nesting_is_allowed_to_a_depth_and_no_deeper():
    check_tree(nested(MAX_DEPTH))
    with pytest.raises(RenderRefused, match="bersarang"):
        check_tree(nested(MAX_DEPTH + 1))


def test_a_page_nested_without_measure_is_refused_not_crashed_over():
    with pytest.raises(RenderRefused):
        check_tree(nested(100_000))


@pytest.mark.parametrize("tag", ["script", "iframe", "object", "base", "{http://www.w3.org/2000/svg}use"])
def test_elements_that_load_or_multiply_are_refused(tag):
    root = ElementTree.Element("body")
    ElementTree.SubElement(root, tag)
    with pytest.raises(RenderRefused, match="tidak dicetak"):
        check_tree(root)
