"""The HTTP API for a program that runs for ever: one session, refreshed in time, and calls that are repeated until they succeed."""
import http.client, json, os, random, sys, time, urllib.error, urllib.request

SERVER = os.environ.get("BULLETIN_SERVER", "http://127.0.0.1:8080").rstrip("/")
LOST = (OSError, http.client.HTTPException)  # the connection or the server failed


def required(name):
    """A setting that the bot cannot do without."""
    return os.environ.get(name) or sys.exit(f"Set {name}.")


_username, _password = required("BULLETIN_USERNAME"), os.environ.get("BULLETIN_PASSWORD")
if _password is None:
    with open(required("BULLETIN_PASSWORD_FILE"), encoding="utf-8") as file:
        _password = file.read().rstrip()

_session = None
_renew_at = 0.0


class Problem(Exception):
    """The server refused a call."""

    def __init__(self, status, body, retry_after=0):
        super().__init__(f"{body.get('code', f'HTTP {status}')}: {body.get('detail', '')}")
        self.status, self.retry_after = status, retry_after


def _request(method, path, body=None, token=None, timeout=30):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{SERVER}/api/v1{path}", data, headers, method=method), timeout=timeout) as answer:
            try:
                return None if answer.status == 204 else json.loads(answer.read())
            except ValueError:  # from a proxy, while the server is away
                raise ConnectionError("The answer is not JSON") from None
    except urllib.error.HTTPError as refused:
        try:
            problem = json.loads(refused.read())
        except ValueError:  # a proxy may answer something else
            problem = {}
        retry_after = refused.headers.get("Retry-After", "")  # the server sends seconds, a proxy perhaps a date
        raise Problem(refused.code, problem, int(retry_after) if retry_after.isdecimal() else 0) from None


def access_token():
    """A token that is not about to expire. This program has one thread, so there is one refresh at a time."""
    global _session, _renew_at
    if _session and time.monotonic() < _renew_at:
        return _session["accessToken"]
    last, _session = _session, None  # if the answer is lost, the refresh token may be spent: log in again
    renewed = None
    if last:
        try:
            renewed = _request("POST", "/auth/refresh", {"refreshToken": last["refreshToken"]})
        except (Problem, *LOST):
            pass
    _session = renewed or _request("POST", "/auth/login", {"username": _username, "password": _password})
    _renew_at = time.monotonic() + 0.9 * _session["expiresIn"]
    return _session["accessToken"]


def call(method, path, body=None):
    global _renew_at
    used = access_token()
    try:
        return _request(method, path, body, used)
    except Problem as problem:
        if problem.status != 401:
            raise
        if _session and _session["accessToken"] == used:
            _renew_at = 0  # the session has ended, or the signing key was replaced
        return _request(method, path, body, access_token())


def retry(attempt):
    """Tries until it succeeds, every 30 seconds at most. What the server will not change its mind about is raised."""
    delay = 0.5
    while True:
        try:
            return attempt()
        except (Problem, *LOST) as problem:
            status = getattr(problem, "status", 500)
            if status < 500 and status not in (408, 429):
                raise
            print(f"{problem}; trying again", file=sys.stderr, flush=True)
            time.sleep(max(delay * random.uniform(0.5, 1), getattr(problem, "retry_after", 0)))
            delay = min(2 * delay, 30)


def log_out():
    if _session:
        try:
            _request("POST", "/auth/logout", {"refreshToken": _session["refreshToken"]}, _session["accessToken"], timeout=5)
        except (Problem, *LOST):
            pass
