def test_hello(portal, visit):
    page = visit(portal, "editor")
    print(page.title(), page.url)
