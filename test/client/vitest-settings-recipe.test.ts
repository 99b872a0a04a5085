import { wirayaTest } from '../../src/vitest.ts';

const test = wirayaTest({ scope: 'test', seed: 'mine', profile: 'all-delivered' });

test('has a platform with these settings', async ({ wiraya, expect }) => {
  expect(await wiraya.api.getHealth()).toMatchObject({ seed: 'mine' });
  const { id } = await wiraya.send({ recipient: '46701740605' });
  await wiraya.advance({ until: 'idle' });
  expect(await wiraya.api.getCommunication(id)).toMatchObject({ status: 'DELIVERED' });
});
