import { X509Certificate } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { changeCallback, findCallback } from '../../callbacks/registry.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, idField, instantBody, refusals, route } from './common.ts';
import { CA_FILE } from './trust.ts';

const wantedCertificate = z.strictObject({
  commonName: z.string().min(1).max(64).default('mock-wiraya callback client'),
  days: z.int().min(1).max(3650).default(365),
  callbackId: idField.optional().openapi({ description: 'The callback that is to show it from now on' }),
});

export const issuedCertificate = z.object({
  cert: z.string().openapi({ description: 'PEM' }),
  key: z.string().openapi({ description: 'PEM; shown this once' }),
  validTo: instantBody,
});

const addresses = z.object({ addresses: z.array(z.string()) });

export function certificateRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { callbackContext, caCertificate } = context;

  app.openapi(
    route({
      method: 'get',
      path: '/certificates/ca.pem',
      tags: ['Certificates'],
      summary:
        "The platform's certificate authority, for clients to trust and for receivers to verify callbacks with",
      responses: {
        200: { description: 'PEM', content: { 'application/x-pem-file': { schema: z.string() } } },
      },
    }),
    (c) =>
      c.body(caCertificate, 200, {
        'content-type': 'application/x-pem-file',
        'content-disposition': `attachment; filename="${CA_FILE}"`,
      }),
  );

  app.openapi(
    route({
      method: 'post',
      path: '/certificates/client',
      tags: ['Certificates'],
      summary: "Issue a client certificate from the platform's certificate authority, for a callback to show",
      request: body(wantedCertificate),
      responses: { 201: answer('Issued', issuedCertificate), ...refusals },
    }),
    async (c) => {
      const { commonName, days, callbackId } = c.req.valid('json');
      const find = () => callbackId !== undefined && findCallback(callbackContext, callbackId, 'callbackId');
      find();
      const issued = await callbackContext.issueClientCertificate({
        commonName,
        days,
        now: new Date(callbackContext.wall()),
      });
      // As it is by now: somebody may have changed it meanwhile.
      const callback = find();
      if (callback) {
        changeCallback(callbackContext, callback, {
          config: { ...callback.config, clientCertificate: issued },
        });
      }
      return c.json(
        { ...issued, validTo: new Date(new X509Certificate(issued.cert).validTo).toISOString() },
        201,
      );
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/source-addresses',
      tags: ['Certificates'],
      summary: "The addresses that callbacks are sent from, for receivers' allow-lists",
      responses: { 200: answer('The addresses', addresses), ...refusals },
    }),
    (c) => {
      const { sourceAddresses } = callbackContext.network;
      return c.json({ addresses: sourceAddresses.length > 0 ? [...sourceAddresses] : ownAddresses() }, 200);
    },
  );
}

/** Without a setting the system chooses: whichever of the machine's addresses leads to the receiver. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
}
