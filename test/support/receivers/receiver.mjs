// A receiver of callbacks as somebody who works in Node would write it.
// node receiver.mjs CERTIFICATE KEY: prints its port, then one line of JSON for each request.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { json } from 'node:stream/consumers';

const [certificate, key] = process.argv.slice(2);
const server = createServer(
  { cert: readFileSync(certificate), key: readFileSync(key) },
  async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'https://receiver.example');
    const body = request.method === 'POST' ? await json(request) : null;
    const query = Object.fromEntries(searchParams);
    console.log(
      JSON.stringify({ method: request.method, path: pathname, query, body, headers: request.headers }),
    );
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  },
);
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.stdin.on('end', () => process.exit()).resume();
