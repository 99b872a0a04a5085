import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../../config.ts';
import { listenOn } from '../../listeners.ts';
import { readProfiles } from '../../profile-files.ts';
import { IN_MEMORY } from '../../store/in-memory.ts';
import { readAuthorityCertificate, storedAuthority } from '../../tls/authority.ts';
import { filesIn } from '../../tls/files.ts';
import { type Finding, failing, finding, fine, validity, warning } from './finding.ts';
import { roomFinding, storeFinding } from './store.ts';
import { tryProfile, trySeed } from './trial.ts';

/** What would hinder a start with these settings. */
export async function stoppedFindings(settings: Settings): Promise<Finding[]> {
  return [
    ...(await Promise.all(portsOf(settings).map(([name, port]) => portFinding(settings.host, name, port)))),
    ...(settings.dataDir === IN_MEMORY
      ? [fine('store', 'in memory: nothing is kept')]
      : await folderFindings(resolve(settings.dataDir))),
    ...(await fileFindings(settings)),
    ...sourceAddressFindings(settings.sourceAddresses),
  ];
}

function portsOf({ httpPort, httpsPort, proxyPort }: Settings): [string, number][] {
  return [
    ['httpPort', httpPort],
    ['httpsPort', httpsPort],
    ...(proxyPort === null ? [] : ([['proxyPort', proxyPort]] as [string, number][])),
  ];
}

function portFinding(host: string, name: string, port: number): Promise<Finding> {
  return finding(name, async () => {
    const server = createServer();
    await listenOn(server, host, port, name);
    await new Promise((done) => server.close(done));
    return fine(name, port === 0 ? 'any that is free' : `port ${port} on ${host} is free`);
  });
}

async function folderFindings(folder: string): Promise<Finding[]> {
  const present = nearest(folder);
  const place = await finding(
    'data folder',
    () => {
      if (!statSync(present).isDirectory()) throw new Error(`${present} is a file`);
      accessSync(present, constants.W_OK | constants.X_OK);
      return fine('data folder', present === folder ? folder : `${folder} will be made`);
    },
    'dataDir must be a folder that this user may write to',
  );
  // What is in it does not matter to a start that cannot write there.
  if (place.state === 'failing') return [place];
  return [
    place,
    await finding('disk', () => roomFinding(present)),
    await finding('store', () => storeFinding(folder, false)),
    ...(await certificateFindings(join(folder, 'certificates'))),
  ];
}

/** The folder itself, or the one above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

async function certificateFindings(folder: string): Promise<Finding[]> {
  const about = 'certificates';
  if (!existsSync(join(folder, 'ca.pem')))
    return [fine(about, 'none yet; a start makes an authority and a server certificate')];
  const authority = await finding(about, () => {
    const files = filesIn(folder);
    const certificate = readAuthorityCertificate(files, files.read('ca.pem')!);
    const validTo = new Date(certificate.validTo);
    if (validTo.getTime() < Date.now()) {
      return warning(
        about,
        `the authority in ${folder} expired on ${validTo.toISOString()}`,
        'the next start makes another, which clients have to be told to trust',
      );
    }
    storedAuthority(files, new Date());
    return validity(about, 'the authority', validTo, 'clients will have to be told to trust another one');
  });
  return [authority];
}

async function fileFindings(settings: Settings): Promise<Finding[]> {
  const { profile, profileFiles, seedFile } = settings;
  const files = await finding('profileFiles', () => {
    readProfiles(profileFiles);
    return fine('profileFiles', profileFiles.join(', '));
  });
  const areGood = files.state === 'ok';
  return [
    ...(profileFiles.length === 0 ? [] : [files]),
    ...(areGood
      ? [
          await finding('profile', () => {
            tryProfile(settings);
            return fine('profile', profile);
          }),
        ]
      : []),
    ...(seedFile === null
      ? []
      : [await seedFinding(areGood ? settings : { ...settings, profileFiles: [] }, seedFile)]),
  ];
}

function seedFinding(settings: Settings, seedFile: string): Promise<Finding> {
  return finding('seedFile', async () =>
    (await trySeed(settings, seedFile))
      ? fine('seedFile', `${seedFile} can be sown`)
      : fine('seedFile', `${seedFile} is not read again: the store has been seeded`),
  );
}

/** Connections can only be made from addresses of this machine. */
function sourceAddressFindings(wanted: readonly string[]): Finding[] {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
  return wanted.map((address) =>
    own.includes(address)
      ? fine('sourceAddresses', `${address} is an address of this machine`)
      : failing(
          'sourceAddresses',
          `${address} is not an address of this machine`,
          `callbacks cannot be sent from it; leave it out, or use one of ${own.join(', ')}`,
        ),
  );
}
