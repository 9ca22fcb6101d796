// What every preparation works with.
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Workshop
 * @property {import('./children.mjs').Children} children takes the processes that are started
 * @property {import('./progress.mjs').Progress} progress
 * @property {string} logs folder for the logs of what is downloaded, installed and built
 */

/**
 * Says that tests are left out because what they need cannot be had.
 * @param {string} advice what is missing, and how it can be had
 * @param {string} tests what is left out, in capitals
 * @param {Workshop} workshop
 * @throws {Failure} when the variable CI is set: no test is left out there in silence
 */
export function leaveOut(advice, tests, { progress }) {
  if (process.env.CI) {
    throw new Failure(`${advice}.`);
  }
  progress.say(`${advice}. ${tests} ARE LEFT OUT.`);
}
