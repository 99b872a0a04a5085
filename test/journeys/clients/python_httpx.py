"""A client of the platform as somebody who works with httpx, asynchronously, would write it.

python3 python_httpx.py RECIPIENT: prints what was answered, as one line of JSON.
"""

import asyncio
import json
import os
import sys

import httpx

KEY = os.environ["WIRAYA_API_KEY"]


async def call(client, method, url, body):
    response = await client.request(method, url, json=body)
    response.raise_for_status()
    return response.json()


async def message(recipient):
    async with httpx.AsyncClient(base_url="https://api.wiraya.com/api", headers={"X-ApiKey": KEY}) as client:
        sms = {"$type": "SMSFromAlpha", "sender": "Acme", "text": "Hej Åsa 😀"}
        communication = {"clientMessageId": f"order-{recipient}", "recipient": recipient, "content": sms}
        enqueued = await call(client, "POST", "/EnqueueCommunications", {"communications": [communication]})
        text = {"recipient": recipient, "sender": "Acme", "message": "Välkommen!"}
        sent = await call(client, "POST", "/SendMessageFromAlpha/json", text)
        status = await call(client, "POST", "/GetMessageStatus/json", {"MessageId": sent["Result"]})
        return {"enqueued": enqueued, "sent": sent, "status": status}


async def remember(recipient):
    async with httpx.AsyncClient(base_url="https://api.wiraya.ai") as client:
        token = await call(client, "POST", "/auth/Token/apikey", {"key": KEY})
        client.headers["Authorization"] = "Bearer " + token.pop("token")
        path = f"/api/contact/customer-{recipient}"
        personal = {"phoneNumber": recipient, "givenName": "Åsa"}
        person = {"personal": personal, "general": {"plan": "gold"}, "schema": 1}
        contact = await call(client, "PUT", path, person)
        conversion = {"name": "Conversion", "at": "2017-01-02T03:04:05.678Z", "schema": 1}
        event = await call(client, "PUT", f"{path}/events", conversion)
        return {"token": token, "contact": contact, "event": event}


async def main(recipient):
    messages, memories = await asyncio.gather(message(recipient), remember(recipient))
    print(json.dumps({**messages, **memories}))


asyncio.run(main(sys.argv[1]))
