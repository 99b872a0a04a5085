import { expect } from 'vitest';
import type { Api, Entity, Page } from '../../support/api.ts';

export interface Reply {
  status: number;
  headers: Headers;
  /** As it was sent. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: every endpoint answers otherwise
  json: any;
}

/** Makes a call of the real API as one of its clients would. */
export async function call(
  api: Api,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const isText = typeof body === 'string';
  const response = await fetch(`${api.platform.httpUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** A client of a customer of its own, with a token. */
export async function contactClient(api: Api, settings: object = {}) {
  const client = clientOf(api, await api.create('/customers', { name: 'Acme', ...settings }));
  await client.renew();
  return client;
}

/** A client of a customer, which has no token yet. */
export function clientOf(api: Api, { id, apiKey }: { id: number; apiKey?: unknown }) {
  const authenticate = async () => {
    const { status, json } = await call(api, 'POST', '/auth/token/apikey', { key: apiKey });
    expect(status).toBe(200);
    return json.token as string;
  };
  let token = '';
  const customerId = id;
  const request = (method: string, path: string, body?: unknown) =>
    call(api, method, `/api${path}`, body, { authorization: `Bearer ${token}` });
  return {
    customerId,
    apiKey: apiKey as string,
    request,
    put: (path: string, body: unknown) => request('PUT', path, body),
    post: (path: string, body: unknown) => request('POST', path, body),
    /** Gets a token, or the next one. */
    async renew() {
      token = await authenticate();
    },
    /** Binds identifiers of campaigns to projects. */
    bind: (contactCampaigns: Record<string, number>) =>
      api.patch(`/customers/${customerId}`, { contactCampaigns }),
    /** The contact by its own ID, as the control API shows it. */
    async contact(contactId: string): Promise<Entity> {
      const query = `customerId=${customerId}&contactId=${encodeURIComponent(contactId)}`;
      const { items } = await api.read<Page>(`/contacts?${query}`);
      expect(items).toHaveLength(1);
      return api.read(`/contacts/${items[0]!.id}`);
    },
    async communications(): Promise<Entity[]> {
      return (await api.read<Page>(`/communications?customerId=${customerId}&limit=1000`)).items;
    },
  };
}

export type ContactClient = ReturnType<typeof clientOf>;
