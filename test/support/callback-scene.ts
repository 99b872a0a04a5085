import type { ServerOptions } from 'node:https';
import { expect } from 'vitest';
import type { CallbackFaultKind } from '../../src/core/faults.ts';
import type { SettingsInput } from '../../src/index.ts';
import { type Api, type Entity, mobile, startApi } from './api.ts';
import { type Attempt, type Delivery, readDeliveries } from './journal.ts';
import { makeCertificate } from './tls-receiver.ts';
import { type Answer, type Seen, startWatchedReceiver, type WatchedReceiver } from './watched-receiver.ts';

/** A delivery as the API shows it, with what was done to it on purpose. */
export interface StruckDelivery extends Delivery {
  faults: CallbackFaultKind[];
  attempts: (Attempt & { faults: CallbackFaultKind[] })[];
}

/** A fault as the API shows it. */
export interface ShownFault extends Entity {
  kind: CallbackFaultKind;
  struck: number;
  remaining: number | null;
}

/** One item of a body. */
export interface Item {
  id: number;
  text: string;
}

/** Seconds between two ticks. */
const TICK = 'PT15S';

export const TEMPLATE = '{"id":{ID},"text":"{CONTENT}"}';
export const XML_TEMPLATE = '<sms id="{ID}"><text>{CONTENT}</text></sms>';
export const BATCH = { batch: { maxItems: 3 } };

/** A platform whose clock stands still, and a receiver that notes all that it sees. */
export class Stage implements AsyncDisposable {
  readonly #answers = new Map<string, Answer>();
  #scenes = 0;

  private constructor(
    readonly api: Api,
    readonly receiver: WatchedReceiver,
  ) {
    receiver.answer = (request, response) =>
      this.#answers.get(request.url.split('/')[1]!)!(request, response);
  }

  /** The receiver's certificate is self-signed; it asks for the client's, trusts the platform's authority, and takes all. */
  static async open(settings: SettingsInput = {}, server: ServerOptions = {}): Promise<Stage> {
    const api = await startApi(settings);
    const receiver = await startWatchedReceiver({
      ...(await makeCertificate()),
      ca: api.platform.caCertificate,
      requestCert: true,
      rejectUnauthorized: false,
      ...server,
    });
    return new Stage(api, receiver);
  }

  /**
   * A story of its own: a customer in test mode, each of whose texts is reported as `TEST` at the very moment at
   * which it is sent, and a corner of the receiver.
   */
  async scene(answer: Answer = takeAll): Promise<Scene> {
    const { id } = await this.api.create('/customers', { name: 'Acme', testMode: true });
    const name = `scene${++this.#scenes}`;
    const scene = new Scene(this.api, this.receiver, id, name);
    scene.answer = answer;
    this.#answers.set(name, (request, response) => scene.answer(request, response));
    return scene;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.platform.close();
    await this.receiver.close();
  }
}

/** A receiver that is content. */
export const takeAll: Answer = (_request, response) => void response.writeHead(204).end();

/** A receiver that refuses the first so many requests. */
export function refuseFirst(count: number, status = 503): Answer {
  let refused = 0;
  return (_request, response) => void response.writeHead(refused++ < count ? status : 204).end();
}

export class Scene {
  answer: Answer = takeAll;

  constructor(
    readonly api: Api,
    readonly receiver: WatchedReceiver,
    readonly customerId: number,
    readonly name: string,
  ) {}

  url(path = ''): string {
    return `https://127.0.0.1:${this.receiver.port}/${this.name}${path}`;
  }

  /** Registers a callback that posts `{"id":…,"text":…}`, unless it is to be something else. @returns its ID */
  async register(config: object = {}): Promise<number> {
    const { customerId } = this;
    const { id } = await this.api.create('/callbacks', {
      customerId,
      name: this.name,
      method: 'POST',
      url: this.url(),
      template: TEMPLATE,
      ...config,
    });
    return id;
  }

  /** Sends texts now, a millisecond apart, in this order in the log. @returns their IDs */
  async text(...contents: string[]): Promise<number[]> {
    const now = await this.now();
    const { customerId } = this;
    const sent = await Promise.all(
      contents.map((content, index) => {
        const sms = { customerId, type: 'OUTGOING_SMS', recipient: mobile(index), sender: 'Acme', content };
        return this.api.create('/communications', { ...sms, sendAt: new Date(now + index).toISOString() });
      }),
    );
    return sent.map(({ id }) => id);
  }

  /** Texts `1` to `count`. @returns their contents */
  async texts(count: number): Promise<string[]> {
    const contents = Array.from({ length: count }, (_, index) => String(index + 1));
    await this.text(...contents);
    return contents;
  }

  /** So many texts at once, all the same. @param fields of each recipient */
  async campaign(size: number, fields: Readonly<Record<number, string>> = {}): Promise<void> {
    const { customerId } = this;
    const create = async (path: string, body: object) =>
      (await this.api.create(path, { customerId, ...body })).id;
    const contactListId = await create('/contact-lists', { name: 'All', fieldNames: { 1: 'name' } });
    const recipients = Array.from({ length: size }, (_, index) => ({
      number: String(447_700_900_400 + index),
      fields,
    }));
    await this.api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
    const projectId = await create('/projects', {
      type: 'SMS',
      name: 'All',
      sender: 'Acme',
      template: 'Hi',
    });
    const id = await create('/campaigns', { name: 'All', projectId, contactListId, rate: 1_000_000 });
    expect((await this.api.post(`/campaigns/${id}/start`)).status).toBe(200);
  }

  async now(): Promise<number> {
    return Date.parse((await this.api.read<{ now: string }>('/clock')).now);
  }

  async advance(by: string): Promise<void> {
    expect((await this.api.post('/clock/advance', { by })).status).toBe(200);
  }

  /** Up to the next tick, and with it. */
  tick(): Promise<void> {
    return this.advance(TICK);
  }

  settle(): Promise<void> {
    return this.api.settle();
  }

  /** Switches a fault on. @returns its ID */
  async break(kind: CallbackFaultKind, more: object = {}): Promise<number> {
    return (await this.api.create('/faults', { kind, ...more })).id;
  }

  async fault(id: number): Promise<ShownFault> {
    const { items } = await this.api.read<{ items: ShownFault[] }>('/faults?limit=1000');
    return items.find((fault) => fault.id === id)!;
  }

  deliveries(callbackId: number): Promise<StruckDelivery[]> {
    return readDeliveries(this.api, callbackId) as Promise<StruckDelivery[]>;
  }

  callback(id: number): Promise<Entity & { lag: Record<string, unknown> }> {
    return this.api.read(`/callbacks/${id}`);
  }

  /** All requests that came to this scene, whole or not, in the order in which they ended. */
  seen(path = ''): Seen[] {
    return this.receiver.seen.filter(({ url }) => url.startsWith(`/${this.name}${path}`));
  }

  /** The texts that arrived, in order, in requests that can be read. */
  arrived(path = ''): string[] {
    return this.seen(path).flatMap((request) => itemsOf(request).flatMap(({ text }) => text ?? []));
  }
}

/** The items of a JSON body; none when it broke off or cannot be parsed. */
export function itemsOf({ body, whole }: Seen): Item[] {
  if (!whole) return [];
  try {
    const json = JSON.parse(body);
    return 'batch' in json ? json.batch : [json];
  } catch {
    return [];
  }
}

/** A receiver that keeps requests waiting until it is told to answer them. */
export class Gate {
  readonly #held: (() => void)[] = [];
  #expected: { count: number; resolve: () => void }[] = [];
  #open = false;

  /** @param status that it answers with in the end */
  constructor(readonly status = 200) {}

  readonly answer: Answer = (_request, response) => {
    response.statusCode = this.status;
    if (this.#open) return void response.end();
    this.#held.push(() => response.end());
    this.#expected = this.#expected.filter(({ count, resolve }) => {
      if (this.#held.length >= count) resolve();
      return this.#held.length < count;
    });
  };

  /** Until so many requests wait. */
  holds(count: number): Promise<void> {
    if (this.#held.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.#expected.push({ count, resolve }));
  }

  /** Answers those that wait, and all that come from now on. */
  open(): void {
    this.#open = true;
    for (const answer of this.#held.splice(0)) answer();
  }
}
