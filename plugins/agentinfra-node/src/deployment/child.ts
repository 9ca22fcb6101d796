/**
 * The child process of one deployment: it loads the CDK toolkit and waits for tasks.
 *
 * The toolkit reads its endpoint from the environment of the process and cannot be cancelled, so each deployment has a process of
 * its own.
 */
import {
  BaseCredentials,
  BootstrapEnvironments,
  ExpandStackSelection,
  IIoHost,
  IoMessage,
  IoRequest,
  StackSelectionStrategy,
  Toolkit,
} from '@aws-cdk/toolkit-lib';
import type { AwsCredentials } from '../aws';
import { errorChain } from '../aws/errors';
import { ProcessLeash } from './ProcessLeash';
import type {
  BootstrapTask,
  DeployTask,
  FromChild,
  ToChild,
  ToolkitTask,
} from './protocol';
import { toEvent } from './toolkitEvents';

/** Passes the events that the portal needs on to it, and nothing else: some messages contain complete requests to AWS. */
class EventHost implements IIoHost {
  async notify(message: IoMessage<unknown>): Promise<void> {
    const event = toEvent(message);
    if (event) {
      send({ type: 'event', event });
    }
  }

  /** Agrees to everything: whoever started the deployment wants its changes. */
  async requestResponse<T>(request: IoRequest<unknown, T>): Promise<T> {
    return typeof request.defaultResponse === 'boolean'
      ? (true as T)
      : request.defaultResponse;
  }
}

/** The requests for credentials that the portal has not answered yet. */
let waiting: ((credentials: AwsCredentials) => void)[] = [];

const leash = new ProcessLeash();

process.on('message', (message: ToChild) => {
  switch (message.type) {
    case 'task':
      void perform(message.task);
      break;
    case 'leash':
      leash.extend(message.until);
      break;
    default: {
      const served = waiting;
      waiting = [];
      served.forEach(resolve => resolve(message.credentials));
    }
  }
});
process.on('disconnect', () => process.exit());

async function perform(task: ToolkitTask): Promise<void> {
  try {
    await (task.kind === 'bootstrap' ? bootstrap(task) : deploy(task));
    send({ type: 'done' });
  } catch (error) {
    send({ type: 'failed', facts: errorChain(error) });
  }
}

async function deploy(task: DeployTask): Promise<void> {
  const toolkit = createToolkit(task);
  const source = await toolkit.fromAssemblyDirectory(task.assembly);
  const { cloudAssembly } = await source.produce();
  const patterns = cloudAssembly.stacksRecursively
    .filter(({ stackName }) => task.stacks.includes(stackName))
    .map(({ hierarchicalId }) => hierarchicalId);
  await toolkit.deploy(source, {
    stacks: {
      strategy: StackSelectionStrategy.PATTERN_MUST_MATCH,
      patterns,
      expand: ExpandStackSelection.NONE,
    },
    concurrency: task.concurrency,
    deploymentMethod: { method: 'change-set' },
    stackEventPollingInterval: task.pollInterval,
  });
}

async function bootstrap(task: BootstrapTask): Promise<void> {
  const { account, region } = task.environment;
  await createToolkit(task).bootstrap(
    BootstrapEnvironments.fromList([`aws://${account}/${region}`]),
  );
}

function createToolkit(task: ToolkitTask): Toolkit {
  if (task.endpoint) {
    process.env.AWS_ENDPOINT_URL = task.endpoint;
  }
  return new Toolkit({
    ioHost: new EventHost(),
    color: false,
    emojis: false,
    sdkConfig: {
      baseCredentials: BaseCredentials.custom({
        provider: askForCredentials,
        region: task.environment.region,
      }),
    },
  });
}

/** Asks the portal, which answers or ends this process. */
function askForCredentials(): Promise<AwsCredentials> {
  return new Promise(resolve => {
    waiting.push(resolve);
    send({ type: 'credentials-wanted' });
  });
}

function send(message: FromChild): void {
  process.send?.(message);
}
