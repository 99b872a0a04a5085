// A client of the platform as somebody who works with Node's fetch would write it.
// node node.mjs RECIPIENT: prints what was answered, as one line of JSON.
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

const MESSAGING = 'https://api.wiraya.com/api';
const CONTACTS = 'https://api.wiraya.ai';
const KEY = process.env.WIRAYA_API_KEY;
const [recipient] = process.argv.slice(2);

setGlobalDispatcher(new EnvHttpProxyAgent());

async function call(method, url, headers, body) {
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

const withKey = { 'X-ApiKey': KEY };
const enqueued = await call('POST', `${MESSAGING}/EnqueueCommunications`, withKey, {
  communications: [
    {
      clientMessageId: `order-${recipient}`,
      recipient,
      content: { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hej Åsa 😀' },
    },
  ],
});
const message = { recipient, sender: 'Acme', message: 'Välkommen!' };
const sent = await call('POST', `${MESSAGING}/SendMessageFromAlpha/json`, withKey, message);
const status = await call('POST', `${MESSAGING}/GetMessageStatus/json`, withKey, { MessageId: sent.Result });

const { authenticated, token, tokenExpires } = await call(
  'POST',
  `${CONTACTS}/auth/token/apikey`,
  {},
  { key: KEY },
);
const bearer = { Authorization: `Bearer ${token}` };
const id = `customer-${recipient}`;
const contact = await call('PUT', `${CONTACTS}/api/Contact/${id}`, bearer, {
  personal: { phoneNumber: recipient, givenName: 'Åsa' },
  general: { plan: 'gold' },
  schema: 1,
});
const event = await call('POST', `${CONTACTS}/api/Contact/${id}/events`, bearer, {
  name: 'Conversion',
  at: '2017-01-02T03:04:05Z',
  schema: 1,
});

console.log(
  JSON.stringify({ enqueued, sent, status, token: { authenticated, tokenExpires }, contact, event }),
);
