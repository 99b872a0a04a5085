// Speaks to the control API through types that are generated from its OpenAPI document.
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const { WIRAYA_URL = 'http://127.0.0.1:4010' } = process.env;

const wiraya = createClient<paths>({ baseUrl: `${WIRAYA_URL}/v1` });

const sent = await wiraya.POST('/communications', {
  body: { customerId: 1, type: 'OUTGOING_SMS', recipient: '447700900020', sender: 'Acme', content: 'Hello' },
});
if (sent.error) throw new Error(sent.error.detail);
console.log(`${sent.data.id} will end as it does because of: ${sent.data.decidedBy} (${sent.data.reason})`);

const listed = await wiraya.GET('/communications', { params: { query: { recipient: '447700900020' } } });
console.log(`so far: ${listed.data?.items.map(({ state }) => state).join(', ')}`);
