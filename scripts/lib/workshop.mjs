// What all preparations share.
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Workshop
 * @property {import('./children.mjs').Children} children takes the processes that are started
 * @property {import('./progress.mjs').Progress} progress
 * @property {string} logs folder for the logs of what is downloaded, installed and built
 */

/**
 * Says that tests are left out because something that they need cannot be provided.
 * @param {string} advice what is missing, and how to get it
 * @param {string} tests the tests that are left out, in capitals
 * @param {Workshop} workshop
 * @throws {Failure} when the variable CI is set, because nobody would notice it there
 */
export function leaveOut(advice, tests, { progress }) {
  if (process.env.CI) {
    throw new Failure(`${advice}.`);
  }
  progress.say(`${advice}. ${tests} ARE LEFT OUT.`);
}
