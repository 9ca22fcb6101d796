// Finds out whether people can use the portal, with the requests that a browser makes.
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

const POLL_MS = 250;
const ANSWER_MS = 10_000;
/** A slow machine with a cold disk needs about a minute. In milliseconds. */
const DEADLINE_MS = 300_000;

/**
 * Returns what is still missing, or undefined if nothing is.
 * @typedef {() => Promise<string | undefined>} Check
 */

/**
 * @param {string} url of the portal
 * @returns {Check}
 */
export function portalIsUsable(url) {
  return firstMissing([
    ['the server', () => answers(`${url}/.backstage/health/v1/readiness`)],
    ['the front end', () => serves(url, '<div id="root"')],
    [
      'the template',
      () => hasEntity(url, 'template/default/bedrock-agent-platform'),
    ],
    [
      'the example organization',
      () => hasEntity(url, 'group/default/agents-team'),
    ],
    ['the actions', () => hasAction(url, 'agentinfra:deploy')],
  ]);
}

/**
 * @param {string} url of the sandbox
 * @returns {Check}
 */
export function sandboxIsUsable(url) {
  return firstMissing([
    ['the AWS sandbox', () => answers(`${url}/_sandbox/health`)],
  ]);
}

/**
 * Waits until nothing is missing any more.
 * @param {Check[]} checks
 * @param {(text: string) => void} activity called with what is still missing
 * @returns {Promise<void>}
 * @throws {Failure} when something is still missing after five minutes
 */
export async function waitUntil(checks, activity) {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const missing = (await Promise.all(checks.map(check => check()))).filter(
      name => name !== undefined,
    );
    if (missing.length === 0) {
      return;
    }
    if (performance.now() > deadline) {
      throw new Failure(
        `Not ready after ${DEADLINE_MS / 60_000} minutes, ${missing.join(
          ' and ',
        )} did not come: look into the logs.`,
      );
    }
    activity(`waiting for ${missing.join(' and ')}`);
    await sleep(POLL_MS);
  }
}

/**
 * @param {Array<[name: string, isThere: () => Promise<boolean>]>} parts in the order in which they start; each is checked until it is there
 * @returns {Check}
 */
function firstMissing(parts) {
  const left = [...parts];
  return async () => {
    while (left.length > 0) {
      const [name, isThere] = left[0];
      if (!(await isThere().catch(() => false))) {
        return name;
      }
      left.shift();
    }
    return undefined;
  };
}

/** @param {string} url */
async function answers(url) {
  return (await get(url)).ok;
}

/**
 * @param {string} url
 * @param {string} text
 */
async function serves(url, text) {
  const response = await get(url, { accept: 'text/html' });
  return response.ok && (await response.text()).includes(text);
}

/**
 * @param {string} url
 * @param {string} entity kind/namespace/name
 */
async function hasEntity(url, entity) {
  const { ok } = await get(
    `${url}/api/catalog/entities/by-name/${entity}`,
    await asGuest(url),
  );
  return ok;
}

/**
 * @param {string} url
 * @param {string} id
 */
async function hasAction(url, id) {
  const response = await get(
    `${url}/api/scaffolder/v2/actions`,
    await asGuest(url),
  );
  /** @type {Array<{ id: string }>} */
  const actions = await response.json();
  return actions.some(action => action.id === id);
}

/**
 * @param {string} url
 * @returns {Promise<Record<string, string>>} headers that sign a request in as the guest
 */
async function asGuest(url) {
  const response = await get(`${url}/api/auth/guest/refresh`);
  const { backstageIdentity } = await response.json();
  return { authorization: `Bearer ${backstageIdentity.token}` };
}

/**
 * @param {string} url
 * @param {Record<string, string>} [headers]
 */
function get(url, headers) {
  return fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
}
