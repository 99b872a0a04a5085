// The sample application of compose.yaml: sends an SMS as it would through the real platform, and gets the callback.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const { WIRAYA_API_KEY, OWN_NAME = 'app', PORT = '8443', CONTROL = 'http://wiraya:4010/v1' } = process.env;

async function post(url, headers, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${answer}`);
  return JSON.parse(answer);
}

const tls = { key: readFileSync('/tmp/key.pem'), cert: readFileSync('/tmp/cert.pem') };
createServer(tls, async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.end();
  console.log(`callback: ${body}`);
}).listen(Number(PORT));

// Set by hand at the real platform, and by the control API at this one.
await post(
  `${CONTROL}/callbacks`,
  {},
  {
    customerId: 1,
    url: `https://${OWN_NAME}:${PORT}/callbacks`,
    method: 'POST',
    template: '{"id": {ID}, "to": "{RECIPIENT}", "status": "{STATUS}"}',
  },
);

const content = { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hello' };
const { results } = await post(
  'https://api.wiraya.com/api/EnqueueCommunications',
  { 'X-ApiKey': WIRAYA_API_KEY },
  { communications: [{ clientMessageId: crypto.randomUUID(), recipient: '447700900000', content }] },
);
console.log(`sent: ${JSON.stringify(results)}`);
