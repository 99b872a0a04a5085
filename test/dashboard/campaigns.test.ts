import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

const newest = async (path: string) =>
  (await api.read<{ items: Entity[] }>(`${path}?order=newest&limit=1`)).items[0]!;

describe('campaigns', () => {
  it('say what to do while there are none', async () => {
    expect(await pages.html('/campaigns')).toContain('import a list');
    expect(await pages.html('/campaigns/new')).toContain('There is no contact list yet.');
    expect(await pages.html('/projects')).toContain('No projects yet.');
  });

  describe('with somebody on a list', () => {
    let list: Entity;
    beforeAll(async () => {
      list = await api.create('/contact-lists', { customerId: 1, name: 'Spring <i>list</i>' });
      const recipients = [0, 1, 2].map((index) => ({ number: mobile(index), fields: { 1: 'Ada' } }));
      await api.create(`/contact-lists/${list.id}/recipients`, { recipients });
    });

    it('are created with their project in one form, and started', async () => {
      const form = await pages.form('/campaigns/new', 'new-campaign');
      expect(form).toMatchObject({ contactListId: String(list.id), start: 'now', projectId: '' });
      const { TUE, WED, THU, FRI, SAT, ...ticked } = form;
      const { status, location } = await pages.submit('/campaigns/new', {
        ...ticked,
        name: 'Spring & more',
        'project.name': 'Survey',
        'project.type': 'VOICE',
        'project.sender': '46846500400',
        'project.template': 'How was it?',
        'project.questions': '1 2\n\n1,2, 9',
        rate: '0.5',
        from: '00:00',
        to: '24:00',
      });
      expect(status).toBe(303);
      const campaign = await newest('/campaigns');
      expect(location).toBe(`/campaigns/${campaign.id}`);
      expect(campaign).toMatchObject({
        state: 'RUNNING',
        rate: 0.5,
        callingHours: { days: ['MON', 'SUN'], timeZone: 'Europe/Stockholm' },
      });
      const questions = [
        ['1', '2'],
        ['1', '2', '9'],
      ];
      expect(await newest('/projects')).toMatchObject({ id: campaign.projectId, type: 'VOICE', questions });
    });

    it('are created of a project that is there, to start at a time or by hand', async () => {
      const { sms } = await createWorld(api);
      const form = { name: 'Later', projectId: String(sms), contactListId: String(list.id) };
      await pages.submit('/campaigns/new', { ...form, start: 'at', startAt: '2100-01-31T12:00' });
      expect(await newest('/campaigns')).toMatchObject({
        state: 'SCHEDULED',
        startAt: '2100-01-31T12:00:00.000Z',
      });
      await pages.submit('/campaigns/new', { ...form, start: 'later' });
      expect(await newest('/campaigns')).toMatchObject({ state: 'CREATED', callingHours: null });
    });

    it('say what is wrong with a form, and leave it as it was filled in', async () => {
      const before = await newest('/campaigns');
      const form = { name: 'Wrong', contactListId: String(list.id), 'project.name': '<b>New</b>' };
      const project = await pages.submit('/campaigns/new', form);
      expect(project.status).toBe(422);
      expect(project.html).toContain('<code>project.template</code>');
      expect(project.html).toContain('value="&lt;b&gt;New&lt;/b&gt;"');

      const { sms } = await createWorld(api);
      const rate = await pages.submit('/campaigns/new', { ...form, projectId: String(sms), rate: 'fast' });
      expect(rate.status).toBe(422);
      expect(rate.html).toContain('<code>rate</code>');
      expect(rate.html).toContain('value="fast"');
      expect(await newest('/campaigns')).toEqual(before);
    });
  });

  describe('one of them', () => {
    let id: number;
    beforeAll(async () => {
      const { sms: projectId, list: contactListId } = await createWorld(api);
      const recipients = [
        ...[0, 1, 2].map((index) => ({ number: mobile(index) })),
        { number: '447700900020' },
        { number: '447700900120' },
      ];
      await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
      const name = 'Reminders <b>now</b>';
      ({ id } = await api.create('/campaigns', { customerId: 1, projectId, contactListId, name, rate: 4 }));
    });
    const state = async () => (await api.read(`/campaigns/${id}`)).state;

    it('is started, paused and resumed by buttons that lead back, and not twice', async () => {
      const referer = `${api.platform.httpUrl}/campaigns?after=9`;
      const start = await pages.submit(`/campaigns/${id}/start`, {}, { referer });
      expect(start).toMatchObject({ status: 303, location: '/campaigns?after=9' });
      await pages.submit(`/campaigns/${id}/pause`, {});
      expect(await state()).toBe('PAUSED');
      const again = await pages.submit(`/campaigns/${id}/pause`, {});
      expect(again.status).toBe(422);
      expect(again.html).toContain('a campaign that is PAUSED cannot pause');
      await pages.submit(`/campaigns/${id}/resume`, {}, { 'hx-request': 'true' });
      expect(await state()).toBe('RUNNING');
    });

    it('shows how far it is and what came of it, with links to those', async () => {
      await api.post('/clock/advance', { by: 'PT1S' });
      expect(await pages.html(`/campaigns/${id}`)).toContain('<progress max="5" value="5"');
      await api.settle();
      const html = await pages.html(`/campaigns/${id}`);
      const { counts } = await api.read<{ counts: Record<string, number> }>(`/campaigns/${id}`);
      expect(Object.keys(counts).length).toBeGreaterThan(1);
      for (const [status, number] of Object.entries(counts)) {
        expect(html).toContain(`href="/communications?campaignId=${id}&amp;status=${status}"`);
        expect(html).toMatch(new RegExp(`id="status-${status}"[\\s\\S]*?<td class="number">${number}</td>`));
      }
      expect(html).toContain('447700900020');
      expect(html).toContain('Reminders &lt;b&gt;now&lt;/b&gt;');
      expect(html).not.toContain('<b>now');
      expect(html).not.toContain(`/campaigns/${id}/cancel`);
    });

    it('is listed with the others, the newest first', async () => {
      const html = await pages.html('/campaigns');
      const ids = [...html.matchAll(/id="campaign-(\d+)"/g)].map(([, found]) => Number(found));
      expect(ids).toEqual([...ids].sort((a, b) => b - a));
      expect(ids).toContain(id);
    });
  });

  it('that are not there are not found', async () => {
    expect((await pages.get('/campaigns/99999')).status).toBe(404);
    expect((await pages.get('/projects/99999')).status).toBe(404);
  });
});

describe('a project', () => {
  it('is created and changed', async () => {
    const form = await pages.form('/projects/new', 'new-project');
    const { location } = await pages.submit('/projects/new', {
      ...form,
      name: 'Ours',
      sender: 'Acme',
      template: 'Hi {1} </textarea>',
    });
    expect(location).toMatch(/^\/projects\/\d+$/);
    const filled = await pages.form(location!, 'project');
    expect(filled.template).toBe('Hi {1} </textarea>');
    await pages.submit(location!, { ...filled, sender: 'Better' });
    expect(await newest('/projects')).toMatchObject({ sender: 'Better', template: 'Hi {1} </textarea>' });
    const wrong = await pages.submit(location!, { ...filled, sender: 'much too long a name' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="much too long a name"');
  });
});
