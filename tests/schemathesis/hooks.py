"""Signs deliveries, so that their bodies are tried and not just their signatures; and asks for
profiles that exist, so that more than 404 is seen."""

import hashlib
import hmac
import os
import re
import unicodedata

import schemathesis
from requests.auth import AuthBase

SECRET = os.environ["CAL_COM_WEBHOOK_SECRET"].encode()
PROFILES = os.environ["PROFILES"].split()
ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Signature(AuthBase):
    """The signature of the bytes that are sent."""

    def __call__(self, request):
        body = request.body or b""
        body = body if isinstance(body, bytes) else body.encode()
        request.headers["X-Cal-Signature-256"] = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        return request


schemathesis.auth.set_from_requests(Signature()).apply_to(path="/api/webhooks/calcom")


# White space, which is trimmed from both ends: as Rust defines it.
SPACE = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Control characters and directional marks: a line has none, a text has tabs and line ends.
UNSEEN = r"\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069"
UNSEEN_IN_TEXT = UNSEEN.replace(r"\u001f", r"\u0008\u000b\u000c\u000e-\u001f")
# Neither half of an address has these; the last composes to a semicolon.
NOT_IN_ADDRESS = SPACE + UNSEEN + r"""<>,;:"()[\]\\@\u037e"""
BLANK = {"type": ["string", "null"], "pattern": f"^[{SPACE}]*$"}


def words(unseen):
    """Something, with white space around it."""
    return f"^[{SPACE}]*[^{SPACE}{unseen}]([^{unseen}]*[^{SPACE}{unseen}])?[{SPACE}]*$"


# What exactly the server takes for a text, where the description says it in words or by a format.
PATTERNS = {
    "name": words(UNSEEN),
    "email": rf"^[{SPACE}]*[^{NOT_IN_ADDRESS}]+@[^{NOT_IN_ADDRESS}.]+(\.[^{NOT_IN_ADDRESS}.]+)*[{SPACE}]*$",
    "short_text": words(UNSEEN),
    "long_text": words(UNSEEN_IN_TEXT),
    "link": r"^https?://[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]{2,20})+(/[A-Za-z0-9._~/-]*)?$",
    "phone": r"^(\+[ ()./-]*|[()./-][ ()./-]*)?[0-9]([ ()./-]*[0-9]){4,14}([ ()./-]*[()./-])?$",
}
# How long each of them may be.
LIMITS = {}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Gives the schema of an application the patterns, and what the server takes besides: white space
    for no answer, and one option for several."""
    fields = raw_schema["components"]["schemas"]["Application"]["properties"]
    answers = fields["answers"]["properties"]
    for name, schema in [*fields.items(), *answers.items()]:
        if name in PATTERNS:
            LIMITS[name] = schema["maxLength"]
            schema["pattern"] = PATTERNS[name]
            schema.pop("minLength", None)
            if schema.get("format") == "email":
                del schema["format"]
    for name, schema in answers.items():
        if schema["type"][0] in ("string", "array"):
            forms = [schema | {"type": schema["type"][0]}, BLANK]
            if schema["type"][0] == "array":
                forms.append(schema["items"])
            answers[name] = {"anyOf": forms}


@schemathesis.hook.apply_to(path_regex="^/api/public/", method="GET").skip_for(path_regex="events$")
def before_call(context, case, kwargs):
    """Half of all ids become one of a profile; but not for streams, which would stay open."""
    given = str(case.path_parameters.get("id", ""))
    if ID.fullmatch(given) and given[0] in "01234567":
        case.path_parameters["id"] = PROFILES[int(given[0]) % len(PROFILES)]


def comparable(text):
    """An address as it is stored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


@schemathesis.hook.apply_to(path="/api/public/profiles", method="POST")
def filter_body(context, body):
    """What a schema cannot say: a text has its limit without the white space around it; addresses, as they
    are stored, have at most 254 bytes, not characters (RFC 5321); and a number is read as it would be
    typed, in at most 40 characters."""
    if not isinstance(body, dict):
        return True
    answers = body.get("answers")
    texts = [*body.items(), *(answers.items() if isinstance(answers, dict) else [])]
    if any(
        isinstance(text, str) and text != text.strip() and len(text) > LIMITS.get(name, len(text))
        for name, text in texts
    ):
        return False
    values = [body.get("email"), *(answers.values() if isinstance(answers, dict) else [])]
    return not any(
        len(value) <= 254 < len(comparable(value).encode(errors="replace"))
        if isinstance(value, str)
        else isinstance(value, float) and 0 < abs(value) < 1e-15
        for value in values
    )
