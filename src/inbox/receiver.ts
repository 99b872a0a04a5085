import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { maskHeaders } from '../callbacks/transport/mask-headers.ts';
import { INBOX_NAME } from '../core/inbox.ts';
import { readArrived } from './body.ts';
import { connections } from './connection.ts';
import type { Inbox } from './inbox.ts';

/** Answers that have no body, which none may be given. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * Takes whatever is sent to `/inbox/{name}` and below it, by any method.
 * @param caCertificate PEM of the platform's certificate authority
 */
export function inboxReceiver(inbox: Inbox, caCertificate: string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const connectionOf = connections(caCertificate);

  app.all('/inbox/:name/*', async (c) => {
    const name = c.req.param('name');
    if (!INBOX_NAME.test(name)) return c.notFound();
    const { incoming, outgoing } = c.env;
    // Asked before the body: who has hung up by then has no address any more.
    const connection = connectionOf(incoming.socket);
    const body = await readArrived(incoming);
    const answer = inbox.receive(name, {
      ...connection,
      method: incoming.method!,
      path: pathOf(incoming.url!),
      headers: maskHeaders(onOneLine(incoming.headers)),
      authorization: incoming.headers.authorization,
      body,
    });
    if (answer === null) return c.body(null);
    await inbox.dawdle(answer.delayMs, (stop) => outgoing.once('close', stop));
    const { status, headers } = answer;
    const isEmpty = answer.body === '' || WITHOUT_BODY.includes(status);
    return new Response(isEmpty ? null : answer.body, { status, headers });
  });
  return app;
}

/** Clients of a proxy may send all of the URL. */
function pathOf(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^\w+:\/\/[^/]*/, '');
}

function onOneLine(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) single[name] = [value].flat().join(', ');
  return single;
}
