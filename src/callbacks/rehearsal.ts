import type { EventView } from '../core/event-view.ts';
import { sampleView } from '../core/metrics.ts';
import { notFound } from '../core/refusal.ts';
import {
  type CallbackTemplateConfig,
  compileCallback,
  type RenderedRequest,
} from '../core/template/compile.ts';
import { COMMUNICATION_TYPES, type CommunicationType } from '../core/vocabulary.ts';
import type { Callback } from '../store/callbacks.ts';
import type { CallbackContext } from './context.ts';
import type { Lines } from './lines.ts';
import type { AttemptResult, OutgoingRequest } from './transport/transport.ts';

/** So many events show how a batch is put together. */
const SEVERAL = 3;

/** How one event looks in a template. */
export interface Rendering {
  type: CommunicationType;
  /** Its own part of the body; empty for GET. */
  item: string;
  request: RenderedRequest;
}

/**
 * Renders a template that need not be registered, for the newest event of a communication, or for a sample of each
 * type that it is for.
 * @throws Refusal naming what is wrong in the template, or a communication without events
 */
export function preview(
  { store }: CallbackContext,
  config: CallbackTemplateConfig,
  communicationId: number | undefined,
): {
  warnings: ReturnType<typeof compileCallback>['warnings'];
  renderings: Rendering[];
  /** How several events look in one request; null: each gets one of its own. */
  batch: RenderedRequest | null;
} {
  const compiled = compileCallback(config);
  const types = config.types.length > 0 ? config.types : COMMUNICATION_TYPES;
  const real = communicationId === undefined ? null : newestEvent(store, communicationId);
  const views = real ? [real] : types.map(sampleView);
  const renderings = views.map((view) => ({
    type: view.type,
    item: compiled.item(view),
    request: compiled.render([view]),
  }));
  const several = Array.from(
    { length: Math.min(SEVERAL, compiled.maxItems) },
    (_, index) => real ?? another(views[index % views.length]!, index),
  );
  return {
    warnings: compiled.warnings,
    renderings,
    batch: isBatched(config) ? compiled.render(several) : null,
  };
}

const isBatched = ({ method, batch }: CallbackTemplateConfig) => method === 'POST' && batch !== null;

/** The same of another communication. */
const another = (sample: EventView, index: number): EventView => ({
  ...sample,
  communicationId: sample.communicationId + index,
});

function newestEvent(store: CallbackContext['store'], communicationId: number): EventView {
  const communication = store.communications.get(communicationId);
  const newest = communication && store.events.of(communication).at(-1);
  if (!newest) throw notFound('communicationId', `communication ${communicationId} with a report`);
  return store.events.views([newest.id])[0]!;
}

/**
 * Sends a sample to the receiver now, on a connection of its own and outside the log: nothing is stored and nothing
 * tried again.
 */
export async function sendSample(
  { clock }: CallbackContext,
  lines: Lines,
  callback: Callback,
  type: CommunicationType,
): Promise<{ request: OutgoingRequest; result: AttemptResult; startedAt: number }> {
  const { config, customerId } = callback;
  const view = { ...sampleView(type), customerId };
  const { body, ...rendered } = compileCallback(config).render([view]);
  const request = {
    method: config.method,
    ...rendered,
    body: body === null ? null : Buffer.from(body, 'utf8'),
  };
  const startedAt = clock.now();
  return { request, result: await lines.sendAlone(config, request, startedAt), startedAt };
}
