// Written by `npm run client` from the OpenAPI document; do not edit.

import type {
  AddRecipientsBody,
  AddRecipientsQuery,
  AdvanceClockBody,
  Advanced,
  Alive,
  Callback,
  Campaign,
  CertificateAuthority,
  ClearedPersonalData,
  Clock,
  Communication,
  Contact,
  ContactList,
  CountRequestsAnswer,
  CountRequestsQuery,
  CreateCallbackBody,
  CreateCampaignBody,
  CreateCommunicationBody,
  CreateContactListBody,
  CreateCustomerAnswer,
  CreateCustomerBody,
  CreateFaultBody,
  CreateIncomingCallBody,
  CreateIncomingSmsBody,
  CreateOutcomeRuleBody,
  CreateProjectBody,
  Customer,
  DeleteRequestsQuery,
  Delivery,
  Fault,
  FlushCallbacksAnswer,
  GetCommunicationAnswer,
  GetContactAnswer,
  GetDeliveryAnswer,
  GetLivenessAnswer,
  GetStatisticsQuery,
  GetTrustQuery,
  GetUrlsAnswer,
  GetWhitelistAnswer,
  GetWhitelistQuery,
  Health,
  Inbox,
  InboxRequest,
  IssueClientCertificateAnswer,
  IssueClientCertificateBody,
  ListCallbacksQuery,
  ListCampaignsQuery,
  ListCommunicationsQuery,
  ListContactListsQuery,
  ListContactsQuery,
  ListCustomersQuery,
  ListDeliveriesQuery,
  ListFaultsQuery,
  ListInboxesQuery,
  ListInboxRequestsQuery,
  ListMagicNumbersAnswer,
  ListOptOutsQuery,
  ListOutcomeRulesAnswer,
  ListPinCodesQuery,
  ListProfilesAnswer,
  ListProjectsQuery,
  ListRecipientsQuery,
  ListRequestsQuery,
  ListSourceAddressesAnswer,
  MoveCursorBody,
  OptOut,
  OutcomeRequest,
  OutcomeRule,
  PinCode,
  PreviewCallbackAnswer,
  PreviewCallbackBody,
  ProbeCallbackAnswer,
  Profile,
  Project,
  Recipient,
  RecipientImport,
  RenewApiKeyAnswer,
  ReplayDeliveriesAnswer,
  ReplayDeliveriesBody,
  Request,
  ResetBody,
  ResumeContactAnswer,
  SeedAnswer,
  SeedBody,
  SetAliveBody,
  SetClockBody,
  SetInboxBody,
  SetProfileBody,
  Settings,
  SetWhitelistAnswer,
  SetWhitelistBody,
  Statistics,
  TestCallbackAnswer,
  TestCallbackBody,
  Trust,
  UpdateCallbackBody,
  UpdateContactListBody,
  UpdateCustomerBody,
  UpdateProjectBody,
  WaitForAttemptsAnswer,
  WaitForAttemptsQuery,
  WaitForDeliveryAnswer,
  WaitForDeliveryQuery,
  WaitForEventsAnswer,
  WaitForEventsQuery,
  WaitForInboxRequestsAnswer,
  WaitForInboxRequestsQuery,
  WaitForRequestAnswer,
  WaitForRequestQuery,
} from './schemas.ts';

/** A page of a list. Give `next` as `after` for the one that follows; null at the end. */
export interface Page<Item> {
  items: Item[];
  next: number | null;
}

/** Every operation of the control API, by its operationId: what stands in its path, then its body, then its query. */
export interface ControlApi {
  /**
   * Create a customer; its API key is shown this once
   * `POST /v1/customers`
   */
  createCustomer(body: CreateCustomerBody): Promise<CreateCustomerAnswer>;
  /**
   * List customers
   * `GET /v1/customers`
   */
  listCustomers(query?: ListCustomersQuery): Promise<Page<Customer>>;
  /**
   * Read a customer
   * `GET /v1/customers/{id}`
   */
  getCustomer(id: number): Promise<Customer>;
  /**
   * Change a customer; it holds for what is accepted from now on
   * `PATCH /v1/customers/{id}`
   */
  updateCustomer(id: number, body: UpdateCustomerBody): Promise<Customer>;
  /**
   * Make a new API key, which is shown this once; the one before no longer holds
   * `POST /v1/customers/{id}/api-key`
   */
  renewApiKey(id: number): Promise<RenewApiKeyAnswer>;
  /**
   * Read the numbers that whitelist mode sends to
   * `GET /v1/customers/{id}/whitelist`
   */
  getWhitelist(id: number, query?: GetWhitelistQuery): Promise<GetWhitelistAnswer>;
  /**
   * Replace the numbers that whitelist mode sends to
   * `PUT /v1/customers/{id}/whitelist`
   */
  setWhitelist(id: number, body: SetWhitelistBody): Promise<SetWhitelistAnswer>;
  /**
   * List the numbers that have opted out of a customer
   * `GET /v1/customers/{id}/opt-outs`
   */
  listOptOuts(id: number, query?: ListOptOutsQuery): Promise<Page<OptOut>>;
  /**
   * Opt all numbers in again
   * `DELETE /v1/customers/{id}/opt-outs`
   */
  deleteOptOuts(id: number): Promise<void>;
  /**
   * Opt a number out, as if it had written STOP
   * `PUT /v1/customers/{id}/opt-outs/{number}`
   */
  createOptOut(id: number, number: string): Promise<OptOut>;
  /**
   * Opt a number in again, as if it had written START
   * `DELETE /v1/customers/{id}/opt-outs/{number}`
   */
  deleteOptOut(id: number, number: string): Promise<void>;
  /**
   * Clear all personal data that there is of the people a customer has communicated with
   * Numbers, names, texts and data fields are then gone from everything that is shown, and from the file. IDs, statuses, counts, times and key choices stay. What was still to go out does not; reports that are to come still do. Opt-outs keep working, by a digest of the number; the whitelist and rules about numbers or texts are removed.
   * `POST /v1/customers/{id}/clear-personal-data`
   */
  clearPersonalData(id: number): Promise<ClearedPersonalData>;
  /**
   * Create a project: a sender and a template
   * `POST /v1/projects`
   */
  createProject(body: CreateProjectBody): Promise<Project>;
  /**
   * List projects
   * `GET /v1/projects`
   */
  listProjects(query?: ListProjectsQuery): Promise<Page<Project>>;
  /**
   * Read a project
   * `GET /v1/projects/{id}`
   */
  getProject(id: number): Promise<Project>;
  /**
   * Change a project; it holds for what is sent from now on
   * `PATCH /v1/projects/{id}`
   */
  updateProject(id: number, body: UpdateProjectBody): Promise<Project>;
  /**
   * Create a contact list
   * `POST /v1/contact-lists`
   */
  createContactList(body: CreateContactListBody): Promise<ContactList>;
  /**
   * List contact lists
   * `GET /v1/contact-lists`
   */
  listContactLists(query?: ListContactListsQuery): Promise<Page<ContactList>>;
  /**
   * Read a contact list
   * `GET /v1/contact-lists/{id}`
   */
  getContactList(id: number): Promise<ContactList>;
  /**
   * Rename a contact list or its data fields
   * `PATCH /v1/contact-lists/{id}`
   */
  updateContactList(id: number, body: UpdateContactListBody): Promise<ContactList>;
  /**
   * Add recipients, as JSON or as a CSV of any length
   * JSON is added whole or not at all. Of a CSV the good rows are added and the others reported with their line, or, with `allOrNothing=true`, nothing is added unless every row is good.
   * `POST /v1/contact-lists/{id}/recipients`
   */
  addRecipients(
    id: number,
    body?: AddRecipientsBody | string,
    query?: AddRecipientsQuery,
  ): Promise<RecipientImport>;
  /**
   * List the recipients of a contact list
   * With `search` a page may hold fewer than `limit`, even none, while its `next` still leads on: a long list is looked through piece by piece.
   * `GET /v1/contact-lists/{id}/recipients`
   */
  listRecipients(id: number, query?: ListRecipientsQuery): Promise<Page<Recipient>>;
  /**
   * Read a recipient
   * `GET /v1/recipients/{id}`
   */
  getRecipient(id: number): Promise<Recipient>;
  /**
   * Create a campaign: a project to be run over a contact list
   * `POST /v1/campaigns`
   */
  createCampaign(body: CreateCampaignBody): Promise<Campaign>;
  /**
   * List campaigns
   * `GET /v1/campaigns`
   */
  listCampaigns(query?: ListCampaignsQuery): Promise<Page<Campaign>>;
  /**
   * Read a campaign with its progress
   * `GET /v1/campaigns/{id}`
   */
  getCampaign(id: number): Promise<Campaign>;
  /**
   * Start a campaign now
   * `POST /v1/campaigns/{id}/start`
   */
  startCampaign(id: number): Promise<Campaign>;
  /**
   * Pause a campaign: nothing more is sent until it is resumed
   * `POST /v1/campaigns/{id}/pause`
   */
  pauseCampaign(id: number): Promise<Campaign>;
  /**
   * Resume a paused campaign
   * `POST /v1/campaigns/{id}/resume`
   */
  resumeCampaign(id: number): Promise<Campaign>;
  /**
   * Cancel a campaign for good: what has not been sent never is
   * `POST /v1/campaigns/{id}/cancel`
   */
  cancelCampaign(id: number): Promise<Campaign>;
  /**
   * Send one SMS or call
   * `POST /v1/communications`
   */
  createCommunication(body: CreateCommunicationBody): Promise<Communication>;
  /**
   * List communications in the order in which they were accepted
   * Some filters have to look through many communications. A page of theirs may hold fewer than `limit`, even none, while its `next` still leads on: the end is where that is null.
   * `GET /v1/communications`
   */
  listCommunications(query?: ListCommunicationsQuery): Promise<Page<Communication>>;
  /**
   * Read a communication with its timeline of events
   * `GET /v1/communications/{id}`
   */
  getCommunication(id: number): Promise<GetCommunicationAnswer>;
  /**
   * Decide what becomes of a communication from now on, in the place of what was decided before
   * Of one that is held (`ASK_ME`), or of any that is not DONE. Times count from now, or from when it is sent if that is still to come. This is how a person answers a call: `callLength` and `keyChoices` beside the status DELIVERED.
   * `POST /v1/communications/{id}/outcome`
   */
  decideOutcome(id: number, body: OutcomeRequest): Promise<Communication>;
  /**
   * Have somebody write to a customer; STOP and its like opt them out at once
   * `POST /v1/incoming-sms`
   */
  createIncomingSms(body: CreateIncomingSmsBody): Promise<Communication>;
  /**
   * Have somebody call a customer; it is reported when the call is over
   * `POST /v1/incoming-calls`
   */
  createIncomingCall(body: CreateIncomingCallBody): Promise<Communication>;
  /**
   * List the PIN codes that were sent, the oldest first
   * `GET /v1/pin-codes`
   */
  listPinCodes(query?: ListPinCodesQuery): Promise<Page<PinCode>>;
  /**
   * Have all that fits end in an outcome; the newest rule that fits decides
   * `POST /v1/outcome-rules`
   */
  createOutcomeRule(body: CreateOutcomeRuleBody): Promise<OutcomeRule>;
  /**
   * List the outcome rules, the newest first, with how often each has decided
   * `GET /v1/outcome-rules`
   */
  listOutcomeRules(): Promise<ListOutcomeRulesAnswer>;
  /**
   * Remove all outcome rules
   * `DELETE /v1/outcome-rules`
   */
  deleteOutcomeRules(): Promise<void>;
  /**
   * Remove an outcome rule; what it has decided stays decided
   * `DELETE /v1/outcome-rules/{id}`
   */
  deleteOutcomeRule(id: number): Promise<void>;
  /**
   * List the numbers that stand for an outcome, and the names of all outcomes
   * `GET /v1/magic-numbers`
   */
  listMagicNumbers(): Promise<ListMagicNumbersAnswer>;
  /**
   * List the profiles: those that come with the platform or from files, and your own
   * `GET /v1/profiles`
   */
  listProfiles(): Promise<ListProfilesAnswer>;
  /**
   * Read a profile
   * `GET /v1/profiles/{name}`
   */
  getProfile(name: string): Promise<Profile>;
  /**
   * Create a profile, or replace it; it holds for what is accepted from now on
   * `PUT /v1/profiles/{name}`
   */
  setProfile(name: string, body: SetProfileBody): Promise<Profile>;
  /**
   * Remove a profile; customers that had it have the platform's from now on
   * `DELETE /v1/profiles/{name}`
   */
  deleteProfile(name: string): Promise<void>;
  /**
   * List contacts that clients of the contact API have created
   * `GET /v1/contacts`
   */
  listContacts(query?: ListContactsQuery): Promise<Page<Contact>>;
  /**
   * Read a contact with its campaigns, events and metrics
   * `GET /v1/contacts/{id}`
   */
  getContact(id: number): Promise<GetContactAnswer>;
  /**
   * Let a contact that an event has stopped be communicated with again
   * From the next campaign on. An opt-out of its number holds all the same.
   * `POST /v1/contacts/{id}/resume`
   */
  resumeContact(id: number): Promise<ResumeContactAnswer>;
  /**
   * Register a callback
   * `POST /v1/callbacks`
   */
  createCallback(body: CreateCallbackBody): Promise<Callback>;
  /**
   * List callbacks
   * `GET /v1/callbacks`
   */
  listCallbacks(query?: ListCallbacksQuery): Promise<Page<Callback>>;
  /**
   * Send the backlog of all callbacks now; answers when the last request has settled
   * `POST /v1/callbacks/flush`
   */
  flushCallbacks(): Promise<FlushCallbacksAnswer>;
  /**
   * Read a callback
   * `GET /v1/callbacks/{id}`
   */
  getCallback(id: number): Promise<Callback>;
  /**
   * Change a callback; it keeps its place in the log
   * `PATCH /v1/callbacks/{id}`
   */
  updateCallback(id: number, body: UpdateCallbackBody): Promise<Callback>;
  /**
   * Remove a callback with its deliveries
   * `DELETE /v1/callbacks/{id}`
   */
  deleteCallback(id: number): Promise<void>;
  /**
   * Render a template for a sample of each type, or for a real communication, without saving anything
   * `POST /v1/callbacks/preview`
   */
  previewCallback(body: PreviewCallbackBody): Promise<PreviewCallbackAnswer>;
  /**
   * Pause a callback: it keeps its place in the log
   * `POST /v1/callbacks/{id}/pause`
   */
  pauseCallback(id: number): Promise<Callback>;
  /**
   * Resume a callback: it goes on where it was
   * `POST /v1/callbacks/{id}/resume`
   */
  resumeCallback(id: number): Promise<Callback>;
  /**
   * Move a callback's place in the log
   * `POST /v1/callbacks/{id}/cursor`
   */
  moveCursor(id: number, body: MoveCursorBody): Promise<Callback>;
  /**
   * Send a sample now and answer with what happened; nothing is stored or tried again
   * `POST /v1/callbacks/{id}/test`
   */
  testCallback(id: number, body?: TestCallbackBody): Promise<TestCallbackAnswer>;
  /**
   * Connect to a callback's receiver and hang up, without sending anything
   * The client certificate is shown. With TLS 1.3 a receiver may refuse it only when a request comes.
   * `POST /v1/callbacks/{id}/probe`
   */
  probeCallback(id: number): Promise<ProbeCallbackAnswer>;
  /**
   * List deliveries
   * `GET /v1/deliveries`
   */
  listDeliveries(query?: ListDeliveriesQuery): Promise<Page<Delivery>>;
  /**
   * Wait until there is a delivery that fits, so that no test need sleep
   * Answers at once when there is one already; with `delivery` null when the time is up.
   * `GET /v1/deliveries/wait`
   */
  waitForDelivery(query?: WaitForDeliveryQuery): Promise<WaitForDeliveryAnswer>;
  /**
   * Send all deliveries that fit once more, with the next tick
   * `POST /v1/deliveries/replay`
   */
  replayDeliveries(body: ReplayDeliveriesBody): Promise<ReplayDeliveriesAnswer>;
  /**
   * Read a delivery with its attempts: what was sent and what came back
   * `GET /v1/deliveries/{id}`
   */
  getDelivery(id: number): Promise<GetDeliveryAnswer>;
  /**
   * Send a delivery once more, with the next tick
   * `POST /v1/deliveries/{id}/replay`
   */
  replayDelivery(id: number): Promise<Delivery>;
  /**
   * Wait until receivers have been sent something, and read what
   * Answers at once when there are such attempts already: the first hundred, as their results came in. Give the ID of the last one as `after` for those that follow. None: the time is up.
   * `GET /v1/attempts/wait`
   */
  waitForAttempts(query?: WaitForAttemptsQuery): Promise<WaitForAttemptsAnswer>;
  /**
   * Wait until the log has grown, and read on in it
   * Answers at once when there are such events already: the first thousand, in order of the log. Give the ID of the last one as `after` for those that follow. None: the time is up.
   * `GET /v1/events/wait`
   */
  waitForEvents(query?: WaitForEventsQuery): Promise<WaitForEventsAnswer>;
  /**
   * Break something on purpose
   * `POST /v1/faults`
   */
  createFault(body: CreateFaultBody): Promise<Fault>;
  /**
   * List the faults with how often they struck
   * `GET /v1/faults`
   */
  listFaults(query?: ListFaultsQuery): Promise<Page<Fault>>;
  /**
   * Switch all faults off
   * `DELETE /v1/faults`
   */
  deleteFaults(): Promise<void>;
  /**
   * Switch a fault off
   * `DELETE /v1/faults/{id}`
   */
  deleteFault(id: number): Promise<void>;
  /**
   * List the calls of the real API, in the order in which they were answered
   * `GET /v1/requests`
   */
  listRequests(query?: ListRequestsQuery): Promise<Page<Request>>;
  /**
   * Forget the calls of the real API, all of them or those of one customer
   * `DELETE /v1/requests`
   */
  deleteRequests(query?: DeleteRequestsQuery): Promise<void>;
  /**
   * Count the calls of the real API that fit
   * `GET /v1/requests/count`
   */
  countRequests(query?: CountRequestsQuery): Promise<CountRequestsAnswer>;
  /**
   * Wait until there is a call of the real API that fits, so that no test need sleep
   * Answers at once when there is one already; with `request` null when the time is up.
   * `GET /v1/requests/wait`
   */
  waitForRequest(query?: WaitForRequestQuery): Promise<WaitForRequestAnswer>;
  /**
   * Read a call of the real API: what was sent and what came back
   * `GET /v1/requests/{id}`
   */
  getRequest(id: number): Promise<Request>;
  /**
   * List the inboxes of the built-in receiver that have been used
   * `GET /v1/inbox`
   */
  listInboxes(query?: ListInboxesQuery): Promise<Page<Inbox>>;
  /**
   * Read what an inbox answers and demands; any name is one
   * `GET /v1/inbox/{name}`
   */
  getInbox(name: string): Promise<Inbox>;
  /**
   * Tell an inbox what to answer and to demand; what is left out is as usual
   * `PUT /v1/inbox/{name}`
   */
  setInbox(name: string, body: SetInboxBody): Promise<Inbox>;
  /**
   * Remove an inbox with all that arrived there; it is made anew when it is used again
   * `DELETE /v1/inbox/{name}`
   */
  deleteInbox(name: string): Promise<void>;
  /**
   * List what arrived at an inbox
   * `GET /v1/inbox/{name}/requests`
   */
  listInboxRequests(name: string, query?: ListInboxRequestsQuery): Promise<Page<InboxRequest>>;
  /**
   * Forget what arrived at an inbox
   * `DELETE /v1/inbox/{name}/requests`
   */
  deleteInboxRequests(name: string): Promise<void>;
  /**
   * Wait until requests that fit have arrived at an inbox, so that no test need sleep
   * Answers at once when so many have arrived already; with fewer when the time is up.
   * `GET /v1/inbox/{name}/wait`
   */
  waitForInboxRequests(name: string, query?: WaitForInboxRequestsQuery): Promise<WaitForInboxRequestsAnswer>;
  /**
   * Read one request that arrived at an inbox
   * `GET /v1/inbox/{name}/requests/{id}`
   */
  getInboxRequest(name: string, id: number): Promise<InboxRequest>;
  /**
   * Read the platform's clock
   * `GET /v1/clock`
   */
  getClock(): Promise<Clock>;
  /**
   * Change how the clock runs
   * `PUT /v1/clock`
   */
  setClock(body: SetClockBody): Promise<Clock>;
  /**
   * Move the manual clock on; answers when all that fell due on the way has been done
   * `POST /v1/clock/advance`
   */
  advanceClock(body: AdvanceClockBody): Promise<Advanced>;
  /**
   * Add customers, projects, lists, callbacks and campaigns that refer to each other by name
   * All of it or, when anything is wrong, nothing.
   * `POST /v1/seed`
   */
  seed(body: SeedBody): Promise<SeedAnswer>;
  /**
   * Remove all that there is but customer 1 and its API key, or all that one customer has
   * Requests under way are cut off. Afterwards the first project, campaign … has the ID 1 again, so that the same requests have the same outcomes.
   * `POST /v1/reset`
   */
  reset(body?: ResetBody): Promise<Clock>;
  /**
   * Save all that there is as one file: an SQLite database
   * It holds what callbacks were configured with, passwords and private keys among it: keep it as you keep those.
   * `GET /v1/snapshot`
   */
  takeSnapshot(): Promise<Uint8Array>;
  /**
   * Restore what a snapshot saved, in the place of all that there is; the clock too
   * `PUT /v1/snapshot`
   */
  restoreSnapshot(body: Uint8Array): Promise<Clock>;
  /**
   * Read whether the platform keeps itself busy
   * `GET /v1/alive`
   */
  getAlive(): Promise<Alive>;
  /**
   * Have the platform keep itself busy with campaigns over people who do not exist, or stop it
   * People write and call of their own accord too. Campaigns that run when it is stopped come to their end. An advance until `idle` does not wait for it.
   * `PUT /v1/alive`
   */
  setAlive(body: SetAliveBody): Promise<Alive>;
  /**
   * The platform's certificate authority, for clients to trust and for receivers to verify callbacks with
   * `GET /v1/certificates/ca.pem`
   */
  getCaCertificate(): Promise<string>;
  /**
   * Issue a client certificate from the platform's certificate authority, for a callback to show
   * `POST /v1/certificates/client`
   */
  issueClientCertificate(body: IssueClientCertificateBody): Promise<IssueClientCertificateAnswer>;
  /**
   * The addresses that callbacks are sent from, for receivers' allow-lists
   * `GET /v1/source-addresses`
   */
  listSourceAddresses(): Promise<ListSourceAddressesAnswer>;
  /**
   * What the platform's certificate authority can be told by, and the names of its server
   * `GET /v1/certificates`
   */
  getCertificateAuthority(): Promise<CertificateAuthority>;
  /**
   * How clients of every kind come to trust the platform's certificate authority
   * `GET /v1/certificates/trust`
   */
  getTrust(query?: GetTrustQuery): Promise<Trust>;
  /**
   * Whether the platform works
   * Not ready: it is stopping, its disk is full, or what fell due failed. Receivers that fail are no reason.
   * `GET /v1/health`
   */
  getHealth(): Promise<Health>;
  /**
   * Whether the process answers, ready or not
   * For who starts it again when it does not; `GET /health` says whether to send it requests.
   * `GET /v1/health/live`
   */
  getLiveness(): Promise<GetLivenessAnswer>;
  /**
   * Where the platform listens
   * `GET /v1/urls`
   */
  getUrls(): Promise<GetUrlsAnswer>;
  /**
   * Read the settings that the platform runs with
   * `GET /v1/settings`
   */
  getSettings(): Promise<Settings>;
  /**
   * Count what happened lately, in 60 spans of time up to now
   * Of the newest 50,000 entries of the log, and of the attempts that are remembered.
   * `GET /v1/statistics`
   */
  getStatistics(query?: GetStatisticsQuery): Promise<Statistics>;
}

/** How each is asked for: method, path, and the content types of the body, where it takes one. */
export const OPERATIONS = {
  createCustomer: ['POST', '/customers', ['application/json']],
  listCustomers: ['GET', '/customers'],
  getCustomer: ['GET', '/customers/{id}'],
  updateCustomer: ['PATCH', '/customers/{id}', ['application/json']],
  renewApiKey: ['POST', '/customers/{id}/api-key'],
  getWhitelist: ['GET', '/customers/{id}/whitelist'],
  setWhitelist: ['PUT', '/customers/{id}/whitelist', ['application/json']],
  listOptOuts: ['GET', '/customers/{id}/opt-outs'],
  deleteOptOuts: ['DELETE', '/customers/{id}/opt-outs'],
  createOptOut: ['PUT', '/customers/{id}/opt-outs/{number}'],
  deleteOptOut: ['DELETE', '/customers/{id}/opt-outs/{number}'],
  clearPersonalData: ['POST', '/customers/{id}/clear-personal-data'],
  createProject: ['POST', '/projects', ['application/json']],
  listProjects: ['GET', '/projects'],
  getProject: ['GET', '/projects/{id}'],
  updateProject: ['PATCH', '/projects/{id}', ['application/json']],
  createContactList: ['POST', '/contact-lists', ['application/json']],
  listContactLists: ['GET', '/contact-lists'],
  getContactList: ['GET', '/contact-lists/{id}'],
  updateContactList: ['PATCH', '/contact-lists/{id}', ['application/json']],
  addRecipients: ['POST', '/contact-lists/{id}/recipients', ['application/json', 'text/csv']],
  listRecipients: ['GET', '/contact-lists/{id}/recipients'],
  getRecipient: ['GET', '/recipients/{id}'],
  createCampaign: ['POST', '/campaigns', ['application/json']],
  listCampaigns: ['GET', '/campaigns'],
  getCampaign: ['GET', '/campaigns/{id}'],
  startCampaign: ['POST', '/campaigns/{id}/start'],
  pauseCampaign: ['POST', '/campaigns/{id}/pause'],
  resumeCampaign: ['POST', '/campaigns/{id}/resume'],
  cancelCampaign: ['POST', '/campaigns/{id}/cancel'],
  createCommunication: ['POST', '/communications', ['application/json']],
  listCommunications: ['GET', '/communications'],
  getCommunication: ['GET', '/communications/{id}'],
  decideOutcome: ['POST', '/communications/{id}/outcome', ['application/json']],
  createIncomingSms: ['POST', '/incoming-sms', ['application/json']],
  createIncomingCall: ['POST', '/incoming-calls', ['application/json']],
  listPinCodes: ['GET', '/pin-codes'],
  createOutcomeRule: ['POST', '/outcome-rules', ['application/json']],
  listOutcomeRules: ['GET', '/outcome-rules'],
  deleteOutcomeRules: ['DELETE', '/outcome-rules'],
  deleteOutcomeRule: ['DELETE', '/outcome-rules/{id}'],
  listMagicNumbers: ['GET', '/magic-numbers'],
  listProfiles: ['GET', '/profiles'],
  getProfile: ['GET', '/profiles/{name}'],
  setProfile: ['PUT', '/profiles/{name}', ['application/json']],
  deleteProfile: ['DELETE', '/profiles/{name}'],
  listContacts: ['GET', '/contacts'],
  getContact: ['GET', '/contacts/{id}'],
  resumeContact: ['POST', '/contacts/{id}/resume'],
  createCallback: ['POST', '/callbacks', ['application/json']],
  listCallbacks: ['GET', '/callbacks'],
  flushCallbacks: ['POST', '/callbacks/flush'],
  getCallback: ['GET', '/callbacks/{id}'],
  updateCallback: ['PATCH', '/callbacks/{id}', ['application/json']],
  deleteCallback: ['DELETE', '/callbacks/{id}'],
  previewCallback: ['POST', '/callbacks/preview', ['application/json']],
  pauseCallback: ['POST', '/callbacks/{id}/pause'],
  resumeCallback: ['POST', '/callbacks/{id}/resume'],
  moveCursor: ['POST', '/callbacks/{id}/cursor', ['application/json']],
  testCallback: ['POST', '/callbacks/{id}/test', ['application/json']],
  probeCallback: ['POST', '/callbacks/{id}/probe'],
  listDeliveries: ['GET', '/deliveries'],
  waitForDelivery: ['GET', '/deliveries/wait'],
  replayDeliveries: ['POST', '/deliveries/replay', ['application/json']],
  getDelivery: ['GET', '/deliveries/{id}'],
  replayDelivery: ['POST', '/deliveries/{id}/replay'],
  waitForAttempts: ['GET', '/attempts/wait'],
  waitForEvents: ['GET', '/events/wait'],
  createFault: ['POST', '/faults', ['application/json']],
  listFaults: ['GET', '/faults'],
  deleteFaults: ['DELETE', '/faults'],
  deleteFault: ['DELETE', '/faults/{id}'],
  listRequests: ['GET', '/requests'],
  deleteRequests: ['DELETE', '/requests'],
  countRequests: ['GET', '/requests/count'],
  waitForRequest: ['GET', '/requests/wait'],
  getRequest: ['GET', '/requests/{id}'],
  listInboxes: ['GET', '/inbox'],
  getInbox: ['GET', '/inbox/{name}'],
  setInbox: ['PUT', '/inbox/{name}', ['application/json']],
  deleteInbox: ['DELETE', '/inbox/{name}'],
  listInboxRequests: ['GET', '/inbox/{name}/requests'],
  deleteInboxRequests: ['DELETE', '/inbox/{name}/requests'],
  waitForInboxRequests: ['GET', '/inbox/{name}/wait'],
  getInboxRequest: ['GET', '/inbox/{name}/requests/{id}'],
  getClock: ['GET', '/clock'],
  setClock: ['PUT', '/clock', ['application/json']],
  advanceClock: ['POST', '/clock/advance', ['application/json']],
  seed: ['POST', '/seed', ['application/json']],
  reset: ['POST', '/reset', ['application/json']],
  takeSnapshot: ['GET', '/snapshot'],
  restoreSnapshot: ['PUT', '/snapshot', ['application/vnd.sqlite3']],
  getAlive: ['GET', '/alive'],
  setAlive: ['PUT', '/alive', ['application/json']],
  getCaCertificate: ['GET', '/certificates/ca.pem'],
  issueClientCertificate: ['POST', '/certificates/client', ['application/json']],
  listSourceAddresses: ['GET', '/source-addresses'],
  getCertificateAuthority: ['GET', '/certificates'],
  getTrust: ['GET', '/certificates/trust'],
  getHealth: ['GET', '/health'],
  getLiveness: ['GET', '/health/live'],
  getUrls: ['GET', '/urls'],
  getSettings: ['GET', '/settings'],
  getStatistics: ['GET', '/statistics'],
} as const satisfies Record<keyof ControlApi, readonly [string, string, ...(readonly string[][])]>;
