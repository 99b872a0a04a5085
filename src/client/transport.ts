import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { platformUrl } from '../core/platform-url.ts';

/** What a platform answered. */
export interface Reply {
  status: number;
  /** In words, such as `Bad Request`. */
  reason: string;
  contentType: string;
  body: Buffer;
}

/** What is sent with a request. */
export interface Content {
  type: string;
  data: string | Uint8Array;
}

/** Connections to one platform, kept open between requests. */
export interface Transport {
  /**
   * @param path from the platform's URL on, such as `/v1/clock`
   * @throws Error in plain words when no answer comes
   */
  send(method: string, path: string, content?: Content): Promise<Reply>;
  /** Cuts off what is under way. */
  close(): void;
}

/**
 * @param url where the platform listens
 * @param ca PEM of the authority that its certificate must lead to; without it those that Node trusts
 * @throws TypeError for what is no URL of HTTP or HTTPS
 */
export function openTransport(url: string, ca?: string): Transport {
  const base = platformUrl(url);
  const prefix = base.pathname.replace(/\/$/, '');
  const isSecure = base.protocol === 'https:';
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, ...(ca !== undefined && { ca }) })
    : new HttpAgent({ keepAlive: true });
  let closed = false;

  const once = (method: string, path: string, content?: Content) =>
    new Promise<Reply>((resolve, reject) => {
      const headers: Record<string, string | number> = content
        ? { 'content-type': content.type, 'content-length': Buffer.byteLength(content.data) }
        : {};
      const request = (isSecure ? httpsRequest : httpRequest)(
        new URL(prefix + path, base),
        { method, agent, headers },
        (response) => void read(response).then(resolve, reject),
      );
      // A connection kept open may have been closed at the other end at that very moment.
      request.once('error', (error: NodeJS.ErrnoException) =>
        reject(Object.assign(error, { isStale: request.reusedSocket && error.code === 'ECONNRESET' })),
      );
      request.end(content?.data);
    });

  return {
    async send(method, path, content) {
      if (closed) throw new Error('this client of the platform has been closed');
      try {
        return await once(method, path, content).catch((error: { isStale?: boolean }) => {
          if (error.isStale && !closed) return once(method, path, content);
          throw error;
        });
      } catch (error) {
        throw closed ? new Error('this client of the platform was closed meanwhile') : unanswered(url, error);
      }
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

async function read(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode!,
    reason: response.statusMessage ?? '',
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks),
  };
}

function unanswered(url: string, cause: unknown): Error {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
  const advice = isUntrusted
    ? '; give the option `ca` what `GET /v1/certificates/ca.pem` says, or use its http: URL'
    : '';
  return new Error(`no platform answers at ${url} (${message || code})${advice}`, { cause });
}
