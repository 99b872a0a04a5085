import { Hono } from 'hono';
import type { EndpointName } from '../../core/endpoints.ts';
import { Refusal } from '../../core/refusal.ts';
import { mustNotBeCompressed } from '../body.ts';
import type { ApiContext } from '../context.ts';
import { type Handler, serve } from '../emulated/serve.ts';
import { refused } from './answers.ts';
import { enqueueCommunications } from './enqueue.ts';
import { messagingHouse } from './house.ts';
import { getMessageStatus, getVoiceStatus, sendMessageFromAlpha } from './older/messages.ts';
import { sendPinCode, verifyCode } from './older/pin-codes.ts';
import { createSmsProject, getSmsProjectInfo, updateSmsProject } from './older/projects.ts';
import { addCallListRecipient, addSmsRecipient, addSmsRecipients } from './older/recipients.ts';

const HANDLERS = {
  EnqueueCommunications: enqueueCommunications,
  SendMessageFromAlpha: sendMessageFromAlpha,
  GetMessageStatus: getMessageStatus,
  SendPinCode: sendPinCode,
  VerifyCode: verifyCode,
  CreateSMSProject: createSmsProject,
  GetSMSProjectInfo: getSmsProjectInfo,
  UpdateSMSProject: updateSmsProject,
  AddSMSRecipient: addSmsRecipient,
  AddSMSRecipients: addSmsRecipients,
  AddCallListRecipient: addCallListRecipient,
  GetVoiceStatus: getVoiceStatus,
} satisfies Partial<Record<EndpointName, (context: ApiContext) => Handler>>;

/** The API of `api.wiraya.com`. */
export function messagingApi(context: ApiContext): Hono {
  const app = new Hono();
  const house = messagingHouse(context.store);
  for (const [name, handler] of Object.entries(HANDLERS))
    serve(app, context, house, name as EndpointName, refusing(handler(context)));
  return app;
}

/** What is wrong with a request as a whole is answered in the platform's manner. */
function refusing(handle: Handler): Handler {
  return async (c, call) => {
    try {
      mustNotBeCompressed(c);
      return await handle(c, call);
    } catch (error) {
      if (error instanceof Refusal) return refused(c, error);
      throw error;
    }
  };
}
