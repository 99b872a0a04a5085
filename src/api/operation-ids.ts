/** What its rule below would name badly. */
const NAMED: Readonly<Record<string, string>> = {
  'POST /customers/{id}/api-key': 'renewApiKey',
  'GET /customers/{id}/whitelist': 'getWhitelist',
  'POST /contact-lists/{id}/recipients': 'addRecipients',
  'POST /communications/{id}/outcome': 'decideOutcome',
  'POST /incoming-sms': 'createIncomingSms',
  'PUT /customers/{id}/opt-outs/{number}': 'createOptOut',
  'POST /customers/{id}/clear-personal-data': 'clearPersonalData',
  'POST /callbacks/flush': 'flushCallbacks',
  'POST /callbacks/preview': 'previewCallback',
  'POST /callbacks/{id}/cursor': 'moveCursor',
  'GET /attempts/wait': 'waitForAttempts',
  'GET /deliveries/wait': 'waitForDelivery',
  'POST /deliveries/replay': 'replayDeliveries',
  'GET /requests/count': 'countRequests',
  'GET /requests/wait': 'waitForRequest',
  'GET /inbox': 'listInboxes',
  'GET /inbox/{name}/requests': 'listInboxRequests',
  'DELETE /inbox/{name}/requests': 'deleteInboxRequests',
  'GET /inbox/{name}/requests/{id}': 'getInboxRequest',
  'GET /inbox/{name}/wait': 'waitForInboxRequests',
  'POST /clock/advance': 'advanceClock',
  'GET /events/wait': 'waitForEvents',
  'GET /health/live': 'getLiveness',
  'POST /seed': 'seed',
  'POST /reset': 'reset',
  'GET /snapshot': 'takeSnapshot',
  'PUT /snapshot': 'restoreSnapshot',
  'GET /certificates': 'getCertificateAuthority',
  'GET /certificates/ca.pem': 'getCaCertificate',
  'POST /certificates/client': 'issueClientCertificate',
  'GET /certificates/trust': 'getTrust',
  'GET /urls': 'getUrls',
  'GET /settings': 'getSettings',
  'GET /statistics': 'getStatistics',
};

const PARAMETER = /^\{\w+\}$/;

/**
 * What an operation is called in clients that are generated: `createCampaign`, `listCampaigns`, `getCampaign`,
 * `updateCampaign`, `startCampaign` …
 * @param path as documented, such as `/campaigns/{id}`
 */
export function operationId(method: string, path: string): string {
  const verb = method.toUpperCase();
  const named = NAMED[`${verb} ${path}`];
  if (named !== undefined) return named;
  const segments = path.split('/').filter((segment) => segment !== '');
  const ofOne = PARAMETER.test(segments.at(-1) ?? '');
  const words = segments.filter((segment) => !PARAMETER.test(segment));
  const last = words.at(-1) ?? '';
  const isAction = verb === 'POST' && words.length > 1 && PARAMETER.test(segments.at(-2) ?? '');
  if (isAction) return camel(last) + capital(singular(words.at(-2)!));
  const isPlural = last.endsWith('s');
  switch (verb) {
    case 'GET':
      return isPlural && !ofOne ? `list${capital(last)}` : `get${capital(singular(last))}`;
    case 'POST':
      return `create${capital(singular(last))}`;
    case 'PUT':
      return `set${capital(singular(last))}`;
    case 'PATCH':
      return `update${capital(singular(last))}`;
    default:
      return `delete${capital(ofOne ? singular(last) : last)}`;
  }
}

function camel(words: string): string {
  return words.replace(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function capital(words: string): string {
  const name = camel(words);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function singular(words: string): string {
  return words.replace(/ies$/, 'y').replace(/s$/, '');
}
