import { drawPinCode, stateOfPinCode } from '../../../core/pin-code.ts';
import { accept } from '../../../simulation/accept.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../emulated/serve.ts';
import { field, isSmsText, text } from '../fields.ts';
import { readAlphaSender, readIpAddress, readMessage, readRecipient } from './read.ts';
import { older, ResultError } from './result.ts';
import { noteSent } from './send-one.ts';

const SECOND_MS = 1000;
/** Where the PIN stands in a message [C]. */
const CODE = '{code}';

/**
 * `SendPinCode` [C]: an SMS with a PIN that holds for the recipient at the IP address; its ID. The PIN takes the place
 * of the one before it [I].
 */
export function sendPinCode(context: ApiContext): Handler {
  const { store, clock, world } = context;
  return older(async (fields, customer, call) => {
    const recipient = readRecipient(fields);
    const sender = readAlphaSender(fields);
    const message = readMessage(fields);
    const ipAddress = readIpAddress(fields);
    if (!message.includes(CODE)) throw new ResultError('ERROR_CONTENT');
    const { digits, validSeconds, tries } = customer.settings.pinCodes;
    const id = await store.inTurn(() => {
      const nth = store.numberHistories.get(customer.id, recipient).counts.OUTGOING_SMS + 1;
      const code = drawPinCode(world.seed, `${customer.id}/${recipient}/${nth}`, digits);
      const content = message.replaceAll(CODE, code);
      if (!isSmsText(content)) throw new ResultError('ERROR_CONTENT');
      const createdAt = clock.now();
      const { id } = accept(world, {
        customer,
        type: 'OUTGOING_SMS',
        recipient,
        sender,
        content,
        project: null,
        campaign: null,
        recipientId: null,
      });
      store.pinCodes.add({
        customerId: customer.id,
        recipient,
        ipAddress,
        code,
        communicationId: id,
        createdAt,
        expiresAt: createdAt + validSeconds * SECOND_MS,
        triesLeft: tries,
      });
      return id;
    });
    noteSent(context, call, [id]);
    return String(id);
  });
}

/**
 * `VerifyCode` [C]: `OK` while the PIN is active, which it no longer is afterwards [I]. A wrong one uses up a try.
 */
export function verifyCode({ store, clock }: ApiContext): Handler {
  return older((fields, customer) => {
    const holder = {
      customerId: customer.id,
      recipient: readRecipient(fields),
      ipAddress: readIpAddress(fields),
    };
    const told = (text(field(fields, 'pincode')) ?? '').trim();
    const now = clock.now();
    const pinCode = store.pinCodes.newest(holder);
    if (pinCode === null || stateOfPinCode(pinCode, now) !== 'ACTIVE') throw new ResultError('ERROR_CODE');
    const right = told === pinCode.code;
    store.pinCodes.save(
      right ? { ...pinCode, verifiedAt: now } : { ...pinCode, triesLeft: pinCode.triesLeft - 1 },
    );
    if (!right) throw new ResultError('ERROR_CODE');
    return 'OK';
  });
}
