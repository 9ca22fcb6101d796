import { setTimeout as sleep } from 'node:timers/promises';
import { withClearErrors } from './shared';

const failWith = (error: Error) =>
  withClearErrors(async () => {
    throw error;
  });

describe('withClearErrors', () => {
  it.each([
    "ENOSPC: no space left on device, write '/var/lib/portal/a'",
    'insert into `agentinfra_leases` - database or disk is full',
  ])('says that the disk is full, and that nothing is lost: %s', async text => {
    await expect(failWith(new Error(text))).rejects.toThrow(
      /^The disk of the portal is full, .*: free some space.*Nothing of the platform is lost\.$/,
    );
  });

  it('says which file the portal may not write', async () => {
    const text = "EROFS: read-only file system, open '/var/lib/portal/a'";

    await expect(failWith(new Error(text))).rejects.toThrow(
      /^The portal is not permitted .*'\/var\/lib\/portal\/a'\): let its user write them/,
    );
  });

  it('says of work that was cut off that the task was cancelled, and what to do', async () => {
    const work = sleep(1_000, undefined, { signal: AbortSignal.abort() });

    await expect(withClearErrors(() => work)).rejects.toThrow(
      'The task was cancelled. What already exists is kept: run this again to go on.',
    );
  });

  it('says why a resumed task has no credentials, and what to do', async () => {
    await expect(
      failWith(new Error('Request failed with 401 Unauthorized')),
    ).rejects.toThrow(/no longer has the credentials of .* Press Retry\./);
  });

  it('shows no path of the machine in what the log of the task holds', async () => {
    await expect(failWith(new Error('No space'))).rejects.toMatchObject({
      stack: 'Error: No space',
    });
  });

  it('keeps the stack of a mistake in the program', async () => {
    await expect(
      failWith(new TypeError('x is not a function')),
    ).rejects.toMatchObject({
      stack: expect.stringContaining('shared.test.ts'),
    });
  });

  it('passes on what needs no other words', async () => {
    const error = new Error('The template a.hbs cannot be filled');

    await expect(failWith(error)).rejects.toBe(error);
  });
});
