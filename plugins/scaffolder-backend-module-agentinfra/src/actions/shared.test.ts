import { withClearErrors } from './shared';

const failWith = (error: Error) =>
  withClearErrors(async () => {
    throw error;
  });

describe('withClearErrors', () => {
  it('says that the disk is full, and that nothing is lost', async () => {
    const full = new Error('ENOSPC: no space left on device, write');

    await expect(failWith(full)).rejects.toThrow(
      /The disk of the portal is full: free some space.*Nothing of the platform is lost/,
    );
  });

  it('passes on what needs no other words', async () => {
    const error = new Error('The template a.hbs cannot be filled');

    await expect(failWith(error)).rejects.toBe(error);
  });
});
