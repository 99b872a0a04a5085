import { chanceInteger } from './chance.ts';

/**
 * Where communication IDs live: twelve digits, so that they are never mistaken for the small numbers of
 * other things and fit a JSON number.
 */
const FIRST_ID = 100_000_000_000;
const LAST_ID = 1_000_000_000_000;

/**
 * Wanted ID of a communication sent by itself. It follows from the communication's own key, not from a
 * counter, so that concurrent requests about different communications get the same IDs in any order.
 * The store takes the next free one should it be taken.
 */
export function communicationId(seed: string, key: string): number {
  return chanceInteger(seed, key, 'id', FIRST_ID, LAST_ID);
}

/** First ID of a campaign's run; its communications count up from there in the order of the list. */
export function campaignFirstCommunicationId(seed: string, campaignId: number): number {
  return chanceInteger(seed, `campaign/${campaignId}`, 'id', FIRST_ID, LAST_ID - 10_000_000);
}
