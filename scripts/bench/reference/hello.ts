// The least that an HTTPS server in Node can be. Arguments: port, file of the key, file of the certificate.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [port, key, cert] = process.argv.slice(2) as [string, string, string];
createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
  response.end('hello');
}).listen(Number(port), '127.0.0.1');
