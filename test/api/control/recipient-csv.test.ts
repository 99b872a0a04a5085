import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Api,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';

const A = mobile(0);
const B = mobile(1);

let api: Api;
let list: Entity;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  list = await api.create('/contact-lists', { customerId: 1, name: 'Patients' });
});
afterAll(() => api.platform.close());

interface Import {
  added: number;
  rejected: number;
  errors: { line: number; reason: string }[];
}

const upload = (
  csv: NonNullable<RequestInit['body']>,
  query = '',
  type = 'text/csv',
): Promise<Answer<Import>> =>
  api.send('POST', `/contact-lists/${list.id}/recipients${query}`, csv, { 'content-type': type });
const stored = async () => {
  const { items } = await api.read<Page>(`/contact-lists/${list.id}/recipients`);
  const current = await api.read(`/contact-lists/${list.id}`);
  expect(current.size).toBe(items.length);
  return items.map(({ number, fields }) => [number, fields]);
};
const fieldNames = async () => (await api.read(`/contact-lists/${list.id}`)).fieldNames;

describe('a CSV of recipients', () => {
  it('gives each row its number, and its other columns as data fields in their order', async () => {
    const answer = await upload(`first name,Number,last name\nAda,+46 70-174 06 05,Lund\nBo,${B},\n`);
    expect(answer).toMatchObject({ status: 201, json: { added: 2, rejected: 0, errors: [] } });
    expect(await stored()).toEqual([
      [A, { '1': 'Ada', '2': 'Lund' }],
      [B, { '1': 'Bo' }],
    ]);
    expect(await fieldNames()).toEqual({ '1': 'first name', '2': 'last name' });
  });

  it.each([
    ['with a byte order mark', `\ufeffnumber,name\n${A},Ada\n`],
    ['with semicolons, as Swedish spreadsheets write', `number;name\n${A};Ada\n`],
    ['with tabs', `number\tname\n${A}\tAda\n`],
    ['with Windows line ends', `number,name\r\n${A},Ada\r\n`],
    ['with old Macintosh line ends', `number,name\r${A},Ada\r`],
    ['without a line end at its end', `number,name\n${A},Ada`],
    ['with everything in quotes', `"number","name"\n"${A}","Ada"\n`],
    ['with blank lines', `\n\nnumber,name\n\n  \n${A},Ada\n\n\n`],
    ['with spaces around its cells', ` number , name \n ${A} , Ada \n`],
    [
      'in UTF-16, as spreadsheets save Unicode text',
      Buffer.from(`\ufeffnumber\tname\r\n${A}\tAda\r\n`, 'utf16le'),
    ],
  ])('is read %s', async (_, csv) => {
    expect(await upload(csv)).toMatchObject({ status: 201, json: { added: 1, rejected: 0, errors: [] } });
    expect(await stored()).toEqual([[A, { '1': 'Ada' }]]);
    expect(await fieldNames()).toEqual({ '1': 'name' });
  });

  it.each(['text/csv', 'text/csv; charset=utf-8', 'Text/CSV', 'text/csv;header=present'])(
    'is known by its type %s',
    async (type) => {
      expect(await upload(`number\n${A}\n`, '', type)).toMatchObject({ status: 201, json: { added: 1 } });
    },
  );

  it('keeps commas, quotes, line breaks and every letter of a quoted cell', async () => {
    const answer = await upload(`number,text\r\n${A},"Åsa, ""the"" 🎈\r\nsecond line; "\r\nbad,x\r\n`);
    expect(answer.json.errors).toEqual([{ line: 4, reason: expect.stringContaining('"bad"') }]);
    expect(await stored()).toEqual([[A, { '1': 'Åsa, "the" 🎈\r\nsecond line; ' }]]);
  });

  it('keeps its good rows, and tells of each bad one on which line it begins and what is wrong', async () => {
    const csv = [
      'number,name',
      `${A},Ada`,
      '0701740605,national',
      '',
      `${A}`,
      `${A},too,many`,
      ',nobody',
      'not a number,"over\ntwo lines"',
      `${A},"x"y`,
      `${A},in the "middle"`,
      `${'1'.repeat(16)},too long`,
      `${B},Bo`,
      `${A},"never closed`,
      `${B},Bengt`,
    ].join('\n');
    const { status, json } = await upload(csv);
    expect(status).toBe(201);
    expect(await stored()).toEqual([
      [A, { '1': 'Ada' }],
      [B, { '1': 'Bo' }],
      [B, { '1': 'Bengt' }],
    ]);
    expect(json).toEqual({
      added: 3,
      rejected: 9,
      errors: [
        { line: 3, reason: expect.stringContaining('"0701740605" is no phone number with its country code') },
        { line: 5, reason: '1 columns where the header has 2' },
        { line: 6, reason: '3 columns where the header has 2' },
        { line: 7, reason: expect.stringContaining('"" is no phone number') },
        { line: 8, reason: expect.stringContaining('"not a number"') },
        { line: 10, reason: 'the quotes do not match' },
        { line: 11, reason: 'the quotes do not match' },
        { line: 12, reason: expect.stringContaining('is no phone number') },
        { line: 14, reason: 'a quote is not closed' },
      ],
    });
  });

  it('that is not UTF-8 loses no letter unnoticed: such rows are refused', async () => {
    const csv = Buffer.from(`number,name\n${A},Åsa\n${B},Bo\n`, 'latin1');
    const { json } = await upload(csv);
    expect(json).toEqual({
      added: 1,
      rejected: 1,
      errors: [{ line: 2, reason: expect.stringContaining('UTF-8') }],
    });
    expect(await stored()).toEqual([[B, { '1': 'Bo' }]]);
    expectProblem(await upload(Buffer.from('number,förnamn\n', 'latin1')), 400, '');
  });

  it('has rows of a bounded length: 100,000 characters in a data field, no more', async () => {
    const csv = `number,name\n${A},${'x'.repeat(100_000)}\n${A},${'x'.repeat(100_001)}\n${A},${'x'.repeat(3_000_000)}\n${B},Bo\n`;
    const { json } = await upload(csv);
    expect(json).toEqual({
      added: 2,
      rejected: 2,
      errors: [
        { line: 3, reason: expect.stringContaining('100001 characters') },
        { line: 4, reason: expect.stringContaining('longer') },
      ],
    });
    expect(await stored()).toHaveLength(2);
  });

  it('may have 99 columns beside the number, one without a name too', async () => {
    const names = Array.from({ length: 99 }, (_, index) => (index === 4 ? '' : `column ${index + 1}`));
    const values = names.map((_, index) => `v${index + 1}`);
    expect((await upload(`${['number', ...names]}\n${[A, ...values]}\n`)).json).toMatchObject({
      added: 1,
      rejected: 0,
    });
    const [[, fields]] = (await stored()) as [[string, Record<string, string>]];
    expect(Object.values(fields)).toEqual(values);
    expect(Object.keys((await fieldNames()) as object)).toEqual(
      names.flatMap((name, index) => (name === '' ? [] : [String(index + 1)])),
    );
  });

  it('of a header alone adds nobody', async () => {
    for (const csv of ['number,name\n', 'number,name']) {
      expect((await upload(csv)).json).toEqual({ added: 0, rejected: 0, errors: [] });
    }
    expect(await stored()).toEqual([]);
  });

  it('tells of a thousand bad rows, and counts the others', async () => {
    const { json } = await upload(`number\n${'x\n'.repeat(2500)}${A}\n`);
    expect(json).toMatchObject({ added: 1, rejected: 2500 });
    expect(json.errors.map(({ line }) => line)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index + 2),
    );
  });

  it("leaves the names of a list's data fields when it has some", async () => {
    await api.patch(`/contact-lists/${list.id}`, { fieldNames: { '1': 'mine' } });
    await upload(`number,theirs\n${A},Ada\n`);
    expect(await fieldNames()).toEqual({ '1': 'mine' });
  });

  it.each([
    ['no bytes', '', ''],
    ['blank lines only', '\n\n \n', ''],
    ['no column number', `phone,name\n${A},Ada\n`, 'number'],
    ['no header row', `${A},Ada\n`, 'number'],
    ['two columns number', `number,name,NUMBER\n${A},Ada,${B}\n`, 'number'],
    ['100 columns beside the number', `number${',x'.repeat(100)}\n`, 'fields'],
    ['a broken header', `number,"na"me\n${A},Ada\nnumber,name\n`, ''],
    ['a header that is not closed', `number,"name\n${A},Ada\n`, ''],
    ['a column with a very long name', `number,${'x'.repeat(201)}\n`, 'fieldNames.1'],
    ['a first line of no end', 'x'.repeat(3_000_000), ''],
    [
      'what is no text at all',
      Buffer.from(Array.from({ length: 9999 }, (_, index) => (index * 7919) % 256)),
      '',
    ],
  ])('of %s is refused', async (_, csv, field) => {
    const problem = expectProblem(await upload(csv), 400, field);
    expect(problem.detail.length).toBeLessThan(500);
    expect(await stored()).toEqual([]);
    expect(await fieldNames()).toEqual({});
  });
});

describe('a CSV to be added all or nothing', () => {
  it('is added when every row is good', async () => {
    expect((await upload(`number,name\n${A},Ada\n${B},Bo\n`, '?allOrNothing=true')).json).toEqual({
      added: 2,
      rejected: 0,
      errors: [],
    });
    expect(await stored()).toEqual([
      [A, { '1': 'Ada' }],
      [B, { '1': 'Bo' }],
    ]);
  });

  it('leaves the list as it was when one row is bad, however late', async () => {
    await upload(`number\n${A}\n`);
    const before = await api.read(`/contact-lists/${list.id}`);
    const csv = `number,name\n${`${B},Bo\n`.repeat(3500)}x,y\n`;
    const answer = await upload(csv, '?allOrNothing=true');
    expect(answer.status).toBe(400);
    const { errors = [] } = answer.json as unknown as { errors: { field: string; problem: string }[] };
    expect(errors[0]).toMatchObject({ problem: expect.stringContaining('1 rows are wrong') });
    expect(errors[1]).toMatchObject({ field: 'line 3502', problem: expect.stringContaining('"x"') });
    expect(await api.read(`/contact-lists/${list.id}`)).toEqual(before);
    expect(await stored()).toEqual([[A, {}]]);
  });

  it('and another that is not, at the same time, do not get in the way of each other', async () => {
    const good = `number\n${`${A}\n`.repeat(3000)}`;
    const answers = await Promise.all([
      upload(good, '?allOrNothing=true'),
      upload(`${good}x\n`, '?allOrNothing=true'),
      upload(`${good}x\n`, '?allOrNothing=false'),
      upload(good, '?allOrNothing=true'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 400, 201, 201]);
    expect(await api.read(`/contact-lists/${list.id}`)).toMatchObject({ size: 9000 });
  });

  it.each(['1', 'yes', 'TRUE', ''])('is not asked for by allOrNothing=%s', async (value) => {
    expectProblem(await upload(`number\n${A}\n`, `?allOrNothing=${value}`), 400, 'allOrNothing');
    expect(await stored()).toEqual([]);
  });
});
