import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Profile, profileData, profileName } from '../../core/profile/profile.ts';
import { notFound } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, refusals, route } from './common.ts';

const profileSchema = z
  .object({
    ...profileData.shape,
    name: z.string(),
    own: z.boolean().openapi({ description: 'It can be changed and removed' }),
  })
  .openapi('Profile');

/** As it is read, so that one is a good beginning for another: its name is the path's. */
const wantedProfile = profileData.extend({
  name: z.string().optional().openapi({ description: "Not looked at: it is the path's" }),
  own: z.boolean().optional().openapi({ description: 'Not looked at' }),
});

const nameParam = z.object({ name: profileName });

/** Profiles: how likely outcomes are, and how long they take. */
export function profileRoutes(app: OpenAPIHono, { profiles }: ApiContext): void {
  const shown = (profile: Profile) => ({ ...profile, own: profiles.isOwn(profile.name) });

  app.openapi(
    route({
      method: 'get',
      path: '/profiles',
      tags: ['Profiles'],
      summary: 'List the profiles: those that come with the platform or from files, and your own',
      responses: { 200: answer('All profiles', z.object({ items: z.array(profileSchema) })), ...refusals },
    }),
    (c) => c.json({ items: profiles.all().map(shown) }, 200),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/profiles/{name}',
      tags: ['Profiles'],
      summary: 'Read a profile',
      request: { params: nameParam },
      responses: { 200: answer('The profile', profileSchema), ...refusals },
    }),
    (c) => {
      const { name } = c.req.valid('param');
      const profile = profiles.get(name);
      if (!profile) throw notFound('name', `profile "${name}"`);
      return c.json(shown(profile), 200);
    },
  );

  app.openapi(
    route({
      method: 'put',
      path: '/profiles/{name}',
      tags: ['Profiles'],
      summary: 'Create a profile, or replace it; it holds for what is accepted from now on',
      request: { params: nameParam, ...body(wantedProfile) },
      responses: { 200: answer('The profile', profileSchema), ...refusals },
    }),
    (c) => {
      const { own: _own, ...data } = c.req.valid('json');
      const profile = { ...data, name: c.req.valid('param').name };
      profiles.put(profile);
      return c.json(shown(profile), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/profiles/{name}',
      tags: ['Profiles'],
      summary: "Remove a profile; customers that had it have the platform's from now on",
      request: { params: nameParam },
      responses: { 204: { description: 'Removed' }, ...refusals },
    }),
    (c) => {
      profiles.remove(c.req.valid('param').name);
      return c.body(null, 204);
    },
  );
}
