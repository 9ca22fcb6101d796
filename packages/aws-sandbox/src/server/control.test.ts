import { Stacks, startTestSandbox } from '../__testUtils__';
import type { Sandbox } from '../sandbox';

describe('the API of the sandbox itself', () => {
  let sandbox: Sandbox;

  const putSpeed = (speed: unknown) =>
    fetch(`${sandbox.url}/_sandbox/speed`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ speed }),
    });

  beforeAll(async () => {
    // A key takes longer than the test may.
    sandbox = await startTestSandbox({ speed: 1 });
  });
  afterAll(async () => await sandbox.close());

  it('changes the speed while the sandbox runs', async () => {
    expect((await putSpeed(0)).status).toBe(200);
    const stack = await new Stacks(sandbox).create('key', {
      Resources: { Key: { Type: 'AWS::KMS::Key' } },
    });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('says what is wrong with a speed, and keeps the one that it has', async () => {
    const refused = await putSpeed('fast');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      error: 'The speed is a number of 0 or more, such as {"speed": 0.1}.',
    });
    const kept = await fetch(`${sandbox.url}/_sandbox/speed`);
    expect(await kept.json()).toEqual({ speed: 0 });
  });
});
