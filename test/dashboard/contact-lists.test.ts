import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
let path: string;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

/** Sends the form of an import as a browser does without scripts. */
async function importForm(fields: Record<string, string>, file?: Blob) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', file ?? new Blob([]), file ? 'people.csv' : '');
  const response = await fetch(`${api.platform.httpUrl}${path}/import`, { method: 'POST', body });
  return { status: response.status, html: await response.text() };
}
const recipients = async () => (await api.read<{ items: Entity[] }>(`${path}/recipients`)).items;

describe('a contact list', () => {
  it('is created by a form, which says what is wrong', async () => {
    expect(await pages.html('/contact-lists')).toContain('None yet.');
    const wrong = await pages.submit('/contact-lists', { name: '', customerId: '1' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<code>name</code>');
    const { status, location } = await pages.submit('/contact-lists', { name: 'Patients', customerId: '1' });
    expect(status).toBe(303);
    path = location!;
    const html = await pages.html(path);
    expect(html).toContain('Nobody yet.');
    expect(html).toMatch(/<form[^>]*data-import="\/v1\/contact-lists\/1\/recipients"/);
    expect(html).toContain('/assets/import.js');
  });

  it('takes a CSV without scripts, and tells of each row that is wrong', async () => {
    const csv = 'number;first name;city\n46701740605;Ada;Lund\nnobody;<b>Bo</b>;Visby\n46701740606;Åsa\n';
    const { status, html } = await importForm({}, new Blob([csv], { type: 'application/vnd.ms-excel' }));
    expect(status).toBe(200);
    expect(html).toContain('1 recipients were added.');
    expect(html).toMatch(/<td class="number">3<\/td><td>&quot;nobody&quot; is no phone number/);
    expect(html).toMatch(/<td class="number">4<\/td><td>2 columns where the header has 3/);
    expect(await recipients()).toMatchObject([{ number: '46701740605', fields: { 1: 'Ada', 2: 'Lund' } }]);
  });

  it('takes a CSV in UTF-16 as the API does', async () => {
    const bytes = Buffer.from('\ufeffnumber\tfirst name\tcity\n46701740607\tÅsa\tÖrebro\n', 'utf16le');
    expect((await importForm({}, new Blob([bytes]))).status).toBe(200);
    expect((await recipients()).at(-1)).toMatchObject({ fields: { 1: 'Åsa', 2: 'Örebro' } });
  });

  it('takes rows that were pasted, all or none of them if that is wished', async () => {
    const before = await recipients();
    const rows = 'number,first name\n46701740608,Dag\nnobody,Elsa';
    const { status, html } = await importForm({ rows, allOrNothing: 'true' });
    expect(status).toBe(422);
    expect(html).toContain('1 rows are wrong, so none was added');
    expect(await recipients()).toEqual(before);
    await importForm({ rows });
    expect(await recipients()).toHaveLength(before.length + 1);
  });

  it('says what is wrong with a CSV that cannot be used', async () => {
    for (const [rows, why] of [
      ['', 'the CSV is empty'],
      ['phone,name\n1,2', 'the header row has no column'],
    ] as const) {
      const { status, html } = await importForm({ rows });
      expect({ rows, status }).toEqual({ rows, status: 422 });
      expect(html).toContain(why);
    }
  });

  it('takes one recipient by hand', async () => {
    const form = { what: 'add', number: '+46 70 174 06 09', field1: 'Folke', field2: '', field3: '<i>x</i>' };
    expect(await pages.submit(path, form)).toMatchObject({ status: 303, location: path });
    expect((await recipients()).at(-1)).toMatchObject({
      number: '46701740609',
      fields: { 1: 'Folke', 3: '<i>x</i>' },
    });
    const wrong = await pages.submit(path, { ...form, number: '12' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="Folke"');
    expect(wrong.html).toContain('&lt;i&gt;x&lt;/i&gt;');
  });

  it('shows its recipients with the names of their data fields, and those that are searched for', async () => {
    const html = await pages.html(path);
    expect(html).toMatch(/first name <span class="soft">\{1\}<\/span>/);
    const found = await pages.html(`${path}?search=${encodeURIComponent('Örebro')}`);
    const numbers = [...found.matchAll(/href="\/phone\/(\d+)"/g)].map(([, number]) => number);
    expect(numbers).toEqual(['46701740607']);
    expect(await pages.html(`${path}?search=%3Cb%3E`)).toContain('value="&lt;b&gt;"');
    expect(await pages.html(`${path}?search=nobody`)).toContain('Nobody like that.');
  });

  it('is renamed, and so are its data fields', async () => {
    const form = await pages.form(path, 'rename');
    expect(form).toMatchObject({ name: 'Patients', fieldNames: '1: first name\n2: city' });
    await pages.submit(path, { ...form, name: 'Guests', fieldNames: '1: name: first\n7: gate' });
    expect(await api.read(path)).toMatchObject({
      name: 'Guests',
      fieldNames: { 1: 'name: first', 7: 'gate' },
    });
    const wrong = await pages.submit(path, { ...form, fieldNames: 'zero: x' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('the number of a data field');
  });
});
