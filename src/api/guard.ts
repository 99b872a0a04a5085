import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

/** These answer whoever calls: the real API asks for a key, an inbox takes what comes. */
const OPEN = /^\/(api|auth|inbox)\//;

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Keeps web pages elsewhere from reading or driving the platform through somebody's browser: a name that leads here
 * by their doing (DNS rebinding) is none of ours, and what a browser sends for another site is not obeyed.
 * @param names that its certificate holds; `*.example.com` for all below
 */
export function guard(names: readonly string[]): MiddlewareHandler {
  const ofOurs: MiddlewareHandler = async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (!isOurs(hostname, names)) {
      return problem(
        c,
        421,
        `${hostname} is no name of this platform; the setting certificateNames takes further ones`,
      );
    }
    if (!SAFE.includes(c.req.method) && isFromElsewhere(c)) {
      return problem(c, 403, 'a browser sent this for a page of another site');
    }
    return next();
  };
  return (c, next) => (OPEN.test(c.req.path) ? next() : ofOurs(c, next));
}

/** Addresses and names without a dot lead nowhere but to who knows them. */
function isOurs(hostname: string, names: readonly string[]): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.') || name.endsWith('.localhost'))
    return true;
  return names.some((known) => (known.startsWith('*.') ? name.endsWith(known.slice(1)) : name === known));
}

/** Browsers say where a request comes from; other programs say nothing. */
function isFromElsewhere({ req }: Context): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = req.header('origin');
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== new URL(req.url).host;
}
