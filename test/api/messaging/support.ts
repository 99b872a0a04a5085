import { expect } from 'vitest';
import type { SettingsInput } from '../../../src/index.ts';
import { type Api, type Entity, type Page, startApi } from '../../support/api.ts';

/** What the messaging API answered. */
export interface Answer<Body = Record<string, unknown>> {
  status: number;
  contentType: string;
  text: string;
  /** Parsed, when it is JSON. */
  json: Body;
}

export interface Result {
  trackingId: string | null;
  success: boolean;
  isTransientError: boolean;
  error?: string;
}

/** A client of `api.wiraya.com` with the key of one customer. */
export interface Client {
  customerId: number;
  apiKey: string;
  /** Sends a body as it is. */
  send<Body = Record<string, unknown>>(
    path: string,
    body: NonNullable<RequestInit['body']>,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  post<Body = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<Body>>;
  /** Calls an older endpoint, by its name. @returns its answer, which has the status 200 */
  call(endpoint: string, body: unknown): Promise<{ Result: string; [field: string]: unknown }>;
  /** Enqueues these. @returns their results */
  enqueue(...communications: readonly object[]): Promise<Record<string, Result>>;
  project(type: 'SMS' | 'VOICE' | 'WHATSAPP', template: string): Promise<number>;
}

/** A platform with a manual clock, and clients of the messaging API. */
export interface Messaging {
  api: Api;
  /** Creates a customer. @returns its client */
  client(settings?: object): Promise<Client>;
  /** Of the control API. */
  communications(filter: string): Promise<Entity[]>;
  /** Moves the clock. */
  advance(by: string): Promise<void>;
}

export async function startMessaging(settings: SettingsInput = {}): Promise<Messaging> {
  const api = await startApi(settings);
  return {
    api,
    async client(given = {}) {
      const { id, apiKey } = await api.create('/customers', {
        name: 'Acme',
        profile: 'all-delivered',
        ...given,
      });
      return messagingClient(api, id, apiKey as string);
    },
    communications: async (filter) => (await api.read<Page>(`/communications?${filter}`)).items,
    async advance(by) {
      expect((await api.post('/clock/advance', { by })).status).toBe(200);
    },
  };
}

/** The client of a customer that there is; without more, customer 1. */
export function messagingClient(api: Api, customerId = 1, apiKey = api.platform.apiKey!): Client {
  const send: Client['send'] = async (path, body, headers = {}) => {
    const response = await fetch(api.platform.httpUrl + path, {
      method: 'POST',
      headers: { 'X-ApiKey': apiKey, ...headers },
      body,
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const json = contentType.includes('json') ? JSON.parse(text) : undefined;
    return { status: response.status, contentType, text, json };
  };
  const post: Client['post'] = (path, body) =>
    send(path, JSON.stringify(body), { 'content-type': 'application/json' });
  return {
    customerId,
    apiKey,
    send,
    post,
    async call(endpoint, body) {
      const { status, json } = await post<{ Result: string }>(`/api/${endpoint}/json`, body);
      expect({ status, json }).toMatchObject({ status: 200, json: { Result: expect.any(String) } });
      return json;
    },
    async enqueue(...communications) {
      const answer = await post<{ results: Record<string, Result> }>('/api/EnqueueCommunications', {
        communications,
      });
      expect(answer).toMatchObject({ status: 200 });
      return answer.json.results;
    },
    async project(type, template) {
      const sender = type === 'VOICE' ? '46846500400' : 'Acme';
      const { id } = await api.create('/projects', { customerId, type, name: 'Reminder', sender, template });
      return id;
    },
  };
}

/** An item of `EnqueueCommunications` that sends a text under a name. */
export function alpha(clientMessageId: string, recipient: string, text = 'Hello', sender = 'Acme') {
  return { clientMessageId, recipient, content: { $type: 'SMSFromAlpha', sender, text } };
}
