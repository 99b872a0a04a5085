/** A store's `user_version` after the first migration. Lower ones were in use before the first release. */
export const FIRST_VERSION = 104;

/**
 * Every migration ever shipped, in order.
 * Never change one that has been released: add the next.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    api_key_hash TEXT NOT NULL UNIQUE,
    account_level TEXT NOT NULL,
    test_mode INTEGER NOT NULL,
    whitelist_mode INTEGER NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE whitelist (
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    PRIMARY KEY (customer_id, number)
  ) WITHOUT ROWID;

  CREATE TABLE opt_outs (
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    at INTEGER NOT NULL,
    communication_id INTEGER,
    PRIMARY KEY (customer_id, number)
  ) WITHOUT ROWID;
  CREATE TABLE profiles (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE outcome_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    match TEXT NOT NULL,
    outcome TEXT NOT NULL,
    remaining INTEGER,
    used INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  );

  CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    sender TEXT NOT NULL,
    template TEXT NOT NULL,
    questions TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX projects_by_customer ON projects (customer_id);

  CREATE TABLE contact_lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    name TEXT NOT NULL,
    field_names TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX contact_lists_by_customer ON contact_lists (customer_id);
  CREATE TABLE recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_list_id INTEGER NOT NULL REFERENCES contact_lists (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    fields TEXT NOT NULL
  );
  CREATE INDEX recipients_by_list ON recipients (contact_list_id);
  CREATE TABLE staged_recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    fields TEXT NOT NULL
  );

  CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    project_id INTEGER NOT NULL REFERENCES projects (id),
    contact_list_id INTEGER NOT NULL REFERENCES contact_lists (id),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    rate REAL NOT NULL,
    start_at INTEGER,
    started_at INTEGER,
    ended_at INTEGER,
    next_at INTEGER,
    last_recipient_id INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    counts TEXT NOT NULL DEFAULT '{}',
    calling_hours TEXT,
    outcome_field INTEGER,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX campaigns_by_customer ON campaigns (customer_id);
  CREATE INDEX campaigns_due ON campaigns (next_at, id) WHERE next_at IS NOT NULL;

  CREATE TABLE campaign_outcomes (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (campaign_id, number)
  ) WITHOUT ROWID;

  CREATE TABLE communications (
    seq INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    type TEXT NOT NULL,
    project_id INTEGER,
    campaign_id INTEGER,
    recipient_id INTEGER,
    recipient TEXT NOT NULL,
    nth INTEGER NOT NULL,
    previous_seq INTEGER,
    sender TEXT NOT NULL,
    content TEXT,
    sms_parts INTEGER,
    bulk TEXT,
    prefix TEXT,
    identifier TEXT,
    state TEXT NOT NULL,
    status TEXT,
    recipient_status TEXT,
    call_length INTEGER,
    key_choices TEXT,
    accepted_at INTEGER NOT NULL,
    sent_at INTEGER,
    done_at INTEGER,
    outcome TEXT NOT NULL,
    steps INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    due_at INTEGER,
    last_event_id INTEGER
  );
  CREATE INDEX communications_by_campaign ON communications (campaign_id) WHERE campaign_id IS NOT NULL;
  CREATE INDEX communications_due ON communications (due_at, id) WHERE due_at IS NOT NULL;

  CREATE TABLE communication_ids (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);

  CREATE TABLE number_histories (
    customer_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    outgoing_sms INTEGER NOT NULL,
    incoming_sms INTEGER NOT NULL,
    outgoing_calls INTEGER NOT NULL,
    incoming_calls INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    recent TEXT NOT NULL,
    PRIMARY KEY (customer_id, number)
  ) WITHOUT ROWID;

  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    communication_seq INTEGER NOT NULL,
    communication_id INTEGER NOT NULL,
    recipient_id INTEGER,
    previous_id INTEGER,
    customer_id INTEGER NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT,
    recipient_status TEXT,
    call_length INTEGER,
    key_choices TEXT,
    sent_at INTEGER NOT NULL,
    done_at INTEGER
  );

  CREATE TABLE callbacks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    enabled INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    config TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );

  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    callback_id INTEGER NOT NULL,
    event_ids TEXT,
    first_event_id INTEGER NOT NULL,
    last_event_id INTEGER NOT NULL,
    items INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    faults TEXT NOT NULL DEFAULT '[]',
    next_attempt_at INTEGER,
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    error TEXT,
    last_attempt_id INTEGER
  );
  CREATE INDEX deliveries_pending ON deliveries (callback_id, id) WHERE state = 'PENDING';
  CREATE INDEX deliveries_parked ON deliveries (id) WHERE state = 'PARKED';
  CREATE TABLE delivery_spans (
    callback_id INTEGER NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    first_event_id INTEGER NOT NULL,
    last_event_id INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    PRIMARY KEY (callback_id, last_event_id, first_id)
  ) WITHOUT ROWID;

  CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL,
    previous_id INTEGER,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    status INTEGER,
    error TEXT,
    faults TEXT,
    request_id INTEGER NOT NULL,
    response_id INTEGER,
    response_cut INTEGER NOT NULL,
    connect_ms REAL,
    first_byte_ms REAL,
    total_ms REAL NOT NULL,
    response_body TEXT,
    body BLOB
  );
  CREATE TABLE exchange_facts (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);

  CREATE TABLE faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    callback_id INTEGER REFERENCES callbacks (id) ON DELETE CASCADE,
    endpoint TEXT,
    customer_id INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    probability REAL NOT NULL,
    remaining INTEGER,
    struck INTEGER NOT NULL DEFAULT 0,
    occasions INTEGER NOT NULL DEFAULT 0,
    delay_ms INTEGER NOT NULL,
    trickle_ms INTEGER NOT NULL,
    retry_after_seconds INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  );

  CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    endpoint TEXT,
    customer_id INTEGER,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    remote_address TEXT NOT NULL,
    request_headers INTEGER NOT NULL,
    response_headers INTEGER NOT NULL,
    request_body TEXT NOT NULL,
    request_bytes INTEGER NOT NULL,
    status INTEGER,
    response_body TEXT NOT NULL,
    response_bytes INTEGER NOT NULL,
    duration_ms REAL NOT NULL,
    communication_ids TEXT NOT NULL,
    faults TEXT NOT NULL
  );
  CREATE TABLE enqueued (
    communication_seq INTEGER PRIMARY KEY,
    communication_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    client_message_id TEXT NOT NULL
  );
  CREATE INDEX enqueued_by_message ON enqueued (customer_id, client_message_id);
  CREATE TABLE pin_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    recipient TEXT NOT NULL,
    ip_address TEXT NOT NULL,
    code TEXT NOT NULL,
    communication_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries_left INTEGER NOT NULL,
    verified_at INTEGER,
    replaced INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX pin_codes_by_recipient ON pin_codes (customer_id, recipient);

  CREATE TABLE inboxes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    config TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE inbox_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id INTEGER NOT NULL REFERENCES inboxes (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB,
    body_bytes INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    remote_address TEXT NOT NULL,
    tls TEXT,
    status INTEGER
  );
  CREATE INDEX inbox_requests_by_inbox ON inbox_requests (inbox_id, id);

  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE contacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    contact_id TEXT NOT NULL,
    personal TEXT,
    general TEXT NOT NULL,
    schema INTEGER,
    stopped_by TEXT,
    stopped_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (customer_id, contact_id)
  );
  CREATE TABLE contact_campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    campaign TEXT NOT NULL,
    iteration TEXT NOT NULL,
    state TEXT NOT NULL,
    communication_id INTEGER,
    at INTEGER NOT NULL,
    UNIQUE (contact, campaign, iteration)
  );
  CREATE INDEX contact_campaigns_by_communication ON contact_campaigns (communication_id)
    WHERE communication_id IS NOT NULL;
  CREATE TABLE contact_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL
  );
  CREATE INDEX contact_events_by_contact ON contact_events (contact);
  `,
];

/** A store's `user_version` after the last migration. */
export const LAST_VERSION = FIRST_VERSION + MIGRATIONS.length - 1;
