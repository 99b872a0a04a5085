// Written by `npm run client` from the OpenAPI document; do not edit.
export interface components {
  schemas: {
    Customer: {
      id: number;
      name: string;
      /**
       * @description Whether recipient statuses are estimated or confirmed by the operator
       * @enum {string}
       */
      accountLevel: 'ESTIMATED' | 'CONFIRMED';
      /** @description Nothing goes out; everything reports TEST */
      testMode: boolean;
      /** @description SMS to numbers off the whitelist report NOT_WHITELISTED */
      whitelistMode: boolean;
      /**
       * @description Of GET /v1/profiles, that its outcomes are drawn from; null: the platform's
       * @example quiet-sunday
       */
      profile: string | null;
      /** @description An incoming SMS that begins with one opts out */
      optOutWords: string[];
      /** @description An incoming SMS that begins with one opts in again */
      optInWords: string[];
      /** @description The same text to the same number more often is SPAM; null: never */
      spamLimit: {
        times: number;
        withinSeconds: number;
      } | null;
      /** @description Numbers that recipients write to and call */
      inboundNumbers: {
        /** @example 71120 */
        number: string;
        /** @default [] */
        prefixes?: {
          prefix: string;
          /** @default [] */
          identifiers?: string[];
        }[];
      }[];
      /** @description Addresses and ranges that the real API takes calls from; null: any */
      allowedAddresses: string[] | null;
      /** @description Calls of the real API, of each endpoint by itself; null: of every one */
      rateLimits: {
        /**
         * @default null
         * @enum {string|null}
         */
        endpoint?:
          | 'EnqueueCommunications'
          | 'SendMessageFromAlpha'
          | 'GetMessageStatus'
          | 'SendPinCode'
          | 'VerifyCode'
          | 'CreateSMSProject'
          | 'GetSMSProjectInfo'
          | 'UpdateSMSProject'
          | 'AddSMSRecipient'
          | 'AddSMSRecipients'
          | 'AddCallListRecipient'
          | 'GetVoiceStatus'
          | 'Token'
          | 'Contact'
          | 'ContactCampaigns'
          | 'ContactEvents'
          | 'ContactMetrics'
          | 'ContactBulk'
          | 'ContactCampaignsBulk'
          | 'ContactEventsBulk'
          | 'ContactMetricsBulk'
          | null;
        calls: number;
        perSeconds: number;
      }[];
      /** @description The same clientMessageId again sends nothing and gets the first answer */
      uniqueMessageIds: boolean;
      /** @description PIN codes of SendPinCode */
      pinCodes: {
        digits: number;
        validSeconds: number;
        tries: number;
      };
      /** @description IDs of projects of the customer that campaigns of the contact API run, by identifier */
      contactCampaigns: {
        [key: string]: number;
      };
      /** @description Events of the contact API that stop what is still to come */
      stopEvents: string[];
      /** @description Of a bulk of the contact API */
      maxBulkItems: number;
      /** Format: date-time */
      createdAt: string;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      errors?: {
        field: string;
        problem: string;
        expected?: string;
      }[];
    };
    OptOut: {
      customerId: number;
      number: string;
      /** Format: date-time */
      at: string;
      /** @description The SMS that said so; null: entered here */
      communicationId: number | null;
    };
    ClearedPersonalData: {
      /** @description Contacts whose `personal` was cleared */
      contacts: number;
      /** @description Recipients of contact lists whose numbers and data fields were cleared */
      recipients: number;
      /** @description Communications whose numbers and texts were cleared */
      communications: number;
      /** @description Attempts of callbacks whose requests and answers were cleared */
      attempts: number;
      /** @description Calls of the real API whose bodies were cleared */
      requests: number;
    };
    Project: {
      id: number;
      customerId: number;
      /** @enum {string} */
      type: 'SMS' | 'VOICE' | 'WHATSAPP';
      name: string;
      /** @example Acme */
      sender: string;
      /**
       * @description Text of the SMS or script of the call; `{1}` .. `{99}` stand for data fields
       * @example Hi {1}, your appointment is at {2}.
       */
      template: string;
      /**
       * @description Of a call's script, in turn: the keys that answer each; none: those of the profile
       * @example [
       *       [
       *         "1",
       *         "2"
       *       ],
       *       [
       *         "1",
       *         "2",
       *         "3",
       *         "9"
       *       ]
       *     ]
       */
      questions: string[][];
      /** Format: date-time */
      createdAt: string;
    };
    ContactList: {
      id: number;
      customerId: number;
      name: string;
      /**
       * @description What the data fields mean, by number
       * @example {
       *       "1": "first name"
       *     }
       */
      fieldNames: {
        [key: string]: string;
      };
      /** @description How many recipients it holds */
      size: number;
      /** @description How far each CSV has come that is being added now */
      imports: {
        rows: number;
        rejected: number;
        bytes: number;
        /** @description Null: the upload does not say */
        totalBytes: number | null;
      }[];
      /** Format: date-time */
      createdAt: string;
    };
    RecipientImport: {
      added: number;
      /** @description In the order given; not for CSV */
      ids?: number[];
      rejected: number;
      /** @description The first 1000 rows of a CSV that were not added */
      errors: {
        line: number;
        reason: string;
      }[];
    };
    Recipient: {
      id: number;
      contactListId: number;
      number: string;
      /**
       * @example {
       *       "1": "Ada",
       *       "2": "Lund"
       *     }
       */
      fields: {
        [key: string]: string;
      };
    };
    Campaign: {
      id: number;
      customerId: number;
      projectId: number;
      contactListId: number;
      name: string;
      /** @enum {string} */
      state: 'CREATED' | 'SCHEDULED' | 'RUNNING' | 'PAUSED' | 'CANCELLED' | 'COMPLETED';
      rate: number;
      /** @description How many are on the list */
      recipients: number;
      sent: number;
      /** @description Of those sent, how many have their last report */
      done: number;
      /**
       * @description Of those sent, how many have each status now
       * @example {
       *       "DELIVERED": 12
       *     }
       */
      counts: {
        DELIVERED?: number;
        NOT_DELIVERED?: number;
        NOT_WHITELISTED?: number;
        OPTOUT?: number;
        FAILURE?: number;
        UNKNOWN?: number;
        SPAM?: number;
        TEST?: number;
        NEXTATTEMPT?: number;
        NOTREACHED?: number;
        INCORRECTNUMBER?: number;
      };
      callingHours: components['schemas']['CallingHours'];
      outcomeField: number | null;
      /** Format: date-time */
      startAt: string | null;
      /** Format: date-time */
      startedAt: string | null;
      /** Format: date-time */
      endedAt: string | null;
      /** Format: date-time */
      createdAt: string;
    };
    /** @description When it may send and call: outside of these hours it waits */
    CallingHours: {
      from: string;
      to: string;
      /**
       * @default [
       *       "SUN",
       *       "MON",
       *       "TUE",
       *       "WED",
       *       "THU",
       *       "FRI",
       *       "SAT"
       *     ]
       */
      days?: ('SUN' | 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT')[];
      /** @default Europe/Stockholm */
      timeZone?: string;
    } | null;
    /** @description By name, by the status of its only report, or all of its reports */
    OutcomeRequest: {
      /**
       * @description One of those that `GET /v1/magic-numbers` lists
       * @enum {string}
       */
      named?:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'DOESNOTEXIST'
        | 'LANDLINENUMBER'
        | 'RECIPIENT_UNKNOWN'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'OPTOUT'
        | 'SPAM'
        | 'TEST'
        | 'NOT_WHITELISTED'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'ANSWERED_AT_LAST'
        | 'INCORRECTNUMBER'
        | 'ANSWERED_FOR_0_S'
        | 'NO_KEY_CHOICES'
        | 'KEY_CHOICES_99'
        | 'LONG_CALL'
        | 'DELIVERED_AFTER_72_H'
        | 'NEVER_REPORTED'
        | 'CONTRADICTED'
        | 'DELIVERED_AFTER_ALL'
        | 'REPORTED_TWICE'
        | 'DONE_BEFORE_SENT'
        | 'REPORTED_A_YEAR_LATER'
        | 'REPLIES'
        | 'REPLIES_STOP'
        | 'REPLIES_STOP_THEN_START'
        | 'REPLIES_BEFORE_REPORT'
        | 'REPLIES_NASTILY'
        | 'REPLIES_EMPTY'
        | 'CALLS_BACK'
        | 'ASK_ME';
      /**
       * @description Of its only report
       * @enum {string}
       */
      status?:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER';
      /**
       * @description Of an SMS; EXISTS without it
       * @enum {string}
       */
      recipientStatus?: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER';
      /** @description Seconds; of an answered call */
      callLength?: number;
      keyChoices?: string[];
      /** @description When it says that it was done, if that is not when it comes */
      doneAfterMs?: number;
      /** @description When that comes; 2000 without it */
      afterMs?: number;
      /** @description All of its reports, in order of time; none: no report ever comes */
      reports?: {
        /** @enum {string} */
        status:
          | 'DELIVERED'
          | 'NOT_DELIVERED'
          | 'NOT_WHITELISTED'
          | 'OPTOUT'
          | 'FAILURE'
          | 'UNKNOWN'
          | 'SPAM'
          | 'TEST'
          | 'NEXTATTEMPT'
          | 'NOTREACHED'
          | 'INCORRECTNUMBER';
        /**
         * @description Of an SMS; EXISTS without it
         * @enum {string}
         */
        recipientStatus?: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER';
        /** @description Seconds; of an answered call */
        callLength?: number;
        keyChoices?: string[];
        /** @description When it says that it was done, if that is not when it comes */
        doneAfterMs?: number;
        /** @description Platform milliseconds after it was sent */
        afterMs: number;
      }[];
      /** @description What the recipient does afterwards */
      replies?: (
        | {
            /** @enum {string} */
            kind: 'SMS';
            text: string;
            /** @description Platform milliseconds after it was sent */
            afterMs: number;
          }
        | {
            /** @enum {string} */
            kind: 'CALL';
            /** @description Seconds; of an answered call */
            callLength: number;
            /** @description Platform milliseconds after it was sent */
            afterMs: number;
          }
      )[];
    };
    Communication: {
      id: number;
      customerId: number;
      /** @enum {string} */
      type: 'OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL';
      projectId: number | null;
      campaignId: number | null;
      recipientId: number | null;
      recipient: string;
      sender: string;
      content: string | null;
      smsParts: number | null;
      /** @description All of an incoming SMS */
      bulk: string | null;
      prefix: string | null;
      identifier: string | null;
      /** @enum {string} */
      state: 'QUEUED' | 'SENT' | 'DONE';
      /** @enum {string|null} */
      status:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
        | null;
      /** @enum {string|null} */
      recipientStatus: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER' | null;
      /** @description Seconds */
      callLength: number | null;
      keyChoices: string[] | null;
      /** Format: date-time */
      acceptedAt: string;
      /** Format: date-time */
      sentAt: string | null;
      /** Format: date-time */
      doneAt: string | null;
      /**
       * Format: date-time
       * @description When it is sent, or its next step is taken
       */
      nextAt: string | null;
      /** @description It was sent and waits for somebody to decide its outcome */
      held: boolean;
      /**
       * @description What decided its outcome
       * @enum {string}
       */
      decidedBy:
        | 'REQUEST'
        | 'RULE'
        | 'TEST_MODE'
        | 'OPT_OUT'
        | 'WHITELIST'
        | 'MAGIC_NUMBER'
        | 'SPAM'
        | 'NUMBER'
        | 'PROFILE'
        | 'ARRIVAL'
        | 'STOPPED';
      reason: string;
      /** @description Its name in EnqueueCommunications; null: it was sent another way */
      clientMessageId: string | null;
      /** @description What EnqueueCommunications answered */
      trackingId: string | null;
    };
    Event: {
      id: number;
      /** Format: date-time */
      at: string;
      /** @enum {string|null} */
      status:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
        | null;
      /** @enum {string|null} */
      recipientStatus: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER' | null;
      callLength: number | null;
      keyChoices: string[] | null;
      /** @description The deliveries that carry it */
      deliveries: {
        callbackId: number;
        deliveryId: number;
        /** @enum {string} */
        state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
      }[];
    };
    PinCode: {
      id: number;
      customerId: number;
      recipient: string;
      /** @description Of the recipient, as the customer told it */
      ipAddress: string;
      code: string;
      /** @enum {string} */
      state: 'ACTIVE' | 'VERIFIED' | 'EXPIRED' | 'NO_TRIES_LEFT' | 'REPLACED';
      /** @description How many more wrong guesses it stands */
      triesLeft: number;
      /** @description The SMS that it stands in */
      communicationId: number;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      /** Format: date-time */
      verifiedAt: string | null;
    };
    OutcomeRule: {
      id: number;
      match: components['schemas']['OutcomeRuleMatch'];
      outcome: components['schemas']['OutcomeRequest'];
      /** @description How many more times it holds; null: without end */
      remaining: number | null;
      /** @description How often it has decided */
      used: number;
      /** Format: date-time */
      createdAt: string;
    };
    OutcomeRuleMatch: {
      customerId?: number;
      /** @enum {string} */
      type?: 'OUTGOING_SMS' | 'OUTGOING_CALL';
      number?: string;
      prefix?: string;
      /** @description A regular expression that the number must match */
      pattern?: string;
      projectId?: number;
      campaignId?: number;
      /** @description Text that the SMS must contain */
      content?: string;
      /** @description It is the customer's n-th SMS (or call) to the number */
      nth?: number;
    };
    MagicNumber: {
      number: string;
      /** @description All that stand for the outcome */
      numbers: string[];
      /** @enum {string} */
      outcome:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'DOESNOTEXIST'
        | 'LANDLINENUMBER'
        | 'RECIPIENT_UNKNOWN'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'OPTOUT'
        | 'SPAM'
        | 'TEST'
        | 'NOT_WHITELISTED'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'ANSWERED_AT_LAST'
        | 'INCORRECTNUMBER'
        | 'ANSWERED_FOR_0_S'
        | 'NO_KEY_CHOICES'
        | 'KEY_CHOICES_99'
        | 'LONG_CALL'
        | 'DELIVERED_AFTER_72_H'
        | 'NEVER_REPORTED'
        | 'CONTRADICTED'
        | 'DELIVERED_AFTER_ALL'
        | 'REPORTED_TWICE'
        | 'DONE_BEFORE_SENT'
        | 'REPORTED_A_YEAR_LATER'
        | 'REPLIES'
        | 'REPLIES_STOP'
        | 'REPLIES_STOP_THEN_START'
        | 'REPLIES_BEFORE_REPORT'
        | 'REPLIES_NASTILY'
        | 'REPLIES_EMPTY'
        | 'CALLS_BACK'
        | 'ASK_ME';
      description: string;
    };
    Profile: {
      /** @default  */
      description?: string;
      /** @description Of mobile numbers, how many nobody has; the same ones each time */
      unassignedNumbers: number;
      /** @description Of those, how many an estimation gives UNKNOWN; the others it takes for existing ones */
      unknownEstimates: number;
      sms: components['schemas']['SmsProfile'];
      call: components['schemas']['CallProfile'];
      name: string;
      /** @description It can be changed and removed */
      own: boolean;
    };
    SmsProfile: {
      failure: number;
      unknown: number;
      /** @description The phone stays off until the validity ends */
      notDelivered: number;
      /** @description Half of them take less */
      medianMs: number;
      /** @description Of the logarithm: 0 is always the median */
      spread: number;
      /** @description Of the delivered, how many wait for a phone to be switched on */
      late: number;
      /** @description For how long on average, exponentially */
      lateMeanMs: number;
      /** @description A phone that is off gives no report before this has passed */
      validityMs: number;
      /**
       * @description Recipients who answer; for customers with an inbound number
       * @default null
       */
      reply?: {
        /** @description Of the delivered */
        share: number;
        /** @description Half of them take less */
        medianMs: number;
        /** @description Of the logarithm: 0 is always the median */
        spread: number;
        texts: {
          text: string;
          /** @default 1 */
          weight?: number;
        }[];
      } | null;
    };
    CallProfile: {
      /** @description Of one attempt */
      answered: number;
      attempts: number;
      /** @description Between two attempts */
      pauseMs: number;
      ringMs: {
        min: number;
        max: number;
      };
      medianLengthMs: number;
      lengthSpread: number;
      /** @description Of the questions of a script, how many are answered by a key */
      answersQuestion: number;
      /** @description Pressed where a project has no script */
      keys: string[];
      /** @description How often at the most, there */
      maxChoices: number;
      /**
       * @description Recipients who call back; for customers with an inbound number
       * @default null
       */
      callBack?: {
        /** @description Of the calls that were not answered */
        share: number;
        /** @description Half of them take less */
        medianMs: number;
        /** @description Of the logarithm: 0 is always the median */
        spread: number;
        medianLengthMs: number;
      } | null;
    };
    Contact: {
      id: number;
      customerId: number;
      /** @description The client's own */
      contactId: string;
      /**
       * @description Null: none, or cleared
       * @example {
       *       "phoneNumber": "46701740605"
       *     }
       */
      personal: {
        [key: string]: unknown;
      } | null;
      /**
       * @example {
       *       "plan": "Solar"
       *     }
       */
      general: {
        [key: string]: unknown;
      };
      schema: number | null;
      /** @description The event after which nothing more goes to the contact; null: none */
      stoppedBy: string | null;
      /** Format: date-time */
      stoppedAt: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    Callback: {
      id: number;
      customerId: number;
      /** @example https://127.0.0.1:9443/callbacks */
      url: string;
      /** @enum {string} */
      method: 'GET' | 'POST';
      /**
       * @description Of a POST; JSON without it
       * @enum {string|null}
       */
      format: 'JSON' | 'XML' | null;
      /**
       * @description One item, with metrics; a default one without it
       * @example {"id":{ID},"status":"{STATUS}"}
       */
      template: string | null;
      /** @description Empty: all */
      types: ('OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL')[];
      /** @description Empty: all */
      statuses: (
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
      )[];
      /** @description Several events in a request, as an array named `batch` */
      batch: {
        maxItems: number;
        /** @description XML: the element around the items */
        element?: string;
        /** @description XML: a document with {BATCH} where the batch goes */
        envelope?: string;
      } | null;
      /** @description Values of secret headers are masked */
      headers: {
        [key: string]: string;
      };
      name: string;
      auth: {
        username: string;
      } | null;
      clientCertificate: {
        subject: string;
        issuer: string;
        /** Format: date-time */
        validFrom: string;
        /** Format: date-time */
        validTo: string;
        fingerprint256: string;
      } | null;
      tls: {
        /** @description PEM that the receiver's certificate must lead to */
        ca?: string | null;
        /** @description False: self-signed receivers are accepted */
        verify?: boolean;
        /** @enum {string} */
        minVersion?: 'TLSv1.2' | 'TLSv1.3';
        /** @enum {string} */
        maxVersion?: 'TLSv1.2' | 'TLSv1.3';
      };
      /** @description Requests under way at once; 1 keeps strictly to the order of the log */
      concurrency: number;
      timeouts: {
        connectMs?: number;
        answerMs?: number;
      };
      /** @description A disabled callback sends nothing and keeps its place in the log */
      enabled: boolean;
      /** @description The last event that was made into a delivery or passed over */
      cursor: number;
      /** @description How far it is behind */
      lag: {
        /** @description Entries of the log behind the cursor */
        backlog: number;
        /** @description Deliveries that wait for an attempt */
        pending: number;
        /** @description Platform milliseconds since the oldest event that waits */
        lagMs: number;
        /** @description Why the delivery in front failed last */
        error: string | null;
      };
      /** @description What is legal but unwise */
      warnings: {
        field: string;
        warning: string;
      }[];
      /** Format: date-time */
      createdAt: string;
    };
    Delivery: {
      id: number;
      callbackId: number;
      /** @description The events it carries, in order of the log */
      eventIds: number[];
      items: number;
      /** @enum {string} */
      state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
      attempts: number;
      /** @description What struck it on purpose */
      faults: (
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
      )[];
      /** Format: date-time */
      nextAttemptAt: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      settledAt: string | null;
      /** @description Why the last attempt failed */
      error: string | null;
    };
    Attempt: {
      /** Format: date-time */
      startedAt: string;
      ok: boolean;
      status: number | null;
      /** @description In plain words */
      error: string | null;
      /** @description What struck it on purpose */
      faults: (
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
      )[];
      request: {
        method: string;
        url: string;
        /** @description As sent; secrets masked */
        headers: {
          [key: string]: string;
        };
        body: string | null;
      };
      response: {
        status: number;
        headers: {
          [key: string]: string | string[];
        };
        body: string | null;
        /** @description The answer was longer than is read */
        cut: boolean;
      } | null;
      tls: {
        version: string;
        cipher: string;
        peer: string;
        issuer: string;
        validTo: string;
        fingerprint256: string;
      } | null;
      localAddress: string | null;
      remoteAddress: string | null;
      /** @description Real milliseconds */
      timing: {
        /** @description Null on a connection kept from before */
        connectMs: number | null;
        firstByteMs: number | null;
        totalMs: number;
      };
      id: number;
      /** @description From 1 */
      number: number;
      /** @description Platform milliseconds since the delivery was made */
      queuedMs: number;
    };
    LoggedEvent: {
      id: number;
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      type: 'OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL';
      /**
       * @description Null: it came in
       * @enum {string|null}
       */
      status:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
        | null;
      /** @enum {string|null} */
      recipientStatus: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER' | null;
      customerId: number;
      communicationId: number;
      campaignId: number | null;
      recipient: string;
      sender: string;
      /** @description Of an incoming SMS; null: it is none */
      text: string | null;
      /** @description In seconds; null: no call was answered */
      callLength: number | null;
      keyChoices: string[] | null;
      /** Format: date-time */
      sentAt: string;
      /** Format: date-time */
      doneAt: string | null;
    };
    Fault: {
      id: number;
      /**
       * @description What it breaks: callbacks on their way to a receiver, or calls of the real API
       * @enum {string}
       */
      target: 'callback' | 'api';
      /**
       * @description Of `callback`: `HOLD_TICK` sends nothing with this tick; all of it waits for the next; `BURST` sends the whole backlog at once, 50 requests side by side, in no order; `DUPLICATE` makes the delivery twice; `SPLIT_BATCH` makes two deliveries of one batch; `MERGE_BATCHES` puts two batches into one delivery, above the maximum of items; `OUT_OF_ORDER` lets the delivery after it go first; `DELAY` holds the delivery back for `delayMs` of platform time; `DROP` never sends the delivery. The one fault that loses; the delivery is kept as DROPPED; `UNKNOWN_EVENT` sends one more callback, with an {ID} that nobody has sent; `LOST_ACKNOWLEDGEMENT` takes a 2xx for lost and sends the delivery again; `BAD_ITEM` puts an empty item in the place of one item of the batch; the document stays valid; `MALFORMED_BODY` sends a body that is no JSON or XML; `TRUNCATE_BODY` sends the first half of the body as if it were all; `TRICKLE_BODY` sends the body in small pieces over `trickleMs`; `RESET_MIDWAY` cuts the connection in the middle of the body; `WRONG_PASSWORD` sends a wrong password; `EXPIRED_CLIENT_CERTIFICATE` shows a client certificate that expired yesterday; `OUTDATED_TLS` offers TLS 1.1 and nothing later. Of `api`: `LATENCY` holds the answer back for `delayMs` of real time; `STATUS_500` answers 500 and does nothing; `STATUS_502` answers 502, as a gateway does in HTML, and does nothing; `STATUS_503` answers 503, as a gateway does in HTML, and does nothing; `STATUS_429` answers 429 with a `Retry-After` of `retryAfterSeconds` and does nothing; `CUT_BEFORE_WORK` cuts the connection and does nothing; `CUT_AFTER_WORK` does what was asked for and cuts the connection unanswered; `MALFORMED_ANSWER` does what was asked for and sends the first half of the answer as if it were all
       * @example LOST_ACKNOWLEDGEMENT
       * @enum {string}
       */
      kind:
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
        | 'LATENCY'
        | 'STATUS_500'
        | 'STATUS_502'
        | 'STATUS_503'
        | 'STATUS_429'
        | 'CUT_BEFORE_WORK'
        | 'CUT_AFTER_WORK'
        | 'MALFORMED_ANSWER';
      /** @description Of DELAY, platform ms; of LATENCY, real ms up to 600000 */
      delayMs: number;
      /** @description Of TRICKLE_BODY, real ms */
      trickleMs: number;
      /** @description Of STATUS_429 */
      retryAfterSeconds: number;
      /** @description Chance of each occasion */
      probability: number;
      callbackId: number | null;
      /** @enum {string|null} */
      endpoint:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk'
        | null;
      customerId: number | null;
      /** @description How many more times it strikes; null: without end */
      remaining: number | null;
      /** @description How often it has struck */
      struck: number;
      /** Format: date-time */
      createdAt: string;
    };
    Request: {
      id: number;
      /** Format: date-time */
      at: string;
      /**
       * @description Null: there is nothing at this address
       * @enum {string|null}
       */
      endpoint:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk'
        | null;
      /** @description Null: the caller did not prove to be anybody */
      customerId: number | null;
      remoteAddress: string;
      request: {
        method: string;
        url: string;
        /** @description Secrets masked */
        headers: {
          [key: string]: string;
        };
        /** @description Secrets masked; of a long one the first 64 KiB */
        body: string;
        /** @description Length of all of the body, before secrets were masked */
        bytes: number;
      };
      /** @description Null: it got no answer */
      status: number | null;
      response: {
        status: number;
        /** @description Secrets masked */
        headers: {
          [key: string]: string;
        };
        /** @description Secrets masked; of a long one the first 64 KiB */
        body: string;
        /** @description Length of all of the body, before secrets were masked */
        bytes: number;
      } | null;
      /** @description Real milliseconds */
      durationMs: number;
      /** @description Communications that it led to */
      communicationIds: number[];
      /** @description What struck it on purpose */
      faults: (
        | 'LATENCY'
        | 'STATUS_500'
        | 'STATUS_502'
        | 'STATUS_503'
        | 'STATUS_429'
        | 'CUT_BEFORE_WORK'
        | 'CUT_AFTER_WORK'
        | 'MALFORMED_ANSWER'
      )[];
    };
    Inbox: {
      name: string;
      /**
       * @description Where it is, on the HTTP and the HTTPS port
       * @example /inbox/first
       */
      path: string;
      answer: {
        status: number;
        /** @description Real milliseconds, as of a slow receiver */
        delayMs: number;
        /**
         * @example {
         *       "content-type": "application/json"
         *     }
         */
        headers: {
          [key: string]: string;
        };
        body: string;
      };
      next: {
        status: number;
        /** @description Real milliseconds, as of a slow receiver */
        delayMs: number;
        /**
         * @example {
         *       "content-type": "application/json"
         *     }
         */
        headers: {
          [key: string]: string;
        };
        body: string;
        times: number;
      }[];
      auth: {
        username: string;
      } | null;
      requireClientCertificate: boolean;
      /** @description How many are remembered */
      requests: number;
      /**
       * Format: date-time
       * @description When the newest of them arrived
       */
      lastAt: string | null;
      /**
       * Format: date-time
       * @description Null: it has not been used
       */
      createdAt: string | null;
    };
    InboxRequest: {
      id: number;
      /**
       * Format: date-time
       * @description Platform time
       */
      at: string;
      method: string;
      /** @description With its query */
      path: string;
      /** @description Names in lower case; values of secret headers are masked */
      headers: {
        [key: string]: string;
      };
      /** @description The first MiB of it */
      body: string;
      /**
       * @description How the body is shown: bytes that are no text in base64
       * @enum {string}
       */
      encoding: 'UTF-8' | 'BASE64';
      /** @description Length of all of it */
      bodyBytes: number;
      /** @description It came whole */
      complete: boolean;
      remoteAddress: string;
      /** @description Null: it came over plain HTTP */
      tls: {
        version: string;
        cipher: string;
        clientCertificate: {
          subject: string;
          issuer: string;
          /** Format: date-time */
          validFrom: string;
          /** Format: date-time */
          validTo: string;
          fingerprint256: string;
          /** @description The platform's own authority issued it */
          leadsToCa: boolean;
        } | null;
      } | null;
      /** @description That it was answered; null: the client had gone */
      status: number | null;
    };
    Clock: {
      /** @enum {string} */
      mode: 'real' | 'manual';
      speed: number;
      /** Format: date-time */
      now: string;
    };
    Advanced: components['schemas']['Clock'] & {
      /** @description How many were sent, reported on or came in */
      communications: number;
      /** @description Requests to receivers that were answered with a 2xx */
      requests: number;
      /** @description What those carried */
      callbacks: number;
      /** @description Requests that failed */
      failed: number;
    };
    Alive: {
      enabled: boolean;
      /** @description Platform seconds from one campaign to the next, on average */
      everySeconds: number;
      /** @description Campaigns so far */
      rounds: number;
    };
    CertificateAuthority: {
      subject: string;
      /** Format: date-time */
      validFrom: string;
      /** Format: date-time */
      validTo: string;
      /** @description SHA-256 of the DER form */
      fingerprint256: string;
      /** @description What the certificate of the servers holds */
      names: string[];
      /** @description Where it is stored; null: nowhere */
      file: string | null;
    };
    Trust: {
      file: string;
      /** @description Lines that set the variables, for the shell */
      environment: string[];
      items: {
        /** @description For people: what for and how */
        about: string;
        /** @description In the shell's words */
        lines: string[];
      }[];
    };
    Health: {
      /**
       * @description `ok`: it is ready
       * @enum {string}
       */
      status: 'ok' | 'failing';
      /** @description The process answers */
      live: boolean;
      /** @description It does what it is asked to, and what falls due */
      ready: boolean;
      /** @description What keeps it from being ready, in plain words; empty when it is */
      problems: string[];
      version: string;
      seed: string;
      clock: {
        mode: string;
        /** Format: date-time */
        now: string;
      };
      /** @enum {string} */
      store: 'open' | 'closed';
      callbacks: {
        enabled: number;
        /** @description Deliveries given up */
        parked: number;
      };
    };
    Settings: {
      version: string;
      /** @description Where the store and the certificates are; null: in memory */
      dataFolder: string | null;
      /** @description All settings, with what they are here */
      items: components['schemas']['Setting'][];
    };
    Setting: {
      name: string;
      /** @description Masked where it is a secret; null: not set */
      value: string | number | boolean | string[] | null;
      default: string | number | boolean | string[] | null;
      /** @example --http-port */
      flag: string;
      /** @example MOCK_WIRAYA_HTTP_PORT */
      environment: string;
      help: string;
    };
    Statistics: {
      spanSeconds: number;
      spans: {
        /** Format: date-time */
        from: string;
        /**
         * @description Entries of the log by status; what came in by type
         * @example {
         *       "DELIVERED": 12
         *     }
         */
        events: {
          [key: string]: number;
        };
        /** @description Callback requests that were answered with a 2xx */
        requests: number;
        /** @description Callback requests that failed */
        failed: number;
      }[];
    };
    CreateCustomerBody: {
      name: string;
      /**
       * @description Whether recipient statuses are estimated or confirmed by the operator
       * @default CONFIRMED
       * @enum {string}
       */
      accountLevel?: 'ESTIMATED' | 'CONFIRMED';
      /**
       * @description Nothing goes out; everything reports TEST
       * @default false
       */
      testMode?: boolean;
      /**
       * @description SMS to numbers off the whitelist report NOT_WHITELISTED
       * @default false
       */
      whitelistMode?: boolean;
      /**
       * @description Of GET /v1/profiles, that its outcomes are drawn from; null: the platform's
       * @example quiet-sunday
       */
      profile?: string | null;
      /** @description An incoming SMS that begins with one opts out */
      optOutWords?: string[];
      /** @description An incoming SMS that begins with one opts in again */
      optInWords?: string[];
      /** @description The same text to the same number more often is SPAM; null: never */
      spamLimit?: {
        times: number;
        withinSeconds: number;
      } | null;
      /** @description Numbers that recipients write to and call */
      inboundNumbers?: {
        /** @example 71120 */
        number: string;
        /** @default [] */
        prefixes?: {
          prefix: string;
          /** @default [] */
          identifiers?: string[];
        }[];
      }[];
      /** @description Addresses and ranges that the real API takes calls from; null: any */
      allowedAddresses?: string[] | null;
      /** @description Calls of the real API, of each endpoint by itself; null: of every one */
      rateLimits?: {
        /**
         * @default null
         * @enum {string|null}
         */
        endpoint?:
          | 'EnqueueCommunications'
          | 'SendMessageFromAlpha'
          | 'GetMessageStatus'
          | 'SendPinCode'
          | 'VerifyCode'
          | 'CreateSMSProject'
          | 'GetSMSProjectInfo'
          | 'UpdateSMSProject'
          | 'AddSMSRecipient'
          | 'AddSMSRecipients'
          | 'AddCallListRecipient'
          | 'GetVoiceStatus'
          | 'Token'
          | 'Contact'
          | 'ContactCampaigns'
          | 'ContactEvents'
          | 'ContactMetrics'
          | 'ContactBulk'
          | 'ContactCampaignsBulk'
          | 'ContactEventsBulk'
          | 'ContactMetricsBulk'
          | null;
        calls: number;
        perSeconds: number;
      }[];
      /** @description The same clientMessageId again sends nothing and gets the first answer */
      uniqueMessageIds?: boolean;
      /** @description PIN codes of SendPinCode */
      pinCodes?: {
        digits: number;
        validSeconds: number;
        tries: number;
      };
      /** @description IDs of projects of the customer that campaigns of the contact API run, by identifier */
      contactCampaigns?: {
        [key: string]: number;
      };
      /** @description Events of the contact API that stop what is still to come */
      stopEvents?: string[];
      /** @description Of a bulk of the contact API */
      maxBulkItems?: number;
    };
    CreateCustomerAnswer: components['schemas']['Customer'] & {
      /** @description Shown this once */
      apiKey: string;
    };
    ListCustomersQuery: {
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    UpdateCustomerBody: {
      name?: string;
      /**
       * @description Whether recipient statuses are estimated or confirmed by the operator
       * @enum {string}
       */
      accountLevel?: 'ESTIMATED' | 'CONFIRMED';
      /** @description Nothing goes out; everything reports TEST */
      testMode?: boolean;
      /** @description SMS to numbers off the whitelist report NOT_WHITELISTED */
      whitelistMode?: boolean;
      /**
       * @description Of GET /v1/profiles, that its outcomes are drawn from; null: the platform's
       * @example quiet-sunday
       */
      profile?: string | null;
      /** @description An incoming SMS that begins with one opts out */
      optOutWords?: string[];
      /** @description An incoming SMS that begins with one opts in again */
      optInWords?: string[];
      /** @description The same text to the same number more often is SPAM; null: never */
      spamLimit?: {
        times: number;
        withinSeconds: number;
      } | null;
      /** @description Numbers that recipients write to and call */
      inboundNumbers?: {
        /** @example 71120 */
        number: string;
        /** @default [] */
        prefixes?: {
          prefix: string;
          /** @default [] */
          identifiers?: string[];
        }[];
      }[];
      /** @description Addresses and ranges that the real API takes calls from; null: any */
      allowedAddresses?: string[] | null;
      /** @description Calls of the real API, of each endpoint by itself; null: of every one */
      rateLimits?: {
        /**
         * @default null
         * @enum {string|null}
         */
        endpoint?:
          | 'EnqueueCommunications'
          | 'SendMessageFromAlpha'
          | 'GetMessageStatus'
          | 'SendPinCode'
          | 'VerifyCode'
          | 'CreateSMSProject'
          | 'GetSMSProjectInfo'
          | 'UpdateSMSProject'
          | 'AddSMSRecipient'
          | 'AddSMSRecipients'
          | 'AddCallListRecipient'
          | 'GetVoiceStatus'
          | 'Token'
          | 'Contact'
          | 'ContactCampaigns'
          | 'ContactEvents'
          | 'ContactMetrics'
          | 'ContactBulk'
          | 'ContactCampaignsBulk'
          | 'ContactEventsBulk'
          | 'ContactMetricsBulk'
          | null;
        calls: number;
        perSeconds: number;
      }[];
      /** @description The same clientMessageId again sends nothing and gets the first answer */
      uniqueMessageIds?: boolean;
      /** @description PIN codes of SendPinCode */
      pinCodes?: {
        digits: number;
        validSeconds: number;
        tries: number;
      };
      /** @description IDs of projects of the customer that campaigns of the contact API run, by identifier */
      contactCampaigns?: {
        [key: string]: number;
      };
      /** @description Events of the contact API that stop what is still to come */
      stopEvents?: string[];
      /** @description Of a bulk of the contact API */
      maxBulkItems?: number;
    };
    RenewApiKeyAnswer: {
      apiKey: string;
    };
    GetWhitelistQuery: {
      /** @description Only the first so many */
      first?: number;
    };
    GetWhitelistAnswer: {
      numbers: string[];
    };
    SetWhitelistBody: {
      numbers: string[];
    };
    SetWhitelistAnswer: {
      numbers: string[];
    };
    ListOptOutsQuery: {
      /**
       * @description Whether this one has
       * @example 46701740605
       */
      number?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    CreateProjectBody: {
      customerId: number;
      /** @enum {string} */
      type: 'SMS' | 'VOICE' | 'WHATSAPP';
      name: string;
      /** @example Acme */
      sender: string;
      /**
       * @description Text of the SMS or script of the call; `{1}` .. `{99}` stand for data fields
       * @example Hi {1}, your appointment is at {2}.
       */
      template: string;
      /**
       * @description Of a call's script, in turn: the keys that answer each; none: those of the profile
       * @default []
       * @example [
       *       [
       *         "1",
       *         "2"
       *       ],
       *       [
       *         "1",
       *         "2",
       *         "3",
       *         "9"
       *       ]
       *     ]
       */
      questions?: string[][];
    };
    ListProjectsQuery: {
      customerId?: number;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    UpdateProjectBody: {
      name?: string;
      /** @example Acme */
      sender?: string;
      /**
       * @description Text of the SMS or script of the call; `{1}` .. `{99}` stand for data fields
       * @example Hi {1}, your appointment is at {2}.
       */
      template?: string;
      /**
       * @description Of a call's script, in turn: the keys that answer each; none: those of the profile
       * @example [
       *       [
       *         "1",
       *         "2"
       *       ],
       *       [
       *         "1",
       *         "2",
       *         "3",
       *         "9"
       *       ]
       *     ]
       */
      questions?: string[][];
    };
    CreateContactListBody: {
      customerId: number;
      name: string;
      /**
       * @description What the data fields mean, by number
       * @default {}
       * @example {
       *       "1": "first name"
       *     }
       */
      fieldNames?: {
        [key: string]: string;
      };
    };
    ListContactListsQuery: {
      customerId?: number;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    UpdateContactListBody: {
      name?: string;
      /**
       * @description What the data fields mean, by number
       * @example {
       *       "1": "first name"
       *     }
       */
      fieldNames?: {
        [key: string]: string;
      };
    };
    AddRecipientsBody: {
      recipients: {
        /** @example 46701740605 */
        number: string;
        /**
         * @default {}
         * @example {
         *       "1": "Ada",
         *       "2": "Lund"
         *     }
         */
        fields?: {
          [key: string]: string;
        };
      }[];
    };
    AddRecipientsQuery: {
      /** @description CSV: add nothing when any row is wrong */
      allOrNothing?: boolean;
    };
    ListRecipientsQuery: {
      /**
       * @description Part of the number or of the text of a data field, in any case
       * @example Ada
       */
      search?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    CreateCampaignBody: {
      customerId: number;
      projectId: number;
      contactListId: number;
      name: string;
      /**
       * Format: date-time
       * @description When it starts by itself
       * @example 2026-01-31T12:00:00.000Z
       */
      startAt?: string;
      /** @description Communications per second */
      rate?: number;
      callingHours?: components['schemas']['CallingHours'];
      /**
       * @description What is to become of some of the recipients, by number
       * @default {}
       * @example {
       *       "46701740605": {
       *         "named": "DOESNOTEXIST"
       *       }
       *     }
       */
      outcomes?: {
        [key: string]: components['schemas']['OutcomeRequest'];
      };
      /** @description The data field that names the outcome of each recipient, if it names one */
      outcomeField?: number;
    };
    ListCampaignsQuery: {
      customerId?: number;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    /**
     * @example {
     *       "customerId": 1,
     *       "type": "OUTGOING_SMS",
     *       "recipient": "46701740605",
     *       "sender": "Acme",
     *       "content": "Hello"
     *     }
     */
    CreateCommunicationBody: {
      customerId: number;
      /** @enum {string} */
      type: 'OUTGOING_SMS' | 'OUTGOING_CALL';
      /** @example 46701740605 */
      recipient: string;
      /**
       * @description Without it the project's
       * @example Acme
       */
      sender?: string;
      /** @description Of an SMS; without it the project's template */
      content?: string;
      projectId?: number;
      /**
       * @description For the project's template
       * @example {
       *       "1": "Ada",
       *       "2": "Lund"
       *     }
       */
      fields?: {
        [key: string]: string;
      };
      /**
       * Format: date-time
       * @description At once without it
       * @example 2026-01-31T12:00:00.000Z
       */
      sendAt?: string;
      outcome?: components['schemas']['OutcomeRequest'];
    };
    ListCommunicationsQuery: {
      customerId?: number;
      campaignId?: number;
      projectId?: number;
      /**
       * @description Who got it or, if incoming, whom it came from
       * @example 46701740605
       */
      recipient?: string;
      /** @enum {string} */
      type?: 'OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL';
      /** @enum {string} */
      status?:
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER';
      /** @enum {string} */
      recipientStatus?: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER';
      /** @enum {string} */
      state?: 'QUEUED' | 'SENT' | 'DONE';
      /**
       * @description What EnqueueCommunications answered
       * @example 0123456789abcdef0123456789abcdef
       */
      trackingId?: string;
      /**
       * @description Its name in EnqueueCommunications
       * @example order-1
       */
      clientMessageId?: string;
      /**
       * Format: date-time
       * @description Accepted then or later, in platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      /**
       * Format: date-time
       * @description Accepted before that
       * @example 2026-01-31T12:00:00.000Z
       */
      until?: string;
      /** @description Part of the text, in any case */
      text?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    GetCommunicationAnswer: components['schemas']['Communication'] & {
      /** @description All that was decided to happen, in ms after it is sent */
      plan: {
        reports: {
          afterMs: number;
          /** @enum {string|null} */
          status:
            | 'DELIVERED'
            | 'NOT_DELIVERED'
            | 'NOT_WHITELISTED'
            | 'OPTOUT'
            | 'FAILURE'
            | 'UNKNOWN'
            | 'SPAM'
            | 'TEST'
            | 'NEXTATTEMPT'
            | 'NOTREACHED'
            | 'INCORRECTNUMBER'
            | null;
          /** @enum {string} */
          recipientStatus?: 'EXISTS' | 'DOESNOTEXIST' | 'UNKNOWN' | 'LANDLINENUMBER';
          callLength?: number;
          keyChoices?: string[];
          doneAfterMs?: number;
        }[];
        replies: {
          afterMs: number;
          /** @enum {string} */
          kind: 'SMS' | 'CALL';
          text?: string;
          callLength?: number;
        }[];
      };
      events: components['schemas']['Event'][];
    };
    /**
     * @example {
     *       "customerId": 1,
     *       "from": "46701740605",
     *       "to": "71120",
     *       "text": "STOP"
     *     }
     */
    CreateIncomingSmsBody: {
      customerId: number;
      /** @example 46701740605 */
      from: string;
      /**
       * @description An inbound number; without it the customer's first
       * @example 71120
       */
      to?: string;
      text: string;
    };
    /**
     * @example {
     *       "customerId": 1,
     *       "from": "46701740605",
     *       "to": "71120",
     *       "callLength": 42
     *     }
     */
    CreateIncomingCallBody: {
      customerId: number;
      /** @example 46701740605 */
      from: string;
      /**
       * @description An inbound number; without it the customer's first
       * @example 71120
       */
      to?: string;
      /** @default 30 */
      callLength?: number;
    };
    ListPinCodesQuery: {
      customerId?: number;
      /** @example 46701740605 */
      recipient?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    CreateOutcomeRuleBody: {
      match: components['schemas']['OutcomeRuleMatch'];
      outcome: components['schemas']['OutcomeRequest'];
      /** @description It holds for the next so many; without end otherwise */
      times?: number;
    };
    ListOutcomeRulesAnswer: {
      items: components['schemas']['OutcomeRule'][];
    };
    ListMagicNumbersAnswer: {
      items: components['schemas']['MagicNumber'][];
    };
    ListProfilesAnswer: {
      items: components['schemas']['Profile'][];
    };
    SetProfileBody: {
      /** @default  */
      description?: string;
      /** @description Of mobile numbers, how many nobody has; the same ones each time */
      unassignedNumbers: number;
      /** @description Of those, how many an estimation gives UNKNOWN; the others it takes for existing ones */
      unknownEstimates: number;
      sms: components['schemas']['SmsProfile'];
      call: components['schemas']['CallProfile'];
      /** @description Not looked at: it is the path's */
      name?: string;
      /** @description Not looked at */
      own?: boolean;
    };
    ListContactsQuery: {
      customerId?: number;
      /** @description The client's own ID */
      contactId?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    GetContactAnswer: components['schemas']['Contact'] & {
      campaigns: {
        /** @description Its identifier */
        campaign: string;
        iteration: string;
        /**
         * @description SENT: it led to a communication; STOPPED: it leads to nothing more
         * @enum {string}
         */
        state: 'SENT' | 'STOPPED';
        /** @description Null: nothing was sent */
        communicationId: number | null;
        /** Format: date-time */
        at: string;
      }[];
      events: {
        name: string;
        /**
         * Format: date-time
         * @description When it happened, by the client
         */
        at: string;
        /** Format: date-time */
        receivedAt: string;
      }[];
      metrics: {
        name: string;
        /**
         * Format: date-time
         * @description When it happened, by the client
         */
        at: string;
        /** Format: date-time */
        receivedAt: string;
        value: number | string | boolean;
      }[];
    };
    ResumeContactAnswer: components['schemas']['Contact'] & {
      campaigns: {
        /** @description Its identifier */
        campaign: string;
        iteration: string;
        /**
         * @description SENT: it led to a communication; STOPPED: it leads to nothing more
         * @enum {string}
         */
        state: 'SENT' | 'STOPPED';
        /** @description Null: nothing was sent */
        communicationId: number | null;
        /** Format: date-time */
        at: string;
      }[];
      events: {
        name: string;
        /**
         * Format: date-time
         * @description When it happened, by the client
         */
        at: string;
        /** Format: date-time */
        receivedAt: string;
      }[];
      metrics: {
        name: string;
        /**
         * Format: date-time
         * @description When it happened, by the client
         */
        at: string;
        /** Format: date-time */
        receivedAt: string;
        value: number | string | boolean;
      }[];
    };
    CreateCallbackBody: {
      /** @example https://127.0.0.1:9443/callbacks */
      url: string;
      /** @enum {string} */
      method: 'GET' | 'POST';
      /**
       * @description Of a POST; JSON without it
       * @enum {string|null}
       */
      format?: 'JSON' | 'XML' | null;
      /**
       * @description One item, with metrics; a default one without it
       * @example {"id":{ID},"status":"{STATUS}"}
       */
      template?: string | null;
      /** @description Empty: all */
      types?: ('OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL')[];
      /** @description Empty: all */
      statuses?: (
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
      )[];
      /** @description Several events in a request, as an array named `batch` */
      batch?: {
        maxItems: number;
        /** @description XML: the element around the items */
        element?: string;
        /** @description XML: a document with {BATCH} where the batch goes */
        envelope?: string;
      } | null;
      headers?: {
        [key: string]: string;
      };
      name?: string;
      /** @description Basic access authentication; the password is write-only */
      auth?: {
        username: string;
        password: string;
      } | null;
      /** @description What the platform shows to a receiver that asks; write-only */
      clientCertificate?:
        | {
            cert: string;
            key: string;
            passphrase?: string;
          }
        | {
            /** @description PKCS#12 in base64 */
            pfx: string;
            passphrase?: string;
          }
        | null;
      tls?: {
        /** @description PEM that the receiver's certificate must lead to */
        ca?: string | null;
        /** @description False: self-signed receivers are accepted */
        verify?: boolean;
        /** @enum {string} */
        minVersion?: 'TLSv1.2' | 'TLSv1.3';
        /** @enum {string} */
        maxVersion?: 'TLSv1.2' | 'TLSv1.3';
      };
      /** @description Requests under way at once; 1 keeps strictly to the order of the log */
      concurrency?: number;
      timeouts?: {
        connectMs?: number;
        answerMs?: number;
      };
      /** @description A disabled callback sends nothing and keeps its place in the log */
      enabled?: boolean;
      customerId: number;
      /**
       * @description Where in the log it begins: with what comes, or with what was
       * @default END
       * @enum {string}
       */
      startAt?: 'BEGINNING' | 'END';
    };
    ListCallbacksQuery: {
      customerId?: number;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    FlushCallbacksAnswer: {
      /** @description Requests answered with a 2xx */
      requests: number;
      /** @description Events that they carried */
      callbacks: number;
      /** @description Requests that failed */
      failed: number;
    };
    UpdateCallbackBody: {
      /** @example https://127.0.0.1:9443/callbacks */
      url?: string;
      /** @enum {string} */
      method?: 'GET' | 'POST';
      /**
       * @description Of a POST; JSON without it
       * @enum {string|null}
       */
      format?: 'JSON' | 'XML' | null;
      /**
       * @description One item, with metrics; a default one without it
       * @example {"id":{ID},"status":"{STATUS}"}
       */
      template?: string | null;
      /** @description Empty: all */
      types?: ('OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL')[];
      /** @description Empty: all */
      statuses?: (
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
      )[];
      /** @description Several events in a request, as an array named `batch` */
      batch?: {
        maxItems: number;
        /** @description XML: the element around the items */
        element?: string;
        /** @description XML: a document with {BATCH} where the batch goes */
        envelope?: string;
      } | null;
      headers?: {
        [key: string]: string;
      };
      name?: string;
      /** @description Basic access authentication; the password is write-only */
      auth?: {
        username: string;
        password: string;
      } | null;
      /** @description What the platform shows to a receiver that asks; write-only */
      clientCertificate?:
        | {
            cert: string;
            key: string;
            passphrase?: string;
          }
        | {
            /** @description PKCS#12 in base64 */
            pfx: string;
            passphrase?: string;
          }
        | null;
      tls?: {
        /** @description PEM that the receiver's certificate must lead to */
        ca?: string | null;
        /** @description False: self-signed receivers are accepted */
        verify?: boolean;
        /** @enum {string} */
        minVersion?: 'TLSv1.2' | 'TLSv1.3';
        /** @enum {string} */
        maxVersion?: 'TLSv1.2' | 'TLSv1.3';
      };
      /** @description Requests under way at once; 1 keeps strictly to the order of the log */
      concurrency?: number;
      timeouts?: {
        connectMs?: number;
        answerMs?: number;
      };
      /** @description A disabled callback sends nothing and keeps its place in the log */
      enabled?: boolean;
    };
    PreviewCallbackBody: {
      /** @example https://127.0.0.1:9443/callbacks */
      url: string;
      /** @enum {string} */
      method: 'GET' | 'POST';
      /**
       * @description Of a POST; JSON without it
       * @enum {string|null}
       */
      format?: 'JSON' | 'XML' | null;
      /**
       * @description One item, with metrics; a default one without it
       * @example {"id":{ID},"status":"{STATUS}"}
       */
      template?: string | null;
      /** @description Empty: all */
      types?: ('OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL')[];
      /** @description Empty: all */
      statuses?: (
        | 'DELIVERED'
        | 'NOT_DELIVERED'
        | 'NOT_WHITELISTED'
        | 'OPTOUT'
        | 'FAILURE'
        | 'UNKNOWN'
        | 'SPAM'
        | 'TEST'
        | 'NEXTATTEMPT'
        | 'NOTREACHED'
        | 'INCORRECTNUMBER'
      )[];
      /** @description Several events in a request, as an array named `batch` */
      batch?: {
        maxItems: number;
        /** @description XML: the element around the items */
        element?: string;
        /** @description XML: a document with {BATCH} where the batch goes */
        envelope?: string;
      } | null;
      headers?: {
        [key: string]: string;
      };
      /** @description Renders its newest event; samples without it */
      communicationId?: number;
    };
    PreviewCallbackAnswer: {
      warnings: {
        field: string;
        warning: string;
      }[];
      renderings: {
        /** @enum {string} */
        type: 'OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL';
        /** @description The event's own part of the body; empty for GET */
        item: string;
        request: {
          url: string;
          headers: {
            [key: string]: string;
          };
          body: string | null;
        };
      }[];
      /** @description A request with up to three of them; null: they are not batched */
      batch: {
        url: string;
        headers: {
          [key: string]: string;
        };
        body: string | null;
      } | null;
    };
    MoveCursorBody: {
      /** @description BEGINNING sends all again, END passes over all that waits; or the last event to leave out */
      to: ('BEGINNING' | 'END') | number;
    };
    TestCallbackBody: {
      /** @enum {string} */
      type?: 'OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL';
    };
    TestCallbackAnswer: {
      /** Format: date-time */
      startedAt: string;
      ok: boolean;
      status: number | null;
      /** @description In plain words */
      error: string | null;
      /** @description What struck it on purpose */
      faults: (
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
      )[];
      request: {
        method: string;
        url: string;
        /** @description As sent; secrets masked */
        headers: {
          [key: string]: string;
        };
        body: string | null;
      };
      response: {
        status: number;
        headers: {
          [key: string]: string | string[];
        };
        body: string | null;
        /** @description The answer was longer than is read */
        cut: boolean;
      } | null;
      tls: {
        version: string;
        cipher: string;
        peer: string;
        issuer: string;
        validTo: string;
        fingerprint256: string;
      } | null;
      localAddress: string | null;
      remoteAddress: string | null;
      /** @description Real milliseconds */
      timing: {
        /** @description Null on a connection kept from before */
        connectMs: number | null;
        firstByteMs: number | null;
        totalMs: number;
      };
    };
    ProbeCallbackAnswer: {
      tls: {
        version: string;
        cipher: string;
        peer: string;
        issuer: string;
        validTo: string;
        fingerprint256: string;
      } | null;
      localAddress: string | null;
      remoteAddress: string | null;
      reachable: boolean;
      /** @description Why it cannot be reached, in plain words; null: it can */
      problem: string | null;
      /** @description It need not insist on one */
      asksForClientCertificate: boolean;
      /** @description Real milliseconds to the end of the TLS handshake; null: there was no connection */
      connectMs: number | null;
    };
    ListDeliveriesQuery: {
      callbackId?: number;
      communicationId?: number;
      /** @enum {string} */
      state?: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    WaitForDeliveryQuery: {
      callbackId?: number;
      communicationId?: number;
      /** @enum {string} */
      state?: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
      /** @description Only deliveries with a higher ID */
      after?: number;
      /** @description Real milliseconds */
      timeoutMs?: number;
    };
    WaitForDeliveryAnswer: {
      delivery: {
        id: number;
        callbackId: number;
        /** @description The events it carries, in order of the log */
        eventIds: number[];
        items: number;
        /** @enum {string} */
        state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
        /** @description What struck it on purpose */
        faults: (
          | 'HOLD_TICK'
          | 'BURST'
          | 'DUPLICATE'
          | 'SPLIT_BATCH'
          | 'MERGE_BATCHES'
          | 'OUT_OF_ORDER'
          | 'DELAY'
          | 'DROP'
          | 'UNKNOWN_EVENT'
          | 'LOST_ACKNOWLEDGEMENT'
          | 'BAD_ITEM'
          | 'MALFORMED_BODY'
          | 'TRUNCATE_BODY'
          | 'TRICKLE_BODY'
          | 'RESET_MIDWAY'
          | 'WRONG_PASSWORD'
          | 'EXPIRED_CLIENT_CERTIFICATE'
          | 'OUTDATED_TLS'
        )[];
        /** Format: date-time */
        nextAttemptAt: string | null;
        /** Format: date-time */
        createdAt: string;
        /** Format: date-time */
        settledAt: string | null;
        /** @description Why the last attempt failed */
        error: string | null;
        /** @description The communications that its events are of, each once */
        communicationIds: number[];
        attempts: components['schemas']['Attempt'][];
      } | null;
    };
    ReplayDeliveriesBody: {
      callbackId?: number;
      /** @enum {string} */
      state: 'PARKED' | 'DELIVERED' | 'DROPPED';
    };
    ReplayDeliveriesAnswer: {
      replayed: number;
    };
    GetDeliveryAnswer: {
      id: number;
      callbackId: number;
      /** @description The events it carries, in order of the log */
      eventIds: number[];
      items: number;
      /** @enum {string} */
      state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DROPPED';
      /** @description What struck it on purpose */
      faults: (
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
      )[];
      /** Format: date-time */
      nextAttemptAt: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      settledAt: string | null;
      /** @description Why the last attempt failed */
      error: string | null;
      /** @description The communications that its events are of, each once */
      communicationIds: number[];
      attempts: components['schemas']['Attempt'][];
    };
    WaitForAttemptsQuery: {
      callbackId?: number;
      /** @description Only attempts with a higher ID */
      after?: number;
      /** @description Real milliseconds */
      timeoutMs?: number;
    };
    WaitForAttemptsAnswer: {
      items: {
        /** Format: date-time */
        startedAt: string;
        ok: boolean;
        status: number | null;
        /** @description In plain words */
        error: string | null;
        /** @description What struck it on purpose */
        faults: (
          | 'HOLD_TICK'
          | 'BURST'
          | 'DUPLICATE'
          | 'SPLIT_BATCH'
          | 'MERGE_BATCHES'
          | 'OUT_OF_ORDER'
          | 'DELAY'
          | 'DROP'
          | 'UNKNOWN_EVENT'
          | 'LOST_ACKNOWLEDGEMENT'
          | 'BAD_ITEM'
          | 'MALFORMED_BODY'
          | 'TRUNCATE_BODY'
          | 'TRICKLE_BODY'
          | 'RESET_MIDWAY'
          | 'WRONG_PASSWORD'
          | 'EXPIRED_CLIENT_CERTIFICATE'
          | 'OUTDATED_TLS'
        )[];
        request: {
          method: string;
          url: string;
          /** @description As sent; secrets masked */
          headers: {
            [key: string]: string;
          };
          body: string | null;
        };
        response: {
          status: number;
          headers: {
            [key: string]: string | string[];
          };
          body: string | null;
          /** @description The answer was longer than is read */
          cut: boolean;
        } | null;
        tls: {
          version: string;
          cipher: string;
          peer: string;
          issuer: string;
          validTo: string;
          fingerprint256: string;
        } | null;
        localAddress: string | null;
        remoteAddress: string | null;
        /** @description Real milliseconds */
        timing: {
          /** @description Null on a connection kept from before */
          connectMs: number | null;
          firstByteMs: number | null;
          totalMs: number;
        };
        id: number;
        /** @description From 1 */
        number: number;
        deliveryId: number;
        callbackId: number;
      }[];
      /** @description ID of the newest attempt; 0: there is none */
      end: number;
      /** @description A higher number than before: IDs have begun anew, in another world */
      world: number;
    };
    WaitForEventsQuery: {
      /** @description Only events with a higher ID */
      after?: number;
      /** @description Real milliseconds */
      timeoutMs?: number;
    };
    WaitForEventsAnswer: {
      items: components['schemas']['LoggedEvent'][];
      /** @description ID of the newest event; 0: there is none */
      end: number;
      /** @description A higher number than before: IDs have begun anew, in another world */
      world: number;
    };
    CreateFaultBody: {
      /**
       * @description What it breaks: callbacks on their way to a receiver, or calls of the real API
       * @default callback
       * @enum {string}
       */
      target?: 'callback' | 'api';
      /**
       * @description Of `callback`: `HOLD_TICK` sends nothing with this tick; all of it waits for the next; `BURST` sends the whole backlog at once, 50 requests side by side, in no order; `DUPLICATE` makes the delivery twice; `SPLIT_BATCH` makes two deliveries of one batch; `MERGE_BATCHES` puts two batches into one delivery, above the maximum of items; `OUT_OF_ORDER` lets the delivery after it go first; `DELAY` holds the delivery back for `delayMs` of platform time; `DROP` never sends the delivery. The one fault that loses; the delivery is kept as DROPPED; `UNKNOWN_EVENT` sends one more callback, with an {ID} that nobody has sent; `LOST_ACKNOWLEDGEMENT` takes a 2xx for lost and sends the delivery again; `BAD_ITEM` puts an empty item in the place of one item of the batch; the document stays valid; `MALFORMED_BODY` sends a body that is no JSON or XML; `TRUNCATE_BODY` sends the first half of the body as if it were all; `TRICKLE_BODY` sends the body in small pieces over `trickleMs`; `RESET_MIDWAY` cuts the connection in the middle of the body; `WRONG_PASSWORD` sends a wrong password; `EXPIRED_CLIENT_CERTIFICATE` shows a client certificate that expired yesterday; `OUTDATED_TLS` offers TLS 1.1 and nothing later. Of `api`: `LATENCY` holds the answer back for `delayMs` of real time; `STATUS_500` answers 500 and does nothing; `STATUS_502` answers 502, as a gateway does in HTML, and does nothing; `STATUS_503` answers 503, as a gateway does in HTML, and does nothing; `STATUS_429` answers 429 with a `Retry-After` of `retryAfterSeconds` and does nothing; `CUT_BEFORE_WORK` cuts the connection and does nothing; `CUT_AFTER_WORK` does what was asked for and cuts the connection unanswered; `MALFORMED_ANSWER` does what was asked for and sends the first half of the answer as if it were all
       * @example LOST_ACKNOWLEDGEMENT
       * @enum {string}
       */
      kind:
        | 'HOLD_TICK'
        | 'BURST'
        | 'DUPLICATE'
        | 'SPLIT_BATCH'
        | 'MERGE_BATCHES'
        | 'OUT_OF_ORDER'
        | 'DELAY'
        | 'DROP'
        | 'UNKNOWN_EVENT'
        | 'LOST_ACKNOWLEDGEMENT'
        | 'BAD_ITEM'
        | 'MALFORMED_BODY'
        | 'TRUNCATE_BODY'
        | 'TRICKLE_BODY'
        | 'RESET_MIDWAY'
        | 'WRONG_PASSWORD'
        | 'EXPIRED_CLIENT_CERTIFICATE'
        | 'OUTDATED_TLS'
        | 'LATENCY'
        | 'STATUS_500'
        | 'STATUS_502'
        | 'STATUS_503'
        | 'STATUS_429'
        | 'CUT_BEFORE_WORK'
        | 'CUT_AFTER_WORK'
        | 'MALFORMED_ANSWER';
      /** @description The only one that it strikes; all without it */
      callbackId?: number;
      /**
       * @description Of the real API, the only one that it strikes; all without it
       * @enum {string}
       */
      endpoint?:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk';
      /** @description The only one whose calls of the real API it strikes; all without it */
      customerId?: number;
      /**
       * @description Chance of each occasion
       * @default 1
       */
      probability?: number;
      /** @description It strikes so many times; without end otherwise */
      times?: number;
      /** @description Of DELAY, platform ms; of LATENCY, real ms up to 600000 */
      delayMs?: number;
      /** @description Of TRICKLE_BODY, real ms */
      trickleMs?: number;
      /** @description Of STATUS_429 */
      retryAfterSeconds?: number;
    };
    ListFaultsQuery: {
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    ListRequestsQuery: {
      /** @enum {string} */
      endpoint?:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk';
      customerId?: number;
      method?: string;
      status?: number;
      /** @description Part of the URL, in any case */
      url?: string;
      /** @description Part of the body that was sent, of its first 64 KiB */
      contains?: string;
      /**
       * @description JSON that the JSON that was sent holds: every field named, and in an array something for each item named. Bodies of more than 64 KiB hold nothing
       * @example {"sender":"Acme"}
       */
      match?: string;
      /**
       * Format: date-time
       * @description Platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      communicationId?: number;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    DeleteRequestsQuery: {
      customerId?: number;
    };
    CountRequestsQuery: {
      /** @enum {string} */
      endpoint?:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk';
      customerId?: number;
      method?: string;
      status?: number;
      /** @description Part of the URL, in any case */
      url?: string;
      /** @description Part of the body that was sent, of its first 64 KiB */
      contains?: string;
      /**
       * @description JSON that the JSON that was sent holds: every field named, and in an array something for each item named. Bodies of more than 64 KiB hold nothing
       * @example {"sender":"Acme"}
       */
      match?: string;
      /**
       * Format: date-time
       * @description Platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      communicationId?: number;
    };
    CountRequestsAnswer: {
      count: number;
    };
    WaitForRequestQuery: {
      /** @enum {string} */
      endpoint?:
        | 'EnqueueCommunications'
        | 'SendMessageFromAlpha'
        | 'GetMessageStatus'
        | 'SendPinCode'
        | 'VerifyCode'
        | 'CreateSMSProject'
        | 'GetSMSProjectInfo'
        | 'UpdateSMSProject'
        | 'AddSMSRecipient'
        | 'AddSMSRecipients'
        | 'AddCallListRecipient'
        | 'GetVoiceStatus'
        | 'Token'
        | 'Contact'
        | 'ContactCampaigns'
        | 'ContactEvents'
        | 'ContactMetrics'
        | 'ContactBulk'
        | 'ContactCampaignsBulk'
        | 'ContactEventsBulk'
        | 'ContactMetricsBulk';
      customerId?: number;
      method?: string;
      status?: number;
      /** @description Part of the URL, in any case */
      url?: string;
      /** @description Part of the body that was sent, of its first 64 KiB */
      contains?: string;
      /**
       * @description JSON that the JSON that was sent holds: every field named, and in an array something for each item named. Bodies of more than 64 KiB hold nothing
       * @example {"sender":"Acme"}
       */
      match?: string;
      /**
       * Format: date-time
       * @description Platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      communicationId?: number;
      /** @description Only calls with a higher ID */
      after?: number;
      /** @description Real milliseconds */
      timeoutMs?: number;
    };
    WaitForRequestAnswer: {
      request: components['schemas']['Request'] & (Record<string, never> | null);
    };
    ListInboxesQuery: {
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
    };
    /**
     * @example {
     *       "next": [
     *         {
     *           "status": 503,
     *           "times": 3
     *         }
     *       ],
     *       "answer": {
     *         "status": 204
     *       }
     *     }
     */
    SetInboxBody: {
      /**
       * @default {
       *       "status": 200,
       *       "delayMs": 0,
       *       "headers": {},
       *       "body": ""
       *     }
       */
      answer?: {
        /** @default 200 */
        status?: number;
        /**
         * @description Real milliseconds, as of a slow receiver
         * @default 0
         */
        delayMs?: number;
        /**
         * @default {}
         * @example {
         *       "content-type": "application/json"
         *     }
         */
        headers?: {
          [key: string]: string;
        };
        /** @default  */
        body?: string;
      };
      /**
       * @description Answers that are used up first, in this order
       * @default []
       */
      next?: {
        /** @default 200 */
        status?: number;
        /**
         * @description Real milliseconds, as of a slow receiver
         * @default 0
         */
        delayMs?: number;
        /**
         * @default {}
         * @example {
         *       "content-type": "application/json"
         *     }
         */
        headers?: {
          [key: string]: string;
        };
        /** @default  */
        body?: string;
        /**
         * @description So many requests get it
         * @default 1
         */
        times?: number;
      }[];
      /**
       * @description Basic authentication that it demands; the password is write-only
       * @default null
       */
      auth?: {
        username: string;
        password?: string;
      } | null;
      /**
       * @description It answers 403 to who shows none, whoever issued it
       * @default false
       */
      requireClientCertificate?: boolean;
    };
    ListInboxRequestsQuery: {
      /** @example POST */
      method?: string;
      /**
       * Format: date-time
       * @description Platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      /** @description Part of its path or of its body, as far as that is kept */
      contains?: string;
      /**
       * @description Most items of a page
       * @default 100
       */
      limit?: number;
      /** @description Where the page before ended: its `next` */
      after?: number;
      /**
       * @description What comes first
       * @default oldest
       * @enum {string}
       */
      order?: 'oldest' | 'newest';
    };
    WaitForInboxRequestsQuery: {
      /** @example POST */
      method?: string;
      /**
       * Format: date-time
       * @description Platform time
       * @example 2026-01-31T12:00:00.000Z
       */
      since?: string;
      /** @description Part of its path or of its body, as far as that is kept */
      contains?: string;
      /** @description How many */
      count?: number;
      /** @description Only requests with a higher ID */
      after?: number;
      /** @description Real milliseconds */
      timeoutMs?: number;
    };
    WaitForInboxRequestsAnswer: {
      items: components['schemas']['InboxRequest'][];
    };
    SetClockBody: {
      /** @enum {string} */
      mode?: 'real' | 'manual';
      speed?: number;
      /**
       * Format: date-time
       * @description Manual clock only, and never back
       * @example 2026-01-31T12:00:00.000Z
       */
      now?: string;
    };
    AdvanceClockBody: {
      /**
       * @description An ISO 8601 duration of weeks, days, hours, minutes and seconds
       * @example PT1H
       */
      by?: string;
      /**
       * Format: date-time
       * @example 2026-01-31T12:00:00.000Z
       */
      to?: string;
      /**
       * @description As far as anything is left to do
       * @enum {string}
       */
      until?: 'idle';
    };
    SeedBody: {
      /** @default {} */
      profiles?: {
        [key: string]: {
          /** @default  */
          description?: string;
          /** @description Of mobile numbers, how many nobody has; the same ones each time */
          unassignedNumbers: number;
          /** @description Of those, how many an estimation gives UNKNOWN; the others it takes for existing ones */
          unknownEstimates: number;
          sms: components['schemas']['SmsProfile'];
          call: components['schemas']['CallProfile'];
        };
      };
      /** @default {} */
      customers?: {
        [key: string]: {
          name: string;
          /**
           * @description Whether recipient statuses are estimated or confirmed by the operator
           * @default CONFIRMED
           * @enum {string}
           */
          accountLevel?: 'ESTIMATED' | 'CONFIRMED';
          /**
           * @description Nothing goes out; everything reports TEST
           * @default false
           */
          testMode?: boolean;
          /**
           * @description SMS to numbers off the whitelist report NOT_WHITELISTED
           * @default false
           */
          whitelistMode?: boolean;
          /**
           * @description Of GET /v1/profiles, that its outcomes are drawn from; null: the platform's
           * @example quiet-sunday
           */
          profile?: string | null;
          /** @description An incoming SMS that begins with one opts out */
          optOutWords?: string[];
          /** @description An incoming SMS that begins with one opts in again */
          optInWords?: string[];
          /** @description The same text to the same number more often is SPAM; null: never */
          spamLimit?: {
            times: number;
            withinSeconds: number;
          } | null;
          /** @description Numbers that recipients write to and call */
          inboundNumbers?: {
            /** @example 71120 */
            number: string;
            /** @default [] */
            prefixes?: {
              prefix: string;
              /** @default [] */
              identifiers?: string[];
            }[];
          }[];
          /** @description Addresses and ranges that the real API takes calls from; null: any */
          allowedAddresses?: string[] | null;
          /** @description Calls of the real API, of each endpoint by itself; null: of every one */
          rateLimits?: {
            /**
             * @default null
             * @enum {string|null}
             */
            endpoint?:
              | 'EnqueueCommunications'
              | 'SendMessageFromAlpha'
              | 'GetMessageStatus'
              | 'SendPinCode'
              | 'VerifyCode'
              | 'CreateSMSProject'
              | 'GetSMSProjectInfo'
              | 'UpdateSMSProject'
              | 'AddSMSRecipient'
              | 'AddSMSRecipients'
              | 'AddCallListRecipient'
              | 'GetVoiceStatus'
              | 'Token'
              | 'Contact'
              | 'ContactCampaigns'
              | 'ContactEvents'
              | 'ContactMetrics'
              | 'ContactBulk'
              | 'ContactCampaignsBulk'
              | 'ContactEventsBulk'
              | 'ContactMetricsBulk'
              | null;
            calls: number;
            perSeconds: number;
          }[];
          /** @description The same clientMessageId again sends nothing and gets the first answer */
          uniqueMessageIds?: boolean;
          /** @description PIN codes of SendPinCode */
          pinCodes?: {
            digits: number;
            validSeconds: number;
            tries: number;
          };
          /** @description IDs of projects of the customer that campaigns of the contact API run, by identifier */
          contactCampaigns?: {
            [key: string]: number;
          };
          /** @description Events of the contact API that stop what is still to come */
          stopEvents?: string[];
          /** @description Of a bulk of the contact API */
          maxBulkItems?: number;
          /** @description Made up without it */
          apiKey?: string;
          whitelist?: string[];
          optOuts?: string[];
        };
      };
      /** @default {} */
      projects?: {
        [key: string]: {
          /** @enum {string} */
          type: 'SMS' | 'VOICE' | 'WHATSAPP';
          name: string;
          /** @example Acme */
          sender: string;
          /**
           * @description Text of the SMS or script of the call; `{1}` .. `{99}` stand for data fields
           * @example Hi {1}, your appointment is at {2}.
           */
          template: string;
          /**
           * @description Of a call's script, in turn: the keys that answer each; none: those of the profile
           * @default []
           * @example [
           *       [
           *         "1",
           *         "2"
           *       ],
           *       [
           *         "1",
           *         "2",
           *         "3",
           *         "9"
           *       ]
           *     ]
           */
          questions?: string[][];
          /** @description One of the customers here; customer 1 without it */
          customer?: string;
        };
      };
      /** @default {} */
      contactLists?: {
        [key: string]: {
          name: string;
          /**
           * @description What the data fields mean, by number
           * @default {}
           * @example {
           *       "1": "first name"
           *     }
           */
          fieldNames?: {
            [key: string]: string;
          };
          /** @description One of the customers here; customer 1 without it */
          customer?: string;
          recipients?: {
            /** @example 46701740605 */
            number: string;
            /**
             * @default {}
             * @example {
             *       "1": "Ada",
             *       "2": "Lund"
             *     }
             */
            fields?: {
              [key: string]: string;
            };
          }[];
        };
      };
      /** @default [] */
      callbacks?: {
        /** @example https://127.0.0.1:9443/callbacks */
        url: string;
        /** @enum {string} */
        method: 'GET' | 'POST';
        /**
         * @description Of a POST; JSON without it
         * @enum {string|null}
         */
        format?: 'JSON' | 'XML' | null;
        /**
         * @description One item, with metrics; a default one without it
         * @example {"id":{ID},"status":"{STATUS}"}
         */
        template?: string | null;
        /** @description Empty: all */
        types?: ('OUTGOING_SMS' | 'INCOMING_SMS' | 'OUTGOING_CALL' | 'INCOMING_CALL')[];
        /** @description Empty: all */
        statuses?: (
          | 'DELIVERED'
          | 'NOT_DELIVERED'
          | 'NOT_WHITELISTED'
          | 'OPTOUT'
          | 'FAILURE'
          | 'UNKNOWN'
          | 'SPAM'
          | 'TEST'
          | 'NEXTATTEMPT'
          | 'NOTREACHED'
          | 'INCORRECTNUMBER'
        )[];
        /** @description Several events in a request, as an array named `batch` */
        batch?: {
          maxItems: number;
          /** @description XML: the element around the items */
          element?: string;
          /** @description XML: a document with {BATCH} where the batch goes */
          envelope?: string;
        } | null;
        headers?: {
          [key: string]: string;
        };
        name?: string;
        /** @description Basic access authentication; the password is write-only */
        auth?: {
          username: string;
          password: string;
        } | null;
        /** @description What the platform shows to a receiver that asks; write-only */
        clientCertificate?:
          | {
              cert: string;
              key: string;
              passphrase?: string;
            }
          | {
              /** @description PKCS#12 in base64 */
              pfx: string;
              passphrase?: string;
            }
          | null;
        tls?: {
          /** @description PEM that the receiver's certificate must lead to */
          ca?: string | null;
          /** @description False: self-signed receivers are accepted */
          verify?: boolean;
          /** @enum {string} */
          minVersion?: 'TLSv1.2' | 'TLSv1.3';
          /** @enum {string} */
          maxVersion?: 'TLSv1.2' | 'TLSv1.3';
        };
        /** @description Requests under way at once; 1 keeps strictly to the order of the log */
        concurrency?: number;
        timeouts?: {
          connectMs?: number;
          answerMs?: number;
        };
        /** @description A disabled callback sends nothing and keeps its place in the log */
        enabled?: boolean;
        /**
         * @description Where in the log it begins: with what comes, or with what was
         * @default END
         * @enum {string}
         */
        startAt?: 'BEGINNING' | 'END';
        /** @description One of the customers here; customer 1 without it */
        customer?: string;
      }[];
      /** @default [] */
      outcomeRules?: {
        match: components['schemas']['OutcomeRuleMatch'];
        outcome: components['schemas']['OutcomeRequest'];
        /** @description It holds for the next so many; without end otherwise */
        times?: number;
      }[];
      /** @default [] */
      campaigns?: {
        name: string;
        /**
         * Format: date-time
         * @description When it starts by itself
         * @example 2026-01-31T12:00:00.000Z
         */
        startAt?: string;
        /** @description Communications per second */
        rate?: number;
        callingHours?: components['schemas']['CallingHours'];
        /**
         * @description What is to become of some of the recipients, by number
         * @default {}
         * @example {
         *       "46701740605": {
         *         "named": "DOESNOTEXIST"
         *       }
         *     }
         */
        outcomes?: {
          [key: string]: components['schemas']['OutcomeRequest'];
        };
        /** @description The data field that names the outcome of each recipient, if it names one */
        outcomeField?: number;
        project: string;
        contactList: string;
        /**
         * @description Started at once
         * @default false
         */
        start?: boolean;
      }[];
      /** @default [] */
      communications?: {
        /** @enum {string} */
        type: 'OUTGOING_SMS' | 'OUTGOING_CALL';
        /** @example 46701740605 */
        recipient: string;
        /**
         * @description Without it the project's
         * @example Acme
         */
        sender?: string;
        /** @description Of an SMS; without it the project's template */
        content?: string;
        /**
         * @description For the project's template
         * @example {
         *       "1": "Ada",
         *       "2": "Lund"
         *     }
         */
        fields?: {
          [key: string]: string;
        };
        /**
         * Format: date-time
         * @description At once without it
         * @example 2026-01-31T12:00:00.000Z
         */
        sendAt?: string;
        outcome?: components['schemas']['OutcomeRequest'];
        /** @description One of the customers here; customer 1 without it */
        customer?: string;
        project?: string;
      }[];
    };
    SeedAnswer: {
      /** @description API keys are shown this once */
      customers: {
        [key: string]: {
          id: number;
          apiKey: string;
        };
      };
      projects: {
        [key: string]: number;
      };
      contactLists: {
        [key: string]: number;
      };
      callbacks: number[];
      outcomeRules: number[];
      campaigns: number[];
      communications: number[];
    };
    ResetBody: {
      /** @description Only what this customer has; it keeps its settings, its API key and its whitelist */
      customerId?: number;
      /**
       * Format: date-time
       * @description What a manual clock shows afterwards; back in time too
       * @example 2026-01-31T12:00:00.000Z
       */
      now?: string;
    };
    SetAliveBody: {
      enabled?: boolean;
      /** @description Platform seconds from one campaign to the next, on average */
      everySeconds?: number;
    };
    IssueClientCertificateBody: {
      /** @default mock-wiraya callback client */
      commonName?: string;
      /** @default 365 */
      days?: number;
      /** @description The callback that is to show it from now on */
      callbackId?: number;
    };
    IssueClientCertificateAnswer: {
      /** @description PEM */
      cert: string;
      /** @description PEM; shown this once */
      key: string;
      /** Format: date-time */
      validTo: string;
    };
    ListSourceAddressesAnswer: {
      addresses: string[];
    };
    GetTrustQuery: {
      /**
       * @description In whose words
       * @default bash
       * @enum {string}
       */
      shell?: 'bash' | 'zsh' | 'fish' | 'powershell' | 'cmd';
      /**
       * @default linux
       * @enum {string}
       */
      system?: 'linux' | 'macos' | 'windows';
      /** @description Path of the certificate for the client; without it, where the platform has it */
      file?: string;
    };
    GetLivenessAnswer: {
      live: boolean;
    };
    GetUrlsAnswer: {
      httpUrl: string;
      httpsUrl: string;
      /** @description Of the forward proxy; null: there is none */
      proxyUrl: string | null;
    };
    GetStatisticsQuery: {
      /** @description How far back, in platform time */
      minutes?: number;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type Customer = components['schemas']['Customer'];
export type Problem = components['schemas']['Problem'];
export type OptOut = components['schemas']['OptOut'];
export type ClearedPersonalData = components['schemas']['ClearedPersonalData'];
export type Project = components['schemas']['Project'];
export type ContactList = components['schemas']['ContactList'];
export type RecipientImport = components['schemas']['RecipientImport'];
export type Recipient = components['schemas']['Recipient'];
export type Campaign = components['schemas']['Campaign'];
export type CallingHours = components['schemas']['CallingHours'];
export type OutcomeRequest = components['schemas']['OutcomeRequest'];
export type Communication = components['schemas']['Communication'];
export type Event = components['schemas']['Event'];
export type PinCode = components['schemas']['PinCode'];
export type OutcomeRule = components['schemas']['OutcomeRule'];
export type OutcomeRuleMatch = components['schemas']['OutcomeRuleMatch'];
export type MagicNumber = components['schemas']['MagicNumber'];
export type Profile = components['schemas']['Profile'];
export type SmsProfile = components['schemas']['SmsProfile'];
export type CallProfile = components['schemas']['CallProfile'];
export type Contact = components['schemas']['Contact'];
export type Callback = components['schemas']['Callback'];
export type Delivery = components['schemas']['Delivery'];
export type Attempt = components['schemas']['Attempt'];
export type LoggedEvent = components['schemas']['LoggedEvent'];
export type Fault = components['schemas']['Fault'];
export type Request = components['schemas']['Request'];
export type Inbox = components['schemas']['Inbox'];
export type InboxRequest = components['schemas']['InboxRequest'];
export type Clock = components['schemas']['Clock'];
export type Advanced = components['schemas']['Advanced'];
export type Alive = components['schemas']['Alive'];
export type CertificateAuthority = components['schemas']['CertificateAuthority'];
export type Trust = components['schemas']['Trust'];
export type Health = components['schemas']['Health'];
export type Settings = components['schemas']['Settings'];
export type Setting = components['schemas']['Setting'];
export type Statistics = components['schemas']['Statistics'];
export type CreateCustomerBody = components['schemas']['CreateCustomerBody'];
export type CreateCustomerAnswer = components['schemas']['CreateCustomerAnswer'];
export type ListCustomersQuery = components['schemas']['ListCustomersQuery'];
export type UpdateCustomerBody = components['schemas']['UpdateCustomerBody'];
export type RenewApiKeyAnswer = components['schemas']['RenewApiKeyAnswer'];
export type GetWhitelistQuery = components['schemas']['GetWhitelistQuery'];
export type GetWhitelistAnswer = components['schemas']['GetWhitelistAnswer'];
export type SetWhitelistBody = components['schemas']['SetWhitelistBody'];
export type SetWhitelistAnswer = components['schemas']['SetWhitelistAnswer'];
export type ListOptOutsQuery = components['schemas']['ListOptOutsQuery'];
export type CreateProjectBody = components['schemas']['CreateProjectBody'];
export type ListProjectsQuery = components['schemas']['ListProjectsQuery'];
export type UpdateProjectBody = components['schemas']['UpdateProjectBody'];
export type CreateContactListBody = components['schemas']['CreateContactListBody'];
export type ListContactListsQuery = components['schemas']['ListContactListsQuery'];
export type UpdateContactListBody = components['schemas']['UpdateContactListBody'];
export type AddRecipientsBody = components['schemas']['AddRecipientsBody'];
export type AddRecipientsQuery = components['schemas']['AddRecipientsQuery'];
export type ListRecipientsQuery = components['schemas']['ListRecipientsQuery'];
export type CreateCampaignBody = components['schemas']['CreateCampaignBody'];
export type ListCampaignsQuery = components['schemas']['ListCampaignsQuery'];
export type CreateCommunicationBody = components['schemas']['CreateCommunicationBody'];
export type ListCommunicationsQuery = components['schemas']['ListCommunicationsQuery'];
export type GetCommunicationAnswer = components['schemas']['GetCommunicationAnswer'];
export type CreateIncomingSmsBody = components['schemas']['CreateIncomingSmsBody'];
export type CreateIncomingCallBody = components['schemas']['CreateIncomingCallBody'];
export type ListPinCodesQuery = components['schemas']['ListPinCodesQuery'];
export type CreateOutcomeRuleBody = components['schemas']['CreateOutcomeRuleBody'];
export type ListOutcomeRulesAnswer = components['schemas']['ListOutcomeRulesAnswer'];
export type ListMagicNumbersAnswer = components['schemas']['ListMagicNumbersAnswer'];
export type ListProfilesAnswer = components['schemas']['ListProfilesAnswer'];
export type SetProfileBody = components['schemas']['SetProfileBody'];
export type ListContactsQuery = components['schemas']['ListContactsQuery'];
export type GetContactAnswer = components['schemas']['GetContactAnswer'];
export type ResumeContactAnswer = components['schemas']['ResumeContactAnswer'];
export type CreateCallbackBody = components['schemas']['CreateCallbackBody'];
export type ListCallbacksQuery = components['schemas']['ListCallbacksQuery'];
export type FlushCallbacksAnswer = components['schemas']['FlushCallbacksAnswer'];
export type UpdateCallbackBody = components['schemas']['UpdateCallbackBody'];
export type PreviewCallbackBody = components['schemas']['PreviewCallbackBody'];
export type PreviewCallbackAnswer = components['schemas']['PreviewCallbackAnswer'];
export type MoveCursorBody = components['schemas']['MoveCursorBody'];
export type TestCallbackBody = components['schemas']['TestCallbackBody'];
export type TestCallbackAnswer = components['schemas']['TestCallbackAnswer'];
export type ProbeCallbackAnswer = components['schemas']['ProbeCallbackAnswer'];
export type ListDeliveriesQuery = components['schemas']['ListDeliveriesQuery'];
export type WaitForDeliveryQuery = components['schemas']['WaitForDeliveryQuery'];
export type WaitForDeliveryAnswer = components['schemas']['WaitForDeliveryAnswer'];
export type ReplayDeliveriesBody = components['schemas']['ReplayDeliveriesBody'];
export type ReplayDeliveriesAnswer = components['schemas']['ReplayDeliveriesAnswer'];
export type GetDeliveryAnswer = components['schemas']['GetDeliveryAnswer'];
export type WaitForAttemptsQuery = components['schemas']['WaitForAttemptsQuery'];
export type WaitForAttemptsAnswer = components['schemas']['WaitForAttemptsAnswer'];
export type WaitForEventsQuery = components['schemas']['WaitForEventsQuery'];
export type WaitForEventsAnswer = components['schemas']['WaitForEventsAnswer'];
export type CreateFaultBody = components['schemas']['CreateFaultBody'];
export type ListFaultsQuery = components['schemas']['ListFaultsQuery'];
export type ListRequestsQuery = components['schemas']['ListRequestsQuery'];
export type DeleteRequestsQuery = components['schemas']['DeleteRequestsQuery'];
export type CountRequestsQuery = components['schemas']['CountRequestsQuery'];
export type CountRequestsAnswer = components['schemas']['CountRequestsAnswer'];
export type WaitForRequestQuery = components['schemas']['WaitForRequestQuery'];
export type WaitForRequestAnswer = components['schemas']['WaitForRequestAnswer'];
export type ListInboxesQuery = components['schemas']['ListInboxesQuery'];
export type SetInboxBody = components['schemas']['SetInboxBody'];
export type ListInboxRequestsQuery = components['schemas']['ListInboxRequestsQuery'];
export type WaitForInboxRequestsQuery = components['schemas']['WaitForInboxRequestsQuery'];
export type WaitForInboxRequestsAnswer = components['schemas']['WaitForInboxRequestsAnswer'];
export type SetClockBody = components['schemas']['SetClockBody'];
export type AdvanceClockBody = components['schemas']['AdvanceClockBody'];
export type SeedBody = components['schemas']['SeedBody'];
export type SeedAnswer = components['schemas']['SeedAnswer'];
export type ResetBody = components['schemas']['ResetBody'];
export type SetAliveBody = components['schemas']['SetAliveBody'];
export type IssueClientCertificateBody = components['schemas']['IssueClientCertificateBody'];
export type IssueClientCertificateAnswer = components['schemas']['IssueClientCertificateAnswer'];
export type ListSourceAddressesAnswer = components['schemas']['ListSourceAddressesAnswer'];
export type GetTrustQuery = components['schemas']['GetTrustQuery'];
export type GetLivenessAnswer = components['schemas']['GetLivenessAnswer'];
export type GetUrlsAnswer = components['schemas']['GetUrlsAnswer'];
export type GetStatisticsQuery = components['schemas']['GetStatisticsQuery'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
