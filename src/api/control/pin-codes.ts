import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { PIN_CODE_STATES, type PinCode, stateOfPinCode } from '../../core/pin-code.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  idFilter,
  instantBody,
  numberField,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
} from './common.ts';

const pinCodeSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    recipient: z.string(),
    ipAddress: z.string().openapi({ description: 'Of the recipient, as the customer told it' }),
    code: z.string(),
    state: z.enum(PIN_CODE_STATES),
    triesLeft: z.int().openapi({ description: 'How many more wrong guesses it stands' }),
    communicationId: z.int().openapi({ description: 'The SMS that it stands in' }),
    createdAt: instantBody,
    expiresAt: instantBody,
    verifiedAt: instantBody.nullable(),
  })
  .openapi('PinCode');

/** PIN codes of the real API's `SendPinCode`, for tests to read. */
export function pinCodeRoutes(app: OpenAPIHono, { store, clock }: ApiContext): void {
  const pinCodeBody = ({ replaced, ...pinCode }: PinCode) => ({
    ...pinCode,
    state: stateOfPinCode({ ...pinCode, replaced }, clock.now()),
    createdAt: toInstant(pinCode.createdAt),
    expiresAt: toInstant(pinCode.expiresAt),
    verifiedAt: toInstantOrNull(pinCode.verifiedAt),
  });

  app.openapi(
    route({
      method: 'get',
      path: '/pin-codes',
      tags: ['PIN codes'],
      summary: 'List the PIN codes that were sent, the oldest first',
      request: {
        query: z.strictObject({ customerId: idFilter, recipient: numberField.optional(), ...pageQuery }),
      },
      responses: { 200: answer('A page of PIN codes', pageOf(pinCodeSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, recipient, ...page } = c.req.valid('query');
      return c.json(pageBody(store.pinCodes.list(page, { customerId, recipient }), pinCodeBody), 200);
    },
  );
}
