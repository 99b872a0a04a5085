import { connectMockWiraya, type MockWiraya, SettingsError, startMockWiraya } from 'mock-wiraya';

const wiraya: MockWiraya = await startMockWiraya({ clock: 'manual', seed: 7 });
const { id } = await wiraya.send({ recipient: '46701740605' });
await wiraya.advance({ until: 'idle' });
await using other = await connectMockWiraya(wiraya.httpUrl);
const { status } = await other.api.getCommunication(id);
console.log(`status: ${status}`);
await wiraya.close();

// @ts-expect-error: there is no such clock
const refused: unknown = await startMockWiraya({ clock: 'sundial' }).catch((error) => error);
if (!(refused instanceof SettingsError)) throw new Error('a wrong setting was taken');
