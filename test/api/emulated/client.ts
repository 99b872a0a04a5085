import { mobile } from '../../support/api.ts';

/** What the real API answered. */
interface Answered {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

interface CallOptions {
  method?: string;
  key?: string | null;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A client of the messaging API, as customers write them. */
export class Client {
  constructor(
    readonly url: string,
    readonly apiKey: string,
  ) {}

  /** @param options `key` null: without one. @throws when the connection is cut */
  async call(path: string, body: unknown, options: CallOptions = {}): Promise<Answered> {
    const { method = 'POST', key = this.apiKey, headers = {}, signal } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { 'X-ApiKey': key }),
        ...headers,
      },
      ...(method === 'GET' || method === 'HEAD'
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  /** Sends an SMS. */
  text(message = 'Hello', options: CallOptions = {}, sender = 'Acme'): Promise<Answered> {
    return this.call('/api/SendMessageFromAlpha/json', { recipient: mobile(0), sender, message }, options);
  }

  status(messageId: string): Promise<Answered> {
    return this.call('/api/GetMessageStatus/json', { MessageId: messageId });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
