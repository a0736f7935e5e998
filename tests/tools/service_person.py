"""A person at a browser, for tests of the console over the service."""
import html
import re
import urllib.parse

from service_client import run


class Person:
    """A person at a browser: the session's cookie, and the word a form sends back."""

    def __init__(self, server, name):
        self.server = server
        token = run("--ledger", server.ledger, "token", "new", name).stdout.strip()
        done = self.send("/login", {"token": token, "to": "/"}, cookie="")
        assert done[0] == 303, done
        self.cookie = done[1]["Set-Cookie"].split(";")[0]

    def send(self, path, form, cookie=None, **headers):
        cookie = self.cookie if cookie is None else cookie
        return self.server.ask("POST", path, urllib.parse.urlencode(form), Cookie=cookie, Accept="text/html",
                               Content_Type="application/x-www-form-urlencoded", **headers)

    def page(self, path, status=200):
        answer = self.server.ask("GET", path, Cookie=self.cookie, Accept="text/html")
        assert answer[0] == status, (path, answer[0], answer[2].decode()[-2000:])
        return answer[2].decode()

    # Sends the form of a page, and gives the page that answers.
    def fill(self, path, form, status=200):
        csrf = hidden(self.page("/facts"), "csrf") or hidden(self.page(path), "csrf")
        answer = self.send(path, {**form, "csrf": csrf})
        assert answer[0] == status, (path, answer[0], sentences(answer[2].decode()))
        return answer[2].decode() if status != 303 else answer[1]["Location"]

    # Seen, then recorded.
    def record(self, path, form, why="vérifié"):
        seen = self.fill(path, form)
        reasons = {name: why for name in re.findall(r'name="(why-\d+)"', seen)}
        carried = {name: html.unescape(value) for name, value in
                   re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', seen)}
        return self.fill(path + "/recording", {**carried, **reasons}, status=303)


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found and html.unescape(found[1])


def sentences(page):
    return re.findall(r'class="(?:refusal|over)[^>]*>(.*?)</(?:div|strong)>', page, re.S)
