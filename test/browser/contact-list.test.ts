import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Page as List, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

const CSV = 'number;first name\n46701740605;"Ada ""the"" Lund"\nnobody;<b>Bo</b>\n46701740606;Cilla\n';

let api: Api;
let list: number;
beforeAll(async () => {
  api = await startApi();
  ({ list } = await createWorld(api));
});
afterAll(() => api.platform.close());

describe.skipIf(!hasBrowser)('a contact list', () => {
  it('takes a CSV that is chosen: shows its first rows, then which of them were wrong, and is up to date', async () => {
    const page = await openPage(api.platform, `/contact-lists/${list}`);
    const buffer = Buffer.from(CSV);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    const preview = page.getByRole('region', { name: 'The first rows' });
    expect(await preview.getByRole('columnheader').allTextContents()).toEqual(['number', 'first name']);
    expect(await preview.getByRole('cell').allTextContents()).toEqual([
      '46701740605',
      'Ada "the" Lund',
      'nobody',
      '<b>Bo</b>',
      '46701740606',
      'Cilla',
    ]);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('2 recipients were added. 1 rows were not:').waitFor();
    const wrong = page.getByRole('region', { name: 'Rows that were not added' });
    expect(await wrong.getByRole('cell').first().textContent()).toBe('3');
    expect(await wrong.getByRole('cell').nth(1).textContent()).toContain('is no phone number');
    // The page itself follows, and leaves the form with its outcome alone.
    await page.getByRole('cell', { name: 'Cilla' }).waitFor();
    expect(await wrong.isVisible()).toBe(true);
  });

  it('takes a CSV that is dropped, warns of a header without numbers, and says why it was refused', async () => {
    const page = await openPage(api.platform, `/contact-lists/${list}/import`, { expected: /400/ });
    const files = await page.evaluateHandle(`(() => {
      const files = new DataTransfer();
      files.items.add(new File(['phone,name\\n46701740605,Ada\\n'], 'wrong.csv'));
      return files;
    })()`);
    await page.dispatchEvent('form.import', 'dragover', { dataTransfer: files });
    expect(await page.locator('form.import').getAttribute('class')).toContain('over');
    await page.dispatchEvent('form.import', 'drop', { dataTransfer: files });
    await page.getByText('wrong.csv').waitFor();
    await page.getByText('No column is named number').waitFor();
    const before = await api.read<List>(`/contact-lists/${list}/recipients`);
    await page.getByRole('button', { name: 'Import' }).press('Enter');
    await page.getByText('the header row has no column "number"').waitFor();
    expect(await api.read<List>(`/contact-lists/${list}/recipients`)).toEqual(before);
  });
});
