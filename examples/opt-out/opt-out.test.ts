// A recipient answers STOP. What was under way still arrives; what comes later goes out to nobody and reports OPTOUT.
import { wirayaTest } from 'mock-wiraya/vitest';
import { expect } from 'vitest';

const test = wirayaTest({ profile: 'all-delivered' });

const ADA = '46701740605';
const BO = '46701740606';

const template = '{"id": {ID}, "type": "{TYPE}", "to": "{RECIPIENT}", "status": "{STATUS}"}';

test('who answers STOP is left alone', async ({ wiraya }) => {
  const reports = wiraya.inbox('reports');
  await wiraya.registerCallback(reports.url, { template });

  await wiraya.send({ recipient: ADA, content: 'See you on Friday? Answer STOP to hear no more.' });
  await wiraya.advance('PT1M');
  await wiraya.waitForCallback({ to: ADA, status: 'DELIVERED' });

  await wiraya.api.createIncomingSms({ customerId: 1, from: ADA, to: '71120', text: 'STOP' });
  const later = await wiraya.send({ recipient: ADA });
  const toBo = await wiraya.send({ recipient: BO });
  await wiraya.advance({ until: 'idle' });

  await wiraya.waitForCallback({ id: later.id, status: 'OPTOUT' });
  await wiraya.waitForCallback({ id: toBo.id, status: 'DELIVERED' });
  const optedOut = await wiraya.api.listOptOuts(1);
  expect(optedOut.items).toMatchObject([{ number: ADA }]);
});

test('who answers START is welcome again', async ({ wiraya }) => {
  for (const text of ['STOP', 'START']) {
    await wiraya.api.createIncomingSms({ customerId: 1, from: ADA, to: '71120', text });
    await wiraya.advance('PT1M');
  }
  const { id } = await wiraya.send({ recipient: ADA });
  await wiraya.advance({ until: 'idle' });
  expect(await wiraya.api.getCommunication(id)).toMatchObject({ status: 'DELIVERED' });
});
