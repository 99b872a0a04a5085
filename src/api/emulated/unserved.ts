import type { Context } from 'hono';
import { ENDPOINT_NAMES, ENDPOINTS, type EndpointName, REAL_HOSTS } from '../../core/endpoints.ts';
import { refuse } from '../contacts/refused.ts';
import type { ApiContext } from '../context.ts';
import { message } from '../messaging/answers.ts';
import { Exchange } from './exchange.ts';
import { routeOf } from './path.ts';

const ROUTES = ENDPOINT_NAMES.map((endpoint) => {
  const route = routeOf(ENDPOINTS[endpoint].path);
  return { endpoint, route, pattern: new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`) };
})
  // Those without a parameter before those that would take their names for one.
  .sort((a, b) => Number(a.route.includes(':')) - Number(b.route.includes(':')));

/** What is at a path as `routedPath` writes it; null: nothing. */
function endpointAt(path: string): EndpointName | null {
  return ROUTES.find(({ pattern }) => pattern.test(path))?.endpoint ?? null;
}

/** Answers a call of the real API that no endpoint takes, in the style of its host [I], and records it. */
export async function unserved(context: ApiContext, c: Context): Promise<Response> {
  const endpoint = endpointAt(c.req.path);
  const exchange = new Exchange(context, c, endpoint);
  if ((await exchange.read()) === 'HUNG_UP') return exchange.cut();
  const answer = (status: 404 | 405, text: string) =>
    isForContacts(c, endpoint) ? refuse(status, text) : message(c, status, text);
  if (endpoint === null) return exchange.answer(answer(404, 'There is nothing at this address.'));
  const allow = ENDPOINTS[endpoint].methods.join(', ');
  const refused = answer(405, `${c.req.method} is not taken here, but ${allow}.`);
  return exchange.answer({ ...refused, headers: { ...refused.headers, allow } });
}

/** Whether it is for `api.wiraya.ai`, as far as that can be told. */
function isForContacts({ req }: Context, endpoint: EndpointName | null): boolean {
  if (endpoint !== null) return ENDPOINTS[endpoint].surface === 'contacts';
  return new URL(req.url).hostname === REAL_HOSTS.contacts || /^\/(auth|api\/contact)(\/|$)/.test(req.path);
}
