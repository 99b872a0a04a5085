import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { CHROMIUM } from './browser-server.ts';
import { hasProgram } from './programs.ts';

const PATIENCE_MS = 10_000;

/** Whether there is a browser to test with: `describe.skipIf(!hasBrowser)`. The run says so when there is none. */
export const hasBrowser = hasProgram(CHROMIUM, '--version');

let browser: Promise<Browser> | undefined;

async function connect(): Promise<Browser> {
  const answer = await fetch(inject('browserUrl'));
  const told = await answer.text();
  if (!answer.ok) throw new Error(`the browser does not start: ${told}`);
  return chromium.connect(told);
}

interface Looking {
  dark?: boolean;
  /** Of the window, in CSS pixels. */
  width?: number;
  scripts?: boolean;
  /** What the console may complain of. */
  expected?: RegExp;
}

/**
 * Opens a page of a platform in a window of its own, which closes when the test ends. The test fails when the page's
 * scripts fail, or when the console complains: of something that is not there, or that the page's policy forbids.
 * @param path of the page; other pages of the platform are reached by path as well
 */
export async function openPage(
  { httpUrl }: { httpUrl: string },
  path: string,
  { dark = false, width = 1280, scripts = true, expected }: Looking = {},
): Promise<Page> {
  browser ??= connect();
  const window = await (await browser).newContext({
    baseURL: httpUrl,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
  });
  window.setDefaultTimeout(PATIENCE_MS);
  const page = await window.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' && !/content security policy/i.test(message.text())) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  onTestFinished(async () => {
    await window.close();
    expect(complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });
  await page.goto(path);
  return page;
}
