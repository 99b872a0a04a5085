#!/usr/bin/env bash
# A client of the platform as somebody who works with curl would write it.
# curl.sh RECIPIENT: prints what was answered, as one line of JSON.
set -euo pipefail

recipient=$1
messaging=https://api.wiraya.com/api
contacts=https://api.wiraya.ai

call() {
  curl --silent --show-error --fail-with-body -H 'Content-Type: application/json' "$@"
}

# What an answer has in one of its fields.
field() {
  sed -E "s/.*\"$1\": *\"([^\"]*)\".*/\1/"
}

key="X-ApiKey: $WIRAYA_API_KEY"
enqueued=$(call -H "$key" "$messaging/EnqueueCommunications" --data-binary @- <<JSON
{"communications": [{"clientMessageId": "order-$recipient", "recipient": "$recipient",
  "content": {"\$type": "SMSFromAlpha", "sender": "Acme", "text": "Hej Åsa 😀"}}]}
JSON
)
sent=$(call -H "$key" "$messaging/SendMessageFromAlpha/json" \
  -d "{\"recipient\": \"$recipient\", \"sender\": \"Acme\", \"message\": \"Välkommen!\"}")
status=$(call -H "$key" "$messaging/GetMessageStatus/json" -d "{\"MessageId\": \"$(field Result <<<"$sent")\"}")

token=$(call "$contacts/auth/token/apikey" -d "{\"key\": \"$WIRAYA_API_KEY\"}")
bearer="Authorization: Bearer $(field token <<<"$token")"
contact=$(call -H "$bearer" -X PUT "$contacts/api/Contact/customer-$recipient" \
  -d "{\"personal\": {\"phoneNumber\": \"$recipient\", \"givenName\": \"Åsa\"}, \"general\": {\"plan\": \"gold\"}, \"schema\": 1}")
event=$(call -H "$bearer" "$contacts/api/Contact/customer-$recipient/events" \
  -d '{"name": "Conversion", "at": "2017-01-02T03:04:05Z", "schema": 1}')

echo "{\"enqueued\": $enqueued, \"sent\": $sent, \"status\": $status, \"token\": $token, \"contact\": $contact, \"event\": $event}"
