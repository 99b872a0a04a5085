// A client of the platform as somebody who works in Go would write it.
//
// client RECIPIENT: prints what was answered, as one line of JSON.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

const (
	messaging = "https://api.wiraya.com/api"
	contacts  = "https://api.wiraya.ai"
)

type object map[string]any

var client = http.Client{Timeout: 10 * time.Second}

func call(method, url, header, value string, body object) (object, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, url, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(header, value)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %s %s", method, url, response.Status, answer)
	}
	var decoded object
	return decoded, json.Unmarshal(answer, &decoded)
}

func must(answer object, err error) object {
	if err != nil {
		log.Fatal(err)
	}
	return answer
}

func main() {
	key, recipient := os.Getenv("WIRAYA_API_KEY"), os.Args[1]

	sms := object{"$type": "SMSFromAlpha", "sender": "Acme", "text": "Hej Åsa 😀"}
	communication := object{"clientMessageId": "order-" + recipient, "recipient": recipient, "content": sms}
	enqueued := must(call("POST", messaging+"/EnqueueCommunications", "X-ApiKey", key,
		object{"communications": []object{communication}}))
	sent := must(call("POST", messaging+"/SendMessageFromAlpha/json", "X-ApiKey", key,
		object{"recipient": recipient, "sender": "Acme", "message": "Välkommen!"}))
	status := must(call("POST", messaging+"/GetMessageStatus/json", "X-ApiKey", key,
		object{"MessageId": sent["Result"]}))

	token := must(call("POST", contacts+"/auth/token/apikey", "Accept", "application/json", object{"key": key}))
	bearer := fmt.Sprint("Bearer ", token["token"])
	delete(token, "token")
	url := contacts + "/api/Contact/customer-" + recipient
	contact := must(call("PUT", url, "Authorization", bearer, object{
		"personal": object{"phoneNumber": recipient, "givenName": "Åsa"},
		"general":  object{"plan": "gold"},
		"schema":   1,
	}))
	event := must(call("POST", url+"/events", "Authorization", bearer,
		object{"name": "Conversion", "at": "2017-01-02T03:04:05Z", "schema": 1}))

	report := object{"enqueued": enqueued, "sent": sent, "status": status, "token": token, "contact": contact, "event": event}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		log.Fatal(err)
	}
}
