import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  createWorld,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';

let api: Api;
let list: number;
const START = '2040-01-31T12:00:00.000Z';

const SMS = { customerId: 1, type: 'OUTGOING_SMS', sender: 'Acme' };
const TEXTS = ['Your code is 100%', 'your CODE is 1000', 'Hej Åsa', 'Reply_STOP'];

beforeAll(async () => {
  api = await startApi();
  await api.put('/clock', { mode: 'manual', now: START });
  ({ list } = await createWorld(api));
  for (const [index, content] of TEXTS.entries()) {
    await api.create('/communications', { ...SMS, recipient: mobile(index), content });
    await api.post('/clock/advance', { by: 'PT1M' });
  }
  const incoming = { customerId: 1, from: mobile(9), to: '71120', text: 'CODE please' };
  await api.patch('/customers/1', { inboundNumbers: [{ number: '71120' }] });
  await api.create('/incoming-sms', incoming);
});
afterAll(() => api.platform.close());

const texts = async (query: string) => {
  const { items } = await api.read<Page>(`/communications?${query}`);
  return items.map(({ content }: Entity) => content);
};

describe('communications', () => {
  it('are listed from either end', async () => {
    const oldest = await texts('limit=1000');
    expect(await texts('order=newest&limit=1000')).toEqual([...oldest].reverse());
    const first = await api.read<Page>('/communications?order=newest&limit=2');
    const second = await api.read<Page>(`/communications?order=newest&limit=1000&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ content }) => content)).toEqual([...oldest].reverse());
  });

  it('are found by a part of their text, in any case, incoming ones too', async () => {
    expect(await texts('text=code')).toEqual([TEXTS[0], TEXTS[1], 'CODE please']);
    expect(await texts(`text=${encodeURIComponent('Åsa')}`)).toEqual([TEXTS[2]]);
  });

  it('are found by what stands in a pattern for anything, as it is', async () => {
    expect(await texts(`text=${encodeURIComponent('100%')}`)).toEqual([TEXTS[0]]);
    expect(await texts('text=y_S')).toEqual([TEXTS[3]]);
  });

  it('are found by when they were accepted: from the first instant, up to before the second', async () => {
    expect(await texts('since=2040-01-31T12:01:00Z&until=2040-01-31T12:03:00Z')).toEqual([
      TEXTS[1],
      TEXTS[2],
    ]);
    expect(await texts('until=2040-01-31T12:00:00Z')).toEqual([]);
  });

  it('are found by all of it together', async () => {
    expect(await texts(`recipient=${mobile(1)}&text=code&order=newest`)).toEqual([TEXTS[1]]);
    expect(await texts(`recipient=${mobile(1)}&text=hej`)).toEqual([]);
  });

  it('are not looked for by what is no time and no text', async () => {
    expectProblem(await api.get('/communications?since=yesterday'), 400, 'since');
    expectProblem(await api.get('/communications?text='), 400, 'text');
  });
});

describe('recipients', () => {
  beforeAll(async () => {
    const recipients = [
      { number: '46701740605', fields: { '1': 'Ada "the" Lund', '2': 'Visby' } },
      { number: '46701740606', fields: { '1': 'Bo', '12': 'LUND 05' } },
      { number: '46701740616', fields: {} },
    ];
    await api.create(`/contact-lists/${list}/recipients`, { recipients });
  });
  const numbers = async (search: string) => {
    const path = `/contact-lists/${list}/recipients?search=${encodeURIComponent(search)}`;
    return (await api.read<Page>(path)).items.map(({ number }) => number);
  };

  it('are found by a part of a data field, not by the number of one', async () => {
    expect(await numbers('lund')).toEqual(['46701740605', '46701740606']);
    expect(await numbers('"the"')).toEqual(['46701740605']);
    expect(await numbers('12')).toEqual([]);
  });

  it('are found by a part of their number, however it is written', async () => {
    expect(await numbers('16')).toEqual(['46701740616']);
    expect(await numbers('+46 70 174 06 06')).toEqual(['46701740606']);
    expect(await numbers('070-1740605')).toEqual(['46701740605']);
  });

  it('are none when nothing is like it', async () => {
    expect(await numbers('%')).toEqual([]);
  });
});

describe('lists and projects', () => {
  it('are listed from either end', async () => {
    for (const path of ['/projects', '/contact-lists']) {
      const ids = async (order: string) =>
        (await api.read<Page>(`${path}?order=${order}`)).items.map(({ id }) => id);
      await api.create('/contact-lists', { customerId: 1, name: 'another' });
      expect(await ids('newest')).toEqual((await ids('oldest')).reverse());
    }
  });
});
