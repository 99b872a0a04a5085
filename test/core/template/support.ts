import { sampleView } from '../../../src/core/metrics.ts';
import { type FieldProblem, Refusal } from '../../../src/core/refusal.ts';
import { type CallbackTemplateConfig, compileCallback } from '../../../src/core/template/compile.ts';

const POST: CallbackTemplateConfig = {
  url: 'https://receiver.example/cb',
  method: 'POST',
  format: 'JSON',
  template: '{"id":{ID}}',
  types: [],
  batch: null,
  headers: {},
};

/** A callback that differs from a plain POST of JSON in what is given. */
export const post = (given: Partial<CallbackTemplateConfig> = {}): CallbackTemplateConfig => ({
  ...POST,
  ...given,
});

export const get = (url: string, given: Partial<CallbackTemplateConfig> = {}): CallbackTemplateConfig => ({
  ...POST,
  method: 'GET',
  format: null,
  template: null,
  url,
  ...given,
});

export const view = (given: Partial<ReturnType<typeof sampleView>> = {}) => ({
  ...sampleView('OUTGOING_SMS'),
  ...given,
});

/** The body of the request with that one event. */
export function bodyOf(config: CallbackTemplateConfig, event = view()): string {
  return compileCallback(config).render([event]).body!;
}

/** What is refused about a callback; fails the test when nothing is. */
export function problemsOf(config: CallbackTemplateConfig): readonly FieldProblem[] {
  try {
    compileCallback(config);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The same as `field: problem` lines. */
export const refusalsOf = (config: CallbackTemplateConfig) =>
  problemsOf(config).map(({ field, problem }) => `${field}: ${problem}`);

/** The warnings about a callback as `field: warning` lines. */
export const warningsOf = (config: CallbackTemplateConfig) =>
  compileCallback(config).warnings.map(({ field, warning }) => `${field}: ${warning}`);
