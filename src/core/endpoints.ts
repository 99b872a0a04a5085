/** Which of the real hosts has an endpoint: `api.wiraya.com` or `api.wiraya.ai`. */
export type Surface = 'messaging' | 'contacts';

/** Where the real platform is [D]. */
export const REAL_HOSTS = {
  messaging: 'api.wiraya.com',
  contacts: 'api.wiraya.ai',
} as const satisfies Record<Surface, string>;

/** Whether a host is one of those, by its name in small letters. */
export function isRealHost(hostname: string): boolean {
  return (Object.values(REAL_HOSTS) as string[]).includes(hostname);
}

/** Where we know an endpoint from: the vendor's documentation [D], public clients [C], or its name alone [I]. */
export type EndpointSource = 'documented' | 'seen in clients' | 'inferred';

interface Endpoint {
  surface: Surface;
  methods: readonly ('POST' | 'PUT')[];
  /** Case does not matter, but for a contact's ID. */
  path: string;
  source: EndpointSource;
  /** One line for the documentation. */
  does: string;
}

const messaging = (path: string, source: EndpointSource, does: string): Endpoint => ({
  surface: 'messaging',
  methods: ['POST'],
  path,
  source,
  does,
});
const contacts = (
  methods: Endpoint['methods'],
  path: string,
  source: EndpointSource,
  does: string,
): Endpoint => ({ surface: 'contacts', methods, path, source, does });

/** Everything of the real platform that is emulated; the one table of it. */
export const ENDPOINTS = {
  EnqueueCommunications: messaging(
    '/api/EnqueueCommunications',
    'documented',
    'Sends SMS and calls, many at once',
  ),
  SendMessageFromAlpha: messaging('/api/SendMessageFromAlpha/json', 'seen in clients', 'Sends one SMS'),
  GetMessageStatus: messaging('/api/GetMessageStatus/json', 'seen in clients', 'What became of an SMS'),
  SendPinCode: messaging('/api/SendPinCode/json', 'seen in clients', 'Sends a PIN code by SMS'),
  VerifyCode: messaging('/api/VerifyCode/json', 'seen in clients', 'Whether a PIN code is active'),
  CreateSMSProject: messaging('/api/CreateSMSProject/json', 'inferred', 'Creates an SMS project'),
  GetSMSProjectInfo: messaging(
    '/api/GetSMSProjectInfo/json',
    'inferred',
    'An SMS project: its name, sender and message',
  ),
  UpdateSMSProject: messaging('/api/UpdateSMSProject/json', 'inferred', 'Changes an SMS project'),
  AddSMSRecipient: messaging(
    '/api/AddSMSRecipient/json',
    'inferred',
    'Sends the SMS of a project to one recipient',
  ),
  AddSMSRecipients: messaging(
    '/api/AddSMSRecipients/json',
    'inferred',
    'Sends the SMS of a project to many recipients',
  ),
  AddCallListRecipient: messaging(
    '/api/AddCallListRecipient/json',
    'inferred',
    'Calls one recipient for a project',
  ),
  GetVoiceStatus: messaging('/api/GetVoiceStatus/json', 'inferred', 'What became of a call'),
  Token: contacts(
    ['POST'],
    '/auth/token/apikey',
    'documented',
    'A token for five minutes, in exchange for the API key',
  ),
  Contact: contacts(['PUT'], '/api/Contact/{contactId}', 'documented', 'Creates or replaces a contact'),
  ContactCampaigns: contacts(
    ['POST'],
    '/api/Contact/{contactId}/campaigns',
    'seen in clients',
    'Puts a contact on a campaign',
  ),
  ContactEvents: contacts(
    ['POST', 'PUT'],
    '/api/Contact/{contactId}/events',
    'seen in clients',
    'Tells of something that a contact did',
  ),
  ContactMetrics: contacts(
    ['POST'],
    '/api/Contact/{contactId}/metrics',
    'inferred',
    'Tells a value that was measured of a contact',
  ),
  ContactBulk: contacts(['PUT'], '/api/Contact/_bulk', 'documented', 'Creates or replaces many contacts'),
  ContactCampaignsBulk: contacts(
    ['POST'],
    '/api/Contact/campaigns/_bulk',
    'documented',
    'Puts many contacts on campaigns',
  ),
  ContactEventsBulk: contacts(
    ['POST', 'PUT'],
    '/api/Contact/events/_bulk',
    'inferred',
    'Tells of what many contacts did',
  ),
  ContactMetricsBulk: contacts(
    ['POST'],
    '/api/Contact/metrics/_bulk',
    'inferred',
    'Tells values that were measured of many contacts',
  ),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as [EndpointName, ...EndpointName[]];
