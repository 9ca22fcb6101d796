import { exampleForm, type FormValues } from '../support/places';
import type { EndedTask } from '../support/portalClient';
import { SandboxAccount, setSpeed } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

/**
 * The share of the time of AWS that the sandbox takes. What portal and sandbox themselves need for a deployment, some 2 s, is then
 * little beside what AWS needs, and the test takes a minute.
 */
const SPEED = 0.1;

/** How far the prediction may be from what happens, as a share of what happens. */
const TOLERANCE = 0.1;

describe('The time that a deployment takes', () => {
  let sandboxUrl: string;
  let form: FormValues;
  let task: EndedTask;

  beforeAll(async () => {
    const portal = await sharedPortal();
    sandboxUrl = portal.sandboxUrl;
    form = await exampleForm('typical', {
      name: 'timed',
      environment: 'prod',
    });
    await setSpeed(sandboxUrl, SPEED);
    task = await portal.client.createPlatform(form);
  });
  afterAll(() => setSpeed(sandboxUrl, 0));

  it('R40: is the predicted one for the typical platform in prod, when the sandbox runs it', async () => {
    const predicted = predictedSeconds(task.log);
    const taken = await secondsTaken(new SandboxAccount(sandboxUrl, form));
    expect(Math.abs(predicted - taken) / taken).toBeLessThan(TOLERANCE);
  });

  /** Seconds on AWS from the creation of the first stack to that of the last, by the clock of the sandbox. */
  async function secondsTaken(account: SandboxAccount): Promise<number> {
    const stacks = await account.stacks(`${form.name}-${form.environment}-`);
    const events = await Promise.all(
      stacks.map(({ StackId = '' }) => account.events(StackId)),
    );
    const times = (status: string) =>
      events
        .flat()
        .filter(event => event.ResourceStatus === status)
        .map(event => Number(event.Timestamp));
    const began = Math.min(...times('CREATE_IN_PROGRESS'));
    const ended = Math.max(...times('CREATE_COMPLETE'));
    return (ended - began) / 1000 / SPEED;
  }
});

/** The prediction, as the log of the task says it. */
function predictedSeconds(log: string): number {
  const [, minutes, seconds] =
    /predicted to take (?:(\d+) min )?(\d+) s/.exec(log) ?? [];
  return Number(minutes ?? 0) * 60 + Number(seconds);
}
