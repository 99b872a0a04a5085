/** How things stand: `warning` is worth knowing, `failing` is in the way. */
export type FindingState = 'ok' | 'warning' | 'failing';

/** Something that was looked at. */
export interface Finding {
  about: string;
  state: FindingState;
  /** What was found, in plain words. */
  says: string;
  /** What to do about it; null: nothing need be done. */
  cure: string | null;
}

export const fine = (about: string, says: string): Finding => ({ about, state: 'ok', says, cure: null });

export const warning = (about: string, says: string, cure: string | null = null): Finding => ({
  about,
  state: 'warning',
  says,
  cure,
});

export const failing = (about: string, says: string, cure: string | null = null): Finding => ({
  about,
  state: 'failing',
  says,
  cure,
});

/** What an attempt to look came to; when it throws, that is the finding. */
export async function finding(
  about: string,
  look: () => Finding | Promise<Finding>,
  cure: string | null = null,
): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return failing(about, error instanceof Error ? error.message : String(error), cure);
  }
}

const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;

/**
 * Until when a certificate holds.
 * @param cure for one that has expired or soon will
 */
export function validity(about: string, name: string, validTo: Date, cure: string): Finding {
  const left = validTo.getTime() - Date.now();
  const until = validTo.toISOString();
  if (left < 0) return failing(about, `${name} expired on ${until}`, cure);
  if (left < SOON_MS) return warning(about, `${name} expires on ${until}`, cure);
  return fine(about, `${name} holds until ${until}`);
}
