// Leads ports of this network to those of an address, as an engine does that publishes them:
//   node publish.mjs 172.18.0.2 4010:4010 443:4443
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';

const [address, ...ports] = process.argv.slice(2);
for (const [own, its] of ports.map((port) => port.split(':').map(Number))) {
  // An end that is cut off cuts off the other, and no more.
  const server = createServer((client) => pipeline(client, connect(its, address), client, () => {}));
  await once(server.listen(own), 'listening');
}
console.log('published');
