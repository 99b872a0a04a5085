import type { Refusal } from '../../core/refusal.ts';
import { type Answer, jsonAnswer } from '../emulated/answer.ts';
import { STATUS_OF } from '../problem.ts';

/** Refuses a call [I]: `error` as its bulk answers have it [D], and why. */
export function refuse(status: number, message: string, headers?: Answer['headers']): Answer {
  return jsonAnswer({ error: true, message }, status, headers);
}

/** Answers a refusal, from whatever part of the platform it came. */
export function refused({ kind, problems }: Refusal): Answer {
  const message = problems.map(({ field, problem, expected }) => {
    const what = field ? `${field}: ${problem}` : problem;
    return expected ? `${what} (expected: ${expected})` : what;
  });
  return refuse(STATUS_OF[kind], message.join('; '));
}
