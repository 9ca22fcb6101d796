import { Turns } from './Turns';

describe('Turns', () => {
  it('begin what somebody asks for when what they asked for before has ended, also when it failed', async () => {
    const turns = new Turns();
    let fail: (error: Error) => void = () => {};
    const failing = turns.take(
      'ada',
      () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    );
    const work = jest.fn(async () => 'done');
    const second = turns.take('ada', work);
    await turns.take('bob', async () => {});
    expect(work).not.toHaveBeenCalled();

    fail(new Error('no luck'));

    await expect(failing).rejects.toThrow('no luck');
    await expect(second).resolves.toBe('done');
  });

  it('know who is busy', async () => {
    const turns = new Turns();
    const work = turns.take('ada', async () => {});

    expect(turns.isBusy('ada')).toBe(true);
    expect(turns.isBusy('bob')).toBe(false);
    await work;
    expect(turns.isBusy('ada')).toBe(false);
  });
});
