import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, expectProblem, startApi } from '../support/api.ts';
import { type Document, type Operation, operations, withExamples } from '../support/openapi.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const LIMIT = 2048;

let api: Api;
let all: Operation[];

beforeAll(async () => {
  api = await startApi({ maxBodyBytes: LIMIT });
  const response = await fetch(`${api.platform.httpUrl}/openapi.json`);
  all = operations((await response.json()) as Document);
});
afterAll(() => api.platform.close());

const customers = async () => (await api.read<{ items: unknown[] }>('/customers?limit=1000')).items.length;
const at = (path: string, id: string | number = 1) => withExamples(path, String(id));
const postCustomer = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = JSON_TYPE) =>
  api.send<unknown>('POST', '/customers', body, headers);

describe('a request to where nothing is', () => {
  it.each([
    ['GET', '/nothing'],
    ['GET', '/customers/1/'],
    ['GET', '/customers/1/nothing'],
    ['PUT', '/customers'],
    ['DELETE', '/customers/1'],
    ['OPTIONS', '/customers'],
    ['PATCH', '/campaigns/1'],
    ['GET', '/campaigns/1/start'],
    ['POST', '/campaigns/1/explode'],
  ])('%s %s is refused as a problem that points to the documentation', async (method, path) => {
    const problem = expectProblem(await api.send(method, path), 404);
    expect(problem.detail).toContain(`${method} /v1${path}`);
    expect(problem.detail).toContain('/docs');
  });

  it('is refused alike outside /v1', async () => {
    const response = await fetch(`${api.platform.httpUrl}/v2/customers`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('a body with a method that has none', () => {
  it.each([
    ['GET', 200],
    ['TRACE', 404],
    ['OPTIONS', 404],
  ])('does not disturb %s', async (method, status) => {
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-length': 15, ...JSON_TYPE };
      request(`${api.platform.httpUrl}/v1/customers/1`, { method, headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      })
        .on('error', reject)
        .end('{"name":"Acme"}');
    });
    expect(answered).toBe(status);
  });
});

describe('an ID in a path', () => {
  const withId = () => all.filter(({ path }) => path.includes('{id}'));
  const call = ({ method, path }: Operation, id: string) =>
    api.send<unknown>(
      method,
      at(path, id),
      method === 'GET' || method === 'DELETE' ? undefined : '{}',
      JSON_TYPE,
    );

  it.each([
    'x',
    '-1',
    '0',
    '1.5',
    'NaN',
    'Infinity',
    '%20',
    '1%00',
    '%E0%A4%A',
    '9223372036854775808',
    '1,2',
    '1;--',
  ])('that is %s is refused by every operation', async (id) => {
    expect(withId().length).toBeGreaterThan(15);
    for (const operation of withId()) {
      const answer = await call(operation, id);
      expect({ operation: operation.path, status: answer.status }).toMatchObject({ status: 400 });
    }
    expectProblem(await api.get(`/customers/${id}`), 400, 'id');
  });

  it('of a thing that does not exist is not found, by every operation without a body', async () => {
    const plain = withId().filter(({ requestBody }) => !requestBody);
    expect(plain.length).toBeGreaterThan(10);
    for (const { method, path } of plain) {
      const problem = expectProblem(await api.send(method, at(path, 999_999)), 404, 'id');
      expect(problem.detail).toContain('999999');
    }
    expectProblem(await api.get('/customers/9007199254740991'), 404, 'id');
  });
});

describe('what an operation does not know', () => {
  it('is refused in the query, by every operation', async () => {
    expect(all.length).toBeGreaterThan(35);
    for (const { method, path, requestBody } of all) {
      const body = requestBody ? '{}' : undefined;
      const answer = await api.send<{ errors?: { field: string }[] }>(
        method,
        `${at(path)}?surplus=1`,
        body,
        body ? JSON_TYPE : {},
      );
      const fields = answer.json.errors?.map(({ field }) => field);
      expect({ method, path, status: answer.status, fields }).toEqual({
        method,
        path,
        status: 400,
        fields: ['surplus'],
      });
    }
  });

  it('is refused in the body, by every operation that reads one', async () => {
    const reading = all.filter(({ requestBody }) => requestBody?.content['application/json']);
    expect(reading.length).toBeGreaterThan(10);
    for (const { method, path } of reading) {
      const answer = await api.send<{ errors: { field: string; problem: string }[] }>(
        method,
        at(path),
        '{"surplus":1}',
        JSON_TYPE,
      );
      expect(answer.status).toBe(400);
      expect(answer.json.errors).toContainEqual({
        field: 'surplus',
        problem: 'there is no such field',
        expected: expect.stringContaining('/docs'),
      });
    }
  });

  it('is any body at all, for an operation that reads none', async () => {
    const deaf = all.filter(({ method, requestBody }) => method !== 'GET' && !requestBody);
    expect(deaf.map(({ path }) => path)).toContain('/campaigns/{id}/start');
    for (const { method, path } of deaf) {
      expectProblem(
        await api.send(method, at(path), '{"startAt":"2030-01-01T00:00:00Z"}', JSON_TYPE),
        400,
        '',
      );
    }
  });

  it('is refused deep inside a body, by its path', async () => {
    const recipients = [{ number: '46701740605' }, { number: '46701740606', nmae: 'Ada' }];
    expectProblem(await api.post('/contact-lists/1/recipients', { recipients }), 400, 'recipients.1.nmae');
  });
});

describe('a list', () => {
  it.each([
    'limit=0',
    'limit=1001',
    'limit=-1',
    'limit=1.5',
    'limit=x',
    'limit=',
    'limit=1&limit=2',
    'limit=1e9',
  ])('is not given for %s', async (query) => {
    const lists = all.filter(
      ({ method, parameters }) => method === 'GET' && parameters?.some(({ name }) => name === 'limit'),
    );
    expect(lists.length).toBeGreaterThanOrEqual(8);
    for (const { path } of lists) expectProblem(await api.get(`${at(path)}?${query}`), 400, 'limit');
  });

  it.each(['after=-1', 'after=x', 'after=1.5', 'after=null', 'after=9223372036854775808'])(
    'is not given for %s',
    async (query) => {
      expectProblem(await api.get(`/customers?${query}`), 400, 'after');
    },
  );

  it.each(['customerId=0', 'customerId=-1', 'customerId=x', 'customerId=', 'customerId=1.5'])(
    'is not given for %s, which no customer can have',
    async (query) => {
      for (const path of ['/projects', '/contact-lists', '/campaigns', '/communications', '/callbacks']) {
        expectProblem(await api.get(`${path}?${query}`), 400, 'customerId');
      }
    },
  );

  it('names every wrong parameter at once', async () => {
    const answer = await api.get('/communications?limit=0&status=GONE&recipient=070&colour=red');
    expectProblem(answer, 400, 'recipient', 'status', 'limit', 'colour');
  });
});

describe('a body', () => {
  it.each([
    ['cut off', '{"name":"Acme"'],
    ['no JSON', 'name=Acme'],
    ['empty', ''],
    ['only white space', '  \n'],
    ['nested without end', '['.repeat(1500)],
    ['two documents', '{"name":"a"}{"name":"b"}'],
    ['JSON with a comment', '{"name":"a" /* b */}'],
    ['JSON with a bare NaN', '{"name":NaN}'],
  ])('that is %s is refused', async (_, body) => {
    expectProblem(await postCustomer(body), 400, '');
    expect(await customers()).toBe(1);
  });

  it.each([['null'], ['[]'], ['"Acme"'], ['1'], ['true']])(
    'that is JSON but no object, %s, is refused',
    async (body) => {
      const problem = expectProblem(await postCustomer(body), 400, '');
      expect(problem.errors![0]!.expected).toBe('an object');
    },
  );

  it('that is not UTF-8 is refused, and not stored with letters lost', async () => {
    const latin1 = Buffer.from('{"name":"Åsa"}', 'latin1');
    const problem = expectProblem(await postCustomer(latin1), 400, '');
    expect(problem.detail).toContain('UTF-8');
    expect(await customers()).toBe(1);
  });

  it('that is UTF-8 keeps every letter', async () => {
    const name = 'Åsa 🎈 漢字 \u0000 "\\';
    const answer = (await postCustomer(JSON.stringify({ name }))) as Answer;
    expect(await api.read(`/customers/${answer.json.id}`)).toMatchObject({ name });
  });

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'text/csv',
    '*/*',
    'nonsense',
    '',
  ])('of type "%s" is refused, and the right type named', async (type) => {
    const before = await customers();
    const problem = expectProblem(
      await postCustomer(Buffer.from('{"name":"Acme"}'), { 'content-type': type }),
      415,
      'content-type',
    );
    expect(problem.errors![0]!.expected).toBe('application/json');
    expect(await customers()).toBe(before);
  });

  it.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
  ])('of type "%s" is read', async (type) => {
    expect(await postCustomer('{"name":"Acme"}', { 'content-type': type })).toMatchObject({ status: 201 });
  });

  it('that is a CSV is read where recipients go, and nowhere else', async () => {
    const csv = 'number\n46701740605\n';
    const answer = await api.send('POST', '/contact-lists/999/recipients', csv, {
      'content-type': 'text/csv',
    });
    expectProblem(answer, 404, 'id');
    for (const { method, path } of all.filter(
      ({ requestBody }) => requestBody && !('text/csv' in requestBody.content),
    )) {
      expectProblem(
        await api.send(method, at(path), csv, { 'content-type': 'text/csv' }),
        415,
        'content-type',
      );
    }
  });
});

const inChunks = (text: string) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let from = 0; from < text.length; from += 500)
        controller.enqueue(Buffer.from(text.slice(from, from + 500)));
      controller.close();
    },
  });

describe('a body where none is read', () => {
  it.each<[how: string, more: object, bodyOf: () => RequestInit['body']]>([
    ['with its length announced', {}, () => '{"force":true}'],
    ['sent in chunks', { duplex: 'half' }, () => inChunks('{"force":true}')],
  ])('is refused %s', async (_, more, bodyOf) => {
    const bodiless = all.filter(({ method, requestBody }) => !requestBody && method !== 'GET');
    expect(bodiless.length).toBeGreaterThan(5);
    for (const { method, path } of bodiless) {
      const init = { method, headers: JSON_TYPE, body: bodyOf(), ...more } as RequestInit;
      const response = await fetch(`${api.platform.httpUrl}/v1${at(path)}`, init);
      expect({ method, path, status: response.status }).toEqual({ method, path, status: 400 });
      expect(await response.json()).toMatchObject({ errors: [{ expected: 'no body' }] });
    }
  });
});

describe('a body that is too long', () => {
  const bodyOf = (bytes: number) => {
    const frame = JSON.stringify({ name: 'a', x: '' });
    return JSON.stringify({ name: 'a', x: 'x'.repeat(bytes - frame.length) });
  };
  const postChunked = async (text: string): Promise<Answer<unknown>> => {
    const init = { method: 'POST', headers: JSON_TYPE, body: inChunks(text), duplex: 'half' } as RequestInit;
    const response = await fetch(`${api.platform.httpUrl}/v1/customers`, init);
    return {
      status: response.status,
      contentType: response.headers.get('content-type')!,
      json: await response.json(),
    };
  };

  it.each([
    ['with its length announced', (text: string) => postCustomer(text)],
    ['sent in chunks', postChunked],
  ])('is refused %s, and what is just short enough is read', async (_, post) => {
    const problem = expectProblem(await post(bodyOf(LIMIT + 1)), 413, '');
    expect(problem.errors![0]!.expected).toContain('maxBodyBytes');
    expect(problem.detail).toContain(String(LIMIT));
    expectProblem(await post(bodyOf(LIMIT)), 400, 'x');
    expect(await post('{"name":"Acme"}')).toMatchObject({ status: 201 });
  });

  it('is refused many times over without wearing the platform out', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => postCustomer(bodyOf(100_000))));
    for (const answer of answers) expectProblem(answer, 413, '');
    expect(await api.read('/health')).toMatchObject({ status: 'ok' });
  });
});

describe('a problem', () => {
  it('names every wrong field once, with what was wrong and what would be right', async () => {
    const problem = expectProblem(
      await api.post('/projects', {
        customerId: '1',
        type: 'FAX',
        name: '',
        sender: 'much too long',
        template: 7,
      }),
      400,
      'customerId',
      'type',
      'name',
      'sender',
      'template',
    );
    expect(problem.errors).toEqual([
      { field: 'customerId', problem: 'is a string', expected: 'a number' },
      { field: 'type', problem: 'is none of the values allowed', expected: 'SMS, VOICE, WHATSAPP' },
      { field: 'name', problem: 'is too short', expected: '1 character(s) or more' },
      {
        field: 'sender',
        problem: 'does not have the right form',
        expected: expect.stringContaining('11 letters'),
      },
      { field: 'template', problem: 'is a number', expected: 'a string' },
    ]);
  });

  it('keeps its detail short when much is wrong, and tells of the rest under errors', async () => {
    const recipients = Array.from({ length: 60 }, () => ({ number: '070' }));
    const answer = await api.post('/contact-lists/1/recipients', { recipients });
    const problem = expectProblem(answer, 400, ...recipients.map((_, index) => `recipients.${index}.number`));
    expect(problem.detail.length).toBeLessThan(500);
    expect(problem.detail).toContain('55 more');
  });
});
