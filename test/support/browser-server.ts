import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the address of the run's browser. */
    browserUrl: string;
  }
}

/** Debian's. */
export const CHROMIUM = '/usr/bin/chromium';

/** One browser for all threads of the run, started when a test first asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined;
  const server = createServer(async (_, response) => {
    browser ??= chromium.launchServer({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      response.end((await browser).wsEndpoint());
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('browserUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return async () => {
    server.close();
    await (await browser?.catch(() => undefined))?.close();
  };
}
