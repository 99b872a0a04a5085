import { z } from 'zod';

const MAX_MS = 315_360_000_000;
const share = z.number().min(0).max(1);
const ms = z.int().min(0).max(MAX_MS);
const logNormal = {
  medianMs: ms.min(1).describe('Half of them take less'),
  spread: z.number().min(0).max(5).describe('Of the logarithm: 0 is always the median'),
};
const key = z.string().regex(/^[0-9*#]$/, 'one of 0 to 9, * and #');

/** How likely things are, and how long they take. Everything here is inferred [I]. */
export const profileData = z.strictObject({
  description: z.string().max(2000).default(''),
  unassignedNumbers: share.describe('Of mobile numbers, how many nobody has; the same ones each time'),
  unknownEstimates: share.describe(
    'Of those, how many an estimation gives UNKNOWN; the others it takes for existing ones',
  ),
  sms: z
    .strictObject({
      failure: share,
      unknown: share,
      notDelivered: share.describe('The phone stays off until the validity ends'),
      ...logNormal,
      late: share.describe('Of the delivered, how many wait for a phone to be switched on'),
      lateMeanMs: ms.describe('For how long on average, exponentially'),
      validityMs: ms.min(1).describe('A phone that is off gives no report before this has passed'),
      reply: z
        .strictObject({
          share: share.describe('Of the delivered'),
          ...logNormal,
          texts: z
            .array(z.strictObject({ text: z.string().max(1000), weight: z.number().positive().default(1) }))
            .min(1),
        })
        .nullable()
        .default(null)
        .describe('Recipients who answer; for customers with an inbound number'),
    })
    .refine(({ failure, unknown, notDelivered }) => failure + unknown + notDelivered <= 1, {
      message: 'failure, unknown and notDelivered are 1 or less together',
    })
    .meta({ id: 'SmsProfile' }),
  call: z
    .strictObject({
      answered: share.describe('Of one attempt'),
      attempts: z.int().min(1).max(50),
      pauseMs: ms.describe('Between two attempts'),
      ringMs: z.strictObject({ min: ms, max: ms }).refine(({ min, max }) => min <= max, {
        message: 'a min that is not above max',
      }),
      medianLengthMs: ms.min(1),
      lengthSpread: z.number().min(0).max(5),
      answersQuestion: share.describe('Of the questions of a script, how many are answered by a key'),
      keys: z.array(key).min(1).describe('Pressed where a project has no script'),
      maxChoices: z.int().min(0).max(99).describe('How often at the most, there'),
      callBack: z
        .strictObject({
          share: share.describe('Of the calls that were not answered'),
          ...logNormal,
          medianLengthMs: ms.min(1),
        })
        .nullable()
        .default(null)
        .describe('Recipients who call back; for customers with an inbound number'),
    })
    .meta({ id: 'CallProfile' }),
});

export type ProfileData = z.output<typeof profileData>;

/** A profile with its name. */
export interface Profile extends ProfileData {
  name: string;
}

/** What a profile may be called. */
export const profileName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and dashes, such as quiet-sunday')
  .meta({ example: 'quiet-sunday' });
