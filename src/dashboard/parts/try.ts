import type { z } from '@hono/zod-openapi';
import type { trySchema } from '../../api/control/attempt.ts';

/** What was sent and what came back. */
export type Try = z.output<typeof trySchema>;
