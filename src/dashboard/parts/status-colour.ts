/** Each kind of entry has a colour of its own, in every chart; as the style sheet names it. */
const COLOURS: Readonly<Record<string, string>> = {
  DELIVERED: 'c-good',
  NOT_DELIVERED: 'c-bad',
  FAILURE: 'c-5',
  UNKNOWN: 'c-6',
  NEXTATTEMPT: 'c-3',
  NOTREACHED: 'c-10',
  OPTOUT: 'c-1',
  SPAM: 'c-2',
  TEST: 'c-11',
  NOT_WHITELISTED: 'c-12',
  INCORRECTNUMBER: 'c-9',
  INCOMING_SMS: 'c-4',
  INCOMING_CALL: 'c-8',
};

/** What fills the share of a status, or of what came in, which has a type alone. */
export const statusColour = (status: string) => COLOURS[status] ?? 'c-7';
