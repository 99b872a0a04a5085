import { expect } from 'vitest';
import { test } from '../../src/vitest.ts';

test('who answers STOP gets nothing more', async ({ wiraya }) => {
  await wiraya.registerCallback(wiraya.inbox('first').url);
  await wiraya.api.createIncomingSms({ customerId: 1, from: '46701740605', to: '71120', text: 'STOP' });
  const { id } = await wiraya.send({ recipient: '46701740605' });
  await wiraya.advance({ until: 'idle' });
  const { item } = await wiraya.waitForCallback({ id });
  expect(item).toMatchObject({ status: 'OPTOUT' });
});
