import { test } from 'mock-wiraya/vitest';
import { expect } from 'vitest';

test('has a platform for each test', async ({ wiraya }) => {
  const { id } = await wiraya.send({ recipient: '447700900020' });
  await wiraya.advance({ until: 'idle' });
  expect(await wiraya.api.getCommunication(id)).toMatchObject({ recipientStatus: 'DOESNOTEXIST' });
});
