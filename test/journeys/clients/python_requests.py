"""A client of the platform as somebody who works with requests would write it.

python3 python_requests.py RECIPIENT: prints what was answered, as one line of JSON.
"""

import json
import os
import sys

import requests

MESSAGING = "https://api.wiraya.com/api"
CONTACTS = "https://api.wiraya.ai"
KEY = os.environ["WIRAYA_API_KEY"]


def call(session, method, url, body):
    response = session.request(method, url, json=body, timeout=10)
    response.raise_for_status()
    return response.json()


recipient = sys.argv[1]
messaging = requests.Session()
messaging.headers["X-ApiKey"] = KEY
sms = {"$type": "SMSFromAlpha", "sender": "Acme", "text": "Hej Åsa 😀"}
communication = {"clientMessageId": f"order-{recipient}", "recipient": recipient, "content": sms}
enqueued = call(messaging, "POST", f"{MESSAGING}/EnqueueCommunications", {"communications": [communication]})
message = {"recipient": recipient, "sender": "Acme", "message": "Välkommen!"}
sent = call(messaging, "POST", f"{MESSAGING}/SendMessageFromAlpha/json", message)
status = call(messaging, "POST", f"{MESSAGING}/GetMessageStatus/json", {"MessageId": sent["Result"]})

contacts = requests.Session()
token = call(contacts, "POST", f"{CONTACTS}/auth/token/apikey", {"key": KEY})
contacts.headers["Authorization"] = "Bearer " + token.pop("token")
url = f"{CONTACTS}/api/Contact/customer-{recipient}"
person = {"personal": {"phoneNumber": recipient, "givenName": "Åsa"}, "general": {"plan": "gold"}, "schema": 1}
contact = call(contacts, "PUT", url, person)
conversion = {"name": "Conversion", "at": "2017-01-02T03:04:05Z", "schema": 1}
event = call(contacts, "POST", f"{url}/events", conversion)

report = {"enqueued": enqueued, "sent": sent, "status": status, "token": token, "contact": contact, "event": event}
print(json.dumps(report))
