import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, route } from './common.ts';

const settingValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();

const settingSchema = z
  .object({
    name: z.string(),
    value: settingValue.openapi({ description: 'Masked where it is a secret; null: not set' }),
    default: settingValue,
    flag: z.string().openapi({ example: '--http-port' }),
    environment: z.string().openapi({ example: 'MOCK_WIRAYA_HTTP_PORT' }),
    help: z.string(),
  })
  .openapi('Setting');

export const settingsSchema = z
  .object({
    version: z.string(),
    dataFolder: z
      .string()
      .nullable()
      .openapi({ description: 'Where the store and the certificates are; null: in memory' }),
    items: z.array(settingSchema).openapi({ description: 'All settings, with what they are here' }),
  })
  .openapi('Settings');

export function settingsRoutes(app: OpenAPIHono, { version, running }: ApiContext): void {
  const items = running.settings.map(({ value, default: standard, ...setting }) => ({
    ...setting,
    value: copyOf(value),
    default: copyOf(standard),
  }));

  app.openapi(
    route({
      method: 'get',
      path: '/settings',
      tags: ['System'],
      summary: 'Read the settings that the platform runs with',
      responses: { 200: answer('The settings', settingsSchema) },
    }),
    (c) => c.json({ version, dataFolder: running.dataFolder, items }, 200),
  );
}

type Value = ApiContext['running']['settings'][number]['value'];

const copyOf = (value: Value) =>
  typeof value === 'object' && value !== null ? [...value] : (value as Exclude<Value, readonly string[]>);
