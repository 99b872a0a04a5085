import { type MockWiraya, startMockWiraya } from 'mock-wiraya';

startMockWiraya().then(async (wiraya: MockWiraya) => {
  const { version }: { version: string } = require('mock-wiraya/package.json');
  console.log(`started: ${version} on ${wiraya.httpsUrl}`);
  await wiraya.close();
});
