import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ROOT } from './places';

/** For a page that is wide enough for the menu, and small enough for the documentation. In CSS pixels. */
const VIEWPORT = { width: 1360, height: 900 };

/** What a busy machine may need until something appears. In milliseconds. */
const STEP_MS = 60_000;

/** Starts the Chromium that `npm test` found. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.AGENTINFRA_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      // The tests may run as root, where Chromium's own sandbox cannot.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens an empty page. */
export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.setDefaultTimeout(STEP_MS);
  return page;
}

/**
 * Takes a picture: into `docs/images` when the pictures of the documentation are wanted (`npm test -- --screenshots`),
 * else into a temporary folder.
 *
 * @param page - what is to be seen
 * @param name - of the file, without its ending
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = await pictureFolder();
  await page.screenshot({
    path: path.join(folder, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

let folder: Promise<string> | undefined;

function pictureFolder(): Promise<string> {
  folder ??=
    process.env.AGENTINFRA_SCREENSHOTS === 'docs'
      ? makeFolder(path.join(ROOT, 'docs/images'))
      : mkdtemp(path.join(tmpdir(), 'agentinfra-pictures-'));
  return folder;
}

async function makeFolder(place: string): Promise<string> {
  await mkdir(place, { recursive: true });
  return place;
}
