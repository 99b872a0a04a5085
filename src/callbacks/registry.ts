import type { CallbackConfig } from '../core/callback-config.ts';
import { invalid, noSuchCustomer, notFound, Refusal } from '../core/refusal.ts';
import { compileCallback, type TemplateWarning } from '../core/template/compile.ts';
import type { Callback } from '../store/callbacks.ts';
import {
  type ClientCertificateFacts,
  describeClientCertificate,
  inspectClientCertificate,
} from '../tls/client-certificate.ts';
import { inspectCa } from '../tls/receiver-ca.ts';
import type { CallbackContext } from './context.ts';
import { checkUrl } from './transport/network-policy.ts';

/** Where in the log a new callback begins. */
export const CURSOR_STARTS = ['BEGINNING', 'END'] as const;
export type CursorStart = (typeof CURSOR_STARTS)[number];

/** A callback as someone wants it registered. */
export interface WantedCallback {
  customerId: number;
  enabled: boolean;
  startAt: CursorStart;
  config: CallbackConfig;
}

/** A callback with what is to be said about it; facts of the client certificate instead of its key. */
export interface DescribedCallback {
  callback: Callback;
  warnings: readonly TemplateWarning[];
  clientCertificate: ClientCertificateFacts | null;
}

/**
 * Registers a callback after checking everything that can be known to fail before the first request.
 * @throws Refusal naming every field that is wrong
 */
export function registerCallback(context: CallbackContext, wanted: WantedCallback): DescribedCallback {
  const { store, clock } = context;
  const { customerId } = wanted;
  const strangers = store.customers.get(customerId) ? [] : [noSuchCustomer(customerId)];
  const facts = checkConfig(context, wanted.config, strangers);
  const callback = store.callbacks.create(
    {
      customerId,
      enabled: wanted.enabled,
      cursor: wanted.startAt === 'END' ? store.events.end() : 0,
      config: wanted.config,
    },
    clock.now(),
  );
  clock.wake();
  return { callback, ...facts };
}

/**
 * Changes a callback's configuration, or whether it is enabled; it keeps its place in the log. A configuration that
 * stays as it is need not pass today's checks: a callback whose certificate has expired can be paused.
 * @throws Refusal as `registerCallback` does
 */
export function changeCallback(
  context: CallbackContext,
  callback: Callback,
  change: { enabled?: boolean | undefined; config?: CallbackConfig | undefined },
): DescribedCallback {
  const changed: Callback = {
    ...callback,
    enabled: change.enabled ?? callback.enabled,
    config: change.config ?? callback.config,
  };
  const isSame = JSON.stringify(changed.config) === JSON.stringify(callback.config);
  const described = isSame
    ? describeCallback(changed)
    : { callback: changed, ...checkConfig(context, changed.config) };
  context.store.callbacks.update(changed);
  context.clock.wake();
  return described;
}

/** @throws Refusal of `field` when there is none with this ID */
export function findCallback({ store }: CallbackContext, id: number, field = 'id'): Callback {
  const callback = store.callbacks.get(id);
  if (!callback) throw notFound(field, `callback ${id}`);
  return callback;
}

/** What is to be said about a callback that has been registered. */
export function describeCallback(callback: Callback): DescribedCallback {
  const { config } = callback;
  return {
    callback,
    warnings: compileCallback(config).warnings,
    clientCertificate:
      config.clientCertificate && describeClientCertificate(config.clientCertificate, 'clientCertificate'),
  };
}

function checkConfig(
  { network, wall }: CallbackContext,
  config: CallbackConfig,
  alreadyRefused: readonly Refusal[] = [],
): Pick<DescribedCallback, 'warnings' | 'clientCertificate'> {
  const refusals = [...alreadyRefused];
  const check = <Result>(work: () => Result): Result | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
      return null;
    }
  };
  const compiled = check(() => compileCallback(config));
  // What is no URL at all has been said to be none.
  const urlIsRefused = refusals.some(({ problems }) => problems.some(({ field }) => field === 'url'));
  if (!urlIsRefused) check(() => checkUrl(config.url, network, 'url'));
  const { clientCertificate, tls } = config;
  const facts = check(() =>
    clientCertificate
      ? inspectClientCertificate(clientCertificate, new Date(wall()), 'clientCertificate')
      : null,
  );
  check(() => (tls.ca === undefined ? null : inspectCa(tls.ca, new Date(wall()), 'tls.ca')));
  if (tls.minVersion > tls.maxVersion) {
    refusals.push(
      invalid('tls.minVersion', `${tls.minVersion} is above maxVersion ${tls.maxVersion}`, tls.maxVersion),
    );
  }
  if (refusals.length > 0) {
    throw new Refusal(
      'invalid',
      refusals.flatMap(({ problems }) => problems),
    );
  }
  return { warnings: compiled!.warnings, clientCertificate: facts };
}
