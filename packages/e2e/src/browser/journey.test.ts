import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage, takePicture } from '../support/browser';
import { exampleForm } from '../support/places';
import type { PortalClient } from '../support/portalClient';
import { heldCreation, setFaults } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';
import { barriersOf } from './accessibility';

/** Even a busy machine gets it done. In milliseconds. */
const DEPLOYMENT_MS = 240_000;
const NAME_IS_WRONG = /^must have 3 to 24 lower-case letters/i;

describe('A developer with a browser', () => {
  let url: string;
  let sandboxUrl: string;
  let client: PortalClient;
  let browser: Browser | undefined;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    ({ url, sandboxUrl, client } = await sharedPortal());
    browser = await openBrowser();
    page = await openPage(browser);
    page.on('pageerror', error => errors.push(error.message));
  });
  afterAll(() => browser?.close());

  const next = () =>
    page.getByRole('button', { name: 'Next', exact: true }).click();
  const choose = async (label: string, option: RegExp) => {
    await page.getByLabel(label).click();
    await page.getByRole('option', { name: option }).click();
  };

  it('signs in as a guest, and finds the template', async () => {
    await page.goto(`${url}/create`);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('Bedrock agent platform').first().waitFor();
    await page.getByRole('button', { name: /choose/i }).click();
    await page.getByLabel('Name').waitFor();
  });

  it('is told while typing that a name is wrong', async () => {
    await page.getByLabel('Name').pressSequentially('My Bot');
    await page.getByText(NAME_IS_WRONG).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('Name').fill('concierge');
    await page.getByText(NAME_IS_WRONG).waitFor({ state: 'detached' });
  });

  it('says what and whose the platform is', async () => {
    await page.getByLabel('Description').fill('Answers the guests of a hotel');
    await choose('Owner', /agents/i);
    await choose('Environment', /Development/);
    await page.getByLabel('Cost center').fill('4711');
    await takePicture(page, 'form');
    await next();
  });

  it('says where it goes', async () => {
    await page.getByLabel('AWS account').fill('111122223333');
    await choose('AWS region', /Frankfurt/);
    await next();
    await page.getByLabel('Address block').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await next();
  });

  it('describes an agent', async () => {
    await page.getByLabel('Agent name').fill('concierge');
    await page.getByLabel('Purpose').fill('Knows the house and the town');
    await page.getByLabel('Bedrock model').fill('eu.amazon.nova-lite-v1:0');
    await takePicture(page, 'form-agents');
    expect(await barriersOf(page)).toEqual([]);
    await next();
  });

  /** Holds a deployment where it makes its network, so that there is time to look at it and to act. */
  const holdNetworkOf = (platform: string) =>
    setFaults(sandboxUrl, [heldCreation(`${platform}-network`)]);
  const letGo = () => setFaults(sandboxUrl, []);

  it('looks at the rest, and creates the platform', async () => {
    await page.getByLabel('Minimum capacity (ACU)').waitFor();
    await next();
    await page
      .getByLabel('Mail address for alarms')
      .fill('concierge@example.com');
    await page.getByLabel('Monthly budget (USD)').fill('800');
    await next();
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByText('concierge-dev', { exact: true }).waitFor();
    await page.getByText(/About \d+ min/).waitFor();
    await page.getByText(/About \d+ USD a month/).waitFor();
    await takePicture(page, 'form-review');
    expect(await barriersOf(page)).toEqual([]);
    await holdNetworkOf('concierge-dev');
    await page.getByRole('button', { name: 'Create platform' }).click();
  });

  it('watches the log until the platform stands', async () => {
    await page.waitForURL(/\/create\/tasks\//);
    await page.getByRole('button', { name: /show logs/i }).click();
    await page
      .getByText(/\d+ of \d+ resources/)
      .first()
      .waitFor({ timeout: DEPLOYMENT_MS });
    await takePicture(page, 'task');
    await letGo();
    await page
      .getByText(/Finished step Register the platform/)
      .waitFor({ timeout: DEPLOYMENT_MS });
  });

  it('opens the platform in the catalog', async () => {
    await page.goto(`${url}/catalog/default/component/concierge-dev`);
    await page.getByText('Answers the guests of a hotel').first().waitFor();
    await page.getByRole('link', { name: 'Agents Team' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await takePicture(page, 'platform');
    expect(await barriersOf(page)).toEqual([]);
  });

  it('follows the link to the dashboard', async () => {
    const link = page.getByRole('link', { name: /dashboard/i }).first();
    await page.goto((await link.getAttribute('href')) ?? '');
    await page.getByText('concierge-dev').first().waitFor();
    expect(await page.title()).not.toBe('');
    await takePicture(page, 'dashboard');
    expect(await barriersOf(page)).toEqual([]);
  });

  it('cancels a platform, and completes it by Retry from where it was', async () => {
    const form = await exampleForm('smallest', { name: 'second-try' });
    await holdNetworkOf('second-try-dev');
    const { body } = await client.create(form);
    await page.goto(`${url}/create/tasks/${body.id}`);
    await page.getByRole('button', { name: /show logs/i }).click();
    for await (const { body: said } of client.follow(body.id)) {
      if (said.message.includes('second-try-dev-network: started')) {
        break;
      }
    }
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const cancelled = await client.untilSettled(body.id);
    await letGo();
    expect(cancelled.error).toContain('The deployment was cancelled');

    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    await page
      .getByText(/Finished step Register the platform/)
      .waitFor({ timeout: DEPLOYMENT_MS });
    const { log } = await client.untilEnded(body.id);
    expect(log).toContain('Skipping step synth because it was already');
  });

  it('met no error in any page', () => {
    expect(errors).toEqual([]);
  });
});
