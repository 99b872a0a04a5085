import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { differences, everything } from '../../store/whole-world.ts';
import {
  type Api,
  createWorld,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';
import { Stage } from '../../support/callback-scene.ts';
import { type Scratch, scratch } from '../../support/files.ts';

const SEEDS = fileURLToPath(new URL('../../../seed/', import.meta.url));
const URL_OF_NOBODY = 'https://127.0.0.1:1/';

/** What a seed's entries are called, and their IDs. */
interface Seeded {
  customers: Record<string, { id: number; apiKey: string }>;
  projects: Record<string, number>;
  contactLists: Record<string, number>;
  callbacks: number[];
  outcomeRules: number[];
  campaigns: number[];
  communications: number[];
}

/** A profile by which every SMS fails. */
async function failing(api: Api) {
  const { own, name, sms, ...profile } = await api.read<Record<string, object>>('/profiles/all-delivered');
  return { ...profile, sms: { ...sms, failure: 1 } };
}

/** A seed with two or more of everything. */
const world = (url = URL_OF_NOBODY) => ({
  customers: {
    acme: {
      name: 'Acme',
      accountLevel: 'ESTIMATED',
      whitelist: [mobile(1), '+46 70-174 06 07'],
      optOuts: [mobile(3)],
      apiKey: 'the key of Acme',
      spamLimit: null,
      inboundNumbers: [{ number: '71120', prefixes: [{ prefix: 'ACME' }] }],
    },
    beta: { name: 'Beta' },
  },
  projects: {
    reminder: { customer: 'acme', type: 'SMS', name: 'Reminder', sender: 'Acme', template: 'Hi {1}' },
    survey: {
      customer: 'acme',
      type: 'VOICE',
      name: 'Survey',
      sender: '46846500400',
      template: 'Hello',
      questions: [['1', '2']],
    },
    mine: { type: 'SMS', name: 'Mine', sender: 'Me', template: 'Hello' },
  },
  contactLists: {
    all: {
      customer: 'acme',
      name: 'All',
      fieldNames: { '1': 'first name' },
      recipients: [
        { number: mobile(1), fields: { '1': 'Ada' } },
        { number: mobile(2), fields: { '1': 'Bo' } },
      ],
    },
    none: { name: 'Nobody' },
  },
  callbacks: [
    { customer: 'acme', url, method: 'POST', template: '{"id":{ID},"text":"{CONTENT}"}' },
    { url: URL_OF_NOBODY, method: 'GET', enabled: false },
  ],
  outcomeRules: [
    { match: { number: mobile(4) }, outcome: { named: 'CONTRADICTED' }, times: 2 },
    { match: { type: 'OUTGOING_CALL' }, outcome: { status: 'NOTREACHED' } },
  ],
  campaigns: [
    {
      project: 'reminder',
      contactList: 'all',
      name: 'Spring',
      rate: 10,
      outcomes: { [mobile(2)]: { named: 'DOESNOTEXIST' } },
      start: true,
    },
    { project: 'survey', contactList: 'all', name: 'Autumn' },
  ],
  communications: [
    {
      customer: 'acme',
      type: 'OUTGOING_SMS',
      project: 'reminder',
      recipient: mobile(4),
      fields: { '1': 'Dag' },
    },
    { type: 'OUTGOING_SMS', recipient: mobile(5), sender: 'Me', content: 'Hello' },
  ],
});

const sow = (api: Api, seed: object) => api.post<Seeded>('/seed', seed);

describe('a seed', () => {
  it('adds all that it holds, and answers with the IDs', async () => {
    await using api = await startApi();
    const { status, json } = await sow(api, { ...world(), profiles: { failing: await failing(api) } });
    expect({ status, json }).toEqual({
      status: 201,
      json: {
        customers: {
          acme: { id: 2, apiKey: 'the key of Acme' },
          beta: { id: 3, apiKey: expect.stringMatching(/^mw_\S{32}$/) },
        },
        projects: { reminder: 1, survey: 2, mine: 3 },
        contactLists: { all: 1, none: 2 },
        callbacks: [1, 2],
        outcomeRules: [1, 2],
        campaigns: [1, 2],
        communications: [expect.any(Number), expect.any(Number)],
      },
    });
    expect(await api.read('/profiles/failing')).toMatchObject({ own: true, sms: { failure: 1 } });
    expect(await api.read('/customers/2')).toMatchObject({
      name: 'Acme',
      accountLevel: 'ESTIMATED',
      spamLimit: null,
      inboundNumbers: [{ number: '71120', prefixes: [{ prefix: 'ACME', identifiers: [] }] }],
    });
    expect(await api.read('/customers/2/whitelist')).toEqual({ numbers: [mobile(1), mobile(2)] });
    expect(await api.read('/customers/2/opt-outs')).toMatchObject({
      items: [{ customerId: 2, number: mobile(3), communicationId: null }],
    });
    expect(await api.read('/customers/3')).toMatchObject({ name: 'Beta', accountLevel: 'CONFIRMED' });
    expect(await api.read('/projects/2')).toMatchObject({ customerId: 2, questions: [['1', '2']] });
    expect(await api.read('/contact-lists/1')).toMatchObject({
      customerId: 2,
      size: 2,
      fieldNames: { '1': 'first name' },
    });
    expect((await api.read<Page>('/contact-lists/1/recipients')).items).toMatchObject([
      { id: 1, number: mobile(1), fields: { '1': 'Ada' } },
      { id: 2, number: mobile(2), fields: { '1': 'Bo' } },
    ]);
    expect((await api.read<Page>('/callbacks')).items).toMatchObject([
      { customerId: 2, enabled: true, method: 'POST' },
      { customerId: 1, enabled: false, method: 'GET' },
    ]);
    expect((await api.read<Page>('/outcome-rules')).items).toMatchObject([
      { id: 2, remaining: null, used: 0 },
      { id: 1, remaining: 1, used: 1 },
    ]);
    expect((await api.read<Page>('/campaigns')).items).toMatchObject([
      { customerId: 2, projectId: 1, contactListId: 1, name: 'Spring', state: 'RUNNING', rate: 10 },
      { customerId: 2, projectId: 2, contactListId: 1, name: 'Autumn', state: 'CREATED' },
    ]);
    expect((await api.read<Page>('/communications')).items).toMatchObject([
      { id: json.communications[0], customerId: 2, sender: 'Acme', content: 'Hi Dag', decidedBy: 'RULE' },
      { id: json.communications[1], customerId: 1, sender: 'Me', projectId: null },
    ]);
  });

  it('has everything refer to customer 1 that names no customer', async () => {
    await using api = await startApi();
    const { projects, contactLists, callbacks, communications } = (await sow(api, world())).json;
    const owners = await Promise.all(
      [
        `/projects/${projects.mine}`,
        `/contact-lists/${contactLists.none}`,
        `/callbacks/${callbacks[1]}`,
        `/communications/${communications[1]}`,
      ].map(async (path) => (await api.read(path)).customerId),
    );
    expect(owners).toEqual([1, 1, 1, 1]);
  });

  it('has its callbacks hear of its campaigns and communications', async () => {
    await using stage = await Stage.open();
    const scene = await stage.scene();
    const { status } = await sow(stage.api, world(scene.url()));
    expect(status).toBe(201);
    await stage.api.settle();
    expect(scene.arrived().sort()).toEqual(['Hi Ada', 'Hi Bo', 'Hi Dag', 'Hi Dag']);
    expect(await stage.api.read('/campaigns/1')).toMatchObject({ state: 'COMPLETED', sent: 2, done: 2 });
    const [, bo] = (await stage.api.read<Page>('/communications?campaignId=1')).items;
    expect(bo).toMatchObject({ recipientStatus: 'DOESNOTEXIST', decidedBy: 'REQUEST' });
  });

  it('may be used a second time, in a world that has grown: its names are its own', async () => {
    await using api = await startApi();
    await createWorld(api);
    const { apiKey, ...acme } = world().customers.acme;
    const seed = { ...world(), customers: { ...world().customers, acme } };
    const first = (await sow(api, seed)).json;
    const second = (await sow(api, seed)).json;
    expect(second.projects).toEqual({ reminder: 6, survey: 7, mine: 8 });
    expect(second.customers.acme!.id).toBe(first.customers.acme!.id + 2);
    expect(second.customers.acme!.apiKey).not.toBe(first.customers.acme!.apiKey);
    expect(await api.read(`/campaigns/${second.campaigns[0]}`)).toMatchObject({
      customerId: second.customers.acme!.id,
      projectId: second.projects.reminder,
      contactListId: second.contactLists.all,
    });
  });

  it('has customers take profiles of its own', async () => {
    await using api = await startApi();
    const { json } = await sow(api, {
      profiles: { failing: await failing(api) },
      customers: { acme: { name: 'Acme', profile: 'failing' } },
      communications: [
        { customer: 'acme', type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hi' },
      ],
    });
    await api.settle();
    expect(await api.read(`/communications/${json.communications[0]}`)).toMatchObject({ status: 'FAILURE' });
  });

  it('may be empty', async () => {
    await using api = await startApi();
    const before = await everything(api.platform.httpUrl);
    expect(await sow(api, {})).toMatchObject({
      status: 201,
      json: {
        customers: {},
        projects: {},
        contactLists: {},
        callbacks: [],
        outcomeRules: [],
        campaigns: [],
        communications: [],
      },
    });
    expect(differences(await everything(api.platform.httpUrl), before)).toEqual([]);
  });

  it.each(['constructor', 'toString', 'åäö 🎈', '1', 'a.b'])(
    'may call its entries whatever it likes: %s',
    async (name) => {
      await using api = await startApi();
      const project = { customer: name, type: 'SMS', name: 'x', sender: 'Acme', template: 'Hi' };
      const { status, json } = await sow(api, {
        customers: { [name]: { name: 'Acme' } },
        projects: { [name]: project },
        contactLists: { [name]: { customer: name, name: 'x' } },
        campaigns: [{ project: name, contactList: name, name: 'x' }],
      });
      expect({ status, projects: json.projects }).toEqual({ status: 201, projects: { [name]: 1 } });
    },
  );
});

describe('a seed that is wrong anywhere is refused, the field named by its path, and nothing has been added:', () => {
  type World = ReturnType<typeof world>;
  type Profile = Awaited<ReturnType<typeof failing>>;
  let api: Api;
  let before: Record<string, string>;
  beforeAll(async () => {
    api = await startApi({ apiKey: 'the key of customer 1' });
    await createWorld(api);
    before = await everything(api.platform.httpUrl);
  });
  afterEach(async () => {
    expect(differences(await everything(api.platform.httpUrl), before)).toEqual([]);
  });
  afterAll(() => api.platform.close());

  const wrong: [field: string, status: number, change: (seed: World, profile: Profile) => object][] = [
    ['settings', 400, (seed) => ({ ...seed, settings: {} })],
    [
      'profiles.failing.sms.medianMs',
      400,
      (_seed, profile) => ({ profiles: { failing: { ...profile, sms: { ...profile.sms, medianMs: 0 } } } }),
    ],
    ['profiles.realistic.name', 409, (_seed, realistic) => ({ profiles: { realistic } })],
    ['profiles.Failing', 400, (_seed, profile) => ({ profiles: { Failing: profile } })],
    [
      'customers.acme.name',
      400,
      ({ customers }) => ({ customers: { acme: { ...customers.acme, name: '' } } }),
    ],
    ['customers.acme.apiKey', 400, () => ({ customers: { acme: { name: 'Acme', apiKey: 'short' } } })],
    [
      'customers.beta.apiKey',
      400,
      ({ customers }) => ({
        customers: { ...customers, beta: { name: 'Beta', apiKey: 'the key of Acme' } },
      }),
    ],
    [
      'customers.beta.apiKey',
      400,
      ({ customers }) => ({
        customers: { ...customers, beta: { name: 'Beta', apiKey: 'the key of customer 1' } },
      }),
    ],
    [
      'customers.beta.profile',
      400,
      ({ customers }) => ({ customers: { ...customers, beta: { name: 'Beta', profile: 'other' } } }),
    ],
    [
      'customers.acme.whitelist.1',
      400,
      () => ({ customers: { acme: { name: 'Acme', whitelist: [mobile(0), '070'] } } }),
    ],
    ['customers.acme.optOuts.0', 400, () => ({ customers: { acme: { name: 'Acme', optOuts: ['x'] } } })],
    [
      'projects.mine.customer',
      400,
      ({ projects }) => ({ projects: { ...projects, mine: { ...projects.mine, customer: 'gamma' } } }),
    ],
    [
      'projects.mine.type',
      400,
      ({ projects }) => ({ projects: { ...projects, mine: { ...projects.mine, type: 'FAX' } } }),
    ],
    [
      'projects.mine.customerId',
      400,
      ({ projects }) => ({ projects: { ...projects, mine: { ...projects.mine, customerId: 1 } } }),
    ],
    [
      'contactLists.none.customer',
      400,
      ({ contactLists }) => ({ contactLists: { ...contactLists, none: { customer: 'gamma', name: 'x' } } }),
    ],
    [
      'contactLists.none.recipients.1.number',
      400,
      ({ contactLists }) => ({
        contactLists: {
          ...contactLists,
          none: { name: 'x', recipients: [{ number: mobile(0) }, { number: '070' }] },
        },
      }),
    ],
    ['callbacks.1.customer', 400, () => ({ callbacks: [{}, { customer: 'gamma' }] })],
    ['callbacks.1.url', 400, () => ({ callbacks: [{}, { url: 'http://127.0.0.1:1/' }] })],
    ['callbacks.0.template', 400, () => ({ callbacks: [{ template: '{"id":{ID}' }] })],
    [
      'outcomeRules.1.outcome',
      400,
      ({ outcomeRules }) => ({
        outcomeRules: [
          outcomeRules[0],
          { match: { type: 'OUTGOING_SMS' }, outcome: { status: 'NOTREACHED' } },
        ],
      }),
    ],
    [
      'outcomeRules.0.match.nth',
      400,
      () => ({ outcomeRules: [{ match: { nth: 0 }, outcome: { named: 'SPAM' } }] }),
    ],
    [
      'campaigns.1.project',
      400,
      ({ campaigns }) => ({ campaigns: [campaigns[0], { ...campaigns[1], project: 'other' }] }),
    ],
    [
      'campaigns.1.contactList',
      400,
      ({ campaigns }) => ({ campaigns: [campaigns[0], { ...campaigns[1], contactList: 'other' }] }),
    ],
    [
      `campaigns.1.outcomes.${mobile(0)}`,
      400,
      ({ campaigns }) => ({
        campaigns: [campaigns[0], { ...campaigns[1], outcomes: { [mobile(0)]: { status: 'FAILURE' } } }],
      }),
    ],
    [
      'communications.1.customer',
      400,
      ({ communications }) => ({
        communications: [communications[0], { ...communications[1], customer: 'gamma' }],
      }),
    ],
    [
      'communications.1.project',
      400,
      ({ communications }) => ({
        communications: [communications[0], { ...communications[1], project: 'other' }],
      }),
    ],
    [
      'communications.1.sender',
      400,
      ({ communications }) => ({
        communications: [communications[0], { ...communications[1], sender: undefined }],
      }),
    ],
    [
      'communications.1.outcome',
      400,
      ({ communications }) => ({
        communications: [communications[0], { ...communications[1], outcome: { status: 'NOTREACHED' } }],
      }),
    ],
    [
      'communications.1.recipient',
      400,
      ({ communications }) => ({
        communications: [communications[0], { ...communications[1], recipient: '070' }],
      }),
    ],
  ];
  it.each(wrong)('%s', async (field, status, change) => {
    const seed = world();
    const changed = { ...seed, ...change(seed, await failing(api)) } as World;
    const callbacks = changed.callbacks.map((callback: object) => ({
      url: URL_OF_NOBODY,
      method: 'POST',
      ...callback,
    }));
    expectProblem(await sow(api, { ...changed, callbacks }), status, field);
  });

  /** A campaign whose list is another customer's. */
  const withForeignList = () => {
    const { contactLists, ...seed } = world();
    return sow(api, {
      ...seed,
      contactLists: { ...contactLists, all: { ...contactLists.all, customer: 'beta' } },
    });
  };
  /** An SMS of a project for calls. */
  const withProjectForCalls = () => {
    const { communications, ...seed } = world();
    return sow(api, { ...seed, communications: [{ ...communications[0], project: 'survey' }] });
  };
  it('what has a project or a list that it cannot have', async () => {
    expect([(await withForeignList()).status, (await withProjectForCalls()).status]).toEqual([400, 400]);
  });
  it('campaigns.0.contactList, when that is one of another customer', async () => {
    expectProblem(await withForeignList(), 400, 'campaigns.0.contactList');
  });
  it('communications.0.project, when that is one of another type', async () => {
    expectProblem(await withProjectForCalls(), 400, 'communications.0.project');
  });

  it('all that its form alone shows to be wrong', async () => {
    const { customers, projects, campaigns } = world();
    const seed = {
      customers: { ...customers, beta: {} },
      projects: { ...projects, mine: { type: 'SMS' } },
      campaigns: [{ ...campaigns[0], rate: 0 }],
    };
    expectProblem(
      await sow(api, seed),
      400,
      'customers.beta.name',
      'projects.mine.name',
      'projects.mine.sender',
      'projects.mine.template',
      'campaigns.0.rate',
    );
  });

  it('and says which names there would be', async () => {
    const { projects } = world();
    const seed = { ...world(), projects: { ...projects, mine: { ...projects.mine, customer: 'gamma' } } };
    const { errors } = expectProblem(await sow(api, seed), 400, 'projects.mine.customer');
    expect(errors![0]).toMatchObject({ problem: 'there is no "gamma" here', expected: 'acme, beta' });
  });

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['what is no JSON', '{"customers":'],
  ])('%s', async (_what, body) => {
    expectProblem(await api.send('POST', '/seed', body, { 'content-type': 'application/json' }), 400, '');
  });
});

describe('a seed that was refused', () => {
  it('has left nothing in memory either', async () => {
    await using api = await startApi();
    const { customers, outcomeRules } = world();
    const sms = { type: 'OUTGOING_SMS', sender: 'Acme', content: 'Hello' };
    const refused = await sow(api, {
      profiles: { failing: await failing(api) },
      customers,
      outcomeRules: [{ match: {}, outcome: { named: 'FAILURE' } }, ...outcomeRules],
      communications: [
        { ...sms, recipient: mobile(0) },
        { ...sms, recipient: mobile(1), content: undefined },
      ],
    });
    expectProblem(refused, 400, 'communications.1.content');
    // The next customer has the ID of the one that was not added.
    const { id: customerId } = await api.create('/customers', { name: 'Acme' });
    expect(customerId).toBe(2);
    const sent = await api.create('/communications', { ...sms, customerId, recipient: mobile(3) });
    expect(sent).toMatchObject({ decidedBy: 'PROFILE' });
    expectProblem(await api.patch(`/customers/${customerId}`, { profile: 'failing' }), 400, 'profile');
    expect((await sow(api, world())).status).toBe(201);

    await using other = await startApi();
    const first = { ...sms, customerId: 1, recipient: mobile(0) };
    expect((await api.create('/communications', first)).id).toBe(
      (await other.create('/communications', first)).id,
    );
  });
});

describe('the seed file of a start', () => {
  let directory: Scratch;
  beforeEach(() => {
    directory = scratch();
  });
  afterEach(() => directory.remove());

  const names = async (api: Api) => (await api.read<Page>('/customers')).items.map(({ name }) => name);
  const write = (seed: unknown) => directory.write('seed.json', JSON.stringify(seed));

  it('is loaded once into a store, whatever it says later', async () => {
    const seedFile = write({ customers: { acme: { name: 'Acme' } } });
    const settings = { seedFile, dataDir: join(directory.path, 'data') };
    {
      await using api = await startApi(settings);
      expect(await names(api)).toEqual(['First customer', 'Acme']);
    }
    write({ customers: { other: { name: 'Other' } } });
    {
      await using api = await startApi(settings);
      expect(await names(api)).toEqual(['First customer', 'Acme']);
    }
    {
      await using api = await startApi({ ...settings, dataDir: ':memory:' });
      expect(await names(api)).toEqual(['First customer', 'Other']);
    }
  });

  it('is loaded into a store that was without one before', async () => {
    const dataDir = join(directory.path, 'data');
    {
      await using api = await startApi({ dataDir });
      await api.create('/customers', { name: 'Before' });
    }
    await using api = await startApi({ dataDir, seedFile: write({ customers: { acme: { name: 'Acme' } } }) });
    expect(await names(api)).toEqual(['First customer', 'Before', 'Acme']);
  });

  it('has its campaigns run from the start', async () => {
    await using api = await startApi({ seedFile: write(world()) });
    await api.settle();
    expect(await api.read('/campaigns/1')).toMatchObject({ state: 'COMPLETED', sent: 2 });
  });

  it.each([
    ['that is not there', null, /^seedFile .*seed\.json: .*no such file/],
    ['that is no JSON', '{\n  "customers": {,}\n}', /^seedFile .*seed\.json: is not JSON: line 2: /],
    ['that is a list', '[]', /^seedFile: .*seed\.json: is an array; expected an object$/],
    [
      'with wrong fields',
      '{"customers":{"acme":{}},"seeds":1}',
      /^seedFile: .*seed\.json: customers\.acme\.name: is missing.*\nseedFile: .*seed\.json: seeds: there is no such field/,
    ],
    [
      'with names that nothing has',
      '{"campaigns":[{"project":"a","contactList":"b","name":"c"}]}',
      /^seedFile: .*seed\.json: campaigns\.0\.project: there is no "a" here; expected the name of one$/,
    ],
  ])('%s is refused in plain words', async (_what, text, words) => {
    const seedFile = text === null ? join(directory.path, 'seed.json') : directory.write('seed.json', text);
    const dataDir = join(directory.path, 'data');
    const error = await startApi({ seedFile, dataDir }).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.name).toBe('SettingsError');
    expect(error?.message).toMatch(words);
    // Nothing of it is left, and the next start may have a better one.
    await using api = await startApi({ dataDir, seedFile: write({ customers: { acme: { name: 'Acme' } } }) });
    expect(await names(api)).toEqual(['First customer', 'Acme']);
  });
});

describe('the seeds that come with the platform', () => {
  const files = readdirSync(SEEDS);

  it('are there', () => expect(files).toContain('demo.json'));

  it.each(files)('%s can be loaded, and its campaigns come to their end', async (file) => {
    await using api = await startApi({ seedFile: join(SEEDS, file) });
    const campaigns = async () => (await api.read<{ items: Entity[] }>('/campaigns')).items;
    const started = (await campaigns()).filter(({ state }) => state === 'RUNNING');
    expect(started.length).toBeGreaterThan(0);
    await api.settle();
    for (const { id, recipients } of started)
      expect(await api.read(`/campaigns/${id}`)).toMatchObject({ state: 'COMPLETED', sent: recipients });
  });

  /** Facts sheet §4. */
  const FICTION: [first: number, last: number][] = [
    [46701740605, 46701740699],
    [46313900600, 46313900699],
    [46406280400, 46406280499],
    [46846500400, 46846500499],
    [447700900000, 447700900999],
    [493023125000, 493023125999],
  ];
  /** All names and texts of a JSON document. */
  const textsOf = (json: unknown): string[] =>
    typeof json === 'object' && json !== null
      ? Object.entries(json).flatMap(([key, value]) => [key, ...textsOf(value)])
      : [String(json)];
  const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text);
  /** Whatever could be dialled: seven digits or more, however they are written. */
  const numbersIn = (text: string) =>
    (text.match(/\d(?:[\s().-]*\d){6,}/g) ?? []).map((number) => Number(number.replace(/\D/g, '')));

  it.each(files)('%s holds only numbers that are reserved for fiction', (file) => {
    const texts = textsOf(JSON.parse(readFileSync(join(SEEDS, file), 'utf8')));
    const numbers = texts.filter((text) => !isInstant(text)).flatMap(numbersIn);
    expect(numbers.length).toBeGreaterThan(10);
    const real = numbers.filter(
      (number) => !FICTION.some(([first, last]) => number >= first && number <= last),
    );
    expect(real).toEqual([]);
  });
});
