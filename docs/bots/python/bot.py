#!/usr/bin/env python3
"""Answers "!echo …" in one topic, each message exactly once, whatever restarts in between."""
import hashlib, random, signal, sys, time, urllib.parse, uuid
from api import LOST, SERVER, Problem, access_token, call, log_out, required, retry
from hub import Hub

COMMAND = "!echo "


def find_topic(name):
    cursor = ""
    while True:
        page = call("GET", f"/topics?query={urllib.parse.quote(name, safe='')}{cursor}")
        for topic in page["items"]:
            if topic["name"] == name:
                return topic
        if not page["next"]:
            return call("POST", "/topics", {"name": name})
        cursor = f"&cursor={urllib.parse.quote(page['next'], safe='')}"


class Bot:
    def __init__(self, topic_name):
        self.me = retry(lambda: call("GET", "/users/me"))
        self.topic = retry(lambda: find_topic(topic_name))
        self.path = f"/topics/{self.topic['id']}"
        retry(lambda: call("PUT", f"{self.path}/follow"))  # the first time, from the end of the topic on
        mine = retry(lambda: call("GET", f"/users/me/topics?ids={self.topic['id']}"))
        self.seq = mine["items"][0]["readSeq"]  # messages up to here are answered
        self.revision = None  # how far joins and events have brought us

    def run(self):
        while True:
            hub = retry(self.join)
            print(f'Answering in "{self.topic["name"]}"', flush=True)
            try:
                while True:
                    event, (message, *_) = hub.event()
                    if event in ("MessagePosted", "MessageUpdated"):
                        if event == "MessagePosted":
                            self.take([message])
                        self.revision = message["revision"]
            except LOST as lost:
                print(f"{lost}; connecting again", file=sys.stderr, flush=True)
            finally:
                hub.close()
            time.sleep(random.random())

    def join(self):
        call("GET", self.path)  # renews the token if it is refused, and fails if the topic is gone
        hub = Hub(SERVER, access_token())
        try:
            joined = hub.call("JoinTopic", self.topic["id"], self.revision)
            if joined["reset"] or self.revision is None:
                # More than a join brings: read on from the last message that we have, unless a restored backup has fewer.
                self.seq = min(self.seq, joined["topic"]["lastSeq"])
                while page := retry(lambda: call("GET", f"{self.path}/messages?after={self.seq}&limit=200"))["items"]:
                    self.take(page)
            else:
                self.take(joined["messages"])
            self.revision = joined["revision"]
            return hub
        except BaseException:
            hub.close()
            raise

    def take(self, messages):
        """Answers new messages; those of a topic are numbered without gaps, so one number says what is new."""
        new = sorted((message for message in messages if message["seq"] > self.seq), key=lambda message: message["seq"])
        for message in new:
            self.answer(message)
            self.seq = message["seq"]
        if new:  # Remembered by the server, for the next start of the bot.
            retry(lambda: call("PUT", f"{self.path}/read", {"seq": self.seq}))

    def answer(self, message):
        if message["author"]["id"] == self.me["id"] or not (message["text"] or "").startswith(COMMAND):
            return
        # The same for this message at every attempt, also after a restart: so there is one answer.
        client_id = uuid.UUID(bytes=hashlib.sha256(f"{self.topic['id']} {message['seq']}".encode()).digest()[:16])
        answer = {"text": message["text"][len(COMMAND):], "replyTo": message["seq"], "clientId": str(client_id)}
        try:
            retry(lambda: call("POST", f"{self.path}/messages", answer))
        except Problem as problem:  # a blank text, a locked topic, or answered before an edit
            if problem.status not in (400, 409):
                raise
            print(f"No answer to message {message['seq']}: {problem}", file=sys.stderr, flush=True)


for ending in (signal.SIGTERM, signal.SIGINT):
    signal.signal(ending, lambda *_: sys.exit(0))
try:
    Bot(required("BULLETIN_TOPIC")).run()
except Problem as refused:
    sys.exit(f"Given up: {refused}")
finally:
    log_out()
