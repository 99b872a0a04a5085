// What a project may test that knows the platform by its real names only.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const key = process.env.WIRAYA_API_KEY;

async function post(url, headers, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, `${url} answers ${response.status}`);
  return response.json();
}

test('an SMS is taken', async () => {
  const content = { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hello' };
  const communications = [{ clientMessageId: 'order-1', recipient: '447700900000', content }];
  const headers = { 'X-ApiKey': key };
  const { results } = await post('https://api.wiraya.com/api/EnqueueCommunications', headers, {
    communications,
  });
  console.log(`sent: ${JSON.stringify(results)}`);
});

test('contacts are open to the same key', async () => {
  const { authenticated } = await post('https://api.wiraya.ai/auth/token/apikey', {}, { key });
  assert.equal(authenticated, true);
});
